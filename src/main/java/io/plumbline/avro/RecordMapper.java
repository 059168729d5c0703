package io.plumbline.avro;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Turns Java values of one type into Avro records of one schema and back, field by field of the same name.
 *
 * <pre>
 *   String, boolean, int, long, double   the Avro type of that name
 *   Instant                              long, timestamp-millis; finer instants are refused, never cut
 *   Duration                             string, ISO-8601
 *   enum                                 enum with the same symbols; unknown symbols read as UNKNOWN where Java has it
 *   ByteBuffer                           bytes; read-only on the Java side
 *   Optional                             union with null
 *   List, (Sorted)Map&lt;String, V&gt;         array, map (sorted by key)
 *   record, also generic                 record with the same fields
 *   sealed interface                     union of records named like the Java records (Opened, or CaseOpened for Case.Opened)
 *   Event and its sub-types              an event envelope: header fields beside a payload union, see {@link EventCodec}
 * </pre>
 *
 * Type and schema are paired once, when the mapper is made, which refuses a pair that differs anywhere and says everything
 * that differs: a drift between code and schema cannot start. Records should be read with this schema as reader schema; one
 * that was read with another version is resolved to it first, which is slower. Immutable and safe for use by several threads.
 */
public final class RecordMapper<T> {

    private final Class<T> type;
    private final Converter converter;
    private final ExpectedSchema expected;

    private RecordMapper(Class<T> type, Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException(type.getSimpleName() + " needs an Avro record, the schema is "
                    + Scalars.describe(schema) + "; put unions into a field of a record");
        }
        MappingCompiler compiler = new MappingCompiler();
        this.type = Objects.requireNonNull(type);
        this.converter = compiler.compile(type, schema);
        this.expected = new ExpectedSchema(schema);
        compiler.check(type.getSimpleName());
    }

    /** @throws IllegalArgumentException with every difference between type and schema */
    public static <T> RecordMapper<T> of(Class<T> type, Schema schema) {
        return new RecordMapper<>(type, schema);
    }

    public Schema schema() {
        return expected.schema();
    }

    /** @throws MappingException naming the field that has no Avro form */
    public GenericRecord toAvro(T value) {
        return (GenericRecord) converter.toAvro(value);
    }

    /** @throws MappingException naming the field that is wrong */
    public T fromAvro(GenericRecord datum) {
        return type.cast(converter.toJava(expected.resolve(datum)));
    }
}
