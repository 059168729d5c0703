package io.plumbline.control.review;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.control.review.Reach.Way;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccessEvent.Withdrawn;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Access that was decided away, was gone, and is had again: by a new approval, or by itself. */
final class Reappearance {

    private final Revocation revocation;

    Reappearance(Revocation revocation) {
        this.revocation = revocation;
    }

    /** One part for every time it came back soon after it was gone. */
    List<Judgement> judged() {
        return soon().map(this::judged).toList();
    }

    private Stream<Interval> soon() {
        Instant gone = revocation.access.goneAt().orElse(Instant.MAX);
        return revocation.access.again().stream().filter(again -> {
            Duration window = revocation.reference.parameters(gone).duration("regrant_window");
            return again.from().isBefore(gone.plus(window));
        });
    }

    /** The time it was had again in at that instant, having come back before, without an approval by then. */
    Optional<Interval> unapprovedAt(Instant at) {
        return soon().filter(again -> again.from().isBefore(at) && again.contains(at))
                .filter(again -> approvals(again.from()).stream()
                        .noneMatch(approved -> !at(approved).isAfter(at) && lasts(approved, at)))
                .findFirst();
    }

    /** When it was gone once more or, from then on, approved. */
    Optional<Instant> endAfter(Instant at, Interval again) {
        return Stream.concat(
                        again.until().stream(),
                        approvals(again.from()).stream()
                                .filter(approved -> at(approved).isAfter(at) && lasts(approved, at(approved)))
                                .map(Reappearance::at))
                .min(Instant::compareTo);
    }

    private Judgement judged(Interval again) {
        Optional<Approved> covering = approvals(again.from()).stream()
                .filter(approved -> !at(approved).isAfter(again.from()) && lasts(approved, again.from()))
                .findFirst();
        if (covering.isPresent()) {
            return revocation
                    .judgement(revocation.object(), Verdict.OPERATED, "APPROVED_ANEW")
                    .approvedBy(
                            Optional.of(covering.get().approverId()),
                            covering.get().justification(),
                            Optional.of(covering.get().requestId()));
        }
        Absence absence = nothingUntil(again.from());
        if (!absence.proven()) {
            return Judgement.undecided(
                    revocation.object(), revocation.item.systemId(), revocation.decidedAt(), absence, evidence(again));
        }
        return revocation.deviated(revocation.object(), deviation(again)).restingOn(absence);
    }

    private Deviation deviation(Interval again) {
        boolean neverGone = wasSaidToBeDone(again.from()) && isFoundOnly(again.from());
        Optional<Instant> end = endAfter(again.from(), again);
        Deviation found = Deviation.lasting(
                neverGone ? "NOT_EXECUTED" : "REAPPEARED",
                neverGone ? "CLOSED_NOT_REMOVED" : "REAPPEARED",
                revocation.decided.header().sourceEventId() + "@" + again.from(),
                again.from(),
                neverGone ? Severity.HIGH : revocation.weight());
        if (end.isPresent()) {
            found = found.ended(end.get(), Ending.PERFORMED_LATE);
        }
        Map<String, String> details = new TreeMap<>(revocation.details());
        details.put(
                "regrant_ref",
                String.join(
                        ", ",
                        revocation.access.openedAt(again.from()).stream()
                                .map(way -> way.grant().object())
                                .distinct()
                                .toList()));
        return found.because(
                        List.of(
                                "Review " + revocation.item.campaignId() + " decided at " + revocation.decidedAt()
                                        + " to take " + revocation.item.entitlement() + " of "
                                        + revocation.item.systemId() + " away",
                                "It was gone at "
                                        + revocation.access.goneAt().orElseThrow() + " and had again at "
                                        + again.from() + ", which nobody had approved after the decision"),
                        evidence(again))
                .with(details);
    }

    /** Whether a reconciliation found what nobody gave: it never went. */
    private boolean isFoundOnly(Instant at) {
        return revocation.access.openedAt(at).stream()
                .allMatch(way -> way.grant().observedOnly());
    }

    private boolean wasSaidToBeDone(Instant at) {
        return revocation.item.remediations().stream()
                .anyMatch(done -> !Revocation.at(done).isAfter(at));
    }

    /** Decided after the revocation, about what came back, by somebody else. */
    private List<Approved> approvals(Instant again) {
        Set<String> names = new TreeSet<>(Set.of(revocation.item.entitlement()));
        for (Way way : revocation.access.openedAt(again)) {
            names.add(way.entitlement());
            names.add(way.granted());
        }
        return revocation.identity.approvals().stream()
                .filter(approved -> approved.systemId().equals(revocation.item.systemId()))
                .filter(approved -> approved.entitlements().stream().anyMatch(names::contains))
                .filter(approved -> at(approved).isAfter(revocation.decidedAt()))
                .filter(approved -> !revocation.identity.isSamePerson(
                        approved.approverId(), revocation.identity.subject().id()))
                .sorted(Comparator.comparing(Reappearance::at).thenComparing(Approved::id))
                .toList();
    }

    /** Whether the approval still covered access at an instant. */
    private boolean lasts(Approved approved, Instant at) {
        boolean over = approved.validTo().filter(end -> !at.isBefore(end)).isPresent();
        return !over
                && revocation.identity.refusals().stream()
                        .filter(Withdrawn.class::isInstance)
                        .map(Withdrawn.class::cast)
                        .filter(back -> back.requestId().equals(approved.requestId())
                                && back.systemId().equals(approved.systemId()))
                        .noneMatch(back -> !back.header().occurredAt().isAfter(at));
    }

    /** That by then nobody took it away, decided otherwise or approved its return. */
    Absence nothingUntil(Instant end) {
        Interval span = Interval.of(revocation.decidedAt(), end);
        String systemId = revocation.item.systemId();
        return Absence.all(List.of(
                revocation.nothingUntil(end),
                revocation.reference.completeness().absence(Feed.ACCESS_APPROVALS, systemId, span)));
    }

    private List<Event> evidence(Interval again) {
        List<Event> events = new ArrayList<>(revocation.evidence());
        revocation
                .access
                .openedAt(again.from())
                .forEach(way -> events.add(way.grant().given()));
        return events.stream().distinct().toList();
    }

    private static Instant at(Approved approved) {
        return approved.header().occurredAt();
    }
}
