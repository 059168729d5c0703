package io.plumbline.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** The table of simple values: which Avro form each Java type has. */
final class Scalars {

    /** A simple value: the Avro type it needs, written as {@link #describe} writes it, and how to convert it. */
    record Scalar(String avroType, Converter converter) {}

    private static final Map<Class<?>, Scalar> BY_TYPE = Map.ofEntries(
            Map.entry(String.class, new Scalar("string", Converter.of(value -> value, Object::toString))),
            Map.entry(boolean.class, same("boolean", Boolean.class)),
            Map.entry(Boolean.class, same("boolean", Boolean.class)),
            Map.entry(int.class, same("int", Integer.class)),
            Map.entry(Integer.class, same("int", Integer.class)),
            Map.entry(long.class, same("long", Long.class)),
            Map.entry(Long.class, same("long", Long.class)),
            Map.entry(double.class, same("double", Double.class)),
            Map.entry(Double.class, same("double", Double.class)),
            Map.entry(
                    Instant.class,
                    new Scalar("long (timestamp-millis)", Converter.of(Scalars::millis, Scalars::instant))),
            Map.entry(
                    BigDecimal.class, new Scalar("bytes (decimal)", Converter.of(Scalars::unscaled, Scalars::decimal))),
            Map.entry(ByteBuffer.class, new Scalar("bytes", Converter.of(Scalars::readOnly, Scalars::readOnly))),
            Map.entry(Duration.class, new Scalar("string", Converter.of(Object::toString, Scalars::duration))));

    private static final int DECIMAL_PRECISION = 24;
    private static final int DECIMAL_SCALE = 4;

    private Scalars() {}

    /** The scalar of a Java type, or null where the type is no simple value. */
    static Scalar of(Class<?> type) {
        return BY_TYPE.get(type);
    }

    /** Name of a schema for messages: named types by full name, logical types behind the type they refine. */
    static String describe(Schema schema) {
        String name = schema.getType() == Schema.Type.UNION ? "union " + schema : schema.getFullName();
        LogicalType logical = schema.getLogicalType();
        return logical == null ? name : name + " (" + logical.getName() + ")";
    }

    private static Scalar same(String avroType, Class<?> boxed) {
        return new Scalar(avroType, Converter.of(value -> value, boxed::cast));
    }

    private static Object millis(Object value) {
        Instant instant = (Instant) value;
        if (instant.getNano() % 1_000_000 != 0) {
            throw new MappingException(instant + " is finer than a millisecond; truncate it where it is read");
        }
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new MappingException(
                    instant + " is beyond what timestamp-millis can hold; use an empty optional for no bound");
        }
    }

    private static Object instant(Object datum) {
        // A reader may be set up to convert logical types itself.
        return datum instanceof Instant ? datum : Instant.ofEpochMilli((Long) datum);
    }

    /** Amounts have four decimal places and at most twenty before them in every schema. */
    private static Object unscaled(Object value) {
        BigDecimal amount = ((BigDecimal) value).stripTrailingZeros();
        if (amount.scale() > DECIMAL_SCALE || amount.precision() - amount.scale() > DECIMAL_PRECISION - DECIMAL_SCALE) {
            throw new MappingException("an amount has at most " + (DECIMAL_PRECISION - DECIMAL_SCALE)
                    + " places before and " + DECIMAL_SCALE + " after the point, was " + amount.toPlainString());
        }
        return ByteBuffer.wrap(amount.setScale(DECIMAL_SCALE).unscaledValue().toByteArray());
    }

    private static Object decimal(Object datum) {
        if (datum instanceof BigDecimal amount) {
            return amount;
        }
        ByteBuffer bytes = ((ByteBuffer) datum).duplicate();
        byte[] unscaled = new byte[bytes.remaining()];
        bytes.get(unscaled);
        if (unscaled.length == 0) {
            throw new MappingException("an amount has at least one byte, had none");
        }
        return new BigDecimal(new BigInteger(unscaled), DECIMAL_SCALE);
    }

    /** Neither side can move the other's position; the bytes are shared. */
    private static Object readOnly(Object bytes) {
        return ((ByteBuffer) bytes).asReadOnlyBuffer();
    }

    private static Object duration(Object datum) {
        try {
            return Duration.parse(datum.toString());
        } catch (DateTimeParseException e) {
            throw new MappingException("must be an ISO-8601 duration such as PT1H, was '" + datum + "'");
        }
    }
}
