package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Manifest;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology as it runs puts on record what leaves a hole in its own sight: rejections, silence, gaps, errors of controls. */
class WatchesItselfTest {

    private static final Settings SETTINGS =
            Settings.of(Configuration.of(List.of(), Map.of(), List.of(Keys.PARTITIONS.givenAsOption(1))));
    private static final Topics TOPICS = SETTINGS.topics();
    private static final CoreSerdes SERDES = new CoreSerdes(Schemas.bundled());
    private static final Map<String, Object> MOCK = Map.of("schema.registry.url", "mock://watches-itself");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private final List<ReferenceEvent> reference = List.of(system(), source("hr", Optional.of(Duration.ofHours(1))));
    private final Codecs codecs = AvroCodecs.of(TOPICS, SERDES, Schemas.bundled(), MOCK);
    private TopologyTestDriver driver;
    private int number;

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "watches-itself");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        driver = new TopologyTestDriver(
                ProcessorInstance.topology(library(), SETTINGS, codecs, version -> Catalogue.of(version, reference))
                        .build(),
                config,
                NOON);
        CatalogueChange.of(
                        reference, new CatalogueChange.Terms("first", "p-author", "p-approver", "as it is", NOON, true))
                .events()
                .forEach(this::send);
        pass(Duration.ofSeconds(15));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void recordsThatCannotBeTakenInAreOneExceptionForEachSourceTopicReasonAndDay() {
        Instant nextDay = NOON.plus(Duration.ofDays(1));
        for (int i = 0; i < 50; i++) {
            raw(InboundTopic.ACCESS, new byte[] {1, 2, 3}, NOON);
            raw(InboundTopic.IDENTITY, new byte[] {1, 2, 3}, NOON);
            raw(InboundTopic.ACCESS, bytes(granted("hr", "p-1", nextDay)), NOON);
        }
        raw(InboundTopic.ACCESS, new byte[] {1, 2, 3}, NOON.minus(Duration.ofDays(1)));
        pass(Duration.ofSeconds(15));

        assertEquals(
                List.of(
                        "source:hr rejected:ccm.access/FUTURE/2026-03-01 2026-03-01T00:00:00Z OPEN",
                        "source:topic/ccm.access rejected:ccm.access/UNREADABLE/2026-02-28 2026-02-28T00:00:00Z OPEN",
                        "source:topic/ccm.access rejected:ccm.access/UNREADABLE/2026-03-01 2026-03-01T00:00:00Z OPEN",
                        "source:topic/ccm.identity rejected:ccm.identity/UNREADABLE/2026-03-01 2026-03-01T00:00:00Z OPEN"),
                exceptions().stream()
                        .map(record -> record.subjectKey() + " " + record.object() + " " + record.since() + " "
                                + record.status())
                        .sorted()
                        .toList());
        assertEquals(4, told(), "statements, for 151 rejections");
    }

    @Test
    void aControlThatThrowsAtOneSubjectIsReportedThereAndTheRestIsJudged() {
        send(granted("erp", "p-odd", NOON.minusSeconds(60)));
        send(granted("erp", "p-even", NOON.minusSeconds(60)));
        pass(Duration.ofSeconds(15));
        send(granted("erp", "p-other", NOON.minusSeconds(30)));

        List<ExceptionRecord> found = exceptions().stream()
                .filter(record -> record.kind().equals("MONITOR_FAILED"))
                .toList();
        assertEquals(1, found.size(), found.toString());
        assertEquals("identity:p-odd", found.get(0).subjectKey());
        assertEquals("RULE_ERROR", found.get(0).variant());
        assertEquals(
                List.of("identity:p-even KNOWN", "identity:p-odd RULE_ERROR", "identity:p-other KNOWN"),
                assertions("TST-01"));
    }

    @Test
    void aSourceThatIsSilentForTooLongIsAnExceptionUntilItIsHeardOfAgain() {
        send(heartbeat(NOON));
        driver.advanceWallClockTime(Duration.ofMinutes(61));
        pass(Duration.ofSeconds(15));
        ExceptionRecord open = exceptions().iterator().next();
        assertEquals("FEED_SILENT OPEN", open.variant() + " " + open.status());
        assertEquals(NOON.plus(Duration.ofHours(1)), open.since());

        Instant again = NOON.plus(Duration.ofMinutes(61));
        send(heartbeat(again));
        pass(Duration.ofSeconds(15));
        ExceptionRecord ended = exceptions().iterator().next();
        assertEquals(open.exceptionId(), ended.exceptionId());
        assertEquals("FEED_SILENT REMEDIATED", ended.variant() + " " + ended.status());
        assertEquals(Optional.of(again), ended.until());
    }

    @Test
    void whatASourceStatesOfItselfReachesItAsASubject() {
        send(new Gap(header("hr", NOON.minusSeconds(60)), "hr", NOON.minusSeconds(7200), NOON.minusSeconds(3600)));
        send(manifest("aa"));
        send(manifest("bb"));
        pass(Duration.ofSeconds(15));
        assertEquals(
                List.of("MANIFEST_MISMATCH OPEN", "SOURCE_GAP OPEN"),
                exceptions().stream()
                        .map(record -> record.variant() + " " + record.status())
                        .sorted()
                        .toList());
    }

    private void send(Event event) {
        raw(event.kind().topic(), bytes(event), event.header().recordedAt());
    }

    private void raw(InboundTopic topic, byte[] value, Instant at) {
        driver.createInputTopic(TOPICS.inbound(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], value, at);
    }

    private static byte[] bytes(Event event) {
        InboundTopic topic = event.kind().topic();
        return SERDES.events(topic, MOCK).serializer().serialize(TOPICS.inbound(topic), event);
    }

    private void pass(Duration time) {
        for (Duration left = time; !left.isNegative(); left = left.minusMillis(300)) {
            driver.advanceWallClockTime(Duration.ofMillis(300));
        }
    }

    private final Map<String, ExceptionRecord> newest = new TreeMap<>();

    private Collection<ExceptionRecord> exceptions() {
        Deserializer<ExceptionRecord> reader = SERDES.exceptions(MOCK).deserializer();
        output(TOPICS.exceptions()).readValuesToList().stream()
                .map(bytes -> reader.deserialize(TOPICS.exceptions(), bytes))
                .filter(record -> record.controlId().equals("EVD-04"))
                .forEach(record -> newest.put(record.exceptionId(), record));
        return newest.values();
    }

    /** Subject and reason of each verdict of a control, as its evidence says. */
    private List<String> assertions(String control) {
        Deserializer<AssertionRecord> reader = SERDES.assertions(MOCK).deserializer();
        return output(TOPICS.evidenceSoc()).readValuesToList().stream()
                .map(bytes -> reader.deserialize(TOPICS.evidenceSoc(), bytes))
                .filter(assertion -> assertion.controlId().equals(control))
                .map(assertion -> assertion.subjectKey() + " " + assertion.verdictReason())
                .sorted()
                .toList();
    }

    private long told() {
        return output(TOPICS.subjectEvents()).readValuesToList().stream()
                .map(bytes -> codecs.log().deserializer().deserialize(TOPICS.subjectEvents(), bytes))
                .filter(LogRecord.Delivery.class::isInstance)
                .filter(record -> ((LogRecord.Delivery) record).event() instanceof RecordsRejected)
                .count();
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The controls of the product, and one that throws at {@code p-odd}. */
    private static ControlLibrary library() {
        List<ControlLibrary.Entry> product = Controls.library().entries();
        ControlDefinition like = product.get(0).definition();
        List<Control<?>> controls = new ArrayList<>(List.of(new Throwing()));
        List<ControlDefinition> definitions = new ArrayList<>(List.of(new ControlDefinition(
                "TST-01",
                "Test",
                "1.0.0",
                "test",
                "",
                like.assertions(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>())));
        product.forEach(entry -> {
            controls.add(entry.control());
            definitions.add(entry.definition());
        });
        return new ControlLibrary(controls, definitions);
    }

    private static final class Throwing implements Control<IdentityFacts> {

        @Override
        public String id() {
            return "TST-01";
        }

        @Override
        public Class<IdentityFacts> population() {
            return IdentityFacts.class;
        }

        @Override
        public List<Judgement> evaluate(IdentityFacts facts, Reference reference) {
            if (facts.subject().id().equals("p-odd")) {
                throw new IllegalStateException("odd");
            }
            return List.of(Judgement.of("all", "erp", ALWAYS, Verdict.OPERATED, "KNOWN", List.of()));
        }
    }

    private AccessEvent granted(String source, String who, Instant at) {
        return AccessEvents.granted(header(source, at), "g-" + number, Principal.identity(who), "erp", "LEDGER")
                .build();
    }

    private Heartbeat heartbeat(Instant at) {
        return SourceHealthEvents.heartbeat(header("hr", at), "hr", at);
    }

    private Manifest manifest(String digest) {
        return new Manifest(
                header("hr", NOON.minusSeconds(60).plusMillis(number)),
                "hr",
                "d-1",
                1,
                Optional.empty(),
                Optional.empty(),
                digest,
                Optional.empty());
    }

    private static ReferenceEvent system() {
        return ReferenceEvents.system(Header.of("reference", "erp", ALWAYS), "erp", ALWAYS)
                .build();
    }

    private static ReferenceEvent source(String id, Optional<Duration> silentAfter) {
        return ReferenceEvents.source(
                        Header.of("reference", "source-" + id, ALWAYS), id, ALWAYS, List.of(Feed.IDENTITY))
                .systems(List.of("erp"))
                .silentAfter(silentAfter)
                .build();
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "e-" + ++number, at);
    }
}
