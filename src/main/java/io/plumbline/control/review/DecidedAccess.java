package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.review.Reach.Way;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.Observed;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a review decided away, as it was and came to be had: the entitlement, or what the role gave when it was decided, by whatever
 * way; but for ways that the same review decided to keep.
 */
final class DecidedAccess {

    private final ReviewItem item;
    private final IdentityFacts identity;
    private final List<Way> ways;
    private final Timeline had;
    private final Instant decided;

    DecidedAccess(ReviewItem item, Instant decided, IdentityFacts identity, Reach reach, Catalogue catalogue) {
        this.item = item;
        this.identity = identity;
        this.decided = decided;
        Set<String> given = reach.in(item.systemId())
                .filter(way -> way.mayBeOf(item.holder()) && way.isBy(item.entitlement()))
                .filter(way -> way.usable().contains(decided))
                .map(Way::entitlement)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> kept = kept(catalogue);
        this.ways = reach.in(item.systemId())
                .filter(way -> way.mayBeOf(item.holder()))
                .filter(way -> way.isBy(item.entitlement())
                        || given.contains(way.entitlement())
                                && Stream.concat(Stream.of(way.granted()), way.roles().stream())
                                        .noneMatch(kept::contains))
                .toList();
        this.had = Reach.when(ways.stream());
    }

    /** Roles and entitlements that the same review decided to leave with the holder. */
    private Set<String> kept(Catalogue catalogue) {
        return identity.reviewItems().stream()
                .filter(other -> other.campaignId().equals(item.campaignId())
                        && other.systemId().equals(item.systemId())
                        && !other.entitlement().equals(item.entitlement()))
                .filter(other -> LastWord.on(other, catalogue)
                        .map(ItemDecided::decision)
                        .filter(ReviewDecision.KEEP::equals)
                        .isPresent())
                .map(ReviewItem::entitlement)
                .collect(Collectors.toSet());
    }

    boolean isHad(Instant at) {
        return had.contains(at);
    }

    boolean isHadWhenDecided() {
        return isHad(decided);
    }

    /** When it ended that had lasted since the decision; empty while it lasts. The decision itself where it was gone already. */
    Optional<Instant> goneAt() {
        return isHadWhenDecided() ? Reach.stretch(had, decided).flatMap(Interval::until) : Optional.of(decided);
    }

    /** Every time it was had again after it was gone. */
    List<Interval> again() {
        return goneAt().stream()
                .flatMap(gone -> had.intervals().stream()
                        .filter(interval -> !interval.from().isBefore(gone)
                                && interval.from().isAfter(decided)))
                .toList();
    }

    /** The ways that opened at that instant. */
    List<Way> openedAt(Instant at) {
        return ways.stream().filter(way -> way.usable().from().equals(at)).toList();
    }

    List<Way> waysAt(Instant at) {
        return ways.stream().filter(way -> way.usable().contains(at)).toList();
    }

    /** The ways that were open when it was decided, or had been before. */
    List<Way> waysWhenDecided() {
        return ways.stream()
                .filter(way -> !way.usable().from().isAfter(decided))
                .toList();
    }

    /** The first time a reconciliation found it in the system after an instant. */
    Optional<Observed> seenAfter(Instant at) {
        Set<String> names = new TreeSet<>(Set.of(item.entitlement()));
        ways.forEach(way -> {
            names.add(way.entitlement());
            names.add(way.granted());
        });
        return identity.observations().stream()
                .filter(seen -> seen.systemId().equals(item.systemId()) && names.contains(seen.entitlement()))
                .filter(seen -> seen.header().occurredAt().isAfter(at))
                .min(Comparator.comparing((Observed seen) -> seen.header().occurredAt())
                        .thenComparing(AccessEvent::id));
    }
}
