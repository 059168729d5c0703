package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.Regime;
import io.plumbline.event.ChangeEvents;
import io.plumbline.event.DecisionEvent;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.Purpose;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.yaml.ControlFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is put on record about a subject, and who may decide about it. */
class JudgeTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-05T00:00:00Z");
    private static final Principal PERSON = Principal.identity("p-1");

    @Test
    void aSecondExceptionOfAnItemIsInTheEvidenceOfEveryRegimeToo() {
        Backtest history = of("PAM-01", MonitorSettings.DEFAULTS);
        history.accept(PrivilegedAccessEvents.elevationApproved(
                        Header.of("pam", "e-1", START), "el-1", PERSON, "bank", START, hours(3), "p-2")
                .purpose(Purpose.CHANGE)
                .build());
        history.accept(started("s-1"));
        history.accept(new SessionEnded(Header.of("pam", "e-3", hours(5)), "s-1", "bank"));
        history.settle(Map.of("pam", LATER));
        assertEquals(1, history.exceptions().size());
        history.settle(Map.of("itsm", LATER));
        assertEquals(2, history.exceptions().size());
        for (Regime regime : Regime.values()) {
            Set<String> evidenced = history.assertions().stream()
                    .filter(assertion -> assertion.regime() == regime)
                    .flatMap(assertion -> assertion.exceptionIds().stream())
                    .collect(Collectors.toSet());
            assertEquals(history.exceptions().keySet(), evidenced, regime.name());
        }
    }

    @Test
    void whoWroteAChangeMayNotDismissThatTheyAloneApprovedIt() {
        Backtest history = of("CHG-02", MonitorSettings.DEFAULTS);
        history.accept(ChangeEvents.approved(Header.of("itsm", "a-1", START.minusSeconds(60)), "CHG-1", "erp", "p-dev")
                .build());
        history.accept(ChangeEvents.deployed(
                        Header.of("pipeline", "d-1", START),
                        "d-1",
                        "erp",
                        "production",
                        List.of("CHG-1"),
                        "sha-a",
                        Principal.identity("p-ops"))
                .authors(List.of("p-dev"))
                .build());
        history.settle(Map.of("itsm", LATER));
        String id = only(history, "CHG-02").exceptionId();
        history.accept(DecisionEvents.decided(
                        Header.of("grc", "dec-1", LATER), id, DecisionEvent.Action.DISMISS, "p-dev", "It was fine.")
                .second("p-x")
                .build());
        assertEquals(ExceptionStatus.OPEN, history.exceptions().get(id).status());
        assertEquals(1, history.exceptions().get(id).refusedDecisions().size());
    }

    @Test
    void whatACollectingSubjectCannotHoldIsStillPassedOnToTheSubjectItConcerns() {
        Backtest history = of("PAM-01", new MonitorSettings(100, 3, MonitorSettings.DEFAULTS.horizon()));
        history.accept(started("s-1"));
        for (int i = 0; i < 3; i++) {
            history.accept(new SessionAction(
                    Header.of("pam", "act-" + i, hours(i + 1)), "s-1", "bank", "READ", Optional.empty()));
        }
        SubjectState person = history.subjects().stream()
                .filter(state -> state.subject().equals(Subject.identity("p-1")))
                .findFirst()
                .orElseThrow();
        assertTrue(person.overflowed(), "the person holds too much as well, and is not judged as if that were all");
    }

    private static ExceptionRecord only(Backtest history, String control) {
        List<ExceptionRecord> records = history.exceptions().values().stream()
                .filter(record -> record.controlId().equals(control))
                .toList();
        assertEquals(1, records.size());
        return records.get(0);
    }

    private static SessionStarted started(String session) {
        return PrivilegedAccessEvents.sessionStarted(
                        Header.of("pam", "start-" + session, START), session, PERSON, "bank")
                .build();
    }

    private static Instant hours(int after) {
        return START.plus(Duration.ofHours(after));
    }

    /** A history under the reference data of a control's scenarios. */
    private static Backtest of(String control, MonitorSettings settings) {
        List<ControlFolder> folders = Controls.folders();
        Backtest history = new Backtest(Controls.library(folders), settings, Mode.LIVE);
        history.publish(folders.stream()
                .filter(folder -> folder.path().contains(control))
                .findFirst()
                .orElseThrow()
                .scenarios()
                .get(0)
                .reference());
        return history;
    }
}
