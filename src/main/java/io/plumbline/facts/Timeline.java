package io.plumbline.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of time that may have holes: disjoint intervals in order.
 *
 * <p>Intervals that overlap or touch are one, empty ones are none.
 *
 * @param intervals in order of time, with a hole between any two
 */
public record Timeline(List<Interval> intervals) {

    public Timeline {
        intervals = List.copyOf(intervals);
    }

    /** The time in which at least one of the intervals holds. */
    public static Timeline of(Collection<Interval> intervals) {
        List<Interval> merged = new ArrayList<>();
        for (Interval next : intervals.stream().sorted().toList()) {
            if (next.isEmpty()) {
                continue;
            }
            Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            boolean apart = last == null
                    || last.until().filter(end -> end.isBefore(next.from())).isPresent();
            if (apart) {
                merged.add(next);
            } else {
                merged.set(merged.size() - 1, new Interval(last.from(), later(last.until(), next.until())));
            }
        }
        return new Timeline(merged);
    }

    public static Timeline of(Interval interval) {
        return of(List.of(interval));
    }

    /** The same with every hole closed that is shorter than {@code gap}. */
    public Timeline bridging(Duration gap) {
        List<Interval> wider = new ArrayList<>();
        for (int i = 0; i < intervals.size(); i++) {
            wider.add(intervals.get(i));
            if (i > 0) {
                Instant end = intervals.get(i - 1).until().orElseThrow();
                Instant next = intervals.get(i).from();
                if (Duration.between(end, next).compareTo(gap) < 0) {
                    wider.add(Interval.of(end, next));
                }
            }
        }
        return of(wider);
    }

    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    public boolean contains(Instant at) {
        return intervals.stream().anyMatch(interval -> interval.contains(at));
    }

    /** The time in which both hold. */
    public Timeline and(Timeline other) {
        List<Interval> common = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < intervals.size() && theirs < other.intervals.size()) {
            Interval a = intervals.get(mine);
            Interval b = other.intervals.get(theirs);
            a.intersect(b).ifPresent(common::add);
            if (later(a.until(), b.until()).equals(b.until())) {
                mine++;
            } else {
                theirs++;
            }
        }
        return of(common);
    }

    public Timeline and(Interval interval) {
        return and(of(interval));
    }

    /** The time in which at least one holds. */
    public Timeline or(Timeline other) {
        List<Interval> all = new ArrayList<>(intervals);
        all.addAll(other.intervals);
        return of(all);
    }

    /** The time in which this holds and the other does not. */
    public Timeline minus(Timeline other) {
        List<Interval> rest = new ArrayList<>();
        Optional<Instant> from = Optional.of(Instant.MIN);
        for (Interval taken : other.intervals) {
            rest.add(Interval.of(from.orElseThrow(), taken.from()));
            from = taken.until();
        }
        from.map(Interval::since).ifPresent(rest::add);
        return and(of(rest));
    }

    /** The later of two ends, where an absent one is no end at all. */
    private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        return a.get().isAfter(b.get()) ? a : b;
    }
}
