package io.plumbline.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records in the Confluent wire format: one zero byte, the schema's id as four bytes, highest first, and the
 * record in Avro's binary encoding. {@code null} stays {@code null}.
 *
 * <p>Settings are those of {@link RegistryConfig}. The registry is asked once per subject and schema. Thread-safe.
 *
 * <p>Throws {@link org.apache.kafka.common.errors.RetriableException} when the registry cannot be reached or is in
 * trouble, and {@link SerializationException} when the schema is refused or not registered, or the record does not fit
 * its schema.
 */
public final class ConfluentAvroSerializer implements Serializer<GenericRecord> {
    static final int PREFIX_BYTES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<SubjectAndSchema, Target> targets = new ConcurrentHashMap<>();
    private Setup setup;

    private record Setup(
            RegistryConfig config, SchemaRegistryClient client, SubjectNameStrategy strategy, boolean isKey) {}

    private record SubjectAndSchema(String subject, Schema schema) {}

    /** How records of a schema are written: the id, its writer, and the other schema to convert them to first. */
    private record Target(int id, DatumWriter<GenericRecord> writer, Optional<Schema> convertTo) {
        static Target of(int id, Schema schema) {
            return new Target(id, new GenericDatumWriter<>(schema), Optional.empty());
        }
    }

    /** For Kafka, which calls {@link #configure}. */
    public ConfluentAvroSerializer() {}

    /** A serializer that uses a given client; {@code properties} as for {@link #configure}. */
    public ConfluentAvroSerializer(SchemaRegistryClient client, Map<String, ?> properties, boolean isKey) {
        configure(client, new RegistryConfig(properties), isKey);
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        RegistryConfig config = new RegistryConfig(properties);
        configure(SchemaRegistryClient.of(config), config, isKey);
    }

    private void configure(SchemaRegistryClient client, RegistryConfig config, boolean isKey) {
        setup = new Setup(config, client, config.strategy(isKey), isKey);
        targets.clear();
    }

    @Override
    public byte[] serialize(String topic, GenericRecord record) {
        if (record == null) {
            return null;
        }
        if (setup == null) {
            throw new IllegalStateException("ConfluentAvroSerializer: call configure first");
        }
        String subject = setup.strategy().subject(topic, setup.isKey(), record.getSchema());
        Target target = targets.computeIfAbsent(new SubjectAndSchema(subject, record.getSchema()), this::target);
        try {
            GenericRecord written = target.convertTo().isEmpty()
                    ? record
                    : convert(record, target.convertTo().get());
            ByteArrayOutputStream out = new ByteArrayOutputStream(256);
            out.writeBytes(ByteBuffer.allocate(PREFIX_BYTES)
                    .put((byte) 0)
                    .putInt(target.id())
                    .array());
            encode(written, target.writer(), out);
            return out.toByteArray();
        } catch (IOException | RuntimeException failed) {
            throw new SerializationException(
                    "Record of " + subject + " does not fit its schema "
                            + record.getSchema().getFullName() + " (id " + target.id() + "): " + failed.getMessage(),
                    failed);
        }
    }

    private Target target(SubjectAndSchema key) {
        RegistryConfig config = setup.config();
        String subject = key.subject();
        Schema schema = config.removeJavaProperties() ? withoutJavaStrings(key.schema()) : key.schema();
        String text = schema.toString();
        try {
            if (config.autoRegister()) {
                return Target.of(setup.client().register(subject, text, config.normalize()), schema);
            }
            if (config.useLatest()) {
                return latest(subject, schema);
            }
            return Target.of(setup.client().lookup(subject, text, config.normalize()), schema);
        } catch (RegistryException failed) {
            String remedy =
                    failed.isNotFound() ? " (register it, or set " + RegistryConfig.AUTO_REGISTER + "=true)" : "";
            throw RegistryErrors.toKafka(
                    failed, "Schema " + schema.getFullName() + " under subject " + subject + remedy);
        }
    }

    private Target latest(String subject, Schema schema) {
        RegisteredSchema newest = setup.client().latest(subject);
        Schema written = ConfluentAvroDeserializer.parse(newest.id(), newest.schema());
        List<String> problems = CompatibilityLevel.unreadable(written, schema);
        if (setup.config().latestStrict() && !problems.isEmpty()) {
            throw new SerializationException("Subject " + subject + " version " + newest.version()
                    + " cannot take records of the program's own schema; register a compatible version, or set "
                    + RegistryConfig.LATEST_STRICT + "=false: " + String.join("; ", problems));
        }
        return written.equals(schema)
                ? Target.of(newest.id(), written)
                : new Target(newest.id(), new GenericDatumWriter<>(written), Optional.of(written));
    }

    /** The record as another schema reads it. Writing it as it is would put fields in the wrong places. */
    private static GenericRecord convert(GenericRecord record, Schema schema) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        encode(record, new GenericDatumWriter<>(record.getSchema()), out);
        return new GenericDatumReader<GenericRecord>(record.getSchema(), schema)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    private static void encode(GenericRecord record, DatumWriter<GenericRecord> writer, ByteArrayOutputStream out)
            throws IOException {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer.write(record, encoder);
        encoder.flush();
    }

    /** The schema without the Java string hints that generated classes carry and other producers do not. */
    private static Schema withoutJavaStrings(Schema schema) {
        String text = schema.toString();
        if (!text.contains(GenericData.STRING_PROP)) {
            return schema;
        }
        try {
            JsonNode tree = JSON.readTree(text);
            strip(tree);
            return ConfluentAvroDeserializer.parser().parse(tree.toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Avro printed a schema that is not JSON: " + text, impossible);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(GenericData.STRING_PROP);
        }
        node.forEach(ConfluentAvroSerializer::strip);
    }
}
