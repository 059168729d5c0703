package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.Stage;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionAlert.Change;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.json.EventLines;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ticketing and auditors hear of a control on trial, and when it comes into force. */
class StagingTest {

    private static final List<String> HISTORY = List.of(
            "{'kind':'system.registered','source':'cmdb','id':'s','at':'2020-01-01T00:00:00Z','systemId':'vault',"
                    + "'effectiveFrom':'2020-01-01T00:00:00Z','production':true,'privileged':true,'soxInScope':true,'socInScope':true}",
            "{'kind':'source.declared','source':'cmdb','id':'d','at':'2020-01-01T00:00:00Z','sourceId':'pam',"
                    + "'effectiveFrom':'2020-01-01T00:00:00Z','feeds':['ELEVATIONS','SESSIONS'],'grace':'PT0S'}",
            "{'kind':'session.started','source':'pam','id':'e1','at':'2026-01-05T10:00:00Z','sessionId':'s-1','holder':'p-1',"
                    + "'systemId':'vault','automation':false}");

    private static final List<String> CONFLICT = List.of(
            "{'kind':'system.registered','source':'cmdb','id':'s','at':'2020-01-01T00:00:00Z','systemId':'erp',"
                    + "'effectiveFrom':'2020-01-01T00:00:00Z','production':true,'soxInScope':true,'socInScope':true}",
            "{'kind':'source.declared','source':'cmdb','id':'d','at':'2020-01-01T00:00:00Z','sourceId':'erp',"
                    + "'effectiveFrom':'2020-01-01T00:00:00Z','feeds':['ACCOUNTS','GRANTS'],'systems':['erp'],'grace':'PT0S'}",
            "{'kind':'entitlement.mapped','source':'cmdb','id':'m1','at':'2020-01-01T00:00:00Z','systemId':'erp',"
                    + "'entitlement':'AP01','effectiveFrom':'2020-01-01T00:00:00Z','functions':['AP01:MAINTAIN']}",
            "{'kind':'entitlement.mapped','source':'cmdb','id':'m2','at':'2020-01-01T00:00:00Z','systemId':'erp',"
                    + "'entitlement':'AP06','effectiveFrom':'2020-01-01T00:00:00Z','functions':['AP06:POST']}",
            "{'kind':'rule.published','source':'cmdb','id':'r','at':'2020-01-01T00:00:00Z','ruleId':'P2P-01','version':'1',"
                    + "'effectiveFrom':'2020-01-01T00:00:00Z','title':'Vendors and payments',"
                    + "'slots':[['AP01'],['AP06']],'severity':'HIGH'}",
            "{'kind':'control.staged','source':'cmdb','id':'c','at':'2020-01-01T00:00:00Z','controlId':'EFF-01',"
                    + "'stage':'DRAFT','effectiveFrom':'2020-01-01T00:00:00Z','reason':'not asked here'}",
            "{'kind':'access.granted','source':'erp','id':'e1','at':'2026-01-10T00:00:00Z','grantId':'g-1','holder':'p-1',"
                    + "'systemId':'erp','entitlement':'AP01'}",
            "{'kind':'access.granted','source':'erp','id':'e2','at':'2026-01-11T00:00:00Z','grantId':'g-2','holder':'p-1',"
                    + "'systemId':'erp','entitlement':'AP06'}");

    @Test
    void aControlOnTrialNotifiesNobodyAndLeavesNoEvidence() {
        Backtest history = history(Stage.SHADOW);
        assertEquals(Map.of(), history.exceptions());
        assertEquals(1, history.foundOnTrial().size());
        history.foundOnTrial().values().forEach(record -> {
            assertFalse(record.notifies());
            assertEquals(Map.of(), record.assertions());
        });
        assertEquals(List.of(), history.alerts());
        assertEquals(List.of(), history.assertions());
        assertTrue(
                history.subjects().stream().allMatch(state -> state.verdicts().isEmpty()));
    }

    @Test
    void anActDoneOnTrialIsNoExceptionWhenTheControlComesIntoForceAndOneDoneAfterwardsIs() {
        Backtest history = history(Stage.SHADOW);
        history.accept(staged(Stage.ACTIVE, "2026-02-01T00:00:00Z"));
        history.settle(Map.of("pam", Instant.parse("2026-02-02T00:00:00Z")));
        assertEquals(1, history.foundOnTrial().size());
        assertEquals(Map.of(), history.exceptions());
        assertEquals(List.of(), history.assertions());
        history.accept(event("{'kind':'session.started','source':'pam','id':'e2','at':'2026-02-03T10:00:00Z',"
                + "'sessionId':'s-2','holder':'p-1','systemId':'vault','automation':false}"));
        history.settle(Map.of("pam", Instant.parse("2026-02-10T00:00:00Z")));
        assertEquals(1, history.foundOnTrial().size());
        assertEquals(1, history.exceptions().size());
        assertEquals(1, history.alerts().size());
        ExceptionAlert alert = history.alerts().get(0);
        assertEquals(Change.RAISED, alert.change());
        assertEquals("session:vault/s-2", alert.object());
        assertTrue(alert.notifies());
        assertTrue(history.assertions().stream()
                .allMatch(assertion -> assertion.object().equals("session:vault/s-2")));
        assertEquals(
                2,
                history.assertions().stream()
                        .filter(assertion -> assertion.verdict() == Verdict.DEVIATED)
                        .count());
    }

