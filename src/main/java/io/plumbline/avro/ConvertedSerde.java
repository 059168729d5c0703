package io.plumbline.avro;

import java.util.Map;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A serde of Avro records, with values of another type: converted before they are written and after they are read. Null stays
 * null, and errors of both steps pass through unchanged.
 */
final class ConvertedSerde<T> implements Serde<T> {

    private final Serde<GenericRecord> wire;
    private final Serializer<T> serializer;
    private final Deserializer<T> deserializer;

    /** {@code wire} is configured already and closed with this one. */
    ConvertedSerde(Serde<GenericRecord> wire, Function<T, GenericRecord> toAvro, Function<GenericRecord, T> fromAvro) {
        this.wire = wire;
        this.serializer = new Writer<>(wire.serializer(), toAvro);
        this.deserializer = new Reader<>(wire.deserializer(), fromAvro);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        // The wire serde is configured where it is made; what Kafka Streams passes here is for serdes made by class
        // name.
    }

    @Override
    public void close() {
        wire.close();
    }

    private record Writer<T>(Serializer<GenericRecord> wire, Function<T, GenericRecord> toAvro)
            implements Serializer<T> {
        @Override
        public byte[] serialize(String topic, T value) {
            return wire.serialize(topic, value == null ? null : toAvro.apply(value));
        }

        @Override
        public byte[] serialize(String topic, Headers headers, T value) {
            return wire.serialize(topic, headers, value == null ? null : toAvro.apply(value));
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    private record Reader<T>(Deserializer<GenericRecord> wire, Function<GenericRecord, T> fromAvro)
            implements Deserializer<T> {
        @Override
        public T deserialize(String topic, byte[] bytes) {
            return converted(wire.deserialize(topic, bytes));
        }

        @Override
        public T deserialize(String topic, Headers headers, byte[] bytes) {
            return converted(wire.deserialize(topic, headers, bytes));
        }

        private T converted(GenericRecord datum) {
            return datum == null ? null : fromAvro.apply(datum);
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
