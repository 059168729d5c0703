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
        Instant gone = revocation.access.goneAt().orElse(Instant.MAX);
        return revocation.access.again().stream()
                .filter(again -> {
                    Duration window = revocation.reference.parameters(gone).duration("regrant_window");
                    return again.from().isBefore(gone.plus(window));
                })
                .map(this::judged)
                .toList();
    }

    private Judgement judged(Interval again) {
        List<Approved> approvals = approvals(again.from());
        Optional<Approved> covering = approvals.stream()
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
        return revocation
                .deviated(revocation.object(), deviation(again, approvals))
                .restingOn(absence);
    }

    private Deviation deviation(Interval again, List<Approved> approvals) {
        boolean neverGone = wasSaidToBeDone(again.from()) && isFoundOnly(again.from());
        Optional<Instant> approved = approvals.stream()
                .filter(decision -> at(decision).isAfter(again.from()) && lasts(decision, at(decision)))
                .map(Reappearance::at)
                .findFirst();
        Optional<Instant> end =
                Stream.concat(approved.stream(), again.until().stream()).min(Instant::compareTo);
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
                                        + again.from(),
                                "Nobody had approved it after the decision"),
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

    private Absence nothingUntil(Instant end) {
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
