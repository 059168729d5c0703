package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeRecord;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One session under test: what is known of it, what may be claimed absent, and how its verdict is worded. */
final class SessionCase {

    private final IdentityFacts identity;
    private final Session session;
    private final Instant start;
    private final Reference reference;
    private final Parameters parameters;
    private final SessionCover cover;

    SessionCase(IdentityFacts identity, Session session, Reference reference) {
        this.identity = identity;
        this.session = session;
        this.start = session.startedAt();
        this.reference = reference;
        this.parameters = reference.parameters(start);
        this.cover = SessionCover.of(identity, session);
    }

    Session session() {
        return session;
    }

    Instant start() {
        return start;
    }

    SessionCover cover() {
        return cover;
    }

    Duration parameter(String name) {
        return parameters.duration(name);
    }

    Map<String, ChangeRecord> changes() {
        return identity.changes();
    }

    /** That no approval decided up to {@code until} is still to be heard of, for any system that could allow the session. */
    Absence noFurtherElevation(Instant until) {
        List<Absence> absences = new ArrayList<>();
        cover.systems().forEach(system -> absences.add(absence(Feed.ELEVATIONS, system, until)));
        if (cover.originUnknown()) {
            Absence sessions = absence(Feed.SESSIONS, session.systemId(), start);
            absences.add(
                    sessions.proven()
                            ? new Absence(
                                    Absence.State.UNDECIDABLE,
                                    "PARENT_SESSION_UNKNOWN",
                                    Optional.empty(),
                                    List.of("the session it was opened from is not on record"))
                            : sessions);
        }
        return together(absences);
    }

    /** The same, and that nothing more is to be heard of the changes that {@code elevations} name. */
    Absence noFurtherElevationOrChange(List<ElevationApproved> elevations) {
        List<Absence> absences = new ArrayList<>(List.of(noFurtherElevation(start)));
        elevations.stream()
                .map(ElevationApproved::systemId)
                .distinct()
                .forEach(system -> absences.add(absence(Feed.CHANGES, system, start)));
        return together(absences);
    }

    private Absence absence(Feed feed, String systemId, Instant until) {
        Instant from = start.minus(parameters.duration("approval_lookback"));
        return reference.completeness().absence(feed, systemId, Interval.of(from, until));
    }

    /** Proven where all are; else what stands in the way, the undecidable first. */
    private static Absence together(List<Absence> absences) {
        return absences.stream()
                .filter(absence -> absence.state() == Absence.State.UNDECIDABLE)
                .findFirst()
                .or(() -> absences.stream().filter(absence -> !absence.proven()).findFirst())
                .orElseGet(() -> new Absence(
                        Absence.State.PROVEN,
                        "",
                        Optional.empty(),
                        absences.stream()
                                .flatMap(absence -> absence.basis().stream())
                                .distinct()
                                .toList()));
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(
                object(),
                session.systemId(),
                start,
                verdict,
                reason,
                evidence(cover.elevationsDuring(start, session.lastSeenAt())));
    }

    Judgement deviated(List<Deviation> deviations) {
        return Judgement.deviated(object(), session.systemId(), start, deviations);
    }

    private String object() {
        return "session:" + session.systemId() + "/" + session.sessionId();
    }

    /** A deviation of this session, worded from the opening of the session to {@code conclusion}. */
    Deviation deviation(
            String variant,
            Instant since,
            Severity gravest,
            Stream<String> reasons,
            String conclusion,
            List<? extends Event> events) {
        return Deviation.lasting(kind(variant), variant, session.sessionId(), since, severity(gravest))
                .because(lines(reasons, conclusion), evidence(events))
                .with(Map.of("sessionWindow", start + " to " + end()));
    }

    private static String kind(String variant) {
        return variant.equals("NO_ELEVATION") || variant.equals("BEFORE_APPROVAL") ? "NOT_ELEVATED" : variant;
    }

    /** Critical only where the system is privileged, or in production and in scope of SOX; one lower outside production. */
    private Severity severity(Severity gravest) {
        Optional<SystemRegistered> system = reference.catalogue().system(session.systemId(), start);
        boolean critical = system.filter(s -> s.privileged() || (s.production() && s.soxInScope()))
                .isPresent();
        Severity severity = gravest == Severity.CRITICAL && !critical ? Severity.HIGH : gravest;
        boolean outsideProduction = system.filter(s -> !s.production()).isPresent();
        return outsideProduction ? oneLower(severity) : severity;
    }

    private static Severity oneLower(Severity severity) {
        return severity == Severity.CRITICAL
                ? Severity.HIGH
                : severity == Severity.HIGH ? Severity.MEDIUM : Severity.LOW;
    }

    private List<String> lines(Stream<String> reasons, String conclusion) {
        List<String> lines = new ArrayList<>();
        lines.add(session.started().holder() + " opened session " + session.sessionId() + " on " + session.systemId()
                + " as " + role() + " at " + start + ".");
        reasons.forEach(lines::add);
        lines.add(conclusion);
        identity.departures().stream()
                .filter(departure -> !departure.effectiveAt().isAfter(start)
                        && departure
                                .returnedAt()
                                .filter(back -> !back.isAfter(start))
                                .isEmpty())
                .forEach(departure -> lines.add("The employment had ended at " + departure.effectiveAt() + "."));
        identity.implementations().stream()
                .filter(done -> done.systemId().equals(session.systemId())
                        && done.sessionId().equals(Optional.of(session.sessionId())))
                .forEach(done -> lines.add("Production was changed in the session: " + done.implementationId() + "."));
        return lines;
    }

    private List<Event> evidence(List<? extends Event> besides) {
        List<Event> events = new ArrayList<>(List.of(session.started()));
        events.addAll(cover.origins());
        events.addAll(besides);
        session.ended().ifPresent(events::add);
        return events;
    }

    String role() {
        return session.started().role().orElse("no stated role");
    }

    private String end() {
        return session.ended().map(end -> end.header().occurredAt().toString()).orElse("no end on record");
    }
}
