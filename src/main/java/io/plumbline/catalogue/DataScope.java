package io.plumbline.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of the data to which access is limited: values by dimension, such as {@code company} 1000 and 2000.
 *
 * <p>A dimension that is not named is not limited. A dimension without any value leaves nothing to act on.
 */
public final class DataScope {

    private DataScope() {}

    /** Reads {@code dimension=value}; what has no equals sign says nothing of where and is left out. */
    public static Map<String, Set<String>> of(Collection<String> texts) {
        Map<String, Set<String>> scope = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                scope.computeIfAbsent(text.substring(0, equals), dimension -> new TreeSet<>())
                        .add(text.substring(equals + 1));
            }
        }
        return frozen(scope);
    }

    /** Where both allow; a dimension they have in common may come out empty. */
    public static Map<String, Set<String>> both(Map<String, Set<String>> one, Map<String, Set<String>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Map<String, Set<String>> common = new TreeMap<>(one);
        other.forEach((dimension, values) -> common.merge(dimension, values, DataScope::common));
        return frozen(common);
    }

    /** The narrowest scope that covers both. */
    static Map<String, Set<String>> either(Map<String, Set<String>> one, Map<String, Set<String>> other) {
        Map<String, Set<String>> wide = new TreeMap<>();
        one.forEach((dimension, values) -> {
            if (other.containsKey(dimension)) {
                Set<String> all = new TreeSet<>(values);
                all.addAll(other.get(dimension));
                wide.put(dimension, all);
            }
        });
        return frozen(wide);
    }

    /** Whether nothing is left to act on. */
    public static boolean isNothing(Map<String, Set<String>> scope) {
        return scope.values().stream().anyMatch(Set::isEmpty);
    }

    /** Whether {@code wide} allows everything that {@code narrow} does. */
    public static boolean covers(Map<String, Set<String>> wide, Map<String, Set<String>> narrow) {
        return wide.entrySet().stream()
                .allMatch(limit ->
                        narrow.containsKey(limit.getKey()) && limit.getValue().containsAll(narrow.get(limit.getKey())));
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        Set<String> common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static Map<String, Set<String>> frozen(Map<String, Set<String>> scope) {
        Map<String, Set<String>> frozen = new TreeMap<>();
        scope.forEach((dimension, values) -> frozen.put(dimension, Collections.unmodifiableSet(values)));
        return Collections.unmodifiableMap(frozen);
    }
}
