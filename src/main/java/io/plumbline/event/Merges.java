package io.plumbline.event;

import io.plumbline.event.IdentityEvent.Merged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which identity records are one person's, as far as the statements at hand say.
 *
 * <p>Statements are followed over {@value #LEVELS} levels: what is known of a record is known of the one it was merged into, and
 * of the one that was merged into. That keeps the chains of {@link Relations} short. A name alone merges nothing.
 */
public final class Merges {

    /** How many statements in a row are followed. */
    public static final int LEVELS = 2;

    private static final Comparator<Merged> IN_ORDER = Comparator.comparing(
                    (Merged merged) -> merged.header().occurredAt())
            .thenComparing(merged -> merged.header().recordedAt())
            .thenComparing(Merged::id);

    private final Map<String, Set<String>> into = new TreeMap<>();
    private final Map<String, Set<String>> from = new TreeMap<>();
    private final Map<String, Merged> latest = new TreeMap<>();
    private final Map<String, Set<String>> byName = new TreeMap<>();

    private Merges(Collection<? extends Event> held) {
        for (Event event : held) {
            if (event instanceof Merged merged && !merged.identityId().equals(merged.intoId())) {
                if (isProof(merged)) {
                    put(into, merged.identityId(), merged.intoId());
                    put(from, merged.intoId(), merged.identityId());
                    latest.merge(
                            edge(merged.identityId(), merged.intoId()),
                            merged,
                            (known, news) -> IN_ORDER.compare(known, news) < 0 ? news : known);
                } else {
                    put(byName, merged.identityId(), merged.intoId());
                    put(byName, merged.intoId(), merged.identityId());
                }
            }
        }
    }

    /** What the statements among the events say. */
    public static Merges of(Collection<? extends Event> held) {
        return new Merges(held);
    }

    /** Whether it merges the records: a key of the person or a comparison by a person does, a name does not. */
    public static boolean isProof(Merged merged) {
        return switch (merged.method()) {
            case PERSON_KEY, ADJUDICATED -> true;
            case NAME, UNKNOWN -> false;
        };
    }

    /** Whether nothing is said of any records being one person's. */
    public boolean isEmpty() {
        return into.isEmpty() && byName.isEmpty();
    }

    /** The records that stay in place of this one, without it. */
    public SortedSet<String> survivorsOf(String identityId) {
        return reached(identityId, into);
    }

    /** The record and those given up for it: all of them name it. */
    public SortedSet<String> idsOf(String identityId) {
        SortedSet<String> ids = reached(identityId, from);
        ids.add(identityId);
        return ids;
    }

    /** Whether two records are one person's by any number of the statements at hand. */
    public boolean isSame(String one, String other) {
        return one.equals(other) || person(one).contains(other);
    }

    /** Records that may be this person's, by name alone. */
    public SortedSet<String> perhaps(String identityId) {
        Set<String> person = person(identityId);
        SortedSet<String> perhaps = new TreeSet<>();
        person.forEach(id -> perhaps.addAll(byName.getOrDefault(id, Set.of())));
        perhaps.removeAll(person);
        return perhaps;
    }

    /**
     * Whether another record answers for what is known of this one. Of two merged into each other the one that the later
     * statement names stays. One that was given up is judged all the same where it answers for records that its survivor is
     * too far away to answer for; some things are then found twice and none is missed.
     */
    public boolean isSpokenFor(String identityId) {
        boolean givenUp = into.getOrDefault(identityId, Set.of()).stream().anyMatch(to -> stands(identityId, to));
        return givenUp
                && from.getOrDefault(identityId, Set.of()).stream()
                        .filter(first -> stands(first, identityId))
                        .noneMatch(first ->
                                from.getOrDefault(first, Set.of()).stream().anyMatch(second -> stands(second, first)));
    }

    private boolean stands(String identityId, String intoId) {
        Merged back = latest.get(edge(intoId, identityId));
        return back == null || IN_ORDER.compare(back, latest.get(edge(identityId, intoId))) < 0;
    }

    /** The record with all that are the same person's by any number of the statements at hand. */
    public Set<String> person(String identityId) {
        Set<String> person = new TreeSet<>(Set.of(identityId));
        Deque<String> next = new ArrayDeque<>(person);
        while (!next.isEmpty()) {
            String id = next.remove();
            List<String> neighbours = new ArrayList<>(into.getOrDefault(id, Set.of()));
            neighbours.addAll(from.getOrDefault(id, Set.of()));
            neighbours.stream().filter(person::add).forEach(next::add);
        }
        return person;
    }

    private static SortedSet<String> reached(String identityId, Map<String, Set<String>> edges) {
        SortedSet<String> reached = new TreeSet<>();
        Set<String> at = Set.of(identityId);
        for (int level = 0; level < LEVELS; level++) {
            Set<String> next = new TreeSet<>();
            at.forEach(id -> next.addAll(edges.getOrDefault(id, Collections.emptySet())));
            reached.addAll(next);
            at = next;
        }
        reached.remove(identityId);
        return reached;
    }

    private static String edge(String identityId, String intoId) {
        return identityId + "\n" + intoId;
    }

    private static void put(Map<String, Set<String>> map, String key, String value) {
        map.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
    }
}
