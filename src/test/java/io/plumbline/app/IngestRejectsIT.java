package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.kafka.TopicReader;
import io.plumbline.sources.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be taken in is on the rejected topic with its reason and its place, and holds nothing else up. */
@Timeout(180)
class IngestRejectsIT {

    private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void badRecordsAreRejectedWithReasonAndPlaceWhileGoodOnesFlow(@TempDir Path directory) throws Exception {
        try (Playground playground = new Playground(directory, 2)) {
            String identity = playground.topics.inbound(InboundTopic.IDENTITY);
            String access = playground.topics.inbound(InboundTopic.ACCESS);
            Map<Reason, String> sent = new TreeMap<>();
            sent.put(Reason.UNREADABLE, send(playground, identity, new byte[] {7, 7, 7, 7, 7, 7}));
            sent.put(Reason.UNKNOWN_SCHEMA, send(playground, identity, new byte[] {0, 0, 15, 66, 63, 1}));
            sent.put(
                    Reason.FUTURE,
                    send(
                            playground,
                            identity,
                            encoded(
                                    playground,
                                    InboundTopic.IDENTITY,
                                    created(Instant.now()
                                            .plus(Duration.ofDays(2))
                                            .truncatedTo(ChronoUnit.MILLIS)))));
            sent.put(
                    Reason.WRONG_TOPIC,
                    send(playground, access, encoded(playground, InboundTopic.IDENTITY, created(LONG_AGO))));
            Heartbeat astray = SourceHealthEvents.heartbeat(
                    Header.of("hr", "hb-astray", LONG_AGO), "hr", LONG_AGO, List.of(new Pin("elsewhere", 0, 1)));
            sent.put(
                    Reason.BAD_PIN,
                    send(
                            playground,
                            playground.topics.inbound(InboundTopic.SOURCE_HEALTH),
                            encoded(playground, InboundTopic.SOURCE_HEALTH, astray)));

            List<Event> good = new ArrayList<>(Playground.approved(
                    DemoStory.reference("/demo/company/reference.yaml", Playground.CONTROLS.definitions())));
            good.addAll(Sources.all()
                    .get("events")
                    .read(List.of(SourceFile.resource("/demo/company/events.jsonl")))
                    .events());
            playground.feed(good);

            Map<Reason, RejectedRecord> rejected = rejected(playground);
            Map<Reason, String> places = new TreeMap<>();
            rejected.forEach((reason, record) ->
                    places.put(reason, record.topic() + "-" + record.partition() + "@" + record.offset()));
            assertEquals(sent, places);
            assertEquals(
                    Optional.of("e-1"),
                    rejected.get(Reason.FUTURE).sourceEventId(),
                    "what could be read names its event");
            assertTrue(
                    rejected.get(Reason.WRONG_TOPIC).message().contains("IdentityEvent"),
                    rejected.get(Reason.WRONG_TOPIC).message());
            assertEquals(6, rejected.get(Reason.UNREADABLE).size());
            assertEquals(
                    List.of(
                            "CHG-01", "CHG-02", "JML-01", "JML-02", "JML-02", "JML-05", "JML-05", "JML-05", "PAM-01",
                            "SOD-01"),
                    playground.exceptions().stream()
                            .map(record -> record.controlId())
                            .filter(control -> !control.equals("EVD-04"))
                            .sorted()
                            .toList(),
                    "the story beside them is judged whole");
            assertEquals(
                    List.of(
                            "source:hr BAD_PIN",
                            "source:hr FUTURE",
                            "source:hr WRONG_TOPIC",
                            "source:topic/ccm.identity UNKNOWN_SCHEMA",
                            "source:topic/ccm.identity UNREADABLE"),
                    playground.exceptions().stream()
                            .filter(record -> record.kind().equals("RECORDS_REJECTED"))
                            .map(record ->
                                    record.subjectKey() + " " + record.details().get("reason"))
                            .sorted()
                            .toList(),
                    "and each source is told");
        }
    }

    private static IdentityEvent created(Instant at) {
        return new IdentityEvent.Rehired(Header.of("hr", "e-1", at), "p-1", at);
    }

    private static byte[] encoded(Playground playground, InboundTopic topic, Event event) {
        return playground
                .cluster
                .serdes()
                .events(topic, playground.cluster.config())
                .serializer()
                .serialize(playground.topics.inbound(topic), event);
    }

    /** Where it was written. */
    private static String send(Playground playground, String topic, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", playground.cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, value))
                    .get(20, TimeUnit.SECONDS)
                    .toString();
        }
    }

    private static Map<Reason, RejectedRecord> rejected(Playground playground) {
        Deserializer<RejectedRecord> reader = playground
                .cluster
                .serdes()
                .rejected(playground.cluster.config())
                .deserializer();
        Map<Reason, RejectedRecord> byReason = new TreeMap<>();
        new TopicReader(playground.cluster.bootstrapServers(), Map.of()).read(playground.topics.rejected(), record -> {
            RejectedRecord rejected = reader.deserialize(record.topic(), record.value());
            assertEquals(null, byReason.put(rejected.reason(), rejected), "one each: " + rejected);
        });
        return byReason;
    }
}
