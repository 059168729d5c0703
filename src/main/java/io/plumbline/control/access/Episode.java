package io.plumbline.control.access;

import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.facts.Departure;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One employment's share of a grant: what is held past a return needs an approval of its own.
 *
 * @param anchor key of the grant; for later employments with the instant of the return
 * @param span from the act that needed approval (the grant, or the return of its holder) to the end of the grant or the next
 *     return
 * @param approvalsFrom approvals decided before this were for an earlier employment
 * @param returned the return that began it; absent for the grant's own episode
 */
record Episode(String anchor, Interval span, Instant approvalsFrom, Optional<Rehired> returned) {

    /** The act that needed approval. */
    Instant act() {
        return span.from();
    }

    boolean first() {
        return returned.isEmpty();
    }

    /** The episodes of a grant, oldest first. */
    static List<Episode> of(Grant grant, IdentityFacts identity) {
        Instant given = grant.given().header().occurredAt();
        Interval whole = new Interval(given, grant.held().until());
        List<Rehired> within = identity.returns().stream()
                .filter(back -> back.effectiveAt().isAfter(given) && whole.contains(back.effectiveAt()))
                .toList();
        List<Episode> episodes = new ArrayList<>();
        Instant start = given;
        Optional<Rehired> begun = Optional.empty();
        for (int i = 0; i <= within.size(); i++) {
            Optional<Instant> end =
                    i < within.size() ? Optional.of(within.get(i).effectiveAt()) : whole.until();
            String anchor =
                    grant.key() + begun.map(back -> "@" + back.effectiveAt()).orElse("");
            episodes.add(new Episode(anchor, new Interval(start, end), approvalsFrom(start, identity), begun));
            begun = i < within.size() ? Optional.of(within.get(i)) : begun;
            start = end.orElse(start);
        }
        episodes.removeIf(episode -> episode.span().isEmpty());
        return episodes;
    }

    /** The end of the employment before the one at {@code at}: what was decided since, was decided for this one. */
    private static Instant approvalsFrom(Instant at, IdentityFacts identity) {
        return identity.returns().stream()
                .filter(back -> !back.effectiveAt().isAfter(at))
                .max(Comparator.comparing(Rehired::effectiveAt))
                .map(back -> identity.departures().stream()
                        .filter(departure -> departure.returnedAt().equals(Optional.of(back.effectiveAt())))
                        .map(Departure::effectiveAt)
                        .findFirst()
                        .orElse(back.effectiveAt()))
                .orElse(Instant.MIN);
    }
}
