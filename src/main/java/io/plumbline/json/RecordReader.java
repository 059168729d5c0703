package io.plumbline.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.plumbline.event.Principal;
import io.plumbline.event.Slot;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads records of the core from their object form and names every problem, not just the first.
 *
 * <p>The form is described in the package documentation. Instants finer than a millisecond are cut to it, which is the
 * precision of the topics, so that files and streams judge alike.
 */
public final class RecordReader {

    /** For JSON: a text is a JSON string and nothing else. */
    public static final RecordReader JSON = new RecordReader(false);
    /** For YAML: where a text is wanted, an unquoted number or boolean is the text as written. */
    public static final RecordReader YAML = new RecordReader(true);

    private final boolean scalarsAreTexts;

    private RecordReader(boolean scalarsAreTexts) {
        this.scalarsAreTexts = scalarsAreTexts;
    }

    /** The record at {@code path}; empty where something is wrong with it, which then stands in {@code problems}. */
    public <T extends Record> Optional<T> read(JsonNode node, Class<T> type, String path, Problems problems) {
        return value(node, type, path, problems).map(type::cast);
    }

    /** The text of a required key of an object; empty where something is wrong with it. */
    public Optional<String> text(JsonNode object, String key, String path, Problems problems) {
        return value(object.path(key), String.class, Problems.key(path, key), problems)
                .map(String.class::cast);
    }

    /** The texts of an optional list under a key of an object; what is wrong in it is left out. */
    public List<String> texts(JsonNode object, String key, String path, Problems problems) {
        List<String> texts = new ArrayList<>();
        JsonNode list = object.path(key);
        String at = Problems.key(path, key);
        if (isAbsent(list) || !isA(list.isArray(), list, "a list of texts", at, problems)) {
            return texts;
        }
        for (int i = 0; i < list.size(); i++) {
            value(list.get(i), String.class, Problems.item(at, i), problems).ifPresent(t -> texts.add((String) t));
        }
        return texts;
    }

    /** The instant of a node. */
    public Optional<Instant> instant(JsonNode node, String path, Problems problems) {
        return value(node, Instant.class, path, problems).map(Instant.class::cast);
    }

    /** The instants of an object, by key; what is wrong in it is left out. */
    public SortedMap<String, Instant> instants(JsonNode object, String path, Problems problems) {
        SortedMap<String, Instant> instants = new TreeMap<>();
        object.properties().forEach(entry -> instant(entry.getValue(), Problems.key(path, entry.getKey()), problems)
                .ifPresent(at -> instants.put(entry.getKey(), at)));
        return instants;
    }

