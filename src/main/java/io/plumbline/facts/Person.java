package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.PositionChanged;
import io.plumbline.event.IdentityEvent.Profiled;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Somebody else, as far as a subject was told who it is: a subordinate, who reviewed something, who used a shared account, who
 * can act with a machine identity.
 *
 * @param profiles what else is on record, oldest first; each replaces the one before
 * @param positions positions taken, oldest effect first
 * @param mandates within which it may act, as granted and revoked, where it is a machine identity
 */
public record Person(
        String identityId,
        Employment employment,
        List<Profiled> profiles,
        List<PositionChanged> positions,
        List<IdentityEvent> mandates) {

    /** What kind of identity it is; empty where its own record is not known. */
    public Optional<IdentityType> type() {
        return employment.created().map(IdentityEvent.Created::identityType);
    }

    /** Who its manager was at an instant: by its position then, else by its own record. */
    public Optional<String> managerAt(Instant at) {
        return positions.stream()
                .filter(position -> position.managerId().isPresent())
                .filter(position -> !position.effectiveAt().isAfter(at))
                .filter(position ->
                        position.until().filter(end -> !end.isAfter(at)).isEmpty())
                .reduce((earlier, later) -> later)
                .flatMap(PositionChanged::managerId)
                .or(() -> employment.created().flatMap(IdentityEvent.Created::managerId));
    }

    /** Everyone whose own record is among the events, by id. */
    static SortedMap<String, Person> all(List<Event> events) {
        SortedMap<String, Person> persons = new TreeMap<>();
        for (Event event : events) {
            ofWhom(event).ifPresent(id -> persons.computeIfAbsent(id, key -> of(key, events)));
        }
        return persons;
    }

    static Person of(String identityId, List<Event> events) {
        List<Event> own = events.stream()
                .filter(event -> ofWhom(event).equals(Optional.of(identityId)))
                .toList();
        return new Person(
                identityId,
                Employment.of(identityId, own),
                only(Profiled.class, own),
                only(PositionChanged.class, own).stream()
                        .sorted(Comparator.comparing(PositionChanged::effectiveAt))
                        .toList(),
                own.stream()
                        .filter(event -> event instanceof IdentityEvent.MandateGranted
                                || event instanceof IdentityEvent.MandateRevoked)
                        .map(IdentityEvent.class::cast)
                        .toList());
    }

    private static Optional<String> ofWhom(Event event) {
        if (event instanceof Profiled profiled) {
            return Optional.of(profiled.identityId());
        } else if (event instanceof PositionChanged position) {
            return Optional.of(position.identityId());
        } else if (event instanceof IdentityEvent.MandateGranted mandate) {
            return Optional.of(mandate.identityId());
        } else if (event instanceof IdentityEvent.MandateRevoked mandate) {
            return Optional.of(mandate.identityId());
        }
        return event instanceof IdentityEvent identity ? Employment.identityOf(identity) : Optional.empty();
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