    @Test
    void anActFoundOnTrialIsRaisedOnceAndContinuesNothingWhenTheTrialWasStatedByMistake() {
        Backtest history = history(Stage.SHADOW);
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        history.publish(List.of(new ControlStaged(
                Header.of("grc", "stage-corrected", from.plusSeconds(60)), "PAM-01", Stage.ACTIVE, from, "as agreed")));
        history.end();
        assertEquals(
                List.of(ExceptionStatus.WITHDRAWN),
                history.foundOnTrial().values().stream()
                        .map(ExceptionRecord::status)
                        .toList());
        assertEquals(1, history.exceptions().size());
        assertEquals(1, history.alerts().size());
        assertEquals(Change.RAISED, history.alerts().get(0).change());
        assertEquals(Optional.empty(), history.alerts().get(0).replaces());
    }

    @Test
    void aConditionIsOneExceptionInEachSpanInForceAndOneFindingInEachOnTrial() {
        Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        history.publish(List.of(staged("SOD-01", Stage.SHADOW, "2020-01-01T00:00:00Z")));
        CONFLICT.stream().map(StagingTest::event).forEach(history::accept);
        history.settle(Map.of("erp", Instant.parse("2026-01-20T00:00:00Z")));
        assertEquals(List.of(), changes(history));
        for (String[] next : new String[][] {{"ACTIVE", "02"}, {"SHADOW", "03"}, {"ACTIVE", "04"}}) {
            String from = "2026-" + next[1] + "-01T00:00:00Z";
            history.accept(staged("SOD-01", Stage.valueOf(next[0]), from));
            history.settle(Map.of("erp", Instant.parse(from)));
            history.settle(Map.of("erp", Instant.parse(from).plusSeconds(60)));
        }
        assertEquals(
                List.of(
                        "RAISED OPEN 2026-02-01T00:00:00Z",
                        "STATUS RETIRED 2026-02-01T00:00:00Z",
                        "RAISED OPEN 2026-04-01T00:00:00Z"),
                changes(history));
        assertEquals(
                2,
                history.exceptions().values().stream()
                        .filter(record -> record.controlId().equals("SOD-01"))
                        .count());
        assertEquals(
                List.of("2026-01-11T00:00:00Z RETIRED", "2026-03-01T00:00:00Z RETIRED"),
                history.foundOnTrial().values().stream()
                        .map(record -> record.since() + " " + record.status())
                        .sorted()
                        .toList());
    }

    private static List<String> changes(Backtest history) {
        return history.alerts().stream()
                .filter(alert -> alert.controlId().equals("SOD-01"))
                .map(alert -> alert.change() + " " + alert.toStatus() + " " + alert.since())
                .toList();
    }

    @Test
    void aDraftIsNotEvenEvaluated() {
        Backtest history = history(Stage.DRAFT);
        assertEquals(Map.of(), history.exceptions());
        assertEquals(List.of(), history.alerts());
        assertEquals(List.of(), history.assertions());
    }

    private static Backtest history(Stage stage) {
        Backtest history = new Backtest(
                new ControlLibrary(
                        List.of(new io.plumbline.control.privileged.SessionsElevated()),
                        Controls.folders().stream()
                                .map(folder -> folder.definition())
                                .filter(definition -> definition.id().equals("PAM-01"))
                                .toList()),
                MonitorSettings.DEFAULTS,
                Mode.LIVE);
        history.publish(List.of(staged(stage, "2020-01-01T00:00:00Z")));
        HISTORY.stream().map(StagingTest::event).forEach(history::accept);
        history.settle(Map.of("pam", Instant.parse("2026-01-20T00:00:00Z")));
        return history;
    }

    private static ReferenceEvent staged(Stage stage, String from) {
        return staged("PAM-01", stage, from);
    }

    private static ReferenceEvent staged(String control, Stage stage, String from) {
        Instant at = Instant.parse(from);
        return new ControlStaged(Header.of("grc", "stage-" + stage + at, at), control, stage, at, "as agreed");
    }

    private static Event event(String line) {
        return EventLines.read("history", Stream.of(line.replace('\'', '"')))
                .findFirst()
                .orElseThrow()
                .event()
                .orElseThrow();
    }
}
