package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** When each version of each entry is in force: from its start to that of the next version. */
final class Timelines {

    private final Map<String, List<Dated<ReferenceEvent>>> byKey = new HashMap<>();

    /** @param versions of every entry by its key, in order of effect */
    Timelines(Map<String, List<ReferenceEvent>> versions) {
        versions.forEach((key, ofOne) -> byKey.put(key, of(ofOne)));
    }

    /** The versions of one entry, given in order of effect; one that the next replaces at once is left out. */
    static <T extends ReferenceEvent> List<Dated<T>> of(List<T> versions) {
        List<Dated<T>> timeline = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Optional<Instant> next =
                    i + 1 < versions.size() ? Optional.of(versions.get(i + 1).effectiveFrom()) : Optional.empty();
            Interval inForce = new Interval(versions.get(i).effectiveFrom(), next);
            if (!inForce.isEmpty()) {
                timeline.add(new Dated<>(inForce, versions.get(i)));
            }
        }
        return List.copyOf(timeline);
    }

    void forEach(BiConsumer<String, List<Dated<ReferenceEvent>>> entry) {
        byKey.forEach(entry);
    }

    /** The version in force at {@code at}; empty where there is none or it is of another kind. */
    <T extends ReferenceEvent> Optional<T> at(String key, Instant at, Class<T> kind) {
        return byKey.getOrDefault(key, List.of()).stream()
                .filter(dated -> dated.inForce().contains(at))
                .map(Dated::value)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    /** Every version, oldest first; empty where there is no such entry. */
    <T extends ReferenceEvent> List<Dated<T>> versions(String key, Class<T> kind) {
        return byKey.getOrDefault(key, List.of()).stream()
                .map(dated -> new Dated<>(dated.inForce(), kind.cast(dated.value())))
                .toList();
    }
}
