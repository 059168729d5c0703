package io.plumbline.control.nonhuman;

import io.plumbline.event.CredentialEvent.Used;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A time in which one thing was used by several that should each have their own.
 *
 * @param uses the uses by which it was shared, oldest first; never empty
 * @param labels what they were used by, each once
 */
record Sharing(List<Used> uses, SortedSet<String> labels) {

    /** A use and what it was by: an environment, a workload, an owner. */
    record Labelled(Used use, String label) {
        Instant at() {
            return use.header().occurredAt();
        }
    }

    /**
     * Takes every use that follows one under another label within the window; those no further apart than that are one time.
     *
     * @param window longest time between two uses, as of the later
     * @param same whether the two uses were of one and the same thing
     */
    static List<Sharing> of(
            List<Labelled> uses, Function<Instant, Duration> window, BiPredicate<Used, Used> same) {
        List<Labelled> inOrder = uses.stream()
                .sorted(Comparator.comparing(Labelled::at).thenComparing(labelled -> labelled.use().id()))
                .toList();
        List<Sharing> found = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            Labelled use = inOrder.get(i);
            Instant earliest = use.at().minus(window.apply(use.at()));
            List<Labelled> others = inOrder.subList(0, i).stream()
                    .filter(other -> !other.at().isBefore(earliest))
                    .filter(other -> !other.label().equals(use.label()))
                    .filter(other -> same.test(other.use(), use.use()))
                    .toList();
            if (!others.isEmpty()) {
                SortedSet<String> labels = new TreeSet<>(List.of(use.label()));
                others.forEach(other -> labels.add(other.label()));
                found.add(new Sharing(List.of(use.use()), labels));
            }
        }
        return joined(found, window);
    }

    /** Times that are no further apart than the window are one. */
    static List<Sharing> joined(List<Sharing> times, Function<Instant, Duration> window) {
        List<Sharing> joined = new ArrayList<>();
        for (Sharing next : times.stream().sorted(Comparator.comparing(Sharing::since)).toList()) {
            Sharing last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            boolean apart = last == null
                    || last.last().plus(window.apply(last.last())).isBefore(next.since());
            if (apart) {
                joined.add(next);
            } else {
                joined.set(joined.size() - 1, last.and(next));
            }
        }
        return joined;
    }

    private Sharing and(Sharing next) {
        SortedSet<String> all = new TreeSet<>(labels);
        all.addAll(next.labels);
        return new Sharing(
                Stream.concat(uses.stream(), next.uses.stream()).distinct().toList(), all);
    }

    Instant since() {
        return uses.get(0).header().occurredAt();
    }

    Instant last() {
        return uses.stream()
                .map(use -> use.header().occurredAt())
                .max(Instant::compareTo)
                .orElseThrow();
    }
}
