package io.plumbline.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values a key takes: their form, their bounds, and how they are read and written.
 *
 * @param words the values in words, to follow "must be"
 * @param reader empty where a text is no such value
 */
public record Kind<T>(String words, Function<String, Optional<T>> reader, Function<T, String> writer) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    static Kind<String> text(Pattern form, String words) {
        return new Kind<>(words, text -> Optional.of(text).filter(form.asMatchPredicate()), Function.identity());
    }

    static Kind<String> oneOf(List<String> values) {
        return new Kind<>(
                String.join(" or ", values),
                text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(values::contains),
                Function.identity());
    }

    static Kind<Boolean> yesNo() {
        return new Kind<>(
                "true or false",
                text -> text.equalsIgnoreCase("true")
                        ? Optional.of(true)
                        : text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty(),
                Object::toString);
    }

    static Kind<Integer> number(int least, int most) {
        return new Kind<>(
                "a whole number from " + least + " to " + most,
                text -> whole(text).filter(number -> number >= least && number <= most),
                Object::toString);
    }

    /** {@code -1} leaves the choice to somebody else. */
    static Kind<Integer> numberOrMinusOne(int least, int most) {
        Kind<Integer> number = number(least, most);
        return new Kind<>(
                number.words() + ", or -1",
                text -> text.equals("-1") ? Optional.of(-1) : number.reader().apply(text),
                Object::toString);
    }

    static Kind<Path> path() {
        return new Kind<>("a path", Kind::path, Path::toString);
    }

    /** Written as {@code 250ms}, {@code 5s}, {@code 15m}, {@code 2h}, {@code 1d}, or in the form of ISO 8601. */
    static Kind<Duration> duration(Duration least, Duration most) {
        return new Kind<>(
                "a duration from " + write(least) + " to " + write(most) + ", such as 500ms, 10s, 5m, 2h or PT30S",
                text -> duration(text).filter(each -> each.compareTo(least) >= 0 && each.compareTo(most) <= 0),
                Kind::write);
    }

    /** The value that a text stands for; empty where it stands for none. */
    public Optional<T> read(String text) {
        return text.isBlank() ? Optional.empty() : reader.apply(text.strip());
    }

    /** The text that is read as this value. */
    public String write(T value) {
        return writer.apply(value);
    }

    private static Optional<Integer> whole(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String text) {
        Matcher brief = DURATION.matcher(text);
        if (brief.matches()) {
            long number = Long.parseLong(brief.group(1));
            return Optional.of(
                    switch (brief.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException notADuration) {
            return Optional.empty();
        }
    }

    /** In the largest unit that divides it. */
    private static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
