package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.Merges;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Subject;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of a system beside what the catalogue says: whether those who answer for it, or for a control or an exemption in
 * it, or stand in for somebody, or ever did, are there.
 *
 * @param persons employment of everybody who is named, by the id named; that of the record that stays, where one was given up
 * @param survivors the record that stays in place of one that is named and was given up
 */
public record SystemFacts(Subject subject, SortedMap<String, Employment> persons, SortedMap<String, String> survivors)
        implements Monitored, Reviewed {

    public SystemFacts {
        persons = Collections.unmodifiableSortedMap(new TreeMap<>(persons));
        survivors = Collections.unmodifiableSortedMap(new TreeMap<>(survivors));
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static SystemFacts of(Subject subject, List<Event> events) {
        Merges merges = Merges.of(events);
        SortedMap<String, Employment> persons = new TreeMap<>();
        SortedMap<String, String> survivors = new TreeMap<>();
        events.stream().flatMap(SystemFacts::named).distinct().forEach(id -> {
            merges.survivorsOf(id).stream()
                    .filter(other -> merges.survivorsOf(other).isEmpty())
                    .findFirst()
                    .ifPresent(survivor -> survivors.put(id, survivor));
            persons.put(
                    id,
                    survivors.containsKey(id)
                            ? Employment.ofPerson(survivors.get(id), events)
                            : Employment.of(id, events));
        });
        return new SystemFacts(subject, persons, survivors);
    }

    /** The record under which a person goes on who is named as {@code id}; the id itself where it was not given up. */
    public String survivor(String id) {
        return survivors.getOrDefault(id, id);
    }

    /** Who is named to answer for the system, for a control or for an exemption. */
    private static Stream<String> named(Event event) {
        if (event instanceof SystemRegistered system) {
            return system.owners().persons().stream();
        } else if (event instanceof ExemptionGranted exemption) {
            return Stream.of(exemption.riskOwner());
        } else if (event instanceof DelegationRecorded delegation) {
            return Stream.of(delegation.toId());
        }
        return event instanceof BoundaryItemRegistered item ? item.controlOwnerId().stream() : Stream.empty();
    }

    public String systemId() {
        return subject.id();
    }
}