    /** Says which keys of an object are not among those allowed. */
    public static void checkKeys(JsonNode object, Collection<String> allowed, String path, Problems problems) {
        object.fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                problems.add(
                        Problems.key(path, key),
                        "unknown key; remove it or use one of " + String.join(", ", new TreeSet<>(allowed)));
            }
        });
    }

    /** Whether a node is an object; where not, says so. */
    public static boolean isObject(JsonNode node, String path, Problems problems) {
        return isA(node.isObject(), node, "an object with keys and values", path, problems);
    }

    /** Any value of a type, its type arguments included. */
    Optional<Object> value(JsonNode node, Type type, String path, Problems problems) {
        if (isAbsent(node)) {
            Optional<Object> value = whereAbsent(type);
            if (value.isEmpty()) {
                problems.add(path, "is missing; it must be " + formOf(type));
            }
            return value;
        }
        if (type instanceof ParameterizedType generic) {
            return generic(node, generic, path, problems);
        }
        Class<?> plain = (Class<?>) type;
        if (TextForm.exists(plain) && !(plain.isRecord() && node.isObject())) {
            return text(node, path, TextForm.of(plain), problems);
        } else if (plain == String.class) {
            return string(node, path, problems);
        } else if (plain == boolean.class) {
            return isA(node.isBoolean(), node, formOf(type), path, problems)
                    ? Optional.of(node.booleanValue())
                    : Optional.empty();
        } else if (plain == int.class || plain == Integer.class) {
            boolean fits = node.isIntegralNumber() && node.canConvertToInt();
            return isA(fits, node, formOf(type), path, problems) ? Optional.of(node.intValue()) : Optional.empty();
        } else if (plain == long.class) {
            boolean fits = node.isIntegralNumber() && node.canConvertToLong();
            return isA(fits, node, formOf(type), path, problems) ? Optional.of(node.longValue()) : Optional.empty();
        } else if (plain == Principal.class && node.isTextual()) {
            return string(node, path, problems).map(id -> Principal.identity((String) id));
        } else if (plain == Slot.class && node.isArray()) {
            return items(node, String.class, path, problems)
                    .map(texts ->
                            new Slot(texts.stream().map(String.class::cast).toList()));
        } else if (plain.isRecord()) {
            return isA(node.isObject(), node, formOf(type), path, problems)
                    ? record(node, plain, path, problems, Map.of(), Set.of())
                    : Optional.empty();
        }
        throw new IllegalArgumentException("no object form of " + type);
    }

    /**
     * The record of an object.
     *
     * @param given components that do not come from the object, by key
     * @param others further keys the object may have
     */
    Optional<Object> record(
            JsonNode object,
            Class<?> type,
            String path,
            Problems problems,
            Map<String, Object> given,
            Set<String> others) {
        RecordShape shape = RecordShape.of(type);
        Set<String> allowed = new TreeSet<>(shape.keys());
        allowed.removeAll(given.keySet());
        allowed.addAll(others);
        int before = problems.count();
        checkKeys(object, allowed, path, problems);
        List<Object> values = new ArrayList<>();
        for (RecordShape.Part part : shape.parts()) {
            if (given.containsKey(part.key())) {
                values.add(given.get(part.key()));
            } else {
                JsonNode node = object.path(part.key());
                value(node, part.type(), Problems.key(path, part.key()), problems)
                        .ifPresent(values::add);
            }
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(shape.create(values));
        } catch (IllegalArgumentException e) {
            problems.add(path, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Object> generic(JsonNode node, ParameterizedType type, String path, Problems problems) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type argument = type.getActualTypeArguments()[0];
        if (raw == Optional.class) {
            return value(node, argument, path, problems).map(Optional::of);
        } else if (raw == List.class || raw == Set.class) {
            return isA(node.isArray(), node, formOf(type), path, problems)
                    ? items(node, argument, path, problems).map(i -> raw == Set.class ? new LinkedHashSet<>(i) : i)
                    : Optional.empty();
        } else if (raw == Map.class || raw == SortedMap.class) {
            return isA(node.isObject(), node, formOf(type), path, problems)
                    ? entries(node, argument, type.getActualTypeArguments()[1], path, problems)
                    : Optional.empty();
        }
        throw new IllegalArgumentException("no object form of " + type);
    }

    /** A list of texts; empty where it is none. */
    Optional<List<String>> texts(JsonNode node, String path, Problems problems) {
        return isA(node.isArray(), node, "a list; each item " + formOf(String.class), path, problems)
                ? items(node, String.class, path, problems)
                        .map(items -> items.stream().map(String.class::cast).toList())
                : Optional.empty();
    }

    private Optional<List<Object>> items(JsonNode array, Type type, String path, Problems problems) {
        int before = problems.count();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            value(array.get(i), type, Problems.item(path, i), problems).ifPresent(items::add);
        }
        return problems.count() == before ? Optional.of(items) : Optional.empty();
    }

    private Optional<Object> entries(JsonNode object, Type keyType, Type type, String path, Problems problems) {
        int before = problems.count();
        Map<Object, Object> entries = new TreeMap<>();
        object.properties().forEach(entry -> {
            String at = Problems.key(path, entry.getKey());
            JsonNode name = JsonNodeFactory.instance.textNode(entry.getKey());
            Optional<Object> key = value(name, keyType, at, problems);
            Optional<Object> value = value(entry.getValue(), type, at, problems);
            if (key.isPresent() && value.isPresent()) {
                entries.put(key.get(), value.get());
            }
        });
        return problems.count() == before ? Optional.of(entries) : Optional.empty();
    }

    private Optional<Object> text(JsonNode node, String path, TextForm form, Problems problems) {
        if (!isA(
                node.isTextual() || node.isNumber() && (scalarsAreTexts || form.alsoNumber()),
                node,
                form.form(),
                path,
                problems)) {
            return Optional.empty();
        }
        Optional<Object> value = form.parse(node.asText());
        if (value.isEmpty()) {
            problems.add(path, "must be " + form.form() + ", was '" + node.asText() + "'");
        }
        return value;
    }

    private Optional<Object> string(JsonNode node, String path, Problems problems) {
        boolean scalar = node.isTextual() || scalarsAreTexts && (node.isNumber() || node.isBoolean());
        if (!isA(scalar, node, formOf(String.class), path, problems)) {
            return Optional.empty();
        }
        if (node.asText().isBlank()) {
            problems.add(path, "must not be blank; give a text or leave the key out where it is optional");
            return Optional.empty();
        }
        return Optional.of(node.asText().strip());
    }

    /** What a component is where its key is absent; empty where it must be given. */
    static Optional<Object> whereAbsent(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type raw = generic.getRawType();
            if (raw == Optional.class) {
                return Optional.of(Optional.empty());
            } else if (raw == List.class) {
                return Optional.of(List.of());
            } else if (raw == Set.class) {
                return Optional.of(Set.of());
            }
            return Optional.of(new TreeMap<>());
        }
        Class<?> plain = (Class<?>) type;
        if (plain == boolean.class) {
            return Optional.of(false);
        } else if (plain.isEnum()) {
            return Stream.of(plain.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals("UNKNOWN"))
                    .map(Object.class::cast)
                    .findFirst();
        } else if (plain.isRecord() && RecordShape.of(plain).parts().stream().allMatch(p -> isOptional(p.type()))) {
            RecordShape shape = RecordShape.of(plain);
            return plain == Principal.class
                    ? Optional.empty()
                    : Optional.of(shape.create(shape.parts().stream()
                            .map(p -> (Object) Optional.empty())
                            .toList()));
        }
        return Optional.empty();
    }

    private static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    /** The form of a type, in words that follow "must be". */
    static String formOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type raw = generic.getRawType();
            if (raw == Optional.class) {
                return formOf(generic.getActualTypeArguments()[0]);
            }
            return raw == Map.class || raw == SortedMap.class ? "an object with keys and values" : "a list";
        }
        Class<?> plain = (Class<?>) type;
        if (TextForm.exists(plain)) {
            return TextForm.of(plain).form();
        } else if (plain == String.class) {
            return "a text";
        } else if (plain == boolean.class) {
            return "true or false";
        } else if (plain == int.class || plain == Integer.class || plain == long.class) {
            return "a whole number";
        } else if (plain == Principal.class) {
            return "an identity id, or an object with the key account, identityId or both";
        } else if (plain == Slot.class) {
            return "a list of function ids";
        }
        return "an object with the keys "
                + String.join(", ", RecordShape.of(plain).keys());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean isA(boolean holds, JsonNode node, String form, String path, Problems problems) {
        if (!holds) {
            problems.add(path, "must be " + form + ", was " + describe(node));
        }
        return holds;
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case BOOLEAN, NUMBER -> node.asText();
            case STRING, BINARY -> "'" + node.asText() + "'";
            case NULL, MISSING -> "nothing";
        };
    }
}
