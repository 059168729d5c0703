package io.plumbline.control.nonhuman;

import io.plumbline.event.CredentialEvent.Used;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A time in which one thing was used by several that should each have their own.
 *
 * @param uses the uses by which it was shared, oldest first; never empty
 * @param before the use before the first of them, under another label
 * @param labels what they were used by, each once
 */
record Sharing(List<Used> uses, Optional<Used> before, SortedSet<String> labels) {

    private static final Comparator<Used> IN_ORDER =
            Comparator.comparing((Used use) -> use.header().occurredAt()).thenComparing(Used::id);

    /**
     * A use and what it was by.
     *
     * @param label an environment, a workload, an owner
     * @param thing which value was used; empty where that is not known or does not matter
     */
    record Labelled(Used use, String label, String thing) {
        Instant at() {
            return use.header().occurredAt();
        }

        private boolean mayBeSameAs(Labelled other) {
            return thing.isEmpty() || other.thing.isEmpty() || thing.equals(other.thing);
        }
    }

    /**
     * Takes every use that follows one of the same thing under another label within the window; those no further apart than that are
     * one time.
     *
     * @param window longest time between two uses, as of the later
     */
    static List<Sharing> of(List<Labelled> uses, Function<Instant, Duration> window) {
        List<Sharing> found = new ArrayList<>();
        Map<String, Map<String, Labelled>> last = new TreeMap<>();
        for (Labelled use : uses.stream()
                .sorted(Comparator.comparing(Labelled::use, IN_ORDER))
                .toList()) {
            Instant earliest = use.at().minus(window.apply(use.at()));
            List<Labelled> others = last.values().stream()
                    .flatMap(things -> things.values().stream())
                    .filter(other -> !other.label().equals(use.label()))
                    .filter(other -> !other.at().isBefore(earliest) && other.mayBeSameAs(use))
                    .toList();
            if (!others.isEmpty()) {
                SortedSet<String> labels = new TreeSet<>(List.of(use.label()));
                others.forEach(other -> labels.add(other.label()));
                found.add(new Sharing(
                        List.of(use.use()), others.stream().map(Labelled::use).min(IN_ORDER), labels));
            }
            last.computeIfAbsent(use.label(), label -> new TreeMap<>()).put(use.thing(), use);
        }
        return joined(found, window);
    }

    /** Times that are no further apart than the window are one. */
    static List<Sharing> joined(List<Sharing> times, Function<Instant, Duration> window) {
        List<Sharing> joined = new ArrayList<>();
        List<Sharing> open = new ArrayList<>();
        for (Sharing next : times.stream()
                .sorted(Comparator.comparing(time -> time.uses().get(0), IN_ORDER))
                .toList()) {
            Instant last =
                    open.isEmpty() ? Instant.MAX : open.get(open.size() - 1).last();
            if (!open.isEmpty() && last.plus(window.apply(last)).isBefore(next.since())) {
                joined.add(together(open));
                open.clear();
            }
            open.add(next);
        }
        if (!open.isEmpty()) {
            joined.add(together(open));
        }
        return joined;
    }

    private static Sharing together(List<Sharing> times) {
        SortedSet<String> labels = new TreeSet<>();
        times.forEach(time -> labels.addAll(time.labels));
        return new Sharing(
                times.stream()
                        .flatMap(time -> time.uses.stream())
                        .sorted(IN_ORDER)
                        .toList(),
                times.get(0).before,
                labels);
    }

    Instant since() {
        return uses.get(0).header().occurredAt();
    }

    Instant last() {
        return uses.get(uses.size() - 1).header().occurredAt();
    }

    /** What shows the sharing: the first use, the one before it, and the last. */
    List<Used> evidence() {
        return Stream.of(before.stream(), uses.stream().limit(1), Stream.of(uses.get(uses.size() - 1)))
                .flatMap(each -> each)
                .distinct()
                .toList();
    }
}
