package io.plumbline.avro;

import java.util.Map;
import org.apache.avro.generic.IndexedRecord;

/** One of several records, told apart by the record's class on one side and by the full name of its schema on the other. */
final class SealedConverter implements Converter {

    private final Map<Class<?>, RecordConverter> byType;
    private final Map<String, RecordConverter> byName;

    SealedConverter(Map<Class<?>, RecordConverter> byType, Map<String, RecordConverter> byName) {
        this.byType = Map.copyOf(byType);
        this.byName = Map.copyOf(byName);
    }

    @Override
    public Object toAvro(Object value) {
        return byType.get(value.getClass()).toAvro(value);
    }

    @Override
    public Object toJava(Object datum) {
        String name = ((IndexedRecord) datum).getSchema().getFullName();
        RecordConverter converter = byName.get(name);
        if (converter == null) {
            throw new MappingException(name + " is not one of " + byName.keySet());
        }
        return converter.toJava(datum);
    }
}
