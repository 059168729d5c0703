package io.plumbline.catalogue;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What entries would change in a catalogue that is in force, one item per entry, in the order of the entries.
 *
 * <p>Entries are compared by what they say. Who sent them, under which ticket and when does not count, so that loading a file
 * again changes nothing.
 */
public record CataloguePlan(List<Item> items) {

    /** What becomes of one entry. */
    public enum Effect {
        /** The catalogue has no version of it yet. */
        ADDED,
        /** It is a new version, or corrects one, of what the catalogue has. */
        CHANGED,
        /** The catalogue says the same. */
        UNCHANGED,
        /** It would not be accepted. */
        REFUSED
    }

    /**
     * One entry.
     *
     * @param entry what it is: {@code rule P2P-01}
     * @param differences against the version in force before it, or the one it corrects
     * @param problem why it is refused, and what to do
     */
    public record Item(
            ReferenceEvent event,
            String entry,
            Effect effect,
            List<Difference> differences,
            Optional<String> problem) {}

    /** A field that differs. */
    public record Difference(String field, String before, String after) {}

    public CataloguePlan {
        items = List.copyOf(items);
    }

    /**
     * Compares.
     *
     * @param at when the entries would be approved
     * @param backdated whether rules and parameters may take effect before that
     */
    public static CataloguePlan of(
            Catalogue inForce, Collection<ReferenceEvent> entries, Instant at, boolean backdated) {
        Map<String, TreeMap<Instant, ReferenceEvent>> versions = new HashMap<>();
        // In order of effect: of two versions with the same start the later in that order counts.
        inForce.entries().forEach(event -> versions.computeIfAbsent(EntryKey.of(event), key -> new TreeMap<>())
                .put(event.effectiveFrom(), event));
        List<Item> items = new ArrayList<>();
        for (ReferenceEvent entry : entries) {
            items.add(item(entry, versions.getOrDefault(EntryKey.of(entry), new TreeMap<>()), at, backdated));
        }
        return new CataloguePlan(items);
    }

    private static Item item(
            ReferenceEvent entry, TreeMap<Instant, ReferenceEvent> versions, Instant at, boolean backdated) {
        Optional<ReferenceEvent> same = Optional.ofNullable(versions.get(entry.effectiveFrom()));
        Optional<ReferenceEvent> before = same.or(() ->
                Optional.ofNullable(versions.lowerEntry(entry.effectiveFrom())).map(Map.Entry::getValue));
        List<Difference> differences =
                before.map(known -> EntryParts.differences(known, entry)).orElse(List.of());
        Effect effect;
        Optional<String> problem = Optional.empty();
        if (same.isPresent() && differences.isEmpty()) {
            effect = Effect.UNCHANGED;
        } else {
            effect = versions.isEmpty() ? Effect.ADDED : Effect.CHANGED;
            problem = same.flatMap(known -> doesNotCorrect(entry, known))
                    .or(() -> CatalogueChange.datesBack(entry, at, backdated));
        }
        return new Item(entry, nameOf(entry), problem.isPresent() ? Effect.REFUSED : effect, differences, problem);
    }

    /** Of two versions with the same start the one recorded later counts, and only under an id of its own. */
    private static Optional<String> doesNotCorrect(ReferenceEvent entry, ReferenceEvent known) {
        Header header = known.header();
        boolean later = entry.header().recordedAt().isAfter(header.recordedAt())
                && !entry.id().equals(known.id());
        return later
                ? Optional.empty()
                : Optional.of("the version from " + entry.effectiveFrom()
                        + " is in force with another content; give it a later effectiveFrom, or, to correct that version,"
                        + " a recordedAt after " + header.recordedAt());
    }

    /** What an entry is a version of, in words: {@code rule P2P-01}. */
    public static String nameOf(ReferenceEvent entry) {
        return EntryKey.of(entry).replace('|', ' ');
    }

    /** The entries to send: all that are new or differ. */
    public List<ReferenceEvent> toSend() {
        return items.stream()
                .filter(item -> item.effect() == Effect.ADDED || item.effect() == Effect.CHANGED)
                .map(Item::event)
                .toList();
    }

    public List<Item> refused() {
        return items.stream().filter(item -> item.effect() == Effect.REFUSED).toList();
    }
}
