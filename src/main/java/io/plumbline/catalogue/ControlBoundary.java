package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration items on which controls depend, as registered at an instant. */
public final class ControlBoundary {

    private final Map<String, List<BoundaryItemRegistered>> versions = new HashMap<>();

    private ControlBoundary(List<ReferenceEvent> entries) {
        for (ReferenceEvent entry : entries) {
            if (entry instanceof BoundaryItemRegistered item) {
                versions.computeIfAbsent(key(item.systemId(), item.itemId()), key -> new ArrayList<>())
                        .add(item);
            }
        }
    }

    public static ControlBoundary of(Catalogue catalogue) {
        return catalogue.derived(ControlBoundary.class, source -> new ControlBoundary(source.entries()));
    }

    /** The item as registered at {@code at}; empty where no control depends on it. */
    public Optional<BoundaryItemRegistered> item(String systemId, String itemId, Instant at) {
        return versions.getOrDefault(key(systemId, itemId), List.of()).stream()
                .filter(item -> !item.effectiveFrom().isAfter(at))
                .reduce((earlier, later) -> later);
    }

    /** Every item of a system on which controls depend at {@code at}, by item. */
    public List<BoundaryItemRegistered> items(String systemId, Instant at) {
        return versions.values().stream()
                .filter(all -> all.get(0).systemId().equals(systemId))
                .flatMap(all -> item(systemId, all.get(0).itemId(), at).stream())
                .sorted(Comparator.comparing(BoundaryItemRegistered::itemId))
                .toList();
    }

    /** Every item whose owner is judged in one place, by item, each with its versions, oldest first. */
    public List<List<Dated<BoundaryItemRegistered>>> itemsAt(Subject home) {
        return versions.values().stream()
                .filter(all -> all.get(0).home().equals(home))
                .sorted(Comparator.comparing(all -> all.get(0).itemId()))
                .map(Timelines::of)
                .toList();
    }

    private static String key(String systemId, String itemId) {
        return systemId + "|" + itemId;
    }
}
