package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Manifest;
import io.plumbline.event.Stage;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Facts;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.SourceFacts;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a control gives no answer about a subject, the monitor says so of itself, and everything else is judged. */
class MonitorFailureTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void aControlThatThrowsIsIndeterminateAndAnExceptionOfTheMonitorAndItsNeighboursAreJudged() {
        Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 99)));
        history.accept(granted("p-odd", 1));
        history.accept(granted("p-even", 1));

        assertEquals(
                "RULE_ERROR",
                verdict(history, "identity:p-odd", "TST-01|subject").reason());
        assertEquals(
                Verdict.OPERATED,
                verdict(history, "identity:p-even", "TST-01|all").verdict());
        assertTrue(verdicts(history, "identity:p-odd").keySet().stream().anyMatch(item -> item.startsWith("EFF-01|")));
        ExceptionRecord found = only(history);
        assertEquals("RULE_ERROR", found.variant());
        assertEquals("identity:p-odd", found.subjectKey());
        assertEquals("control:TST-01", found.object());
        assertEquals("erp", found.systemId());
        assertEquals(Set.of("SOC", "SOX"), found.assertions().keySet());
        assertEquals("TST-01", found.details().get("control"));
        assertTrue(
                found.explanation().contains("java.lang.IllegalStateException: does not know p-odd"),
                found.explanation().toString());
        assertEquals(
                Set.of("SOC", "SOX"),
                history.assertions().stream()
                        .filter(assertion -> assertion.object().equals("control:TST-01"))
                        .map(AssertionRecord::regime)
                        .map(Enum::name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void theExceptionBeginsWithTheOldestEventHeldWhateverCameFirst() {
        List<Event> events = List.of(granted("p-odd", 1), granted("p-odd", 2), granted("p-odd", 3));
        for (List<Event> order : List.of(events, List.of(events.get(2), events.get(0), events.get(1)))) {
            Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 99)));
            order.forEach(history::accept);
            assertEquals(START.plus(Duration.ofHours(1)), only(history).since());
        }
    }

    @Test
    void itIsWithdrawnOnceTheControlGivesAnAnswerAgain() {
        Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 1)));
        history.accept(granted("p-odd", 1));
        assertEquals(ExceptionStatus.OPEN, only(history).status());
        history.accept(granted("p-odd", 2));
        assertEquals(ExceptionStatus.WITHDRAWN, only(history).status());
        assertEquals(
                Verdict.OPERATED,
                verdict(history, "identity:p-odd", "TST-01|all").verdict());
    }

    @Test
    void withoutTheControlThatReportsItThereIsTheVerdictAlone() {
        Backtest history = history(new ControlLibrary(
                List.of(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 99)), List.of(definition("TST-01"))));
        history.accept(granted("p-odd", 1));
        assertEquals(
                Set.of("TST-01|subject"), verdicts(history, "identity:p-odd").keySet());
        assertEquals(Map.of(), history.exceptions());
    }

    @Test
    void anErrorOfTheControlThatReportsErrorsIsItsVerdictAlone() {
        ControlDefinition reporting =
                Controls.library().entry("EVD-04").orElseThrow().definition();
        Backtest history = history(new ControlLibrary(
                List.of(
                        new Failing<>("EVD-04", SourceFacts.class, "erp-log", 99),
                        new Failing<>("TST-02", SourceFacts.class, "erp-log", 99)),
                List.of(reporting, definition("TST-02"))));
        history.accept(manifest(1));
        assertEquals(
                "RULE_ERROR",
                verdict(history, "source:erp-log", "EVD-04|subject").reason());
        assertEquals("control:TST-02", only(history).object(), "what it reports of others stands nevertheless");
    }

    @Test
    void aSubjectThatHoldsTooMuchIsOneExceptionThatNamesEveryControlThatIsBlindToIt() {
        Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "nobody", 99)), 2);
        history.accept(granted("p-big", 1));
        history.accept(granted("p-big", 2));
        assertEquals(List.of(), failures(history, "identity:p-big"));
        history.accept(granted("p-big", 3));
        history.accept(granted("p-big", 4));
        ExceptionRecord one = only(history, "identity:p-big");
        assertEquals("SUBJECT_TOO_LARGE", one.variant());
        assertEquals("all-controls", one.object());
        assertTrue(one.details().get("controls").contains("EFF-01, EFF-02, "), one.details()::toString);
    }

    @Test
    void aSourceThatOutgrowsItsSubjectIsReportedToo() {
        Backtest history = history(Controls.library(), 2);
        for (int i = 1; i <= 3; i++) {
            history.accept(manifest(i));
        }
        assertEquals("all-controls", only(history, "source:erp-log").object());
        assertEquals(
                "SUBJECT_TOO_LARGE",
                verdict(history, "source:erp-log", "EVD-04|subject").reason());
    }

    @Test
    void ofAControlOnTrialNobodyIsToldThatItFailsUntilItComesIntoForce() {
        Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 99)));
        history.publish(List.of(
                staged(Stage.SHADOW, START.minus(Duration.ofDays(9))),
                staged(Stage.ACTIVE, START.plus(Duration.ofDays(9)))));
        history.accept(granted("p-odd", 1));
        assertEquals(
                List.of(false),
                failures(history).stream().map(ExceptionRecord::notifies).toList());
        assertEquals(Set.of(), asserted(history));
        assertFalse(verdicts(history, "identity:p-odd").containsKey("TST-01|subject"));

        history.settle(Map.of("erp", START.plus(Duration.ofDays(10))));
        ExceptionRecord inForce = failures(history).stream()
                .filter(ExceptionRecord::notifies)
                .findFirst()
                .orElseThrow();
        assertEquals(START.plus(Duration.ofDays(9)), inForce.since());
        assertEquals(Set.of("control:TST-01"), asserted(history));
        assertEquals(
                Verdict.INDETERMINATE,
                verdict(history, "identity:p-odd", "TST-01|subject").verdict());
    }

    @Test
    void thatADraftOrARetiredControlFailsIsNoException() {
        for (Stage stage : List.of(Stage.DRAFT, Stage.RETIRED)) {
            Backtest history = history(library(new Failing<>("TST-01", IdentityFacts.class, "p-odd", 99)));
            history.publish(List.of(staged(stage, START.minus(Duration.ofDays(9)))));
            history.accept(granted("p-odd", 1));
            assertEquals(List.of(), failures(history));
        }
    }

    @Test
    void aControlThatFailsIsAskedAgainWhenItWasDueBefore() {
        Backtest history = history(library(new FailingBefore("TST-01", START.plus(Duration.ofDays(9)))));
        history.accept(granted("p-odd", 1));
        history.accept(granted("p-odd", 2));
        assertEquals(ExceptionStatus.OPEN, only(history).status());
        history.settle(Map.of("erp", START.plus(Duration.ofDays(10))));
        assertEquals(
                Verdict.OPERATED,
                verdict(history, "identity:p-odd", "TST-01|all").verdict());
        assertEquals(ExceptionStatus.WITHDRAWN, only(history).status());
    }

    /** Operates, and wants to be asked again at an instant; before then it throws at a second grant. */
    private record FailingBefore(String id, Instant due) implements Control<IdentityFacts> {

        @Override
        public Class<IdentityFacts> population() {
            return IdentityFacts.class;
        }

        @Override
        public List<Judgement> evaluate(IdentityFacts facts, Reference reference) {
            if (facts.grants().size() > 1 && !reference.completeness().reached(due)) {
                throw new IllegalStateException("does not know yet");
            }
            return List.of(Judgement.of("all", "erp", START, Verdict.OPERATED, "KNOWN", List.of())
                    .againAt(due));
        }
    }

    private static Set<String> asserted(Backtest history) {
        return history.assertions().stream()
                .map(AssertionRecord::object)
                .filter("control:TST-01"::equals)
                .collect(Collectors.toSet());
    }

    private static ReferenceEvent staged(Stage stage, Instant from) {
        return new ReferenceEvent.ControlStaged(
                Header.of("grc", "stage-" + stage, from), "TST-01", stage, from, "as agreed");
    }

    /** Operates, but throws at one subject as long as it holds at most so many grants; of a source, always. */
    private record Failing<F extends Facts>(String id, Class<F> population, String at, int most) implements Control<F> {

        @Override
        public List<Judgement> evaluate(F facts, Reference reference) {
            boolean few = !(facts instanceof IdentityFacts identity)
                    || identity.grants().size() <= most;
            if (facts.subject().id().equals(at) && few) {
                throw new IllegalStateException("does not know " + at);
            }
            return List.of(Judgement.of("all", "erp", START, Verdict.OPERATED, "KNOWN", List.of()));
        }
    }

    private static ControlLibrary library(Control<?> besides) {
        List<ControlLibrary.Entry> entries = Controls.library().entries();
        List<Control<?>> controls = new ArrayList<>(List.of(besides));
        List<ControlDefinition> definitions = new ArrayList<>(List.of(definition(besides.id())));
        entries.forEach(entry -> {
            controls.add(entry.control());
            definitions.add(entry.definition());
        });
        return new ControlLibrary(controls, definitions);
    }

    private static ControlDefinition definition(String id) {
        return new ControlDefinition(
                id,
                "",
                "1.0.0",
                "",
                "",
                new TreeMap<>(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>());
    }

    private static Backtest history(ControlLibrary controls) {
        return history(controls, MonitorSettings.DEFAULTS.maxHeldEvents());
    }

    private static Backtest history(ControlLibrary controls, int mostEvents) {
        Backtest history = new Backtest(
                controls, new MonitorSettings(100, mostEvents, MonitorSettings.DEFAULTS.horizon()), Mode.LIVE);
        history.publish(CompanyReference.inForce());
        return history;
    }

    private static Event granted(String who, int number) {
        return AccessEvents.granted(
                        Header.of("erp", who + "-" + number, START.plus(Duration.ofHours(number))),
                        "g" + number,
                        Principal.identity(who),
                        "erp",
                        "LEDGER")
                .build();
    }

    private static Event manifest(int number) {
        return new Manifest(
                Header.of("erp-log", "m-" + number, START.plus(Duration.ofHours(number))),
                "erp-log",
                "d-" + number,
                1,
                Optional.empty(),
                Optional.empty(),
                "aa",
                Optional.empty());
    }

    private static ExceptionRecord only(Backtest history, String subjectKey) {
        List<ExceptionRecord> records = failures(history, subjectKey);
        assertEquals(1, records.size(), records.toString());
        return records.get(0);
    }

    /** Those about one subject: where little can be held, others outgrow theirs as well. */
    private static List<ExceptionRecord> failures(Backtest history, String subjectKey) {
        return failures(history).stream()
                .filter(record -> record.subjectKey().equals(subjectKey))
                .toList();
    }

    private static ExceptionRecord only(Backtest history) {
        List<ExceptionRecord> records = failures(history);
        assertEquals(1, records.size(), records.toString());
        return records.get(0);
    }

    private static List<ExceptionRecord> failures(Backtest history) {
        return Stream.of(history.exceptions(), history.foundOnTrial())
                .flatMap(records -> records.values().stream())
                .filter(record -> record.kind().equals(Failures.KIND))
                // A bound of two is too small for the parameters of some controls as well.
                .filter(record -> !record.subjectKey().startsWith("system:plumbline/"))
                .toList();
    }

    private static VerdictOnRecord verdict(Backtest history, String subject, String item) {
        return Optional.ofNullable(verdicts(history, subject).get(item)).orElseThrow(() -> new AssertionError(item));
    }

    private static Map<String, VerdictOnRecord> verdicts(Backtest history, String subject) {
        return history.subjects().stream()
                .filter(state -> state.subject().key().equals(subject))
                .findFirst()
                .orElseThrow()
                .verdicts();
    }
}
