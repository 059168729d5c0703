package io.plumbline.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
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
    private volatile Schema sameAs;

    ExpectedSchema(Schema schema) {
        this.schema = schema;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.sameAs = schema;
    }

    Schema schema() {
        return schema;
    }

    /** @throws MappingException where the record's schema is no version of this one */
    GenericRecord resolve(GenericRecord datum) {
        Schema found = datum.getSchema();
        if (found == schema || found == sameAs) {
            return datum;
        }
        if (SchemaNormalization.parsingFingerprint64(found) == fingerprint) {
            sameAs = found;
            return datum;
        }
        try {
            return throughBytes(datum, found);
        } catch (AvroRuntimeException e) {
            throw new MappingException(
                    "the record has a schema that is no version of " + schema.getFullName() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("in-memory encoding failed", e);
        }
    }

    private GenericRecord throughBytes(GenericRecord datum, Schema found) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(found).write(datum, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(found, schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }
}
