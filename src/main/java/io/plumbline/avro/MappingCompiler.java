package io.plumbline.avro;

import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.Header;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Pairs a Java type with a schema, once, and gives the converter between them; collects everything that does not fit.
 *
 * <p>All reflection happens here. A part that does not fit has no converter; {@link #check} refuses the whole.
 */
final class MappingCompiler {

    /** A Java type and what its type variables stand for. */
    private record Typed(Type type, Map<TypeVariable<?>, Typed> variables) {
        static Typed of(Type type) {
            return new Typed(type, Map.of());
        }

        Typed resolved() {
            return type instanceof TypeVariable<?> variable ? variables.get(variable) : this;
        }

        Class<?> raw() {
            return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        }

        Typed argument(int index) {
            return new Typed(((ParameterizedType) type).getActualTypeArguments()[index], variables).resolved();
        }

        /** What the type variables of the record this type names stand for. */
        Map<TypeVariable<?>, Typed> bindings() {
            Map<TypeVariable<?>, Typed> bindings = new HashMap<>();
            TypeVariable<?>[] parameters = raw().getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                bindings.put(parameters[i], argument(i));
            }
            return bindings;
        }
    }

    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> open = new HashSet<>();

    Converter compile(Class<?> type, Schema schema) {
        return compile(Typed.of(type), schema, nameOf(type));
    }

    /** @throws IllegalArgumentException with everything that did not fit, one line each */
    void check(String what) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream().collect(Collectors.joining("\n  ", what + " does not fit its schema:\n  ", "")));
        }
    }

    /**
     * The envelope of events of a type.
     *
     * @param kinds what it must carry
     * @param exactly true where it may carry nothing else
     */
    EventEnvelope envelope(Class<?> type, Set<EventKind> kinds, boolean exactly, Schema schema) {
        if (!isEnvelope(schema)) {
            problems.add(
                    schema.getFullName() + ": an envelope of events needs a field payload; add it, a union of records");
            return null;
        }
        Set<String> besideHeader = Set.of(EventEnvelope.EVENT_ID, EventEnvelope.PAYLOAD);
        RecordConverter header = record(Typed.of(Header.class), schema, besideHeader, Set.of());
        Map<String, EventKind> kindByName =
                Stream.of(EventKind.values()).collect(Collectors.toMap(EventEnvelope::payloadName, kind -> kind));
        Map<EventKind, RecordConverter> payloads = new EnumMap<>(EventKind.class);
        for (Schema branch : branchesOf(schema.getField(EventEnvelope.PAYLOAD).schema())) {
            EventKind kind = kindByName.get(branch.getName());
            if (kind == null) {
                problems.add(schema.getFullName() + ".payload: " + branch.getName()
                        + " is the payload of no event kind; add the kind or remove it from the union");
            } else if (exactly && !kinds.contains(kind)) {
                problems.add(schema.getFullName() + ".payload: " + branch.getName() + " belongs to the topic "
                        + kind.topic() + "; move it there");
            } else {
                payloads.put(kind, record(Typed.of(kind.type()), branch, Set.of(), Set.of("header")));
            }
        }
        for (EventKind kind : kinds) {
            if (!payloads.containsKey(kind)) {
                problems.add(schema.getFullName() + ".payload: has no " + EventEnvelope.payloadName(kind) + " for "
                        + kind.wireName() + "; add it to the union");
            }
        }
        return new EventEnvelope(type, schema, header, payloads);
    }

    private Converter compile(Typed unresolved, Schema schema, String where) {
        Typed typed = unresolved.resolved();
        if (typed == null || !(typed.type() instanceof Class<?> || typed.type() instanceof ParameterizedType)) {
            return misfit(
                    where, "Java " + unresolved.type() + " is not supported; use a record, a list, a map or a value");
        }
        Class<?> raw = typed.raw();
        Scalars.Scalar scalar = Scalars.of(raw);
        if (scalar != null) {
            return Scalars.describe(schema).equals(scalar.avroType())
                    ? scalar.converter()
                    : mismatch(where, typed, scalar.avroType(), schema);
        }
        if (raw == Optional.class) {
            return optional(typed, schema, where);
        }
        if (raw == List.class) {
            return schema.getType() != Schema.Type.ARRAY
                    ? mismatch(where, typed, "array", schema)
                    : Containers.list(compile(typed.argument(0), schema.getElementType(), where + "[]"), schema);
        }
        if ((raw == Map.class || raw == SortedMap.class) && typed.argument(0).type() == String.class) {
            return schema.getType() != Schema.Type.MAP
                    ? mismatch(where, typed, "map", schema)
                    : Containers.map(compile(typed.argument(1), schema.getValueType(), where + "[]"));
        }
        if (raw.isEnum()) {
            return enumeration(raw, schema, where);
        }
        if (Event.class.isAssignableFrom(raw) && isEnvelope(schema)) {
            return envelope(raw, kindsOf(raw), false, schema);
        }
        if (raw.isRecord()) {
            return schema.getType() != Schema.Type.RECORD
                    ? mismatch(where, typed, "record", schema)
                    : record(typed, schema, Set.of(), Set.of());
        }
        if (raw.isSealed()) {
            return sealed(raw, schema, where);
        }
        return misfit(
                where,
                "Java " + typed.type().getTypeName() + " is not supported; use a record, a list, a map or a value");
    }

    private Converter optional(Typed typed, Schema schema, String where) {
        boolean nullable = schema.getType() == Schema.Type.UNION && schema.isNullable();
        List<Schema> others = branchesOf(schema).stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (!nullable || others.isEmpty()) {
            return mismatch(where, typed, "union with null", schema);
        }
        Schema present = others.size() == 1 ? others.get(0) : Schema.createUnion(others);
        return Containers.optional(compile(typed.argument(0), present, where));
    }

    private Converter enumeration(Class<?> type, Schema schema, String where) {
        if (schema.getType() != Schema.Type.ENUM) {
            return mismatch(where, Typed.of(type), "enum", schema);
        }
        Set<String> symbols = new LinkedHashSet<>(schema.getEnumSymbols());
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (!symbols.remove(name)) {
                problems.add(nameOf(type) + "." + name + ": schema " + schema.getFullName()
                        + " has no such symbol; add it before UNKNOWN");
            }
        }
        // A schema always ends in UNKNOWN; a Java enum whose values all come from this build need not have it.
        symbols.remove(EnumConverter.UNKNOWN);
        for (String symbol : symbols) {
            problems.add(nameOf(type) + ": has no constant for symbol " + symbol + " of " + schema.getFullName()
                    + "; add it or remove the symbol");
        }
        return new EnumConverter(type, schema);
    }

    private Converter sealed(Class<?> type, Schema schema, String where) {
        List<Schema> branches = branchesOf(schema);
        Map<Class<?>, RecordConverter> byType = new HashMap<>();
        Map<String, RecordConverter> byName = new HashMap<>();
        for (Class<?> leaf : leavesOf(type)) {
            List<Schema> matching =
                    branches.stream().filter(branch -> isNameOf(leaf, branch)).toList();
            if (!leaf.isRecord() || matching.size() != 1) {
                problems.add(where + ": the union must hold exactly one record for " + nameOf(leaf) + ", named "
                        + String.join(" or ", namesOf(leaf)));
                continue;
            }
            Schema branch = matching.get(0);
            RecordConverter converter = record(Typed.of(leaf), branch, Set.of(), Set.of());
            if (converter != null) {
                byType.put(leaf, converter);
                byName.put(branch.getFullName(), converter);
            }
        }
        for (Schema branch : branches) {
            if (leavesOf(type).stream().noneMatch(leaf -> isNameOf(leaf, branch))) {
                problems.add(
                        where + ": " + nameOf(type) + " has no record for " + branch.getFullName() + " of the union");
            }
        }
        return new SealedConverter(byType, byName);
    }

    /**
     * @param ignored fields of the schema that belong to no component
     * @param given components that have no field
     */
    private RecordConverter record(Typed typed, Schema schema, Set<String> ignored, Set<String> given) {
        Class<?> type = typed.raw();
        String pair = typed.type().getTypeName() + " " + schema.getFullName();
        if (!open.add(pair)) {
            problems.add(nameOf(type) + ": a record that holds itself is not supported");
            return null;
        }
        Map<TypeVariable<?>, Typed> bindings = typed.bindings();
        List<RecordConverter.Part> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            String where = nameOf(type) + "." + name;
            Schema.Field field = schema.getField(name);
            if (given.contains(name)) {
                parts.add(new RecordConverter.Part(name, RecordConverter.Part.GIVEN, null, null));
            } else if (field == null || ignored.contains(name)) {
                problems.add(where + ": schema " + schema.getFullName() + " has no such field; add it there");
            } else {
                Converter converter = compile(new Typed(component.getGenericType(), bindings), field.schema(), where);
                parts.add(new RecordConverter.Part(name, field.pos(), accessor(type, component), converter));
            }
        }
        Set<String> components = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        for (Schema.Field field : schema.getFields()) {
            if (!ignored.contains(field.name())
                    && (!components.contains(field.name()) || given.contains(field.name()))) {
                problems.add(nameOf(type) + ": has no component for field " + field.name() + " of "
                        + schema.getFullName() + "; add it or remove the field");
            }
        }
        open.remove(pair);
        return new RecordConverter(schema, parts, constructor(type));
    }

    private MethodHandle accessor(Class<?> type, RecordComponent component) {
        try {
            return lookup(type)
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            problems.add(nameOf(type) + "." + component.getName() + ": is not accessible: " + e.getMessage());
            return null;
        }
    }

    private MethodHandle constructor(Class<?> type) {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return lookup(type)
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            problems.add(nameOf(type) + ": its constructor is not accessible: " + e.getMessage());
            return null;
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    private static boolean isEnvelope(Schema schema) {
        return schema.getType() == Schema.Type.RECORD && schema.getField(EventEnvelope.PAYLOAD) != null;
    }

    private static Set<EventKind> kindsOf(Class<?> type) {
        return Stream.of(EventKind.values())
                .filter(kind -> type.isAssignableFrom(kind.type()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<Class<?>> leavesOf(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .<Class<?>>flatMap(permitted -> leavesOf(permitted).stream())
                        .distinct()
                        .toList()
                : List.of(type);
    }

    private static List<Schema> branchesOf(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    private static boolean isNameOf(Class<?> leaf, Schema branch) {
        return branch.getType() == Schema.Type.RECORD && namesOf(leaf).contains(branch.getName());
    }

    /** What the Avro record of a leaf of a sealed type may be called: its own name, or its owner's name before it. */
    private static List<String> namesOf(Class<?> leaf) {
        Class<?> owner = leaf.getEnclosingClass();
        return owner == null
                ? List.of(leaf.getSimpleName())
                : List.of(leaf.getSimpleName(), owner.getSimpleName() + leaf.getSimpleName());
    }

    private Converter mismatch(String where, Typed typed, String needed, Schema found) {
        return misfit(
                where,
                "Java " + typed.type().getTypeName() + " needs Avro " + needed + ", the schema has "
                        + Scalars.describe(found));
    }

    private Converter misfit(String where, String problem) {
        problems.add(where + ": " + problem);
        return null;
    }

    private static String nameOf(Class<?> type) {
        Class<?> owner = type.getEnclosingClass();
        return owner == null ? type.getSimpleName() : nameOf(owner) + "." + type.getSimpleName();
    }
}
