package io.plumbline.kafka;

import static io.plumbline.kafka.TopologyBench.NOON;
import static io.plumbline.kafka.TopologyBench.TOPICS;
import static io.plumbline.kafka.TopologyBench.header;
import static io.plumbline.kafka.TopologyBench.heartbeat;
import static io.plumbline.kafka.TopologyBench.holder;
import static io.plumbline.kafka.TopologyBench.withdrawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Tick;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {

    @TempDir
    private Path directory;

    private TopologyBench bench;

    @BeforeEach
    void start() {
        bench = new TopologyBench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void theTopologyIsTheOneOnRecord() throws IOException {
        String onRecord;
        try (var in = MonitorTopologyTest.class.getResourceAsStream("/topology.txt")) {
            onRecord = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String built = new MonitorTopology(TOPICS, TestCodecs.reflected(), partition -> bench::apply)
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
        Event created = IdentityEvents.accountCreated(
                        header("e1"), Principal.account("crm", "a1").account().orElseThrow())
                .identity("p1")
                .build();
        bench.send(InboundTopic.IDENTITY, created);

        assertEquals(
                List.of(
                        new Delivery(new Subject(SubjectKind.ACCOUNT, "crm/a1"), created, NOON, 0),
                        new Delivery(Subject.identity("passed-on"), created, NOON, 1)),
                bench.applied);
    }

    @Test
    void aHeartbeatIsSettledAfterAsManyFurtherTicksAsRelationsHaveHops() {
        bench.send(InboundTopic.ACCESS, withdrawn("e1"));
        Instant completeTo = NOON.minusSeconds(5);
        bench.send(
                InboundTopic.SOURCE_HEALTH, heartbeat(completeTo, new Pin(TOPICS.inbound(InboundTopic.ACCESS), 0, 1)));
        bench.pass(10);

        List<Tick> ticks = bench.ticks();
        assertEquals(Optional.empty(), ticks.get(Routing.MAX_HOPS - 1).settled().of("am"));
        assertEquals(
                Optional.of(completeTo), ticks.get(Routing.MAX_HOPS).settled().of("am"));
        assertEquals(Routing.MAX_HOPS + 1, ticks.size(), "and then it is quiet: " + ticks);
    }

    @Test
    void aHeartbeatWaitsForRecordsThatCannotBeReadLikeForAnyOther() {
        bench.raw(InboundTopic.ACCESS, new byte[] {1, 2, 3});
        Instant completeTo = NOON.minusSeconds(5);
        bench.send(
                InboundTopic.SOURCE_HEALTH, heartbeat(completeTo, new Pin(TOPICS.inbound(InboundTopic.ACCESS), 0, 1)));
        bench.pass(10);

        assertEquals(
                Optional.of(completeTo),
                bench.ticks().get(Routing.MAX_HOPS).settled().of("am"));
        RejectedRecord rejection = bench.rejections().get(0);
        assertEquals(Reason.UNREADABLE, rejection.reason());
        assertEquals("ccm.access", rejection.topic());
        assertEquals(0, rejection.offset());
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), rejection.raw());
    }

    @Test
    void badRecordsAreRejectedWithTheReason() {
        bench.send(InboundTopic.IDENTITY, withdrawn("wrong topic"));
        bench.send(
                InboundTopic.ACCESS,
                new AccessEvent.Withdrawn(
                        Header.of("am", "future", NOON.plus(Duration.ofMinutes(6))), "r", holder(), "crm"));
        bench.send(InboundTopic.SOURCE_HEALTH, heartbeat(NOON, new Pin("ccm.acess", 0, 1)));
        bench.send(InboundTopic.SOURCE_HEALTH, backfilled("am", NOON, new Pin("ccm.acess", 0, 1)));
        bench.send(InboundTopic.SOURCE_HEALTH, backfilled("am", NOON.plus(Duration.ofMinutes(6))));
        bench.send(InboundTopic.SOURCE_HEALTH, backfilled(SourceHealthEvent.PLUMBLINE, NOON));
        bench.raw(InboundTopic.ACCESS, null);
        assertEquals(
                List.of(
                        Reason.WRONG_TOPIC,
                        Reason.FUTURE,
                        Reason.BAD_PIN,
                        Reason.BAD_PIN,
                        Reason.FUTURE,
                        Reason.RESERVED,
                        Reason.UNREADABLE),
                bench.rejections().stream().map(RejectedRecord::reason).toList());
        assertEquals(
                List.of("WRONG_TOPIC", "FUTURE", "BAD_PIN", "FUTURE", "RESERVED", "UNREADABLE"),
                bench.applied.stream()
                        .map(Delivery.class::cast)
                        .filter(delivery -> delivery.to().kind() == SubjectKind.SOURCE)
                        .map(delivery -> ((RecordsRejected) delivery.event()).reason())
                        .toList(),
                "only their sources are told, once for each topic and reason");
    }

    @Test
    void aSubjectThatOutgrowsItsBoundIsRejectedAndThePartitionGoesOn() {
        bench.stateSize = Topics.MAX_RECORD_BYTES;
        bench.send(InboundTopic.ACCESS, withdrawn("e1"));
        bench.stateSize = 10;
        bench.send(InboundTopic.ACCESS, withdrawn("e2"));

        RejectedRecord rejection = bench.rejections().get(0);
        assertEquals(Reason.SUBJECT_TOO_LARGE, rejection.reason());
        assertEquals(Optional.of("e1"), rejection.sourceEventId());
        assertEquals(3, bench.applied.size(), "nothing of the rejected one was passed on");
    }

    @Test
    void anOutputTooLargeToBeWrittenIsRejectedAndThePartitionGoesOn() {
        bench.passOnLarge = true;
        bench.send(InboundTopic.ACCESS, withdrawn("e1"));
        bench.passOnLarge = false;
        bench.send(InboundTopic.ACCESS, withdrawn("e2"));

        RejectedRecord rejection = bench.rejections().get(0);
        assertEquals(Reason.TOO_LARGE, rejection.reason());
        assertEquals("ccm.subject-events", rejection.topic());
        assertEquals(Optional.of("e1"), rejection.sourceEventId());
        assertEquals(3, bench.applied.size(), "the second was bench.applied and passed on");
    }

    @Test
    void whatIsNoBadRecordStopsTheTask() {
        bench.stateSize = -1;
        assertThrows(StreamsException.class, () -> bench.send(InboundTopic.ACCESS, withdrawn("e1")));
        assertEquals(List.of(), bench.rejections());
    }

    @Test
    void progressIsKeptFromNowOnHoweverOldTheRecordItComesFrom() {
        bench.driver
                .createInputTopic(
                        TOPICS.inbound(InboundTopic.REFERENCE), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        new byte[0],
                        ReflectedSerde.encode(new BirthrightPublished(header("b1"), "crm", "sign-in", NOON)),
                        NOON.minus(Duration.ofDays(30)));

        assertEquals(
                NOON, bench.output(TOPICS.progress()).readRecordsToList().get(0).getRecordTime());
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
}
