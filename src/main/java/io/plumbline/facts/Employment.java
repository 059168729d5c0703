package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.event.IdentityEvent.Updated;
import io.plumbline.event.Merges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the personnel system, or the inventory of machine identities, says of one identity.
 *
 * @param created its own record, where one is known
 * @param departures ends of employment, or of the machine identity, oldest first
 * @param returns the comings back, oldest first
 * @param statuses employment statuses as stated, oldest effect first; of two for the same instant the one stated later
 */
public record Employment(
        Optional<IdentityEvent.Created> created,
        List<Departure> departures,
        List<Rehired> returns,
        List<Updated> statuses) {

    static Employment of(String identityId, List<Event> events) {
        return of(own(identityId, events));
    }

    /**
     * The employment of a person of several records. The end of one is no end where another goes on; the beginning of a record
     * after an end is a return. What a record says after it was given up counts no more as going on.
     */
    static Employment ofPerson(String identityId, List<Event> events) {
        Merges merges = Merges.of(events);
        SortedSet<String> ids = merges.idsOf(identityId);
        if (ids.size() == 1) {
            return of(identityId, events);
        }
        SortedMap<String, Employment> records = new TreeMap<>();
        ids.forEach(id -> records.put(id, of(id, events)));
        List<IdentityEvent> all = new ArrayList<>();
        for (String id : ids) {
            for (IdentityEvent event : own(id, events)) {
                boolean goesOn = event instanceof IdentityEvent.Terminated end
                        && records.entrySet().stream()
                                .filter(other -> !other.getKey().equals(id))
                                .anyMatch(other -> other.getValue().goesOnAt(end.effectiveAt())
                                        && (other.getKey().equals(identityId)
                                                || end.effectiveAt().isBefore(givenUp(other.getKey(), events))));
                if (!goesOn) {
                    all.add(event);
                }
            }
        }
        List<Instant> ends = only(IdentityEvent.Terminated.class, all)
                .map(IdentityEvent.Terminated::effectiveAt)
                .toList();
        records.values().stream()
                .flatMap(record -> record.created().stream())
                .filter(begun -> !begun.header().baseline())
                .filter(begun -> ends.stream()
                        .anyMatch(end -> !end.isAfter(begun.header().occurredAt())))
                .forEach(begun -> all.add(new Rehired(
                        begun.header(), begun.identityId(), begun.header().occurredAt())));
        Employment person = of(all);
        return new Employment(
                records.get(identityId).created().or(person::created),
                person.departures(),
                person.returns(),
                person.statuses());
    }

    private static Instant givenUp(String identityId, List<Event> events) {
        return events.stream()
                .filter(IdentityEvent.Merged.class::isInstance)
                .map(IdentityEvent.Merged.class::cast)
                .filter(merged -> merged.identityId().equals(identityId) && Merges.isProof(merged))
                .map(merged -> merged.header().occurredAt())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private boolean goesOnAt(Instant at) {
        return created.filter(begun -> begun.header().baseline()
                                || !begun.header().occurredAt().isAfter(at))
                        .isPresent()
                && departures.stream()
                        .noneMatch(departure ->
                                new Interval(departure.effectiveAt(), departure.returnedAt()).contains(at));
    }

    private static List<IdentityEvent> own(String identityId, List<Event> events) {
        return events.stream()
                .filter(IdentityEvent.class::isInstance)
                .map(IdentityEvent.class::cast)
                .filter(event -> identityOf(event).equals(Optional.of(identityId)))
                .toList();
    }

    private static Employment of(List<IdentityEvent> own) {
        return new Employment(
                only(IdentityEvent.Created.class, own).findFirst(),
                Departures.of(own),
                only(Rehired.class, own)
                        .sorted(Comparator.comparing(Rehired::effectiveAt).thenComparing(Rehired::id))
                        .toList(),
                Departures.statuses(only(Updated.class, own).toList()));
    }

    /** The time in which the identity is not known to have left, nor to be on garden leave; from the beginning of time on. */
    public Timeline active() {
        Timeline away = Timeline.of(Stream.concat(
                        departures.stream()
                                .map(departure -> new Interval(departure.effectiveAt(), departure.returnedAt())),
                        statuses.stream()
                                .filter(status -> status.status() == EmploymentStatus.GARDEN_LEAVE)
                                .map(this::leave))
                .toList());
        return Timeline.of(Interval.since(Instant.MIN)).minus(away);
    }

    private Interval leave(Updated begun) {
        return new Interval(
                begun.effectiveAt(),
                Stream.concat(
                                statuses.stream()
                                        .filter(next -> next.status() == EmploymentStatus.ACTIVE
                                                || next.status() == EmploymentStatus.ON_LEAVE)
                                        .map(Updated::effectiveAt),
                                returns.stream().map(Rehired::effectiveAt))
                        .filter(begun.effectiveAt()::isBefore)
                        .min(Instant::compareTo));
    }

    static Optional<String> identityOf(IdentityEvent event) {
        if (event instanceof IdentityEvent.Created created) {
            return Optional.of(created.identityId());
        } else if (event instanceof Updated updated) {
            return Optional.of(updated.identityId());
        } else if (event instanceof IdentityEvent.Terminated terminated) {
            return Optional.of(terminated.identityId());
        }
        return event instanceof Rehired rehired ? Optional.of(rehired.identityId()) : Optional.empty();
    }

    private static <T> Stream<T> only(Class<T> kind, List<IdentityEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
