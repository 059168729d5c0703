package io.plumbline.control.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Deadline;
import io.plumbline.control.Deviation;
import io.plumbline.control.FixedReference;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.Purpose;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.Subject;
import io.plumbline.facts.Held;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionsElevatedTest {

    private static final FixedReference REFERENCE = FixedReference.of(
            "PAM-01",
            Map.of("max_duration", "PT8H", "overrun_tolerance", "PT5M", "approval_lookback", "P30D"),
            Map.of());
    private static final Reference SETTLED = REFERENCE.settledTo("2026-03-03T00:00:00Z");

    @Test
    void aPendingSessionIsAskedAgainRightAfterItsStartAndGrace() {
        Judgement judgement = only(REFERENCE.settledTo("2026-03-02T09:30:00Z"), started("s-1", "09:00:00"));

        assertEquals(Verdict.PENDING, judgement.verdict());
        assertEquals(
                List.of(new Deadline(FixedReference.SOURCE, Instant.parse("2026-03-02T11:00:00.001Z"))),
                judgement.deadlines());
    }

    @Test
    void aGapOfTheApprovalSourceBeforeTheSessionLeavesItUndecided() {
        Reference gap =
                REFERENCE.settledWithGap("2026-03-03T00:00:00Z", "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z");

        Judgement judgement = only(gap, started("s-1", "09:00:00"));

        assertEquals(Verdict.INDETERMINATE, judgement.verdict());
        assertEquals("SOURCE_GAP", judgement.reason());
    }

    @Test
    void aGapLongerAgoThanAnApprovalMayLieDoesNotHinder() {
        Reference gap =
                REFERENCE.settledWithGap("2026-03-03T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-31T09:00:00Z");

        assertEquals("NO_ELEVATION", only(gap, started("s-1", "09:00:00")).reason());
    }

    @Test
    void aCoveredSessionCarriesWhoApprovedItForWhatAndUnderWhichTicket() {
        Judgement judgement =
                only(SETTLED, elevated("el-1", "08:55:00", "09:00:00", "12:00:00"), started("s-1", "09:00:00"));

        assertEquals(Verdict.OPERATED, judgement.verdict());
        assertEquals(Optional.of("p-2"), judgement.approver());
        assertEquals(Optional.of("INCIDENT"), judgement.justification());
        assertEquals(Optional.of("INC-9"), judgement.ticket());
        assertEquals(List.of("session.started", "elevation.approved"), kinds(judgement));
    }

    @Test
    void anOverrunSaysWhenTheCoverEndedAndTheSessionDid() {
        Deviation overrun = only(
                        SETTLED,
                        elevated("el-1", "08:55:00", "09:00:00", "12:00:00"),
                        started("s-1", "09:00:00"),
                        ended("s-1", "13:00:00"))
                .deviations()
                .get(0);

        assertEquals("2026-03-02T12:00:00Z", overrun.details().get("coverEnded"));
        assertEquals(
                "Approved cover ended at 2026-03-02T12:00:00Z; the session was in use until 2026-03-02T13:00:00Z.",
                overrun.explanation().get(2));
        assertEquals(Optional.of(Deviation.Ending.ENDED), overrun.ending());
    }

    @Test
    void anElevationOfAnotherAccountOfThePersonDoesNotCoverThisOne() {
        ElevationApproved forAdmin = elevation(
                "el-1",
                new Principal(Optional.of("p-1"), Optional.of(new AccountRef(FixedReference.SYSTEM, "admin"))),
                List.of());
        SessionStarted asRoot = session(
                "s-1",
                new Principal(Optional.of("p-1"), Optional.of(new AccountRef(FixedReference.SYSTEM, "root"))),
                Optional.empty());

        assertEquals("OUT_OF_SCOPE", only(SETTLED, forAdmin, asRoot).reason());
    }

    @Test
    void oneSessionMayDeviateInSeveralWaysEachWithItsOwnKind() {
        Judgement judgement = only(
                SETTLED,
                elevation("el-1", Principal.identity("p-1"), List.of("READ")),
                started("s-1", "09:00:00"),
                new SessionAction(at("a", "10:00:00"), "s-1", FixedReference.SYSTEM, "WRITE", Optional.empty()),
                ended("s-1", "13:00:00"));

        assertEquals(
                List.of("OVERRUN", "OUT_OF_SCOPE"),
                judgement.deviations().stream().map(Deviation::kind).toList());
        assertTrue(judgement.deviations().stream()
                .allMatch(deviation -> deviation.anchor().equals("s-1")));
        assertEquals("WRITE", judgement.deviations().get(1).details().get("actionsOutOfScope"));
    }

    @Test
    void aForbiddenActionIsSeenEvenWithinTheToleranceAfterTheWindow() {
        Judgement judgement = only(
                SETTLED,
                elevation("el-1", Principal.identity("p-1"), List.of("READ")),
                started("s-1", "09:00:00"),
                new SessionAction(at("a", "12:04:00"), "s-1", FixedReference.SYSTEM, "WRITE", Optional.empty()));

        assertEquals("OUT_OF_SCOPE", judgement.reason());
    }

    @Test
    void sessionsThatNameEachOtherAsParentAreStillJudged() {
        Principal person = Principal.identity("p-1");

        List<Judgement> judgements =
                judge(SETTLED, session("s-1", person, Optional.of("s-2")), session("s-2", person, Optional.of("s-1")));

        assertEquals(
                List.of("NO_ELEVATION", "NO_ELEVATION"),
                judgements.stream().map(Judgement::reason).toList());
    }

    private static Judgement only(Reference reference, Event... events) {
        List<Judgement> judgements = judge(reference, events);
        assertEquals(1, judgements.size());
        return judgements.get(0);
    }

    private static List<Judgement> judge(Reference reference, Event... events) {
        List<Event> held = Stream.of(events)
                .map(event -> new Held(event, event.header().occurredAt()))
                .sorted()
                .map(Held::event)
                .toList();
        return new SessionsElevated().evaluate(IdentityFacts.of(Subject.identity("p-1"), held), reference);
    }

    private static SessionStarted started(String id, String time) {
        return PrivilegedAccessEvents.sessionStarted(at(id, time), id, Principal.identity("p-1"), FixedReference.SYSTEM)
                .build();
    }

    private static SessionStarted session(String id, Principal holder, Optional<String> parent) {
        return PrivilegedAccessEvents.sessionStarted(at(id, "09:00:00"), id, holder, FixedReference.SYSTEM)
                .parent(parent)
                .build();
    }

    private static SessionEnded ended(String id, String time) {
        return new SessionEnded(at(id + "-end", time), id, FixedReference.SYSTEM);
    }

    private static ElevationApproved elevated(String id, String decided, String from, String to) {
        return PrivilegedAccessEvents.elevationApproved(
                        at(id, decided).withTicket("INC-9"),
                        id,
                        Principal.identity("p-1"),
                        FixedReference.SYSTEM,
                        instant(from),
                        instant(to),
                        "p-2")
                .purpose(Purpose.INCIDENT)
                .build();
    }

    private static ElevationApproved elevation(String id, Principal holder, List<String> actions) {
        return PrivilegedAccessEvents.elevationApproved(
                        at(id, "08:55:00"),
                        id,
                        holder,
                        FixedReference.SYSTEM,
                        instant("09:00:00"),
                        instant("12:00:00"),
                        "p-2")
                .actions(actions)
                .build();
    }

    private static List<String> kinds(Judgement judgement) {
        return judgement.evidence().stream()
                .map(event -> event.kind().wireName())
                .toList();
    }

    private static Header at(String id, String time) {
        return Header.of("pam", id, instant(time));
    }

    private static Instant instant(String time) {
        return Instant.parse("2026-03-02T" + time + "Z");
    }
}
