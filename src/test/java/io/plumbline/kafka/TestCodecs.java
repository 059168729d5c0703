package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.event.Event;
import java.io.UncheckedIOException;

/** Codecs by reflection; bytes that are no event are bad records. */
final class TestCodecs {

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
                (topic, value) -> ReflectedSerde.encode(value));
    }

    static Event event(byte[] value) {
        try {
            return (Event) ReflectedSerde.decode(value);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new BadRecordException(Reason.UNREADABLE, "not an event: " + e.getMessage(), e);
        }
    }
}
