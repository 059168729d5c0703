package io.plumbline.avro;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** An enum by the names of its constants; a name that is not known becomes {@code UNKNOWN} where the enum has it. */
final class EnumConverter implements Converter {

    static final String UNKNOWN = "UNKNOWN";

    private final Class<?> type;
    private final GenericData.EnumSymbol[] symbols;
    private final Map<String, Object> constants = new HashMap<>();

    EnumConverter(Class<?> type, Schema schema) {
        this.type = type;
        Object[] all = type.getEnumConstants();
        this.symbols = new GenericData.EnumSymbol[all.length];
        for (int i = 0; i < all.length; i++) {
            String name = ((Enum<?>) all[i]).name();
            symbols[i] = new GenericData.EnumSymbol(schema, name);
            constants.put(name, all[i]);
        }
    }

    @Override
    public Object toAvro(Object value) {
        return symbols[((Enum<?>) value).ordinal()];
    }

    @Override
    public Object toJava(Object datum) {
        Object constant = constants.get(datum.toString());
        if (constant == null) {
            constant = constants.get(UNKNOWN);
        }
        if (constant == null) {
            throw new MappingException(
                    "'" + datum + "' is no " + type.getSimpleName() + "; it may come from a newer build");
        }
        return constant;
    }
}
