package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountDeleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What ends a grant or a credential: its own revocation, the deletion of its account, or a planned end. */
final class Ends {

    private final List<AccountDeleted> deletions;

    Ends(List<Event> events) {
        this.deletions = events.stream()
                .filter(AccountDeleted.class::isInstance)
                .map(AccountDeleted.class::cast)
                .toList();
    }

    /** The first of the events at or after {@code at}; of two in the same instant the revocation. */
    Optional<Event> earliest(List<? extends Event> revocations, Optional<AccountRef> account, Instant at) {
        List<Event> ends = new ArrayList<>(revocations);
        deletions.stream()
                .filter(deleted -> account.filter(deleted.account()::equals).isPresent())
                .forEach(ends::add);
        return ends.stream()
                .filter(event -> !event.header().occurredAt().isBefore(at))
                .min(Comparator.comparing((Event event) -> event.header().occurredAt()));
    }

    static Optional<Instant> sooner(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.get().isBefore(b.get()) ? a : b;
    }
}
