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
import io.plumbline.json.EventLines;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    @Test
    void aControlOnTrialNotifiesNobodyAndLeavesNoEvidence() {
        Backtest history = history(Stage.SHADOW);
        assertEquals(1, history.exceptions().size());
        history.exceptions().values().forEach(record -> {
            assertFalse(record.notifies());
            assertEquals(Map.of(), record.assertions());
        });
        assertTrue(history.alerts().stream().noneMatch(ExceptionAlert::notifies));
        assertEquals(List.of(), history.assertions());
        assertTrue(
                history.subjects().stream().allMatch(state -> state.verdicts().isEmpty()));
    }

    @Test
    void anActDoneOnTrialIsNoExceptionWhenTheControlComesIntoForceAndOneDoneAfterwardsIs() {
        Backtest history = history(Stage.SHADOW);
        history.accept(staged(Stage.ACTIVE, "2026-02-01T00:00:00Z"));
        history.settle(Map.of("pam", Instant.parse("2026-02-02T00:00:00Z")));
        assertEquals(1, history.exceptions().size());
        assertEquals(List.of(), history.assertions());
        history.accept(event("{'kind':'session.started','source':'pam','id':'e2','at':'2026-02-03T10:00:00Z',"
                + "'sessionId':'s-2','holder':'p-1','systemId':'vault','automation':false}"));
        history.settle(Map.of("pam", Instant.parse("2026-02-10T00:00:00Z")));
        assertEquals(2, history.exceptions().size());
        List<ExceptionAlert> notified =
                history.alerts().stream().filter(ExceptionAlert::notifies).toList();
        assertEquals(1, notified.size());
        assertEquals(Change.RAISED, notified.get(0).change());
        assertEquals("session:vault/s-2", notified.get(0).object());
        assertTrue(history.assertions().stream()
                .allMatch(assertion -> assertion.object().equals("session:vault/s-2")));
        assertEquals(
                2,
                history.assertions().stream()
                        .filter(assertion -> assertion.verdict() == Verdict.DEVIATED)
                        .count());
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
        Instant at = Instant.parse(from);
        return new ControlStaged(Header.of("grc", "stage-" + stage, at), "PAM-01", stage, at, "as agreed");
    }

    private static Event event(String line) {
        return EventLines.read("history", Stream.of(line.replace('\'', '"')))
                .findFirst()
                .orElseThrow()
                .event()
                .orElseThrow();
    }
}
