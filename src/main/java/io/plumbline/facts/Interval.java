package io.plumbline.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A half-open span of time {@code [from, until)}; without end where {@code until} is absent.
 *
 * <p>An interval whose end is not after its start is empty: what began and ended in the same instant never was.
 */
public record Interval(Instant from, Optional<Instant> until) implements Comparable<Interval> {

    private static final Comparator<Interval> ORDER =
            Comparator.comparing(Interval::from).thenComparing(interval -> interval.until.orElse(Instant.MAX));

    public static Interval of(Instant from, Instant until) {
        return new Interval(from, Optional.of(until));
    }

    public static Interval since(Instant from) {
        return new Interval(from, Optional.empty());
    }

    public boolean isEmpty() {
        return until.isPresent() && !until.get().isAfter(from);
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && (until.isEmpty() || at.isBefore(until.get()));
    }

    /** The common part; empty where there is none. */
    public Optional<Interval> intersect(Interval other) {
        Instant start = from.isAfter(other.from) ? from : other.from;
        Interval common = new Interval(start, earlier(until, other.until));
        return common.isEmpty() ? Optional.empty() : Optional.of(common);
    }

    /** The length; empty where the interval has no end. */
    public Optional<Duration> length() {
        return until.map(end -> Duration.between(from, end));
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.get().isBefore(b.get()) ? a : b;
    }

    @Override
    public int compareTo(Interval other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "[" + from + ", " + until.map(Instant::toString).orElse("") + ")";
    }
}
