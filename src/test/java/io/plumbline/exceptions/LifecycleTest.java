package io.plumbline.exceptions;

import static io.plumbline.exceptions.ExceptionStatus.ACCEPTED;
import static io.plumbline.exceptions.ExceptionStatus.ACKNOWLEDGED;
import static io.plumbline.exceptions.ExceptionStatus.CLOSED;
import static io.plumbline.exceptions.ExceptionStatus.DISMISSED;
import static io.plumbline.exceptions.ExceptionStatus.MITIGATED;
import static io.plumbline.exceptions.ExceptionStatus.OPEN;
import static io.plumbline.exceptions.ExceptionStatus.REMEDIATED;
import static io.plumbline.exceptions.ExceptionStatus.RETIRED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Header;
import io.plumbline.event.Severity;
import io.plumbline.exceptions.ExceptionRecord.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final DeviationKind CONDITION =
            new DeviationKind("HELD", Nature.CONDITION, List.of("V"), Set.of(Regime.SOC));
    private static final DeviationKind ACT = new DeviationKind("DONE", Nature.ACT, List.of("V"), Set.of());
    private static final Deviation LASTING = Deviation.lasting("HELD", "V", "g-1", day(1), Severity.HIGH);
    private static final Deviation DONE = Deviation.lasting("DONE", "V", "s-1", day(1), Severity.HIGH);

    @Test
    void aConditionIsOpenWhileItLastsAndRemediatedWhenTheFactsShowItsEnd() {
        assertEquals(List.of(OPEN), statuses(LASTING, day(9)));
        assertEquals(List.of(OPEN, REMEDIATED), statuses(LASTING.ended(day(3), Ending.ENDED), day(9)));
        assertEquals(List.of(OPEN), statuses(LASTING.ended(day(3), Ending.ENDED), day(2)), "its end is still to come");
    }

    @Test
    void whatIsPerformedLateIsCuredOnlyForTheRegimesThatSaySo() {
        Deviation late = LASTING.ended(day(3), Ending.PERFORMED_LATE);
        assertEquals(REMEDIATED, last(life(CONDITION, late, Regime.SOC, day(9))).status());
        assertEquals(OPEN, last(life(CONDITION, late, Regime.SOX, day(9))).status());
    }

    @Test
    void anAcceptanceRunsOutAndTheExpiryIsAPhaseOfItsOwn() {
        Decided accepted = decide(2, Action.ACCEPT, "boss", null, day(5));
        assertEquals(List.of(OPEN, ACCEPTED), statuses(LASTING, day(4), accepted));
        List<Phase> expired = phases(LASTING, day(6), accepted);
        assertEquals(new Phase(day(5), OPEN, "ACCEPTANCE_EXPIRED", Optional.empty()), last(expired));
    }

    @Test
    void aMitigationLapsesUnlessItsControlIsPerformed() {
        Decided mitigated = decide(2, Action.MITIGATE, "boss", null, day(5));
        Decided performed = decide(4, Action.MITIGATION_PERFORMED, "clerk", null, day(8));
        assertEquals(List.of(OPEN, MITIGATED, OPEN), statuses(LASTING, day(6), mitigated));
        assertEquals(List.of(OPEN, MITIGATED), statuses(LASTING, day(6), mitigated, performed));
        assertEquals(List.of(OPEN, MITIGATED, OPEN), statuses(LASTING, day(9), mitigated, performed));
    }

    @Test
    void anActIsClosedByTwoPersonsAndNeverByOne() {
        assertEquals(List.of(OPEN, CLOSED), statuses(DONE, day(9), decide(2, Action.CLOSE, "boss", "second", null)));
        assertRefused(DONE, "second person", decide(2, Action.CLOSE, "boss", null, null));
        assertRefused(DONE, "second person", decide(2, Action.CLOSE, "boss", "boss", null));
    }

    @Test
    void closingAConditionThatLastsIsAFalseClosure() {
        Lifecycle.Life life = new Lifecycle(CONDITION, LASTING, Set.of(), Optional.empty())
                .upTo(day(9), List.of(decide(2, Action.CLOSE, "boss", "second", null)));
        assertTrue(life.falseClosure());
        assertEquals(OPEN, last(life.phases()).status());
    }

    @Test
    void nobodyDisposesOfAnExceptionAboutThemselves() {
        assertRefused(LASTING, "about themselves", decide(2, Action.ACCEPT, "p-1", null, day(5)));
        assertRefused(DONE, "about themselves", decide(2, Action.CLOSE, "boss", "p-1", null));
    }

    @Test
    void dismissingNeedsTwoPersonsAndReopeningTakesItBack() {
        Decided dismissed = decide(2, Action.DISMISS, "boss", "second", null);
        Decided reopened = decide(3, Action.REOPEN, "auditor", null, null);
        assertEquals(List.of(OPEN, DISMISSED), statuses(LASTING, day(9), dismissed));
        assertEquals(List.of(OPEN, DISMISSED, OPEN), statuses(LASTING, day(9), dismissed, reopened));
    }

    @Test
    void anAcceptanceWithoutEndOrAMitigationWithoutControlIsRefused() {
        assertRefused(LASTING, "needs an end", decide(2, Action.ACCEPT, "boss", null, null));
        assertRefused(LASTING, "needs an end", decide(2, Action.ACCEPT, "boss", null, day(1)));
        Decided unnamed = DecisionEvents.decided(
                        Header.of("decisions", "d", day(2)), "exc", Action.MITIGATE, "boss", "r")
                .until(day(5))
                .build();
        assertRefused(LASTING, "mitigating control", unnamed);
    }

    @Test
    void anExceptionOfARetiredRuleIsRetiredAtThatInstant() {
        List<Phase> phases = phases(LASTING.ended(day(4), Ending.RULE_RETIRED), day(9));
        assertEquals(new Phase(day(4), RETIRED, "RULE_RETIRED", Optional.empty()), last(phases));
    }

    @Test
    void decisionsCountInOrderOfTheirOwnTimeWhateverTheOrderOfArrival() {
        Decided first = decide(2, Action.ACKNOWLEDGE, "clerk", null, null);
        Decided second = decide(3, Action.ACCEPT, "boss", null, day(20));
        assertEquals(List.of(OPEN, ACKNOWLEDGED, ACCEPTED), statuses(LASTING, day(9), second, first));
    }

    @Test
    void theEndOfAConditionBeatsAnAcceptanceThatRunsOutAtTheSameInstant() {
        Deviation ended = LASTING.ended(day(5), Ending.ENDED);
        assertEquals(
                List.of(OPEN, ACCEPTED, REMEDIATED),
                statuses(ended, day(9), decide(2, Action.ACCEPT, "boss", null, day(5))));
    }

    private static Instant day(int day) {
        return Instant.parse("2026-03-%02dT00:00:00Z".formatted(day));
    }

    private static Decided decide(int day, Action action, String by, String second, Instant until) {
        return DecisionEvents.decided(
                        Header.of("decisions", action + "-" + day, day(day)), "exc", action, by, "because")
                .second(Optional.ofNullable(second))
                .until(Optional.ofNullable(until))
                .mitigation("MC-1")
                .build();
    }

    private static List<Phase> phases(Deviation deviation, Instant asOf, Decided... decisions) {
        DeviationKind kind = deviation.kind().equals("DONE") ? ACT : CONDITION;
        return new Lifecycle(kind, deviation, Set.of("p-1"), Optional.empty())
                .upTo(asOf, List.of(decisions))
                .phases();
    }

    private static List<Phase> life(DeviationKind kind, Deviation deviation, Regime regime, Instant asOf) {
        return new Lifecycle(kind, deviation, Set.of(), Optional.of(regime))
                .upTo(asOf, List.of())
                .phases();
    }

    private static List<ExceptionStatus> statuses(Deviation deviation, Instant asOf, Decided... decisions) {
        return phases(deviation, asOf, decisions).stream().map(Phase::status).toList();
    }

    private static void assertRefused(Deviation deviation, String why, Decided decision) {
        DeviationKind kind = deviation.kind().equals("DONE") ? ACT : CONDITION;
        Lifecycle.Life life =
                new Lifecycle(kind, deviation, Set.of("p-1"), Optional.empty()).upTo(day(9), List.of(decision));
        assertEquals(OPEN, last(life.phases()).status());
        assertEquals(1, life.refused().size());
        assertTrue(life.refused().get(0).contains(why), life.refused().toString());
    }

    private static Phase last(List<Phase> phases) {
        return phases.get(phases.size() - 1);
    }
}
