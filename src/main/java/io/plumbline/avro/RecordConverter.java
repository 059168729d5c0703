package io.plumbline.avro;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * A Java record and its Avro record, field by field.
 *
 * <p>One component may be left out of the Avro record and given from outside instead: the header of an event, which stands
 * in the envelope around it.
 */
final class RecordConverter implements Converter {

    /**
     * One component.
     *
     * @param position of its field in the schema; {@link #GIVEN} where it is given from outside
     * @param read accessor, of type {@code (Object)Object}
     */
    record Part(String name, int position, MethodHandle read, Converter converter) {
        static final int GIVEN = -1;
    }

    private final Schema schema;
    private final Part[] parts;
    private final MethodHandle constructor;

    /** {@code constructor} is of type {@code (Object[])Object}. */
    RecordConverter(Schema schema, List<Part> parts, MethodHandle constructor) {
        this.schema = schema;
        this.parts = parts.toArray(Part[]::new);
        this.constructor = constructor;
    }

    @Override
    public GenericData.Record toAvro(Object value) {
        GenericData.Record datum = new GenericData.Record(schema);
        write(value, datum);
        return datum;
    }

    /** Puts every component into its field of {@code datum}. */
    void write(Object value, GenericData.Record datum) {
        for (Part part : parts) {
            if (part.position != Part.GIVEN) {
                datum.put(part.position, part.converter.partToAvro(part.name, componentOf(value, part)));
            }
        }
    }

    @Override
    public Object toJava(Object datum) {
        return toJava((IndexedRecord) datum, null);
    }

    Object toJava(IndexedRecord datum, Object given) {
        Object[] arguments = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            arguments[i] = part.position == Part.GIVEN
                    ? given
                    : part.converter.partToJava(part.name, datum.get(part.position));
        }
        try {
            return (Object) constructor.invokeExact(arguments);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw MappingException.at("", e);
        }
    }

    private static Object componentOf(Object value, Part part) {
        try {
            return (Object) part.read.invokeExact(value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw MappingException.at(part.name, e);
        }
    }
}
