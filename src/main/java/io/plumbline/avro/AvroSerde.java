package io.plumbline.avro;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro records in the Confluent wire format, for Kafka Streams: {@link ConfluentAvroSerializer} and
 * {@link ConfluentAvroDeserializer} together. Usable by class name.
 */
public final class AvroSerde implements Serde<GenericRecord> {
    private final ConfluentAvroSerializer serializer = new ConfluentAvroSerializer();
    private final ConfluentAvroDeserializer deserializer;

    /** Reads records in the schema they were written with. */
    public AvroSerde() {
        this.deserializer = new ConfluentAvroDeserializer();
    }

    /** Reads records resolved to a schema. */
    public AvroSerde(Schema readerSchema) {
        this.deserializer = new ConfluentAvroDeserializer(readerSchema);
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        serializer.configure(properties, isKey);
        deserializer.configure(properties, isKey);
    }

    @Override
    public Serializer<GenericRecord> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<GenericRecord> deserializer() {
        return deserializer;
    }
}
