package io.plumbline.control.privileged;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What allowed a session, and when: elevations and break-glass of the session itself and of those it was opened from.
 *
 * <p>An elevation allows from its window's start or its decision, whichever is later, until its window ends or it is taken
 * back. One that its own holder approved allows nothing.
 */
final class SessionCover {

    /** A span in which the session was allowed, by an elevation, or by break-glass where none is given. */
    private record Allowance(Interval window, Optional<ElevationApproved> elevation) {}

    private final IdentityFacts identity;
    private final List<Session> lineage;
    private final List<Allowance> allowances = new ArrayList<>();

    private SessionCover(IdentityFacts identity, List<Session> lineage) {
        this.identity = identity;
        this.lineage = lineage;
    }

    static SessionCover of(IdentityFacts identity, Session session) {
        SessionCover cover = new SessionCover(identity, lineage(identity, session));
        for (Session opened : cover.lineage) {
            identity.elevations().stream()
                    .filter(elevation -> cover.inScope(elevation, opened))
                    .forEach(elevation -> cover.allow(cover.effective(elevation), Optional.of(elevation)));
            identity.breakglass().stream()
                    .filter(invoked -> inScope(invoked, opened))
                    .forEach(invoked -> cover.allow(
                            Interval.of(invoked.header().occurredAt(), invoked.windowTo()), Optional.empty()));
        }
        cover.allowances.sort(Comparator.comparing(Allowance::window));
        return cover;
    }

    /** Elevations in force at {@code at}, the one that began first in front. */
    List<ElevationApproved> elevationsAt(Instant at) {
        return allowances.stream()
                .filter(allowance -> allowance.window().contains(at))
                .flatMap(allowance -> allowance.elevation().stream())
                .distinct()
                .toList();
    }

    /** Elevations in force at {@code at} or, where none was, those that ended no longer than {@code tolerance} before. */
    List<ElevationApproved> elevationsAt(Instant at, Duration tolerance) {
        List<ElevationApproved> exact = elevationsAt(at);
        return exact.isEmpty() ? elevationsDuring(at.minus(tolerance), at) : exact;
    }

    /** Elevations in force at any time from {@code from} to {@code to}, both included. */
    List<ElevationApproved> elevationsDuring(Instant from, Instant to) {
        return allowances.stream()
                .filter(allowance -> !allowance.window().from().isAfter(to)
                        && allowance.window().until().orElseThrow().isAfter(from))
                .flatMap(allowance -> allowance.elevation().stream())
                .distinct()
                .toList();
    }

    boolean breakglassAt(Instant at) {
        return allowances.stream()
                .anyMatch(allowance ->
                        allowance.elevation().isEmpty() && allowance.window().contains(at));
    }

    /** The break-glass access the session started under, the one invoked last; none where an elevation covered the start. */
    Optional<BreakglassInvoked> breakglassAtStart() {
        Instant start = session().startedAt();
        return elevationsAt(start).isEmpty()
                ? lineage.stream()
                        .flatMap(opened -> identity.breakglass().stream().filter(invoked -> inScope(invoked, opened)))
                        .filter(invoked -> Interval.of(invoked.header().occurredAt(), invoked.windowTo())
                                .contains(start))
                        .max(Comparator.comparing((BreakglassInvoked invoked) ->
                                        invoked.header().occurredAt())
                                .thenComparing(Event::id))
                : Optional.empty();
    }

    /** Where the unbroken cover that holds at {@code at} ends: extensions that adjoin or overlap are counted in. */
    Instant endOfCoverFrom(Instant at) {
        Instant end = at;
        for (Allowance allowance : allowances) {
            Instant until = allowance.window().until().orElseThrow();
            if (!allowance.window().from().isAfter(end) && until.isAfter(end)) {
                end = until;
            }
        }
        return end;
    }

    /** Elevations of the session's system in force at {@code at}, but for another role or account. */
    List<ElevationApproved> ofOtherScopeAt(Instant at) {
        return ofThisSystem()
                .filter(elevation -> !inScope(elevation, session()) && !selfApproved(elevation))
                .filter(elevation -> effective(elevation).contains(at))
                .toList();
    }

    /** Elevations in scope that began to allow only after the session had started, for a time in which it was in use. */
    List<ElevationApproved> begunTooLate() {
        return ofThisSystem()
                .filter(elevation -> inScope(elevation, session()))
                .filter(elevation ->
                        effective(elevation).from().isAfter(session().startedAt()))
                .filter(elevation -> !elevation.windowFrom().isAfter(session().lastSeenAt())
                        && elevation.windowTo().isAfter(session().startedAt()))
                .toList();
    }

