package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account and when it could be signed in to.
 *
 * @param enabled the intervals in which sign-in was possible; from the earliest event about the account on, where its
 *     creation is not on record
 * @param deletedAt when it was deleted, where it was
 * @param events the events that say so, in order of time
 * @param belonged when it was the account of whom the facts are about; {@code enabled} holds nothing else
 */
public record Account(
        AccountRef ref,
        boolean privileged,
        List<Interval> enabled,
        Optional<Instant> deletedAt,
        List<Event> events,
        Timeline belonged) {

    public Account {
        enabled = List.copyOf(enabled);
        events = List.copyOf(events);
    }

    /** The parts of what is held through the account in which it could be signed in to. */
    public List<Interval> usable(Interval held) {
        return enabled.stream().flatMap(open -> held.intersect(open).stream()).toList();
    }
}
