package io.plumbline.control.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Control;
import io.plumbline.control.Deadline;
import io.plumbline.control.Deviation;
import io.plumbline.control.FixedReference;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.Requested;
import io.plumbline.event.ChangeEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.Terminated;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.Held;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeControlsTest {

    private static final ChangesApproved CHG_01 = new ChangesApproved();
    private static final DutiesSeparatedInChange CHG_02 = new DutiesSeparatedInChange();
    private static final FixedReference REFERENCE = FixedReference.of(
            "CHG",
            Map.of("window_tolerance", "PT30M", "standard_change_validity", "P365D", "approval_lookback", "P90D"),
            Map.of("production_environments", "production, live", "trigger_counts_as_deploy", "true"));
    private static final Reference SETTLED = REFERENCE.settledTo("2026-03-03T00:00:00Z");

    @Test
    void aLeaversSessionThatDeploysAnUnapprovedChangeIsOneExceptionThatSaysAllOfIt() {
        Judgement judgement = only(
                CHG_01,
                SETTLED,
                new Terminated(
                        Header.of("hr", "t", Instant.parse("2026-02-27T17:00:00Z")),
                        "p-ops",
                        Instant.parse("2026-02-27T17:00:00Z"),
                        TerminationType.INVOLUNTARY),
                PrivilegedAccessEvents.sessionStarted(
                                at("s", "09:50:00"), "s-1", Principal.identity("p-ops"), FixedReference.SYSTEM)
                        .role("root")
                        .build(),
                deployed("p-ops", List.of(), Optional.of("s-1")));

        assertEquals(1, judgement.deviations().size());
        Deviation deviation = judgement.deviations().get(0);
        assertEquals(Severity.CRITICAL, deviation.severity());
        assertEquals(
                List.of(
                        "p-ops deployed artefact sha-a on bank at 2026-03-02T10:00:00Z.",
                        "It names no change record, and none approves it.",
                        "It was done in privileged session s-1, opened by p-ops at 2026-03-02T09:50:00Z.",
                        "The one who did it had left: the employment ended at 2026-02-27T17:00:00Z."),
                deviation.explanation());
        assertEquals("2026-02-27T17:00:00Z", deviation.details().get("leaver"));
        assertEquals("bank/s-1", deviation.details().get("session"));
        assertEquals(
                List.of("deployment.executed", "session.started", "identity.terminated"),
                deviation.evidence().stream()
                        .map(event -> event.kind().wireName())
                        .toList());
    }

    @Test
    void aDeploymentWithoutAnyChangeIsToldApartFromOneWithAnUnapprovedChange() {
        assertEquals("UNLINKED", detail("linkage", deployed("p-ops", List.of(), Optional.empty())));
        assertEquals("UNLINKED", detail("linkage", deployed("p-ops", List.of("CHG-1"), Optional.empty())));
        assertEquals("LINKED", detail("linkage", requested(), deployed("p-ops", List.of("CHG-1"), Optional.empty())));
    }

    @Test
    void aGapOfTheTicketToolLeavesAnUnapprovedDeploymentUndecidedAndAnApprovedOneNot() {
        Reference gap =
                REFERENCE.settledWithGap("2026-03-03T00:00:00Z", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z");
        Deployed deployment = deployed("p-ops", List.of("CHG-1"), Optional.empty());

        assertEquals("SOURCE_GAP", only(CHG_01, gap, deployment).reason());
        assertEquals(
                Verdict.OPERATED,
                only(CHG_01, gap, approved("p-cab", "09:00:00"), deployment).verdict());
    }

    @Test
    void anApprovedDeploymentNamesItsIndependentApproverAndItsChange() {
        Judgement judgement = only(
                CHG_01,
                SETTLED,
                approved("p-ops", "08:00:00"),
                approved("p-cab", "09:00:00"),
                deployed("p-ops", List.of("CHG-1"), Optional.empty()));

        assertEquals("APPROVED_INDEPENDENTLY", judgement.reason());
        assertEquals(Optional.of("p-cab"), judgement.approver());
        assertEquals(Optional.of("CHG-1"), judgement.ticket());
    }

    @Test
    void nothingIsJudgedWhileOnlyTheChangeRecordHasArrived() {
        ChangeFacts facts = facts(requested(), approved("p-cab", "09:00:00"));

        assertTrue(CHG_01.evaluate(facts, SETTLED).isEmpty());
        assertTrue(CHG_02.evaluate(facts, SETTLED).isEmpty());
    }

    @Test
    void thatAnAuthorDeployedIsReportedAtOnceAndThatNobodyElseApprovedOnceThatIsCertain() {
        Event[] events = {approved("p-dev", "09:00:00"), deployed("p-dev", List.of("CHG-1"), Optional.empty())};

        Judgement early = only(CHG_02, REFERENCE.settledTo("2026-03-02T11:00:00Z"), events);
        Judgement later = only(CHG_02, SETTLED, events);

        assertEquals(List.of("AUTHOR_DEPLOYED"), kinds(early));
        assertEquals(Severity.HIGH, early.deviations().get(0).severity());
        assertEquals(
                List.of(new Deadline(FixedReference.SOURCE, Instant.parse("2026-03-02T12:00:00.001Z"))),
                early.deadlines());
        assertEquals(List.of("AUTHOR_APPROVED", "AUTHOR_DEPLOYED"), kinds(later));
        assertEquals(Severity.CRITICAL, later.deviations().get(1).severity());
    }

    @Test
    void independenceLooksAtTheChangeNamedEvenWhereItIsNotOnRecordYet() {
        Judgement judgement = only(
                CHG_02,
                REFERENCE.settledTo("2026-03-02T11:00:00Z"),
                approved("p-cab", "09:00:00"),
                deployed("p-ops", List.of("CHG-1", "CHG-2"), Optional.empty()));

        assertEquals(Verdict.PENDING, judgement.verdict());
    }

    private static String detail(String name, Event... events) {
        return only(CHG_01, SETTLED, events).deviations().get(0).details().get(name);
    }

    private static Judgement only(Control<? super ChangeFacts> control, Reference reference, Event... events) {
        List<Judgement> judgements = control.evaluate(facts(events), reference);
        assertEquals(1, judgements.size());
        return judgements.get(0);
    }

    private static ChangeFacts facts(Event... events) {
        return ChangeFacts.of(
                new Subject(SubjectKind.IMPLEMENTATION, "bank/d-1"),
                Stream.of(events)
                        .map(event -> new Held(event, event.header().occurredAt()))
                        .sorted()
                        .map(Held::event)
                        .toList());
    }

    private static Requested requested() {
        return new Requested(
                at("r", "08:00:00"),
                "CHG-1",
                ChangeType.NORMAL,
                FixedReference.SYSTEM,
                List.of(),
                Optional.of("p-dev"),
                Optional.empty(),
                Optional.empty());
    }

    private static Approved approved(String approver, String decided) {
        return ChangeEvents.approved(at("a-" + approver, decided), "CHG-1", FixedReference.SYSTEM, approver)
                .build();
    }

    /** Written by p-dev and deployed at ten o'clock. */
    private static Deployed deployed(String deployer, List<String> changes, Optional<String> session) {
        return ChangeEvents.deployed(
                        at("d", "10:00:00"),
                        "d-1",
                        FixedReference.SYSTEM,
                        "Live",
                        changes,
                        "sha-a",
                        Principal.identity(deployer))
                .authors(List.of("p-dev"))
                .session(session)
                .build();
    }

    private static List<String> kinds(Judgement judgement) {
        return judgement.deviations().stream().map(Deviation::kind).toList();
    }

    private static Header at(String id, String time) {
        return Header.of("tool", id, Instant.parse("2026-03-02T" + time + "Z"));
    }
}
