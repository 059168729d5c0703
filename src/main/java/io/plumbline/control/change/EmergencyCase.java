package io.plumbline.control.change;

import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeRecord;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One emergency change as it was carried out once: whether it was approved, repaired an incident and was reviewed. */
record EmergencyCase(ChangeRecord change, Implementation implementation) {

    /** What a test found, and the absence that the answer rests on. */
    record Finding(Optional<Deviation> deviation, Absence rests) {

        private static final Absence NOTHING = new Absence(Absence.State.PROVEN, "", Optional.empty(), List.of());

        /** What the records prove by themselves. */
        static Finding certain(Deviation deviation) {
            return new Finding(Optional.of(deviation), NOTHING);
        }

        /** Nothing is missing. */
        static Finding none() {
            return new Finding(Optional.empty(), NOTHING);
        }
    }

    List<Finding> findings() {
        return List.of(designatedApproval(), reviewed(), incident());
    }

    /** By the end of the grace, somebody whom the system's registration names approved it as an emergency. */
    private Finding designatedApproval() {
        Instant deadline = at().plus(implementation.parameters().duration("approval_grace"));
        List<Approved> approvals = emergencyApprovals();
        Optional<Approved> first = approvals.stream().filter(this::isDesignated).findFirst();
        if (first.filter(approval -> !approval.header().occurredAt().isAfter(deadline))
                .isPresent()) {
            return Finding.none();
        } else if (!approvals.isEmpty() && designated().isEmpty()) {
            return new Finding(
                    Optional.empty(),
                    new Absence(
                            Absence.State.UNDECIDABLE,
                            "NOBODY_DESIGNATED",
                            Optional.empty(),
                            List.of("the registration of "
                                    + implementation.done().systemId()
                                    + " names nobody who may approve an emergency")));
        }
        String conclusion = first.map(approval -> approval.approverId() + " approved it only at "
                        + approval.header().occurredAt() + "; it had to be approved by " + deadline + ".")
                .orElseGet(() -> "Nobody designated for emergencies of the system approved it by " + deadline
                        + (approvals.isEmpty()
                                ? "."
                                : "; it was approved by "
                                        + String.join(
                                                ", ",
                                                approvals.stream()
                                                        .map(Approved::approverId)
                                                        .distinct()
                                                        .toList())
                                        + "."));
        Instant from = at().minus(implementation.parameters().duration("approval_lookback"));
        return new Finding(
                Optional.of(deviation(
                        "NO_DESIGNATED_APPROVAL",
                        "NO_DESIGNATED_APPROVAL",
                        deadline,
                        change,
                        implementation,
                        conclusion)),
                absence(from, deadline));
    }

    /** Approvals of it as an emergency of the system that were not taken back, and had not lapsed, by the time it was carried out. */
    private List<Approved> emergencyApprovals() {
        return change.approvals().stream()
                .filter(implementation::ofSystem)
                .filter(approval -> approval.stage() == ApprovalStage.EMERGENCY)
                .filter(approval -> ChangeCover.contains(approval, implementation))
                .filter(approval -> approval.header().occurredAt().isAfter(at())
                        || ChangeCover.inWindow(approval, change, implementation))
                .filter(approval -> change.rejections().stream()
                        .filter(rejection -> rejection
                                .systemId()
                                .equals(implementation.done().systemId()))
                        .map(rejection -> rejection.header().occurredAt())
                        .noneMatch(rejected ->
                                !rejected.isBefore(approval.header().occurredAt()) && !rejected.isAfter(at())))
                .toList();
    }

    private boolean isDesignated(Approved approval) {
        return designated().contains(implementation.person(approval.approverId()));
    }

    private Set<String> designated() {
        return implementation
                .persons()
                .persons(implementation
                        .system()
                        .map(SystemRegistered::emergencyApprovers)
                        .orElse(List.of()));
    }

    /** The designated approver, where there is one, else whoever approved it as an emergency. */
    Optional<String> approver() {
        List<Approved> approvals = emergencyApprovals();
        return Stream.concat(approvals.stream().filter(this::isDesignated), approvals.stream())
                .map(Approved::approverId)
                .findFirst();
    }

    private Finding reviewed() {
        EmergencyReview review = EmergencyReview.of(change, implementation);
        Instant deadline = reviewDeadline();
        if (review.completeAt().filter(at -> !at.isAfter(deadline)).isPresent()) {
            return Finding.none();
        }
        Deviation deviation = deviation(
                        "REVIEW_LATE",
                        "REVIEW_LATE",
                        deadline,
                        change,
                        implementation,
                        "It had to be reviewed by " + deadline + ": " + review.words() + ".")
                .ofSeverity(unreviewedAtPeriodEnd() ? Severity.HIGH : Severity.MEDIUM);
        return new Finding(
                Optional.of(review.completeAt()
                        .map(at -> deviation.ended(at, Deviation.Ending.PERFORMED_LATE))
                        .orElse(deviation)),
                noReviewUntil(deadline, review));
    }

