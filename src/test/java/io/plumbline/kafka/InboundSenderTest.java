package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RegistryUnreachableException;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Heartbeats say how far their sender has written, as acknowledged, and nothing after a loss. */
class InboundSenderTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Topics TOPICS = Topics.of(1);
    private static final CoreSerdes SERDES = new CoreSerdes(Schemas.bundled());
    private static final Map<String, Object> MOCK = Map.of("schema.registry.url", "mock://sender");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final InboundSender sender = new InboundSender(TOPICS, producer, SERDES, MOCK);

    @Test
    void aHeartbeatPinsTheOffsetAfterTheLastRecordOfEachPartitionWhateverPinsItHad() {
        sender.send(rehired("e-1"));
        sender.send(rehired("e-2"));
        assertEquals(List.of(), sender.pins(), "nothing is acknowledged yet");
        sender.send(heartbeat(new Pin("ccm.access", 3, 99)));

        assertEquals(List.of(new Pin("ccm.identity", 0, 2)), ((Heartbeat) event(2)).pins());
        assertEquals(3, sender.sent());
    }

    @Test
    void aBackfillPinsWhatWasSentBeforeItAsAHeartbeatDoes() {
        sender.send(rehired("e-1"));
        sender.send(new Backfilled(
                Header.of("hr", "again", NOON),
                "hr",
                NOON.minusSeconds(60),
                NOON,
                List.of(new Pin("ccm.access", 3, 99))));

        Backfilled sent = (Backfilled) event(1);
        assertEquals(List.of(new Pin("ccm.identity", 0, 1)), sent.pins());
        assertEquals(NOON.minusSeconds(60), sent.from());
        assertEquals("hr", key(1));
    }

    @Test
    void eventsOfOneSubjectShareAKeyAndSoDoStatementsOfOneSource() {
        sender.send(rehired("e-1"));
        sender.send(rehired("e-2"));
        sender.send(heartbeat());

        assertEquals("identity:p-1", key(0));
        assertEquals("identity:p-1", key(1));
        assertEquals("hr", key(2));
    }

    @Test
    void aRecordThatCannotBeWrittenIsNamedAndNoHeartbeatFollowsIt() {
        sender.send(rehired("e-1"));
        producer.errorNext(new RecordTooLargeException("1048577 bytes"));

        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> sender.send(heartbeat()));
        assertTrue(failure.getMessage().contains("hr:e-1 to ccm.identity: 1048577 bytes"), failure.getMessage());
        assertThrows(IllegalStateException.class, () -> sender.send(rehired("e-2")));
        assertThrows(IllegalStateException.class, sender::flush);
        assertEquals(1, producer.history().size());
    }

    @Test
    void noHeartbeatFollowsAnEventThatCouldNotEvenBeEncoded() {
        InboundSender withoutRegistry = new InboundSender(
                TOPICS, producer, SERDES, Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0));

        assertThrows(RegistryUnreachableException.class, () -> withoutRegistry.send(rehired("e-1")));
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> withoutRegistry.send(heartbeat()));
        assertTrue(failure.getMessage().contains("hr:e-1 to ccm.identity"), failure.getMessage());
        assertThrows(IllegalStateException.class, withoutRegistry::flush);
    }

    private Event event(int number) {
        ProducerRecord<byte[], byte[]> record = producer.history().get(number);
        InboundTopic topic = TOPICS.inbound().get(record.topic());
        return SERDES.events(topic, MOCK).deserializer().deserialize(record.topic(), record.value());
    }

    private String key(int number) {
        return new String(producer.history().get(number).key(), StandardCharsets.UTF_8);
    }

    private static Event rehired(String id) {
        return new IdentityEvent.Rehired(Header.of("hr", id, NOON), "p-1", NOON);
    }

    private static Heartbeat heartbeat(Pin... pins) {
        return SourceHealthEvents.heartbeat(Header.of("hr", "hb", NOON), "hr", NOON, List.of(pins));
    }
}
