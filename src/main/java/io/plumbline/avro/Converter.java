package io.plumbline.avro;

import java.util.function.Function;

/** One step between a Java value and its Avro form. Neither side is null, but for the Avro side of an optional. */
interface Converter {

    Object toAvro(Object value);

    Object toJava(Object datum);

    /** True where a null datum has a meaning. */
    default boolean acceptsNull() {
        return false;
    }

    static Converter of(Function<Object, Object> toAvro, Function<Object, Object> toJava) {
        return new Converter() {
            @Override
            public Object toAvro(Object value) {
                return toAvro.apply(value);
            }

            @Override
            public Object toJava(Object datum) {
                return toJava.apply(datum);
            }
        };
    }

    /** {@link #toAvro} of a part of a value; errors name the part. */
    default Object partToAvro(String segment, Object value) {
        if (value == null) {
            throw MappingException.at(segment, new MappingException("must not be null"));
        }
        try {
            return toAvro(value);
        } catch (RuntimeException e) {
            throw MappingException.at(segment, e);
        }
    }

    /** {@link #toJava} of a part of a value; errors name the part. */
    default Object partToJava(String segment, Object datum) {
        if (datum == null && !acceptsNull()) {
            throw MappingException.at(segment, new MappingException("must not be null"));
        }
        try {
            return toJava(datum);
        } catch (RuntimeException e) {
            throw MappingException.at(segment, e);
        }
    }
}
