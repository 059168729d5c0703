package io.plumbline.avro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Optionals, lists and maps of values that have a converter of their own. */
final class Containers {

    private Containers() {}

    static Converter optional(Converter present) {
        return new Converter() {
            @Override
            public Object toAvro(Object value) {
                Optional<?> optional = (Optional<?>) value;
                return optional.isEmpty() ? null : present.toAvro(optional.get());
            }

            @Override
            public Object toJava(Object datum) {
                return datum == null ? Optional.empty() : Optional.of(present.toJava(datum));
            }

            @Override
            public boolean acceptsNull() {
                return true;
            }
        };
    }

    static Converter list(Converter element, Schema schema) {
        return new Converter() {
            @Override
            public Object toAvro(Object value) {
                List<?> list = (List<?>) value;
                List<Object> data = new GenericData.Array<>(list.size(), schema);
                for (Object each : list) {
                    data.add(element.partToAvro("[" + data.size() + "]", each));
                }
                return data;
            }

            @Override
            public Object toJava(Object datum) {
                Collection<?> data = (Collection<?>) datum;
                List<Object> list = new ArrayList<>(data.size());
                for (Object each : data) {
                    list.add(element.partToJava("[" + list.size() + "]", each));
                }
                return Collections.unmodifiableList(list);
            }
        };
    }

    /** Maps from texts, sorted by key on both sides, so that equal maps have equal bytes. */
    static Converter map(Converter element) {
        return new Converter() {
            @Override
            public Object toAvro(Object value) {
                Map<String, Object> data = new TreeMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, each) -> data.put((String) key, element.partToAvro("[" + key + "]", each)));
                return data;
            }

            @Override
            public Object toJava(Object datum) {
                SortedMap<String, Object> map = new TreeMap<>();
                ((Map<?, ?>) datum)
                        .forEach((key, each) -> map.put(key.toString(), element.partToJava("[" + key + "]", each)));
                return Collections.unmodifiableSortedMap(map);
            }
        };
    }
}