    /**
     * That no review of it was complete by then. Where nobody else approved of it that is proven by the change records alone; where
     * only impact or test is missing, these may be on record apart from the review, and may be older than what was done.
     */
    private Absence noReviewUntil(Instant until, EmergencyReview review) {
        Absence ofChanges = absence(at(), until);
        if (review.approvedAt().filter(approved -> !approved.isAfter(until)).isEmpty()) {
            return ofChanges;
        }
        Instant from = at().minus(implementation.parameters().duration("approval_lookback"));
        return Absence.all(List.of(ofChanges, absence(Feed.CHANGE_ASSESSMENTS, from, until)));
    }

    /** So many working days of the system's calendar after it was carried out. */
    private Instant reviewDeadline() {
        String calendar =
                implementation.system().flatMap(SystemRegistered::calendarId).orElse("default");
        return implementation
                .reference()
                .catalogue()
                .calendar(calendar, at())
                .plus(at(), implementation.parameters().duration("review_deadline"));
    }

    /** It went live in a period of financial reporting, and that ended before it was reviewed. */
    private boolean unreviewedAtPeriodEnd() {
        Optional<Instant> end = periodEnd();
        EmergencyReview review = EmergencyReview.of(change, implementation);
        Optional<Instant> complete = review.completeAt();
        return end.isPresent()
                && (complete.isPresent()
                        ? !complete.get().isBefore(end.get())
                        : noReviewUntil(end.get(), review).proven());
    }

    private Optional<Instant> periodEnd() {
        return implementation.soxInScope()
                ? FiscalCalendar.of(implementation.reference().catalogue()).firstEndAfter(at())
                : Optional.empty();
    }

    /** What has to be heard before a change that nobody reviewed becomes graver; it is asked again when that has come. */
    Optional<Absence> untilGraver() {
        EmergencyReview review = EmergencyReview.of(change, implementation);
        return review.completeAt().isPresent()
                ? Optional.empty()
                : periodEnd().map(end -> noReviewUntil(end, review)).filter(absence -> !absence.proven());
    }

    /** It names the incident it repairs, or a ticket; one that was opened soon after the repair counts. */
    private Finding incident() {
        Instant deadline = at().plus(implementation.parameters().duration("incident_tolerance"));
        Optional<EmergencyIncident> named = EmergencyIncident.first(change, implementation);
        if (named.filter(incident -> !incident.statedAt().isAfter(deadline)).isPresent()) {
            return Finding.none();
        }
        String conclusion = named.map(incident -> "Incident " + incident.reference() + " was named only at "
                        + incident.statedAt() + "; it had to be by " + deadline + ".")
                .orElse("It names no incident, and no ticket besides the change itself.");
        Instant from = at().minus(implementation.parameters().duration("approval_lookback"));
        return new Finding(
                Optional.of(deviation("NO_INCIDENT", "NO_INCIDENT", deadline, change, implementation, conclusion)),
                absence(from, deadline));
    }

    private Instant at() {
        return implementation.at();
    }

    private Absence absence(Instant from, Instant until) {
        return absence(Feed.CHANGES, from, until);
    }

    private Absence absence(Feed feed, Instant from, Instant until) {
        return implementation
                .reference()
                .completeness()
                .absence(feed, implementation.done().systemId(), Interval.of(from, until));
    }

    /** One departure of one change in one implementation. */
    static Deviation deviation(
            String kind,
            String variant,
            Instant since,
            ChangeRecord change,
            Implementation implementation,
            String conclusion) {
        List<Event> events = new ArrayList<>(implementation.evidence());
        events.addAll(change.assessments());
        events.addAll(change.tests());
        events.addAll(change.postReviews());
        return Deviation.lasting(kind, variant, change.changeId(), since, Severity.MEDIUM)
                .because(List.of(implementation.words(), conclusion), events)
                .with(Map.of(
                        "changeId", change.changeId(),
                        "makers", String.join(", ", implementation.makers()),
                        "incident",
                                EmergencyIncident.first(change, implementation)
                                        .map(EmergencyIncident::reference)
                                        .orElse(""),
                        "reviewedAt",
                                EmergencyReview.of(change, implementation)
                                        .completeAt()
                                        .map(Instant::toString)
                                        .orElse("")));
    }
}
