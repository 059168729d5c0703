package io.plumbline.control.review;

import io.plumbline.control.Deviation;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How often the access of a machine identity to one system was decided about, while it had any and the system was in scope. */
final class MachineInterval {

    private final IdentityFacts identity;
    private final Reach reach;
    private final String systemId;
    private final Reference reference;

    MachineInterval(IdentityFacts identity, Reach reach, String systemId, Reference reference) {
        this.identity = identity;
        this.reach = reach;
        this.systemId = systemId;
        this.reference = reference;
    }

    /** Empty for persons, and where no regime ever asked. */
    Optional<Judgement> judged() {
        Timeline held = held();
        if (!HolderType.of(identity).isMachine() || held.isEmpty()) {
            return Optional.empty();
        }
        Intervals intervals = new Intervals(
                "machine-review:" + systemId,
                systemId,
                reference,
                at -> reference.parameters(at).duration("review_interval_nhi"),
                decided(),
                due -> Deviation.lasting("MACHINE_WITHOUT_REVIEW", "NHI_NOT_REVIEWED", "", due, severity(due)),
                List.of(Feed.ACCESS_REVIEWS, Feed.GRANTS));
        return Optional.of(Judgement.together(held.intervals().stream()
                .flatMap(asked -> intervals.over(asked).stream())
                .toList()));
    }

    /** A moment without access, as of a refresh of what is provisioned, is none; what it is as of the first access counts. */
    private Timeline held() {
        Timeline had = Reach.when(reach.in(systemId));
        Duration gap = had.isEmpty()
                ? Duration.ZERO
                : reference.parameters(had.intervals().get(0).from()).duration("refresh_gap");
        return had.bridging(gap).and(inScope());
    }

    private Timeline inScope() {
        return InScope.of(systemId, reference.catalogue(), system -> system.soxInScope() || system.socInScope());
    }

    private TreeMap<Instant, Event> decided() {
        TreeMap<Instant, Event> decided = new TreeMap<>();
        identity.reviewItems().stream()
                .filter(item -> item.systemId().equals(systemId))
                .flatMap(item -> item.decisions().stream())
                .filter(decision -> decision.decision() != ReviewDecision.UNKNOWN)
                .forEach(decision -> decided.merge(
                        decision.header().occurredAt(), decision, (one, other) -> first((ItemDecided) one, decision)));
        return decided;
    }

    private static ItemDecided first(ItemDecided one, ItemDecided other) {
        return one.id().compareTo(other.id()) <= 0 ? one : other;
    }

    private Severity severity(Instant due) {
        return reference
                        .catalogue()
                        .system(systemId, due)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                ? Severity.HIGH
                : Severity.MEDIUM;
    }
}
