package io.plumbline.control.lifecycle;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountDeleted;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.AccountUnlinked;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose an account was on record, and when it was nobody's.
 *
 * <p>The record counts, not the truth behind it: an account that is linked today was nobody's until today, although it
 * belonged to the same person all the time.
 *
 * @param unlinked when no identity was on record for it, from its first event on
 */
record AccountLinks(Timeline unlinked, List<Event> statements) {

    static AccountLinks of(Account account, IdentityFacts holder) {
        Set<String> owners = new TreeSet<>();
        List<Interval> unlinked = new ArrayList<>();
        List<Event> statements = new ArrayList<>();
        Optional<Instant> since = Optional.of(account.events().get(0).header().occurredAt());
        for (Event event : account.events()) {
            Instant at = event.header().occurredAt();
            Optional<String> linked = linkedTo(event);
            if (linked.isPresent()) {
                owners.add(linked.get());
                since.map(from -> Interval.of(from, at)).ifPresent(unlinked::add);
                since = Optional.empty();
            } else if (event instanceof AccountUnlinked freed) {
                if (!owners.remove(freed.identityId())) {
                    owners.removeIf(owner -> holder.isSamePerson(owner, freed.identityId()));
                }
            } else if (event instanceof AccountDeleted) {
                owners.clear();
            }
            if (owners.isEmpty() && since.isEmpty()) {
                since = Optional.of(at);
            }
            if (linked.isPresent() || event instanceof AccountUnlinked) {
                statements.add(event);
            }
        }
        since.map(Interval::since).ifPresent(unlinked::add);
        return new AccountLinks(Timeline.of(unlinked), statements);
    }

    private static Optional<String> linkedTo(Event event) {
        if (event instanceof AccountLinked linked) {
            return Optional.of(linked.identityId());
        }
        return event instanceof AccountCreated created ? created.identityId() : Optional.empty();
    }
}
