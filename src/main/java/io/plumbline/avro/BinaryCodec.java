package io.plumbline.avro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Java values of one type as bytes for our own topics and stores: Avro binary behind the fingerprint of its schema.
 *
 * <p>The bytes are Avro's single-object encoding: {@code C3 01}, the CRC-64-AVRO fingerprint of the writer's schema (eight
 * bytes, little endian), the datum. Equal values have equal bytes. Bytes written with an earlier version of the schema are
 * resolved to the present one when that version is given. Safe for use by several threads.
 */
public final class BinaryCodec<T> {

    private final RecordMapper<T> mapper;
    private final BinaryMessageEncoder<GenericRecord> encoder;
    private final BinaryMessageDecoder<GenericRecord> decoder;
    private final Map<Long, Schema> known = new TreeMap<>();

    private BinaryCodec(RecordMapper<T> mapper, Collection<Schema> earlier) {
        this.mapper = mapper;
        Schema schema = mapper.schema();
        known.put(fingerprint(schema), schema);
        earlier.forEach(each -> known.putIfAbsent(fingerprint(each), each));
        GenericData data = new GenericData();
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema, this::writtenWith);
    }

    /** @throws IllegalArgumentException with every difference between type and schema */
    public static <T> BinaryCodec<T> of(Class<T> type, Schema schema) {
        return of(type, schema, List.of());
    }

    /** A codec that also reads what was written with earlier versions of the schema. */
    public static <T> BinaryCodec<T> of(Class<T> type, Schema schema, Collection<Schema> earlier) {
        return new BinaryCodec<>(RecordMapper.of(type, schema), earlier);
    }

    public Schema schema() {
        return mapper.schema();
    }

    /** @throws MappingException naming the field that has no Avro form */
    public byte[] encode(T value) {
        try {
            ByteBuffer bytes = encoder.encode(mapper.toAvro(value));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (IOException e) {
            throw new UncheckedIOException("in-memory encoding failed", e);
        }
    }

    /** @throws MappingException where the bytes are not those of a known version of the schema, or a field is wrong */
    public T decode(byte[] bytes) {
        GenericRecord datum;
        try {
            datum = decoder.decode(bytes);
        } catch (AvroRuntimeException | IOException | UncheckedIOException e) {
            throw new MappingException("the bytes are not a " + schema().getFullName() + " in single-object encoding: "
                    + Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        return mapper.fromAvro(datum);
    }

    private Schema writtenWith(long fingerprint) {
        Schema schema = known.get(fingerprint);
        if (schema == null) {
            throw new MappingException("the bytes were written with schema fingerprint " + Long.toHexString(fingerprint)
                    + ", which is no known version of " + schema().getFullName() + " (known: "
                    + known.keySet().stream().map(Long::toHexString).collect(Collectors.joining(", "))
                    + "); add the schema of the build that wrote them to the earlier versions");
        }
        return schema;
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
