package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.OwnerAttested;
import io.plumbline.event.IdentityEvent.OwnerChanged;
import io.plumbline.event.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who answered for a machine identity over an interval, as one statement says.
 *
 * @param inForce from the statement until the next one
 */
public record Ownership(Interval inForce, OwnerChanged stated) {

    private static final Comparator<OwnerChanged> IN_ORDER = Comparator.comparing(
                    (OwnerChanged event) -> event.header().occurredAt())
            .thenComparing(event -> event.header().recordedAt())
            .thenComparing(OwnerChanged::id);

    /** The ownerships of an identity, oldest first; of two stated for the same instant the one recorded later. */
    static List<Ownership> of(Subject identity, List<Event> events) {
        return of(id -> Subject.identity(id).equals(identity), events);
    }

    private static List<Ownership> of(Predicate<String> whose, List<Event> events) {
        List<OwnerChanged> statements = events.stream()
                .filter(OwnerChanged.class::isInstance)
                .map(OwnerChanged.class::cast)
                .filter(event -> whose.test(event.identityId()))
                .sorted(IN_ORDER)
                .toList();
        List<Ownership> ownerships = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Interval inForce = new Interval(
                    statements.get(i).header().occurredAt(),
                    i + 1 < statements.size()
                            ? Optional.of(statements.get(i + 1).header().occurredAt())
                            : Optional.empty());
            if (!inForce.isEmpty()) {
                ownerships.add(new Ownership(inForce, statements.get(i)));
            }
        }
        return List.copyOf(ownerships);
    }

    /** As stated of the record that stayed; where nothing is, as stated of those given up for it. */
    static List<Ownership> ofRecords(Subject identity, Set<String> ids, List<Event> events) {
        List<Ownership> own = of(identity, events);
        return own.isEmpty() && ids.size() > 1 ? of(ids::contains, events) : own;
    }

    /** Confirmations by owners, oldest first. */
    static List<OwnerAttested> attestationsOf(Subject identity, List<Event> events) {
        return events.stream()
                .filter(OwnerAttested.class::isInstance)
                .map(OwnerAttested.class::cast)
                .filter(event -> Subject.identity(event.identityId()).equals(identity))
                .toList();
    }

    /** Everyone named in any of them. */
    static SortedSet<String> ownersOf(List<Ownership> ownerships) {
        SortedSet<String> owners = new TreeSet<>();
        ownerships.forEach(ownership -> owners.addAll(ownership.stated().owners()));
        return owners;
    }
}