    /** Refusals and withdrawals for the session's system up to {@code at}. */
    List<ElevationDenied> denialsUntil(Instant at) {
        return identity.denials().stream()
                .filter(denial -> denial.systemId().equals(session().systemId()))
                .filter(denial -> !denial.header().occurredAt().isAfter(at))
                .toList();
    }

    /** The systems whose elevations could allow the session. */
    List<String> systems() {
        return lineage.stream().map(Session::systemId).distinct().toList();
    }

    /** Whether the session says it was opened from another one that is not on record. */
    boolean originUnknown() {
        Session oldest = lineage.get(lineage.size() - 1);
        return oldest.started().parentSessionId().isPresent()
                && parent(identity, oldest).isEmpty();
    }

    /** The events that say where the session was opened from. */
    List<Event> origins() {
        return lineage.stream()
                .skip(1)
                .map(Session::started)
                .map(Event.class::cast)
                .toList();
    }

    private Session session() {
        return lineage.get(0);
    }

    private Stream<ElevationApproved> ofThisSystem() {
        return identity.elevations().stream()
                .filter(elevation -> elevation.systemId().equals(session().systemId()));
    }

    private void allow(Interval window, Optional<ElevationApproved> elevation) {
        if (!window.isEmpty()) {
            allowances.add(new Allowance(window, elevation));
        }
    }

    /** From the later of decision and window start until the earlier of window end and withdrawal. */
    private Interval effective(ElevationApproved elevation) {
        Instant decided = elevation.header().occurredAt();
        Instant from = elevation.windowFrom().isAfter(decided) ? elevation.windowFrom() : decided;
        Instant until = identity.denials().stream()
                .filter(denial -> denial.elevationId().equals(elevation.elevationId())
                        && denial.systemId().equals(elevation.systemId()))
                .map(denial -> denial.header().occurredAt())
                .filter(at -> !at.isBefore(decided) && at.isBefore(elevation.windowTo()))
                .min(Comparator.naturalOrder())
                .orElse(elevation.windowTo());
        return Interval.of(from, until);
    }

    private boolean inScope(ElevationApproved elevation, Session opened) {
        boolean role = elevation.role().isEmpty()
                || opened.started().role().isEmpty()
                || elevation.role().equals(opened.started().role());
        return elevation.systemId().equals(opened.systemId())
                && role
                && sameAccount(elevation.holder().account(), opened)
                && !selfApproved(elevation);
    }

    private static boolean inScope(BreakglassInvoked invoked, Session opened) {
        return invoked.systemId().equals(opened.systemId())
                && samePerson(invoked.holder().identityId(), opened)
                && sameAccount(invoked.holder().account(), opened);
    }

    private static boolean samePerson(Optional<String> allowed, Session opened) {
        Optional<String> used = opened.started().holder().identityId();
        return allowed.isEmpty() || used.isEmpty() || allowed.equals(used);
    }

    private static boolean sameAccount(Optional<AccountRef> allowed, Session opened) {
        Optional<AccountRef> used = opened.started().holder().account();
        return allowed.isEmpty() || used.isEmpty() || allowed.equals(used);
    }

    private boolean selfApproved(ElevationApproved elevation) {
        return elevation.approverId().equals(identity.subject().id())
                || elevation.holder().identityId().equals(Optional.of(elevation.approverId()));
    }

    /** The session and those it was opened from, as far as they are on record, the session itself first. */
    private static List<Session> lineage(IdentityFacts identity, Session session) {
        List<Session> lineage = new ArrayList<>(List.of(session));
        Optional<Session> parent = parent(identity, session);
        while (parent.isPresent() && !lineage.contains(parent.get())) {
            lineage.add(parent.get());
            parent = parent(identity, parent.get());
        }
        return lineage;
    }

    /** The parent by its id; where several systems use the same id, the last to have started before. */
    private static Optional<Session> parent(IdentityFacts identity, Session session) {
        if (session.started().parentSessionId().isEmpty()) {
            return Optional.empty();
        }
        return identity.sessions().stream()
                .filter(other -> session.started().parentSessionId().equals(Optional.of(other.sessionId())))
                .filter(other -> !other.equals(session) && !other.startedAt().isAfter(session.startedAt()))
                .reduce((earlier, later) -> later);
    }
}
