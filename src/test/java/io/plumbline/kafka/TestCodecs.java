package io.plumbline.kafka;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/** Codecs by reflection; bytes that are no event are bad records. */
final class TestCodecs {

    /** Rejected records hold raw bytes, which reflection does not know. */
    static final Serde<RejectedRecord> REJECTED =
            new CoreSerdes(Schemas.bundled()).rejected(Map.of("schema.registry.url", "mock://test-codecs"));

    private TestCodecs() {}

    static Codecs reflected() {
        return with((topic, value) -> event(value));
    }

    static Codecs with(Codecs.InboundDecoder inbound) {
        return new Codecs(
                inbound,
                new ReflectedSerde<>(),
                new ReflectedSerde<>(),
                new ReflectedSerde<>(),
                new ReflectedSerde<>(),
                new ReflectedSerde<>(),
                new ReflectedSerde<>(),
                (topic, value) -> ReflectedSerde.encode(value),
                (topic, value) -> ReflectedSerde.encode(value),
                (topic, value) -> ReflectedSerde.encode(value),
                REJECTED.serializer(),
                new RegistryWatch());
    }

    static Event event(byte[] value) {
        try {
            return (Event) ReflectedSerde.decode(value);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new BadRecordException(Reason.UNREADABLE, "not an event: " + e.getMessage(), e);
        }
    }
}
