package io.plumbline.config;

import io.plumbline.json.Problem;

/**
 * One value as somebody gave it.
 *
 * @param name name of the key or setting
 * @param value the text, as it was given
 * @param place a file, {@link #ENVIRONMENT} or {@link #COMMAND_LINE}
 * @param line line in the file; 0 elsewhere
 * @param said how the key is spelled there, such as {@code PLUMBLINE_PARTITIONS} or {@code --partitions}
 */
public record Given(String name, String value, String place, int line, String said) {

    public static final String ENVIRONMENT = "environment";
    public static final String COMMAND_LINE = "command line";

    /** The value that {@code --set name=value} was given. */
    public static Given set(String name, String value) {
        return new Given(name, value, COMMAND_LINE, 0, "--set " + name);
    }

    /** Where it comes from, in a few words: {@code plumbline.properties:3}, {@code environment PLUMBLINE_PARTITIONS}. */
    public String origin() {
        return line > 0 ? place + ":" + line : place + " " + said;
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return origin();
    }

    Problem problem(String message) {
        return new Problem(place, line, said, message);
    }

    Given named(String other) {
        return new Given(other, value, place, line, said);
    }
}
