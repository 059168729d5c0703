package io.plumbline.control;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * When an answer can next change without a new event.
 *
 * @param source the source concerned; {@link #ANY_SOURCE} for the newest of all
 * @param at an instant of its time; rounded up to the millisecond
 * @param kind what must happen to the source at {@code at}
 */
public record Deadline(String source, Instant at, Kind kind) implements Comparable<Deadline> {

    /** What must happen to the source for the answer to change. */
    public enum Kind {
        /** Its settled watermark reaches the instant. */
        SETTLED,
        /** What it has lost changes at the instant or before it. */
        PARKED
    }

    /** Stands for the frontier: the newest settled instant of any source. */
    public static final String ANY_SOURCE = "*";

    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final Comparator<Deadline> ORDER =
            Comparator.comparing(Deadline::kind).thenComparing(Deadline::source).thenComparing(Deadline::at);

    /** Times are stored in milliseconds, and none further away than any event may name. */
    public Deadline {
        Instant near = at.isAfter(NEVER) ? NEVER : at;
        Instant whole = near.truncatedTo(ChronoUnit.MILLIS);
        at = whole.equals(near) ? near : whole.plusMillis(1);
    }

    /** The answer changes when the source is settled to {@code at}. */
    public Deadline(String source, Instant at) {
        this(source, at, Kind.SETTLED);
    }

    /** The answer changes when the world has reached {@code at}, whichever source says so. */
    public static Deadline frontier(Instant at) {
        return new Deadline(ANY_SOURCE, at);
    }

    /**
     * The answer rests on what the source did not say up to {@code end}, so it changes when a gap opens or closes that begins
     * by then. Kept to the whole day, rounded up, so that it need not be moved with every event of a busy subject.
     */
    public static Deadline parked(String source, Instant end) {
        Instant day = end.truncatedTo(ChronoUnit.DAYS);
        return new Deadline(source, day.equals(end) ? end : day.plus(Duration.ofDays(1)), Kind.PARKED);
    }

    @Override
    public int compareTo(Deadline other) {
        return ORDER.compare(this, other);
    }
}
