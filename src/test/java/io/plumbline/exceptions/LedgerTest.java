package io.plumbline.exceptions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Completeness;
import io.plumbline.control.Coverage;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parties;
import io.plumbline.control.Watermarks;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Header;
import io.plumbline.event.Severity;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.Ledger.Reconciled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table of the plan: what is on record, what the facts now show, and the change that follows. */
class LedgerTest {

    private static final Subject SUBJECT = Subject.identity("p-1");
    private static final ControlDefinition CONTROL = definition();
    private static final Deviation LASTING = Deviation.lasting("HELD", "LATENT", "g-1", day(1), Severity.HIGH);
    private static final Deviation ENDED = LASTING.ended(day(3), Ending.ENDED);

    @Test
    void nothingOnRecordAndADeviationWithoutEndOpens() {
        assertEquals(List.of("1 RAISED null->OPEN"), alerts(reconcile(List.of(), 9, LASTING)));
    }

    @Test
    void nothingOnRecordAndADeviationThatEndedOpensAndIsRemediated() {
        assertEquals(
                List.of("1 RAISED null->OPEN", "2 STATUS OPEN->REMEDIATED"), alerts(reconcile(List.of(), 9, ENDED)));
    }

    @Test
    void anOpenOneWhoseEndBecomesKnownIsRemediated() {
        Reconciled open = reconcile(List.of(), 9, LASTING);
        assertEquals(List.of("2 STATUS OPEN->REMEDIATED"), alerts(reconcile(open.records(), 9, ENDED)));
    }

    @Test
    void aRemediatedOneWhoseEndIsNoLongerShownOpensAgain() {
        Reconciled remediated = reconcile(List.of(), 9, ENDED);
        assertEquals(List.of("3 STATUS REMEDIATED->OPEN"), alerts(reconcile(remediated.records(), 9, LASTING)));
    }

    @Test
    void whatTheFactsNoLongerShowIsWithdrawnAndComesBackUnderTheSameId() {
        Reconciled open = reconcile(List.of(), 9, LASTING);
        Reconciled gone = reconcile(open.records(), 9);
        assertEquals(List.of("2 STATUS OPEN->WITHDRAWN"), alerts(gone));
        Reconciled back = reconcile(gone.records(), 9, LASTING);
        assertEquals(List.of("3 STATUS WITHDRAWN->OPEN"), alerts(back));
        assertEquals(open.records().get(0).exceptionId(), back.records().get(0).exceptionId());
    }

    @Test
    void sayingTheSameAgainSendsNothingAndChangesNothing() {
        Reconciled open = reconcile(List.of(), 9, LASTING);
        Reconciled again = reconcile(open.records(), 10, LASTING);
        assertTrue(again.alerts().isEmpty());
        assertTrue(again.changed().isEmpty());
        assertEquals(open.records(), again.records());
    }

    @Test
    void aVariantThatChangesIsAnUpdateOfTheSameException() {
        Reconciled latent = reconcile(List.of(), 9, LASTING);
        Reconciled exercised = reconcile(
                latent.records(), 9, Deviation.lasting("HELD", "EXERCISED", "g-1", day(1), Severity.CRITICAL));
        assertEquals(List.of("2 UPDATED OPEN->OPEN"), alerts(exercised));
        assertEquals("EXERCISED", exercised.records().get(0).variant());
    }

