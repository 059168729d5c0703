package io.plumbline.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * The schema that records are read with.
 *
 * <p>A deserializer that knows no reader schema gives records of the writer's version; they are resolved here by Avro's own
 * rules, through bytes.
 */
final class ExpectedSchema {

    private final Schema schema;
    private final long fingerprint;
    /** By every schema met so far: how to get from it to ours; nothing where the layout is the same. Finding out is slow. */
    private final Map<Schema, Optional<DatumReader<GenericRecord>>> resolvers = new ConcurrentHashMap<>();

    ExpectedSchema(Schema schema) {
        this.schema = schema;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    }

    Schema schema() {
        return schema;
    }

    /** @throws MappingException where the record's schema is no version of this one */
    GenericRecord resolve(GenericRecord datum) {
        Schema found = datum.getSchema();
        if (found == schema) {
            return datum;
        }
        Optional<DatumReader<GenericRecord>> resolver = resolvers.computeIfAbsent(found, this::resolver);
        if (resolver.isEmpty()) {
            return datum;
        }
        try {
            return throughBytes(datum, resolver.get());
        } catch (AvroRuntimeException e) {
            throw new MappingException(
                    "the record was written with a schema that is no version of " + schema.getFullName() + ": "
                            + e.getMessage() + "; let its producer use a compatible version of that schema");
        } catch (IOException e) {
            throw new UncheckedIOException("in-memory encoding failed", e);
        }
    }

    private Optional<DatumReader<GenericRecord>> resolver(Schema found) {
        return SchemaNormalization.parsingFingerprint64(found) == fingerprint
                ? Optional.empty()
                : Optional.of(new GenericDatumReader<>(found, schema));
    }

    private static GenericRecord throughBytes(GenericRecord datum, DatumReader<GenericRecord> resolver)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
        encoder.flush();
        return resolver.read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
