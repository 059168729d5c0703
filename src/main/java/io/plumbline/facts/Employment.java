package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.event.IdentityEvent.Updated;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        List<IdentityEvent> own = events.stream()
                .filter(IdentityEvent.class::isInstance)
                .map(IdentityEvent.class::cast)
                .filter(event -> identityOf(event).equals(Optional.of(identityId)))
                .toList();
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

    private static Optional<String> identityOf(IdentityEvent event) {
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
