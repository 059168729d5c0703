package io.plumbline.json;

import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Subject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a type is written as one text.
 *
 * @param form in words that follow "must be"
 * @param alsoNumber whether a JSON number will do as well
 * @param parser throws {@link IllegalArgumentException} or {@link DateTimeException} for what is not of the form
 */
record TextForm(String form, boolean alsoNumber, Function<String, Object> parser) {

    private static final Map<Class<?>, TextForm> FORMS = Map.of(
            Instant.class, new TextForm("an instant such as 2026-03-02T17:00:00Z", false, TextForm::instant),
            Duration.class, new TextForm("an ISO-8601 duration such as PT24H or P30D", false, Duration::parse),
            BigDecimal.class, new TextForm("a number", true, BigDecimal::new),
            Subject.class, new TextForm("a subject such as identity:p-1", false, Subject::parse),
            AccountRef.class, new TextForm("an account such as erp/a-1", false, TextForm::account),
            FunctionUse.class,
                    new TextForm(
                            "a function and its level such as AP01:MAINTAIN, the level one of "
                                    + names(ActivityLevel.class),
                            false,
                            TextForm::functionUse));

    static boolean exists(Class<?> type) {
        return type.isEnum() || FORMS.containsKey(type);
    }

    static TextForm of(Class<?> type) {
        return type.isEnum()
                ? new TextForm("one of " + names(type), false, text -> constant(type, text))
                : FORMS.get(type);
    }

    /** The value of a text; empty where it is not of the form. */
    Optional<Object> parse(String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Object instant(String text) {
        return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    }

    /** System and account, parted at the last slash. */
    private static Object account(String text) {
        int slash = text.lastIndexOf('/');
        return new AccountRef(text.substring(0, Math.max(slash, 0)), text.substring(slash + 1));
    }

    private static Object functionUse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(text);
        }
        return new FunctionUse(text.substring(0, colon), ActivityLevel.valueOf(text.substring(colon + 1)));
    }

    private static Object constant(Class<?> type, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static String names(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
    }
}
