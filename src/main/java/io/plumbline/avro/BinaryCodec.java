package io.plumbline.avro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Java values of one type as bytes for our own topics and stores: Avro binary behind the fingerprint of its schema.
 *
 * <p>The bytes are Avro's single-object encoding: {@code C3 01}, the CRC-64-AVRO fingerprint of the writer's schema (eight
 * bytes, little endian), the datum. Equal values have equal bytes. Bytes written with an earlier version of the schema are
 * resolved to the present one when that version is given. Safe for use by several threads.
 */
public final class BinaryCodec<T> {

    private static final byte[] MARKER = {(byte) 0xC3, 1};
    private static final int HEADER_BYTES = MARKER.length + Long.BYTES;

    private final RecordMapper<T> mapper;
    private final BinaryMessageEncoder<GenericRecord> encoder;
    private final Map<Long, DatumReader<GenericRecord>> readers = new TreeMap<>();

    private BinaryCodec(RecordMapper<T> mapper, Collection<Schema> earlier) {
        this.mapper = mapper;
        Schema schema = mapper.schema();
        Schema reader = withJavaStrings(schema);
        readers.put(fingerprint(schema), new GenericDatumReader<>(reader));
        earlier.forEach(each -> readers.putIfAbsent(fingerprint(each), new GenericDatumReader<>(each, reader)));
        this.encoder = new BinaryMessageEncoder<>(new GenericData(), schema);
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
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER[0] || bytes[1] != MARKER[1]) {
            throw notOurs("they do not begin with C3 01 and a fingerprint");
        }
        DatumReader<GenericRecord> reader =
                readerOf(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length));
        GenericRecord datum;
        try {
            datum = reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            throw notOurs(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
        return mapper.fromAvro(datum);
    }

    private MappingException notOurs(String why) {
        return new MappingException(
                "the bytes are not a " + schema().getFullName() + " in single-object encoding: " + why);
    }

    private DatumReader<GenericRecord> readerOf(long fingerprint) {
        DatumReader<GenericRecord> reader = readers.get(fingerprint);
        if (reader == null) {
            throw new MappingException("the bytes were written with schema fingerprint " + Long.toHexString(fingerprint)
                    + ", which is no known version of " + schema().getFullName() + " (known: "
                    + readers.keySet().stream().map(Long::toHexString).collect(Collectors.joining(", "))
                    + "); add the schema of the build that wrote them to the earlier versions");
        }
        return reader;
    }

    /** A copy that Avro reads texts of as Java strings at once, and not as bytes to be converted later. */
    private static Schema withJavaStrings(Schema schema) {
        Schema copy = new Schema.Parser().parse(schema.toString());
        readStringsAsJava(copy, new HashSet<>());
        return copy;
    }

    private static void readStringsAsJava(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case STRING -> GenericData.setStringType(schema, GenericData.StringType.String);
            case MAP -> {
                GenericData.setStringType(schema, GenericData.StringType.String);
                readStringsAsJava(schema.getValueType(), seen);
            }
            case ARRAY -> readStringsAsJava(schema.getElementType(), seen);
            case UNION -> schema.getTypes().forEach(branch -> readStringsAsJava(branch, seen));
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> readStringsAsJava(field.schema(), seen));
                }
            }
            case ENUM, FIXED, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
