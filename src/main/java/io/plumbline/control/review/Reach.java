package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything a holder could do, by every way to it, what nobody can explain included under the name it was granted by. */
record Reach(List<Way> ways) {

    /**
     * One way to one entitlement.
     *
     * @param roles the roles it goes through, from the one granted down; empty where the entitlement itself was granted
     */
    record Way(String systemId, String entitlement, Set<String> roles, Grant grant, Interval usable) {

        /** What was granted: a role or the entitlement itself. */
        String granted() {
            return grant.entitlement();
        }

        /** Whether it is the entitlement, or goes through the role, of that name. */
        boolean isBy(String name) {
            return entitlement.equals(name) || granted().equals(name) || roles.contains(name);
        }

        /** Whether what is said of the principal can be about it: two accounts that are both named have to be one. */
        boolean mayBeOf(Principal holder) {
            Optional<AccountRef> named = holder.account();
            return named.isEmpty()
                    || grant.account().isEmpty()
                    || grant.account().equals(named);
        }

        /** Whether an item of the review asks about it; one about a role does where its content is reviewed too. */
        boolean isAskedAboutBy(ReviewItem item, Predicate<String> certified) {
            boolean named = entitlement.equals(item.entitlement())
                    || isBy(item.entitlement()) && certified.test(item.entitlement());
            return item.systemId().equals(systemId) && named && mayBeOf(item.holder());
        }
    }

    static Reach of(IdentityFacts identity, Catalogue catalogue) {
        EffectiveAccess access = EffectiveAccess.of(identity, catalogue);
        List<Way> ways = new ArrayList<>();
        access.paths()
                .forEach(path -> ways.add(new Way(
                        path.systemId(),
                        path.entitlement(),
                        path.chain().stream()
                                .map(RoleDefined::roleId)
                                .collect(Collectors.toCollection(LinkedHashSet::new)),
                        path.grant(),
                        path.usable())));
        access.unknown()
                .forEach(unknown -> ways.add(new Way(
                        unknown.systemId(), unknown.entitlement(), Set.of(), unknown.grant(), open(unknown.span()))));
        return new Reach(List.copyOf(ways));
    }

    /** What nobody ever came to know has no end. */
    private static Interval open(Interval unknown) {
        return unknown.until().filter(Instant.MAX::equals).isPresent() ? Interval.since(unknown.from()) : unknown;
    }

    Stream<Way> in(String systemId) {
        return ways.stream().filter(way -> way.systemId().equals(systemId));
    }

    /** When at least one of the ways was open. */
    static Timeline when(Stream<Way> ways) {
        return Timeline.of(ways.map(Way::usable).toList());
    }

    /** The stretch of time that holds the instant; empty where none does. */
    static Optional<Interval> stretch(Timeline timeline, Instant at) {
        return timeline.intervals().stream()
                .filter(interval -> interval.contains(at))
                .findFirst();
    }
}
