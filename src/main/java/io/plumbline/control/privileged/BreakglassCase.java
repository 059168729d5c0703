package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One use of break-glass access under test: what is known of it, what may be claimed absent, and how deviations are worded. */
record BreakglassCase(
        BreakglassUse use, IdentityFacts identity, People people, Reference reference, Parameters parameters) {

    /** What one part of the test came to: a deviation, or none; either only once {@code rests} is proven. */
    record Finding(Optional<Deviation> deviation, Absence rests) {

        private static final Absence ON_RECORD = new Absence(Absence.State.PROVEN, "", Optional.empty(), List.of());

        /** What the record proves by itself. */
        static Finding certain(Optional<Deviation> deviation) {
            return new Finding(deviation, ON_RECORD);
        }
    }

    static BreakglassCase of(BreakglassUse use, IdentityFacts identity, People people, Reference reference) {
        return new BreakglassCase(use, identity, people, reference, reference.parameters(use.invokedAt()));
    }

    /**
     * When the use was over. Where what was done in its sessions cannot be known for certain, it is not taken to be over before
     * its window is.
     */
    Instant end() {
        boolean unknown = allSessions().state() == Absence.State.UNDECIDABLE;
        return unknown && use.windowTo().isAfter(use.end()) ? use.windowTo() : use.end();
    }

    /** Until when it has to be reviewed: so many working days of the system's calendar after its end. */
    Instant reviewDeadline() {
        Instant end = end();
        String calendar = system().flatMap(SystemRegistered::calendarId).orElse("default");
        return reference.catalogue().calendar(calendar, end).plus(end, parameters.duration("review_deadline"));
    }

    /** Whether the subject is a person who used an account that is not known as theirs; what became of it is known there. */
    boolean accountsAreElsewhere() {
        return use.invoked().holder().identityId().isPresent()
                && use.isOf(identity.subject(), people)
                && use.invoked()
                        .holder()
                        .account()
                        .filter(account -> identity.accounts().stream()
                                .noneMatch(known -> known.ref().equals(account)))
                        .isPresent();
    }

    Optional<SystemRegistered> system() {
        return reference.catalogue().system(use.systemId(), use.invokedAt());
    }

    boolean soxProduction() {
        return system().filter(system -> system.production() && system.soxInScope())
                .isPresent();
    }

    /** That all sessions and actions of the use are on record. */
    Absence allSessions() {
        return Absence.all(use.systems().stream()
                .map(system -> absence(Feed.SESSIONS, system, use.end()))
                .toList());
    }

    /** That nothing is missing which decides what was done in the use: its sessions, and elevations they may have run under. */
    Absence allActions() {
        List<Absence> absences = new ArrayList<>(List.of(allSessions()));
        use.systems().forEach(system -> absences.add(absence(Feed.ELEVATIONS, system, use.end())));
        return Absence.all(absences);
    }

    /** That no further review, performed up to {@code until}, is still to be heard of. */
    Absence noFurtherReview(Instant until) {
        return absence(Feed.BREAKGLASS_REVIEWS, use.systemId(), until);
    }

    Absence absence(Feed feed, String systemId, Instant until) {
        return reference.completeness().absence(feed, systemId, Interval.of(use.invokedAt(), until));
    }

    /** The absence; but what no waiting decides counts for nothing, for something else bounds what is claimed. */
    static List<Absence> unlessUndecidable(Absence absence) {
        return absence.state() == Absence.State.UNDECIDABLE ? List.of() : List.of(absence);
    }

    Deviation deviation(String kind, String variant, Instant since, Severity severity, String conclusion) {
        return deviation(kind, variant, since, severity, conclusion, List.of());
    }

    Deviation deviation(
            String kind,
            String variant,
            Instant since,
            Severity severity,
            String conclusion,
            List<? extends Event> besides) {
        List<Event> events = new ArrayList<>(use.statements());
        events.addAll(besides);
        use.events().stream().filter(event -> !events.contains(event)).forEach(events::add);
        Deviation deviation = Deviation.lasting(kind, variant, use.invocationId(), since, severity)
                .because(lines(conclusion), events)
                .with(details());
        return use.drill() ? deviation.flagged("DRILL") : deviation;
    }

    private List<String> lines(String conclusion) {
        List<String> lines = new ArrayList<>();
        lines.add(use.invoked().holder() + " invoked break-glass access " + use.invocationId() + " to " + use.systemId()
                + " at " + use.invokedAt()
                + use.invoked().reason().map(reason -> ": " + reason).orElse(", without a reason") + ".");
        lines.add(
                use.sessions().isEmpty()
                        ? "No session is on record; its window ended at " + use.windowTo() + "."
                        : use.sessions().size() + " session(s) with "
                                + use.actions().size() + " recorded action(s) ended at " + end() + ".");
        if (use.drill()) {
            lines.add("It was a test of the procedure, which is reviewed all the same.");
        }
        use.reviews().stream()
                .limit(10)
                .forEach(review -> lines.add("It was reviewed by " + review.reviewerId() + " at "
                        + review.header().occurredAt()
                        + (review.actionsDigest().isPresent() ? "." : ", without a list of the actions.")));
        lines.add(conclusion);
        return lines;
    }

    private Map<String, String> details() {
        return Map.of(
                "users", String.join(", ", use.users()),
                "endedAt", end().toString(),
                "logDigest", ActionsDigest.of(use.actions()),
                "reviewers",
                        String.join(
                                ", ",
                                use.reviews().stream()
                                        .map(review -> review.reviewerId())
                                        .distinct()
                                        .toList()),
                "linkedChanges",
                        String.join(
                                ", ",
                                use.changes().stream()
                                        .map(change -> change.implementationId())
                                        .limit(20)
                                        .toList()));
    }
}
