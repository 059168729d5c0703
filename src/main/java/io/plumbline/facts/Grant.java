package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entitlement held over an interval.
 *
 * @param key the source's own key of the grant, or the event that began it; tells re-grants apart
 * @param account the account that holds it, where it is held through one
 * @param held from when it took effect until it was revoked, ended as planned, or its account was deleted
 * @param usable the parts of {@code held} in which its account could be signed in to; the whole where held without account
 * @param given the event that began it
 * @param ended the event that ended it, where one did
 * @param observedOnly true where no grant is on record and only a reconciliation found it
 */
public record Grant(
        String key,
        String systemId,
        String entitlement,
        Optional<AccountRef> account,
        GrantPath path,
        List<String> scope,
        Optional<String> requestId,
        Interval held,
        List<Interval> usable,
        Event given,
        Optional<Event> ended,
        boolean observedOnly) {

    /** Names the grant as an item of a population: keys are unique per entitlement of a system only. */
    public String object() {
        return "grant:" + systemId + "/" + entitlement + "/" + key;
    }

    /** True where its account came to the holder with it: somebody else was given it before. */
    public boolean takenOver() {
        Instant at = given.header().occurredAt();
        Instant begun = given instanceof AccessEvent.Granted granted
                ? granted.validFrom().filter(start -> start.isAfter(at)).orElse(at)
                : at;
        return held.from().isAfter(begun);
    }

    /** True where it was so before monitoring began. */
    public boolean baseline() {
        return given.header().baseline();
    }
}
