package io.plumbline.control;

import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each source is settled: everything it stated before that instant has reached every subject it concerns.
 *
 * @param settled settled instant by source id, exclusive
 * @param gaps spans a source is known to have lost and has not sent again, by source id
 */
public record Watermarks(SortedMap<String, Instant> settled, SortedMap<String, List<Interval>> gaps) {

    /** Nothing has been heard of any source. */
    public static final Watermarks NONE = new Watermarks(new TreeMap<>(), new TreeMap<>());

    public Watermarks {
        settled = Collections.unmodifiableSortedMap(new TreeMap<>(settled));
        TreeMap<String, List<Interval>> copy = new TreeMap<>();
        gaps.forEach((source, spans) -> copy.put(source, withoutCovered(spans)));
        gaps = Collections.unmodifiableSortedMap(copy);
    }

    /** The spans that lie in no other, in order: what is told twice, or told wider later, is kept once. */
    private static List<Interval> withoutCovered(List<Interval> spans) {
        List<Interval> widestFirst = spans.stream()
                .filter(span -> !span.isEmpty())
                .sorted(Comparator.comparing(Interval::from).thenComparing(Watermarks::end, Comparator.reverseOrder()))
                .toList();
        List<Interval> kept = new ArrayList<>();
        Instant covered = Instant.MIN;
        for (Interval span : widestFirst) {
            if (end(span).isAfter(covered)) {
                kept.add(span);
                covered = end(span);
            }
        }
        return List.copyOf(kept);
    }

    private static Instant end(Interval span) {
        return span.until().orElse(Instant.MAX);
    }

    public static Watermarks of(Map<String, Instant> settled) {
        return new Watermarks(new TreeMap<>(settled), new TreeMap<>());
    }

    public Optional<Instant> of(String source) {
        return Optional.ofNullable(settled.get(source));
    }

    public List<Interval> gapsOf(String source) {
        return gaps.getOrDefault(source, List.of());
    }

    /** The newest settled instant of any source; empty before the first. */
    public Optional<Instant> frontier() {
        return settled.values().stream().max(Instant::compareTo);
    }

    /** What is known after newer word: each source as far as either says, for that never goes back; gaps as told last. */
    public Watermarks then(Watermarks newer) {
        TreeMap<String, Instant> merged = new TreeMap<>(settled);
        newer.settled.forEach((source, at) -> merged.merge(source, at, (a, b) -> a.isAfter(b) ? a : b));
        return new Watermarks(merged, newer.gaps);
    }
}
