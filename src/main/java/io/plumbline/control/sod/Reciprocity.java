package io.plumbline.control.sod;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.Severity;
import io.plumbline.facts.Approval;
import io.plumbline.facts.ApproverFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what one person approved for another was the return of what the other had approved for them. Of a pair it is the later
 * approval that is judged, of two at one instant the one with the greater id; so every pair is found once.
 */
record Reciprocity(ApproverFacts approver, Reference reference) {

    private static final String RECIPROCAL = "RECIPROCAL";

    private static final Comparator<Approval> IN_ORDER = Comparator.comparing(Approval::at)
            .thenComparing(approval -> approval.event().id());

    /** Takes every approval of access and of elevations that the person gave in the month. */
    List<Judgement> judged() {
        return approver.given().stream().map(this::judged).toList();
    }

    private Judgement judged(Approval given) {
        if (given.event().header().baseline()) {
            return verdict(given, Verdict.NOT_APPLICABLE, "BASELINE");
        } else if (given.byRule()) {
            return verdict(given, Verdict.NOT_APPLICABLE, "DECIDED_BY_RULE");
        }
        Duration window = reference.parameters(given.at()).duration("reciprocal_window");
        if (isTakenBack(given, window)) {
            return verdict(given, Verdict.NOT_APPLICABLE, "TAKEN_BACK");
        }
        Instant oldest = given.at().minus(window);
        List<Approval> before = approver.received().stream()
                .filter(received -> !received.at().isBefore(oldest) && IN_ORDER.compare(received, given) < 0)
                .filter(received -> !received.byRule() && !isTakenBack(received, window))
                .filter(received -> !approver.isSamePerson(received.approverId(), approver.identityId()))
                .sorted(IN_ORDER)
                .toList();
        List<Approval> returned =
                before.stream().filter(received -> isReturn(given, received)).toList();
        if (!returned.isEmpty()) {
            return deviated(given, returned);
        } else if (given.beneficiaries().isEmpty() && !before.isEmpty()) {
            return verdict(given, Verdict.INDETERMINATE, "BENEFICIARY_UNKNOWN");
        }
        Feed feed = given.event() instanceof ElevationApproved ? Feed.ELEVATIONS : Feed.ACCESS_APPROVALS;
        Absence none = reference.completeness().absence(feed, given.systemId(), Interval.of(oldest, given.at()));
        return none.proven()
                ? verdict(given, Verdict.OPERATED, "NOT_RETURNED").restingOn(none)
                : Judgement.undecided(object(given), given.systemId(), given.at(), none, List.of(given.event()));
    }

    /** What was taken back later had been in force. */
    private static boolean isTakenBack(Approval approval, Duration window) {
        return approval.takenBack()
                .filter(at -> !at.isAfter(approval.at().plus(window)))
                .isPresent();
    }

    private boolean isReturn(Approval given, Approval received) {
        return given.beneficiaries().stream().anyMatch(id -> approver.isSamePerson(id, received.approverId()));
    }

    private Judgement deviated(Approval given, List<Approval> returned) {
        List<String> why = new ArrayList<>();
        returned.forEach(received -> why.add(words(received)));
        why.add(words(given));
        List<Event> evidence = Stream.concat(returned.stream(), Stream.of(given))
                .map(Approval::event)
                .toList();
        return Judgement.deviated(
                        object(given),
                        given.systemId(),
                        given.at(),
                        List.of(Deviation.lasting(
                                        RECIPROCAL,
                                        RECIPROCAL,
                                        given.event().id().toString(),
                                        given.at(),
                                        Severity.MEDIUM)
                                .because(why, evidence)
                                .with(Map.of("approvers", returned.get(0).approverId() + ", " + given.approverId()))))
                .approvedBy(Optional.of(given.approverId()), Optional.empty(), Optional.empty());
    }

    private static Judgement verdict(Approval given, Verdict verdict, String reason) {
        return Judgement.of(object(given), given.systemId(), given.at(), verdict, reason, List.of(given.event()));
    }

    private static String object(Approval given) {
        return "approval:" + given.event().id();
    }

    private static String words(Approval approval) {
        return approval.approverId() + " approved "
                + (approval.event() instanceof ElevationApproved elevation
                        ? "elevation " + elevation.elevationId()
                        : "access")
                + " of " + approval.holder() + " on " + approval.systemId() + " at " + approval.at();
    }
}
