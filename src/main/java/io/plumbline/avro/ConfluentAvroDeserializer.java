package io.plumbline.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads records in the Confluent wire format, in the schema they were written with or, when one is given, resolved to a
 * reader schema. {@code null} stays {@code null}.
 *
 * <p>Settings are those of {@link RegistryConfig}. The registry is asked once per schema id. Thread-safe.
 *
 * <p>Tell the failures apart: {@link UnknownSchemaException} and every other {@link SerializationException} are about
 * the record, which can be rejected; {@link org.apache.kafka.common.errors.RetriableException}, among them
 * {@link RegistryUnreachableException}, is about the registry, for which to wait; authentication and authorization
 * exceptions are about the settings.
 */
public final class ConfluentAvroDeserializer implements Deserializer<GenericRecord> {
    private static final String REMEDY =
            " Let its producer serialize values with Confluent's Avro serializer or one like it.";

    private final Optional<Schema> readerSchema;
    private final Map<Integer, DatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
    private Setup setup;

    private record Setup(SchemaRegistryClient client, SubjectNameStrategy strategy, boolean isKey) {}

    /** Gives records in the schema they were written with. Kafka then calls {@link #configure}. */
    public ConfluentAvroDeserializer() {
        this(Optional.empty());
    }

    /** Gives records resolved to a schema; call {@link #configure} before use. */
    public ConfluentAvroDeserializer(Schema readerSchema) {
        this(Optional.of(readerSchema));
    }

    /** A deserializer that uses a given client; {@code properties} as for {@link #configure}. */
    public ConfluentAvroDeserializer(
            Optional<Schema> readerSchema, SchemaRegistryClient client, Map<String, ?> properties, boolean isKey) {
        this(readerSchema);
        configure(client, new RegistryConfig(properties), isKey);
    }

    private ConfluentAvroDeserializer(Optional<Schema> readerSchema) {
        this.readerSchema = readerSchema;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        RegistryConfig config = new RegistryConfig(properties);
        configure(SchemaRegistryClient.of(config), config, isKey);
    }

    private void configure(SchemaRegistryClient client, RegistryConfig config, boolean isKey) {
        setup = new Setup(client, config.strategy(isKey), isKey);
        readers.clear();
    }

    @Override
    public GenericRecord deserialize(String topic, Headers headers, byte[] payload) {
        String idHeader = setup().isKey() ? "__key_schema_id" : "__value_schema_id";
        if (payload != null && headers != null && headers.lastHeader(idHeader) != null) {
            throw new SerializationException("Record of " + topic + " carries its schema id in header " + idHeader
                    + ", which is not supported: let its producer use the id prefix (PrefixSchemaIdSerializer)");
        }
        return deserialize(topic, payload);
    }

    @Override
    public GenericRecord deserialize(String topic, byte[] payload) {
        if (payload == null) {
            return null;
        }
        int id = schemaId(topic, payload);
        String subject = setup().strategy().subjectBeforeReading(topic, setup.isKey());
        DatumReader<GenericRecord> reader = readers.computeIfAbsent(id, unseen -> reader(unseen, subject));
        int start = ConfluentAvroSerializer.PREFIX_BYTES;
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(payload, start, payload.length - start, null));
        } catch (IOException | RuntimeException failed) {
            throw new SerializationException(
                    "Record of " + topic + " is not what schema id " + id + " describes"
                            + readerSchema
                                    .map(schema -> ", or cannot be read as " + schema.getFullName())
                                    .orElse("")
                            + ": " + failed
                            + ". The bytes are damaged, or the id is another schema's: send the event again.",
                    failed);
        }
    }

    private Setup setup() {
        if (setup == null) {
            throw new IllegalStateException("ConfluentAvroDeserializer: call configure first");
        }
        return setup;
    }

    private static int schemaId(String topic, byte[] payload) {
        if (payload.length < ConfluentAvroSerializer.PREFIX_BYTES) {
            throw new SerializationException("Record of " + topic + " has " + payload.length
                    + " bytes, too few for the Confluent wire format. Unknown magic byte!" + REMEDY);
        }
        if (payload[0] == 1) {
            throw new SerializationException(
                    "Record of " + topic + " names its schema by GUID (magic byte 1), which is "
                            + "not supported: let its producer use the id prefix (PrefixSchemaIdSerializer)");
        }
        if (payload[0] != 0) {
            throw new SerializationException("Record of " + topic + " starts with byte " + payload[0]
                    + " and not 0: it is not in the Confluent wire format. Unknown magic byte!" + REMEDY);
        }
        return ByteBuffer.wrap(payload).getInt(1);
    }

    private DatumReader<GenericRecord> reader(int id, String subject) {
        try {
            Schema writer = parse(id, setup.client().schemaById(id, subject));
            if (writer.getType() != Schema.Type.RECORD) {
                throw new SerializationException("Schema id " + id + " is a " + writer.getType()
                        + " where a record is expected: the topic holds something else");
            }
            return new GenericDatumReader<>(writer, readerSchema.orElse(writer));
        } catch (RegistryException failed) {
            throw RegistryErrors.readingId(failed, id);
        }
    }

    static Schema parse(int id, String text) {
        try {
            return parser().parse(text);
        } catch (AvroRuntimeException invalid) {
            throw new SerializationException(
                    "Schema id " + id + " is not an Avro schema this program can read", invalid);
        }
    }

    /** Lenient on defaults: what a registry accepted once must stay readable. */
    static Schema.Parser parser() {
        return new Schema.Parser().setValidateDefaults(false);
    }
}
