package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What no entry of the catalogue may say, whoever approved it, because nothing can be reckoned with it: a length of time that
 * is negative, longer than a century or finer than a millisecond, a mitigating control that is performed more often than once a
 * day, and a calendar whose zone, days or dates are none.
 */
public final class EntryLimits {

    /** Longest length of time; further from any instant an event may name than this, no time can be stored. */
    public static final Duration LONGEST = Duration.ofDays(36_525);

    /** Shortest time between two performances of a mitigating control. */
    public static final Duration MOST_FREQUENT = Duration.ofDays(1);

    private EntryLimits() {}

    /** What is wrong with an entry, in words that name the remedy; empty where nothing is. */
    public static Optional<String> problemWith(ReferenceEvent entry) {
        if (entry instanceof SourceDeclared source) {
            Map<String, Optional<Duration>> lengths = new LinkedHashMap<>();
            lengths.put("grace", Optional.of(source.grace()));
            lengths.put("assumedLateness", source.assumedLateness());
            lengths.put("silentAfter", source.silentAfter());
            lengths.put("clockTolerance", source.clockTolerance());
            return lengths.entrySet().stream()
                    .flatMap(each -> problemWith(each.getKey(), each.getValue()))
                    .findFirst();
        }
        if (entry instanceof ExemptionGranted exemption) {
            return exemption
                    .frequency()
                    .filter(often -> often.compareTo(MOST_FREQUENT) < 0 || !isReckonable(often))
                    .map(often -> "frequency must be whole milliseconds, at least " + MOST_FREQUENT + " and at most "
                            + LONGEST + ", was " + often);
        }
        return entry instanceof CalendarPublished calendar ? problemWith(calendar) : Optional.empty();
    }

    /** Whether times can be reckoned with a length of time: it counts whole milliseconds, and at most a century. */
    public static boolean isReckonable(Duration length) {
        return length.getNano() % 1_000_000 == 0
                && length.compareTo(LONGEST) <= 0
                && length.compareTo(LONGEST.negated()) >= 0;
    }

    private static Stream<String> problemWith(String field, Optional<Duration> length) {
        return length
                .filter(value -> value.isNegative() || value.compareTo(LONGEST) > 0 || !isReckonable(value))
                .map(value ->
                        field + " must be whole milliseconds, at least PT0S and at most " + LONGEST + ", was " + value)
                .stream();
    }

    private static Optional<String> problemWith(CalendarPublished calendar) {
        try {
            BusinessCalendar.of(calendar);
            return Optional.empty();
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.of("calendar " + calendar.calendarId()
                    + " needs a zone such as Europe/Zurich, days of the week in capitals and dates such as 2026-12-25: "
                    + e.getMessage());
        }
    }
}
