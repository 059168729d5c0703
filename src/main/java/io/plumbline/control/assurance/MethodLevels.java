package io.plumbline.control.assurance;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which authenticator assurance level the names of sign-in methods stand for: an assumption of the company, written as
 * {@code pwd=1 mfa=2 fido=2*}, where a star says that the method cannot be phished.
 */
final class MethodLevels {

    /** What a method stands for. */
    record Level(int level, boolean phishingResistant) {}

    private final Map<String, Level> levels = new TreeMap<>();

    private MethodLevels() {}

    /** Reads the mapping; an entry that is not {@code name=1}, {@code 2} or {@code 3} says nothing. */
    static MethodLevels of(String text) {
        MethodLevels mapping = new MethodLevels();
        for (String entry : text.strip().split("[\\s,]+")) {
            int equals = entry.lastIndexOf('=');
            String value = entry.substring(equals + 1);
            boolean resistant = value.endsWith("*");
            String level = resistant ? value.substring(0, value.length() - 1) : value;
            if (equals > 0 && level.matches("[123]")) {
                mapping.levels.put(entry.substring(0, equals), new Level(Integer.parseInt(level), resistant));
            }
        }
        return mapping;
    }

    /** The strongest of the methods that a source names, separated by spaces or commas; empty where none is mapped. */
    Optional<Level> of(Optional<String> methods) {
        return methods.flatMap(names -> Arrays.stream(names.strip().split("[\\s,]+"))
                .map(levels::get)
                .filter(Objects::nonNull)
                .reduce((one, other) -> new Level(
                        Math.max(one.level(), other.level()), one.phishingResistant() || other.phishingResistant())));
    }
}
