package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectTooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Topics TOPICS = Topics.of(1);

    @TempDir
    private Path directory;

    private final List<LogRecord> applied = new ArrayList<>();
    private TopologyTestDriver driver;
    private int stateSize = 10;
    private boolean passOnLarge;

    @BeforeEach
    void start() {
        MonitorTopology topology = new MonitorTopology(TOPICS, TestCodecs.reflected(), partition -> this::apply);
        driver = new TopologyTestDriver(
                topology.build(),
                PlumblineStreams.properties(StreamsSettings.of("nowhere:1", "test", directory)),
                NOON);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void theTopologyIsTheOneOnRecord() throws IOException {
        String onRecord;
        try (var in = MonitorTopologyTest.class.getResourceAsStream("/topology.txt")) {
            onRecord = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String built = new MonitorTopology(TOPICS, TestCodecs.reflected(), partition -> this::apply)
                .build()
                .describe()
                .toString();
        if (!built.equals(onRecord)) {
            Files.writeString(Path.of("target", "topology.txt"), built);
        }
        assertEquals(
                onRecord,
                built,
                "the topology changed; if that is meant, decide how running systems get there and copy target/topology.txt");
    }

    @Test
    void anEventIsDeliveredToItsSubjectAndPassedOnThroughTheSameLog() {
        Event created = new IdentityEvent.AccountCreated(
                header("e1"),
                Principal.account("crm", "a1").account().orElseThrow(),
                Optional.of("p1"),
                false,
                Optional.empty(),
                Optional.empty());
        send(InboundTopic.IDENTITY, created);

        assertEquals(
                List.of(
                        new Delivery(new Subject(SubjectKind.ACCOUNT, "crm/a1"), created, NOON, 0),
                        new Delivery(Subject.identity("passed-on"), created, NOON, 1)),
                applied);
    }

    @Test
    void aHeartbeatIsSettledAfterFourFurtherTicks() {
        send(InboundTopic.ACCESS, withdrawn("e1"));
        Instant completeTo = NOON.minusSeconds(5);
        send(InboundTopic.SOURCE_HEALTH, heartbeat(completeTo, new Pin(TOPICS.inbound(InboundTopic.ACCESS), 0, 1)));
        pass(10);

        List<Tick> ticks = ticks();
        assertEquals(Optional.empty(), ticks.get(3).settled().of("am"));
        assertEquals(Optional.of(completeTo), ticks.get(4).settled().of("am"));
        assertEquals(5, ticks.size(), "and then it is quiet: " + ticks);
    }

    @Test
    void aHeartbeatWaitsForRecordsThatCannotBeReadLikeForAnyOther() {
        raw(InboundTopic.ACCESS, new byte[] {1, 2, 3});
        Instant completeTo = NOON.minusSeconds(5);
        send(InboundTopic.SOURCE_HEALTH, heartbeat(completeTo, new Pin(TOPICS.inbound(InboundTopic.ACCESS), 0, 1)));
        pass(10);

        assertEquals(Optional.of(completeTo), ticks().get(4).settled().of("am"));
        RejectedRecord rejection = rejections().get(0);
        assertEquals(Reason.UNREADABLE, rejection.reason());
        assertEquals("ccm.access", rejection.topic());
        assertEquals(0, rejection.offset());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), rejection.raw());
    }

    @Test
    void badRecordsAreRejectedWithTheReason() {
        send(InboundTopic.IDENTITY, withdrawn("wrong topic"));
        send(
                InboundTopic.ACCESS,
                new AccessEvent.Withdrawn(
                        Header.of("am", "future", NOON.plus(Duration.ofMinutes(6))), "r", holder(), "crm"));
        send(InboundTopic.SOURCE_HEALTH, heartbeat(NOON, new Pin("ccm.acess", 0, 1)));
        send(InboundTopic.SOURCE_HEALTH, backfilled("am", NOON, new Pin("ccm.acess", 0, 1)));
        send(InboundTopic.SOURCE_HEALTH, backfilled("am", NOON.plus(Duration.ofMinutes(6))));
        send(InboundTopic.SOURCE_HEALTH, backfilled(SourceHealthEvent.PLUMBLINE, NOON));
        raw(InboundTopic.ACCESS, null);
        assertEquals(
                List.of(
                        Reason.WRONG_TOPIC,
                        Reason.FUTURE,
                        Reason.BAD_PIN,
                        Reason.BAD_PIN,
                        Reason.FUTURE,
                        Reason.RESERVED,
                        Reason.UNREADABLE),
                rejections().stream().map(RejectedRecord::reason).toList());
        assertEquals(
                List.of("WRONG_TOPIC", "FUTURE", "BAD_PIN", "FUTURE", "RESERVED", "UNREADABLE"),
                applied.stream()
                        .map(Delivery.class::cast)
                        .filter(delivery -> delivery.to().kind() == SubjectKind.SOURCE)
                        .map(delivery -> ((RecordsRejected) delivery.event()).reason())
                        .toList(),
                "only their sources are told, once for each topic and reason");
    }

    @Test
    void aSubjectThatOutgrowsItsBoundIsRejectedAndThePartitionGoesOn() {
        stateSize = Topics.MAX_RECORD_BYTES;
        send(InboundTopic.ACCESS, withdrawn("e1"));
        stateSize = 10;
        send(InboundTopic.ACCESS, withdrawn("e2"));

        RejectedRecord rejection = rejections().get(0);
        assertEquals(Reason.SUBJECT_TOO_LARGE, rejection.reason());
        assertEquals(Optional.of("e1"), rejection.sourceEventId());
        assertEquals(3, applied.size(), "nothing of the rejected one was passed on");
    }

    @Test
    void anOutputTooLargeToBeWrittenIsRejectedAndThePartitionGoesOn() {
        passOnLarge = true;
        send(InboundTopic.ACCESS, withdrawn("e1"));
        passOnLarge = false;
        send(InboundTopic.ACCESS, withdrawn("e2"));

        RejectedRecord rejection = rejections().get(0);
        assertEquals(Reason.TOO_LARGE, rejection.reason());
        assertEquals("ccm.subject-events", rejection.topic());
        assertEquals(Optional.of("e1"), rejection.sourceEventId());
        assertEquals(3, applied.size(), "the second was applied and passed on");
    }

    @Test
    void whatIsNoBadRecordStopsTheTask() {
        stateSize = -1;
        assertThrows(StreamsException.class, () -> send(InboundTopic.ACCESS, withdrawn("e1")));
        assertEquals(List.of(), rejections());
    }

    @Test
    void aChangeIsOneCatalogueVersionAnnouncedAfterItWasWrittenAndReadBack() {
        CatalogueChange change = change("one", "p-approver");
        List<ReferenceEvent> events = change.events();
        send(InboundTopic.REFERENCE, events.get(2));
        send(InboundTopic.REFERENCE, events.get(0));
        pass(10);
        assertEquals(List.of(), read(TOPICS.catalogue()), "one entry is missing");
        send(InboundTopic.REFERENCE, events.get(0));
        send(InboundTopic.REFERENCE, events.get(1));
        send(InboundTopic.REFERENCE, events.get(1));
        pass(10);

        List<CatalogueRecord> written = read(TOPICS.catalogue());
        assertEquals(
                events.stream()
                        .map(event -> new CatalogueRecord.Entry(1, event))
                        .toList(),
                written.subList(0, 3));
        CatalogueHistory history = new CatalogueHistory();
        written.forEach(record -> history.take(record, NOON));
        assertEquals(events, history.changesOf(history.newest().orElseThrow()), "count and chain of digests are right");
        assertEquals(4, written.size());
        assertTrue(ticks().stream().anyMatch(tick -> tick.catalogueVersion() == 1));
        assertEquals(List.of(), rejections());
    }

    @Test
    void referenceDataThatNobodyApprovedIsRejectedWithReasonAndPlaceAndIsInNoVersion() {
        CatalogueChange selfApproved = change("two", "p-author");
        selfApproved.events().forEach(event -> send(InboundTopic.REFERENCE, event));
        send(InboundTopic.REFERENCE, new BirthrightPublished(header("alone"), "crm", "sign-in", NOON));
        pass(10);

        List<RejectedRecord> rejected = rejections();
        assertEquals(
                List.of("BAD_CHANGE b1@0", "BAD_CHANGE b2@1", "BAD_CHANGE catalogue/two@2", "UNAPPROVED alone@3"),
                rejected.stream()
                        .map(each -> each.reason() + " " + each.sourceEventId().orElseThrow() + "@" + each.offset())
                        .toList());
        assertEquals("ccm.reference", rejected.get(0).topic());
        assertEquals(List.of(), read(TOPICS.catalogue()));
    }

    @Test
    void aHeartbeatWaitsForTheVersionOfACompleteChangeBeforeItAndForNoIncompleteOne() {
        change("one", "p-approver").events().forEach(event -> send(InboundTopic.REFERENCE, event));
        Instant first = NOON.minusSeconds(5);
        send(InboundTopic.SOURCE_HEALTH, heartbeat(first, new Pin("ccm.reference", 0, 3)));
        pass(10);
        send(InboundTopic.REFERENCE, change("two", "p-approver").entries().get(0));
        Instant second = NOON.minusSeconds(4);
        send(InboundTopic.SOURCE_HEALTH, heartbeat(second, new Pin("ccm.reference", 0, 4)));
        pass(10);

        List<Tick> settled = ticks().stream()
                .filter(tick -> tick.settled().of("am").isPresent())
                .toList();
        assertEquals(Optional.of(first), settled.get(0).settled().of("am"));
        assertEquals(
                Optional.of(second), settled.get(settled.size() - 1).settled().of("am"));
        assertTrue(settled.stream().allMatch(tick -> tick.catalogueVersion() == 1), settled.toString());
    }

    @Test
    void aChangeThatStaysIncompleteIsRejectedAfterADay() {
        send(InboundTopic.REFERENCE, change("three", "p-approver").entries().get(0));
        driver.advanceWallClockTime(Duration.ofHours(25));

        assertEquals(
                List.of(Reason.BAD_CHANGE),
                rejections().stream().map(RejectedRecord::reason).toList());
    }

    @Test
    void referenceDataThatNothingCanBeReckonedWithIsRejectedAndItsChangeIsNotAppliedByHalf() {
        CatalogueChange change = CatalogueChange.of(
                List.of(
                        new BirthrightPublished(header("b1"), "crm", "sign-in", NOON),
                        source("nanos", Duration.ofNanos(1)),
                        source("ages", Duration.ofDays(150_000_000_000L)),
                        source("negative", Duration.ofSeconds(Long.MIN_VALUE)),
                        calendar("nowhere", "Atlantis/Centre", List.of(), List.of()),
                        calendar("holiday", "UTC", List.of("FUNDAY"), List.of()),
                        calendar("dateless", "UTC", List.of(), List.of("2026-02-30"))),
                new Terms("odd", "p-author", "p-approver", "a mistake", NOON, false));
        change.events().forEach(event -> send(InboundTopic.REFERENCE, event));
        send(InboundTopic.SOURCE_HEALTH, heartbeat(NOON.minusSeconds(5), new Pin("ccm.reference", 0, 8)));
        pass(10);

        List<RejectedRecord> rejected = rejections();
        assertEquals(
                List.of("ages", "dateless", "holiday", "nanos", "negative", "nowhere"),
                rejected.stream()
                        .map(each -> each.sourceEventId().orElseThrow())
                        .toList());
        assertTrue(rejected.stream().allMatch(each -> each.reason() == Reason.INVALID), rejected.toString());
        assertEquals(List.of(), read(TOPICS.catalogue()));
        assertTrue(ticks().stream().anyMatch(tick -> tick.settled().of("am").isPresent()), "heartbeats go on");
    }

    private static ReferenceEvent source(String id, Duration grace) {
        return new ReferenceEvent.SourceDeclared(
                header(id),
                id,
                NOON,
                List.of(Feed.GRANTS),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                grace,
                Optional.empty(),
                Optional.empty());
    }

    private static ReferenceEvent calendar(String id, String zone, List<String> days, List<String> holidays) {
        return new ReferenceEvent.CalendarPublished(header(id), id, NOON, zone, days, holidays);
    }

    private static CatalogueChange change(String id, String approver) {
        return CatalogueChange.of(
                List.of(
                        new BirthrightPublished(header("b1"), "crm", "sign-in", NOON),
                        new BirthrightPublished(header("b2"), "crm", "read", NOON)),
                new Terms(id, "p-author", approver, "everyone may", NOON, false));
    }

    @Test
    void progressIsKeptFromNowOnHoweverOldTheRecordItComesFrom() {
        driver.createInputTopic(
                        TOPICS.inbound(InboundTopic.REFERENCE), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        new byte[0],
                        ReflectedSerde.encode(new BirthrightPublished(header("b1"), "crm", "sign-in", NOON)),
                        NOON.minus(Duration.ofDays(30)));

        assertEquals(NOON, output(TOPICS.progress()).readRecordsToList().get(0).getRecordTime());
    }

    @Test
    void noTopicLosesRecordsToTheBrokersDefaultSize() {
        assertTrue(TOPICS.all().stream()
                .map(TopicSpec::config)
                .allMatch(config -> config.get("cleanup.policy").equals("compact")
                        || config.get("retention.bytes").equals("-1")));
    }

    private static Event backfilled(String source, Instant to, Pin... pins) {
        return new SourceHealthEvent.Backfilled(
                Header.of(source, "again", NOON), source, NOON.minusSeconds(60), to, List.of(pins));
    }

    /** Stores a state of a chosen size and passes each event on once. */
    private void apply(LogRecord record, MonitorStore store, Consumer<Output> out) {
        applied.add(record);
        if (record instanceof Delivery delivery) {
            if (stateSize < 0) {
                throw new IllegalStateException("the disk is full");
            }
            try {
                store.save(state(delivery.to(), stateSize));
            } catch (SubjectTooLargeException e) {
                out.accept(new Output.Refused(delivery, Output.Refused.Reason.SUBJECT_TOO_LARGE, e.getMessage()));
                return;
            }
            if (delivery.hops() == 0) {
                Subject to = Subject.identity("passed-on");
                if (passOnLarge) {
                    Event large = new AccessEvent.Approved(
                            header("large"),
                            "r1",
                            holder(),
                            "crm",
                            IntStream.range(0, 20)
                                    .mapToObj(i -> i + "x".repeat(60_000))
                                    .toList(),
                            "p-boss",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            AccessEvent.Authority.UNKNOWN);
                    out.accept(new Output.Forward(new Delivery(to, large, delivery.ingestedAt(), 1)));
                    return;
                }
                out.accept(new Output.Forward(new Delivery(to, delivery.event(), delivery.ingestedAt(), 1)));
            }
        }
    }

    private static SubjectState state(Subject subject, int size) {
        return new SubjectState(
                subject,
                List.of(),
                Collections.nCopies(size, "x"),
                List.of(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                false);
    }

    private void send(InboundTopic topic, Event event) {
        raw(topic, ReflectedSerde.encode(event));
    }

    private void raw(InboundTopic topic, byte[] value) {
        driver.createInputTopic(TOPICS.inbound(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], value, NOON);
    }

    private void pass(int tenthsOfASecond) {
        for (int i = 0; i < tenthsOfASecond * 10; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(50));
        }
    }

    private List<Tick> ticks() {
        return applied.stream()
                .filter(Tick.class::isInstance)
                .map(Tick.class::cast)
                .toList();
    }

    private List<RejectedRecord> rejections() {
        return output(TOPICS.rejected()).readValuesToList().stream()
                .map(bytes -> TestCodecs.REJECTED.deserializer().deserialize(TOPICS.rejected(), bytes))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> read(String topic) {
        return output(topic).readValuesToList().stream()
                .map(bytes -> (T) ReflectedSerde.decode(bytes))
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static AccessEvent withdrawn(String id) {
        return new AccessEvent.Withdrawn(header(id), "r1", holder(), "crm");
    }

    private static Heartbeat heartbeat(Instant completeTo, Pin... pins) {
        return new Heartbeat(header("hb"), "am", completeTo, List.of(pins), Optional.empty());
    }

    private static Principal holder() {
        return Principal.account("crm", "a1");
    }

    private static Header header(String id) {
        return Header.of("am", id, NOON.minusSeconds(10));
    }
}
