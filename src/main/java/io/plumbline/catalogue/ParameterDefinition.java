package io.plumbline.catalogue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A typed parameter of a control.
 *
 * @param defaultValue as text; valid by construction
 * @param minimum smallest value allowed, as text; none where absent
 * @param maximum largest value allowed, as text; none where absent
 * @param basis where the default comes from
 */
public record ParameterDefinition(
        String name,
        Type type,
        String defaultValue,
        Optional<String> minimum,
        Optional<String> maximum,
        String description,
        String basis) {

    /** Whole numbers are days and counts. */
    private static final long LARGEST = 1_000_000;

    /** How the text of a value is read. */
    public enum Type {
        /** ISO-8601, for example {@code PT24H} or {@code P30D}. */
        DURATION,
        INTEGER,
        DECIMAL,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        TEXT
    }

    /** What is wrong with a value, in words that name the remedy; empty where nothing is. */
    public Optional<String> problemWith(String value) {
        try {
            if (minimum.isPresent() && compare(value, minimum.get()) < 0) {
                return Optional.of("parameter '" + name + "' must be at least " + minimum.get() + ", was " + value);
            }
            if (maximum.isPresent() && compare(value, maximum.get()) > 0) {
                return Optional.of("parameter '" + name + "' must be at most " + maximum.get() + ", was " + value);
            }
            compare(value, value);
            return beyondReckoning(value);
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.of("parameter '" + name + "' must be " + form() + ", was '" + value + "'");
        }
    }

    /** A value that is allowed and yet leads to times that cannot be stored, or to counting that takes for ever. */
    private Optional<String> beyondReckoning(String value) {
        return switch (type) {
            case DURATION ->
                EntryLimits.isReckonable(Duration.parse(value))
                        ? Optional.empty()
                        : Optional.of("parameter '" + name + "' must be whole milliseconds, and no longer than "
                                + EntryLimits.LONGEST + ", was " + value);
            case INTEGER ->
                Long.parseLong(value) < LARGEST
                        ? Optional.empty()
                        : Optional.of("parameter '" + name + "' must be less than " + LARGEST + ", was " + value);
            case DECIMAL, BOOLEAN, TEXT -> Optional.empty();
        };
    }

    private int compare(String a, String b) {
        return switch (type) {
            case DURATION -> Duration.parse(a).compareTo(Duration.parse(b));
            case INTEGER -> Long.compare(Long.parseLong(a), Long.parseLong(b));
            case DECIMAL -> new BigDecimal(a).compareTo(new BigDecimal(b));
            case BOOLEAN -> {
                if (!a.equals("true") && !a.equals("false")) {
                    throw new NumberFormatException(a);
                }
                yield 0;
            }
            case TEXT -> 0;
        };
    }

    private String form() {
        return switch (type) {
            case DURATION -> "an ISO-8601 duration such as PT24H or P30D";
            case INTEGER -> "a whole number";
            case DECIMAL -> "a number";
            case BOOLEAN -> "true or false";
            case TEXT -> "a text";
        };
    }
}
