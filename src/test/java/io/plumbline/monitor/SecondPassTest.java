package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Terminated;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.IdentityEvent.Updated;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import io.plumbline.event.Severity;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Finding;
import io.plumbline.facts.Findings;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What controls found is tested once more, for how it is dealt with: by others, in the same step, and never by itself. */
class SecondPassTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration TIME_TO_ANSWER = Duration.ofDays(3);

    @Test
    void whatWasFoundIsTestedInTheSameStepAndWhatThatFindsIsNot() {
        Backtest history = history(new Answered("TST-02"));
        history.accept(left());
        assertEquals(Set.of("TST-01"), Set.copyOf(controls(history)));
        assertEquals(Verdict.PENDING, verdict(history).verdict());

        history.settle(Map.of("hr", START.plus(TIME_TO_ANSWER)));
        ExceptionRecord found = of("TST-01", history);
        ExceptionRecord about = of("TST-02", history);
        assertEquals(Set.of("TST-01", "TST-02"), Set.copyOf(controls(history)));
        assertEquals("exception:" + found.exceptionId(), about.object());
        assertEquals(START.plus(TIME_TO_ANSWER), about.since());
        assertEquals(Verdict.DEVIATED, verdict(history).verdict());
    }

    @Test
    void aDecisionAboutTheOneEndsTheOther() {
        Backtest history = history(new Answered("TST-02"));
        history.accept(left());
        history.settle(Map.of("hr", START.plus(Duration.ofDays(9))));
        history.accept(acknowledged(of("TST-01", history).exceptionId(), 5));
        ExceptionRecord about = of("TST-02", history);
        assertEquals(ExceptionStatus.REMEDIATED, about.status());
        assertEquals(
                START.plus(Duration.ofDays(5)),
                about.until().orElseThrow(),
                "performed when it was decided, not when it was heard of");
    }

    @Test
    void whatIsWithdrawnTakesWhatWasSaidOfItAlong() {
        Backtest history = history(new Answered("TST-02"));
        history.accept(left());
        history.settle(Map.of("hr", START.plus(Duration.ofDays(9))));
        history.accept(stayed());
        assertEquals(ExceptionStatus.WITHDRAWN, of("TST-01", history).status());
        assertEquals(ExceptionStatus.WITHDRAWN, of("TST-02", history).status());
    }

    @Test
    void anErrorInTheSecondPassIsReportedAndStandsUntilItIsGone() {
        Backtest history = history(new Throwing("TST-02", START.plus(Duration.ofDays(4)), "identity:p-1"));
        history.accept(left());
        ExceptionRecord failure = of("EVD-04", history);
        assertEquals("control:TST-02", failure.object());
        assertEquals(Set.of("EVD-04", "TST-01"), Set.copyOf(controls(history)));

        history.settle(Map.of("hr", START.plus(Duration.ofDays(4))));
        history.accept(acknowledged(of("TST-01", history).exceptionId(), 5));
        assertEquals(ExceptionStatus.WITHDRAWN, of("EVD-04", history).status());
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        Backtest written = history(new Answered("TST-02"));
        written.accept(left());
        List<Event> events = new ArrayList<>(
                List.of(left(), acknowledged(of("TST-01", written).exceptionId(), 5), left()));
        for (int seed = 1; seed <= 10; seed++) {
            Collections.shuffle(events, new Random(seed));
            Backtest other = history(new Answered("TST-02"));
            events.forEach(other::accept);
            other.settle(Map.of("hr", START.plus(Duration.ofDays(9))));
            assertEquals(2, controls(other).size());
            assertEquals(
                    START.plus(Duration.ofDays(5)), of("TST-02", other).until().orElseThrow());
        }
    }

    @Test
    void aSubjectThatHoldsTooMuchIsNotTestedEither() {
        Backtest history = new Backtest(
                library(new Answered("TST-02")),
                new MonitorSettings(100, 1, MonitorSettings.DEFAULTS.horizon()),
                Mode.LIVE);
        history.publish(List.of(working()));
        history.accept(left());
        history.accept(stayed());
        assertTrue(of("EVD-04", history).details().get("controls").endsWith("TST-01, TST-02"));
    }

    /** Deviates from when somebody leaves on; whoever stated a change before is spared. */
    private record Leaving(String id) implements Control<IdentityFacts> {

        @Override
        public Class<IdentityFacts> population() {
            return IdentityFacts.class;
        }

        @Override
        public List<Judgement> evaluate(IdentityFacts facts, Reference reference) {
            if (!facts.employment().statuses().isEmpty()) {
                return List.of(Judgement.of("all", "erp", START, Verdict.OPERATED, "SPARED", List.of()));
            }
            if (facts.departures().isEmpty()) {
                return List.of();
            }
            return List.of(Judgement.deviated(
                    "all", "erp", START, List.of(Deviation.lasting("LEFT", "LEFT", "a", START, Severity.LOW))));
        }
    }

    /** Deviates where an exception is not answered in time. */
    private record Answered(String id) implements Control<Findings> {

        @Override
        public Class<Findings> population() {
            return Findings.class;
        }

        @Override
        public List<Judgement> evaluate(Findings facts, Reference reference) {
            return facts.exceptions().stream()
                    .map(each -> judged(each, reference))
                    .toList();
        }

        private static Judgement judged(Finding each, Reference reference) {
            String object = "exception:" + each.exceptionId();
            Instant due = each.since().plus(TIME_TO_ANSWER);
            if (!reference.completeness().reached(due)) {
                return Judgement.of(object, each.systemId(), each.since(), Verdict.PENDING, "NOT_DUE", List.of())
                        .againAt(due);
            }
            Deviation late = Deviation.lasting("UNANSWERED", "UNANSWERED", "a", due, Severity.LOW);
            return Judgement.deviated(
                    object,
                    each.systemId(),
                    each.since(),
                    List.of(each.history().stream()
                            .filter(phase -> phase.status().equals("ACKNOWLEDGED"))
                            .findFirst()
                            .map(phase -> late.ended(phase.at(), Ending.PERFORMED_LATE))
                            .orElse(late)));
        }
    }

    /** Throws at one subject before an instant. */
    private record Throwing(String id, Instant before, String at) implements Control<Findings> {

        @Override
        public Class<Findings> population() {
            return Findings.class;
        }

        @Override
        public List<Judgement> evaluate(Findings facts, Reference reference) {
            if (facts.subject().key().equals(at) && !reference.completeness().reached(before)) {
                throw new IllegalStateException("not yet");
            }
            return List.of();
        }
    }

    private static CalendarPublished working() {
        return new CalendarPublished(
                Header.of("reference", "c-1", START), "default", Instant.EPOCH, "UTC", List.of(), List.of());
    }

    private static Event left() {
        return new Terminated(Header.of("hr", "t-1", START), "p-1", START, TerminationType.VOLUNTARY);
    }

    private static Event stayed() {
        return new Updated(Header.of("hr", "u-1", START), "p-1", EmploymentStatus.ACTIVE, START);
    }

    private static Event acknowledged(String exceptionId, int day) {
        return DecisionEvents.decided(
                        Header.of("decisions", "d-1", START.plus(Duration.ofDays(day))),
                        exceptionId,
                        Action.ACKNOWLEDGE,
                        "boss",
                        "taken")
                .build();
    }

    private static Backtest history(Control<Findings> second) {
        Backtest history = new Backtest(library(second), MonitorSettings.DEFAULTS, Mode.LIVE);
        history.publish(List.of(working()));
        return history;
    }

    private static ControlLibrary library(Control<Findings> second) {
        ControlLibrary.Entry itself = Controls.library().entry("EVD-04").orElseThrow();
        return new ControlLibrary(
                List.of(new Leaving("TST-01"), second, itself.control()),
                List.of(definition("TST-01", "LEFT"), definition("TST-02", "UNANSWERED"), itself.definition()));
    }

    private static ControlDefinition definition(String id, String kind) {
        return new ControlDefinition(
                id,
                "",
                "1.0.0",
                "",
                "",
                new TreeMap<>(),
                List.of(new DeviationKind(kind, Nature.CONDITION, List.of(kind), Set.of(Regime.SOC), Set.of())),
                List.of(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>());
    }

    private static List<String> controls(Backtest history) {
        return history.exceptions().values().stream()
                .map(ExceptionRecord::controlId)
                .toList();
    }

    private static ExceptionRecord of(String control, Backtest history) {
        List<ExceptionRecord> records = history.exceptions().values().stream()
                .filter(record -> record.controlId().equals(control))
                .toList();
        assertEquals(1, records.size(), control);
        return records.get(0);
    }

    private static SubjectState.VerdictOnRecord verdict(Backtest history) {
        return history.subjects().stream()
                .flatMap(state -> state.verdicts().entrySet().stream())
                .filter(verdict -> verdict.getKey().startsWith("TST-02|"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