    @Test
    void aMovedAnchorWithdrawsTheOldExceptionAndTheNewOneSaysWhatItReplaces() {
        Reconciled first = reconcile(List.of(), 9, LASTING);
        Reconciled moved =
                reconcile(first.records(), 9, Deviation.lasting("HELD", "LATENT", "g-2", day(2), Severity.HIGH));
        String old = first.records().get(0).exceptionId();
        ExceptionRecord fresh = moved.records().stream()
                .filter(record -> !record.exceptionId().equals(old))
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(old), fresh.replaces());
        assertEquals(2, moved.alerts().size());
    }

    @Test
    void whatBeginsLaterIsNotRaisedYetButAskedAgain() {
        Reconciled early = reconcile(List.of(), 0, LASTING);
        assertTrue(early.records().isEmpty());
        assertEquals(Set.of(day(1)), early.nextChanges());
    }

    @Test
    void aControlThatGaveNoAnswerLeavesWhatIsOnRecordOfIt() {
        Reconciled open = reconcile(List.of(), 9, LASTING);
        Reconciled kept = ledger(9, Map.of()).reconcile(open.records(), List.of(), Set.of(CONTROL.id()));
        assertEquals(open.records(), kept.records());
    }

    @Test
    void theRegimesMayStandDifferentlyAndTheExceptionStandsAsTheLeastSettled() {
        Reconciled late = reconcile(List.of(), 9, LASTING.ended(day(3), Ending.PERFORMED_LATE));
        ExceptionRecord record = late.records().get(0);
        assertEquals(
                Map.of("SOC", ExceptionStatus.REMEDIATED, "SOX", ExceptionStatus.OPEN),
                Map.copyOf(record.assertions()));
        assertEquals(ExceptionStatus.OPEN, record.status());
        assertEquals(List.of("1 RAISED null->OPEN"), alerts(late));
    }

    @Test
    void anAcceptanceIsAskedAgainWhenItRunsOut() {
        String id = reconcile(List.of(), 9, LASTING).records().get(0).exceptionId();
        Decided accepted = DecisionEvents.decided(
                        Header.of("decisions", "d-1", day(2)), id, Action.ACCEPT, "boss", "until the migration")
                .until(day(20))
                .build();
        Reconciled reconciled =
                ledger(9, Map.of(id, List.of(accepted))).reconcile(List.of(), List.of(found(LASTING)), Set.of());
        assertEquals(ExceptionStatus.ACCEPTED, reconciled.records().get(0).status());
        assertEquals(Set.of(day(20)), reconciled.nextChanges());
    }

    private static Reconciled reconcile(List<ExceptionRecord> onRecord, int day, Deviation... deviations) {
        return ledger(day, Map.of())
                .reconcile(
                        onRecord,
                        java.util.Arrays.stream(deviations)
                                .map(LedgerTest::found)
                                .toList(),
                        Set.of());
    }

    private static Ledger ledger(int day, Map<String, List<Decided>> decisions) {
        Coverage coverage = new Coverage(
                Catalogue.EMPTY,
                new Completeness(Catalogue.EMPTY, Watermarks.NONE),
                SUBJECT,
                Parties.of(Set.of("p-1")),
                Optional.empty());
        return new Ledger(SUBJECT, Catalogue.EMPTY, coverage, day(day), decisions);
    }

    private static Found found(Deviation deviation) {
        return new Found(
                CONTROL,
                Judgement.deviated("grant:g", "erp", day(1), List.of(deviation)),
                deviation,
                Set.of(Regime.SOC, Regime.SOX));
    }

    private static List<String> alerts(Reconciled reconciled) {
        return reconciled.alerts().stream()
                .map(alert -> alert.sequence() + " " + alert.change() + " "
                        + alert.fromStatus().map(Enum::name).orElse("null") + "->" + alert.toStatus())
                .toList();
    }

    private static Instant day(int day) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(86_400L * (day - 1));
    }

    private static ControlDefinition definition() {
        Assertion assertion = new Assertion(
                "objective",
                List.of("CC6.3"),
                "re-performance",
                List.of(),
                new Assertion.ControlOwners("c", "b", "s", "r"));
        TreeMap<Regime, Assertion> assertions = new TreeMap<>(Map.of(Regime.SOC, assertion, Regime.SOX, assertion));
        return new ControlDefinition(
                "TST-01",
                "Nothing deviates",
                "1.0.0",
                "test",
                "look",
                assertions,
                List.of(new DeviationKind(
                        "HELD", Nature.CONDITION, List.of("LATENT", "EXERCISED"), Set.of(Regime.SOC))),
                List.of(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>());
    }
}
