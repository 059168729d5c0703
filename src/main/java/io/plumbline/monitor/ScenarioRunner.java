package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.Scenario.Expected;
import io.plumbline.monitor.Scenario.ExpectedException;
import io.plumbline.monitor.Scenario.ExpectedVerdict;
import io.plumbline.monitor.Scenario.Step;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs scenarios and says where the outcome is not the one expected.
 *
 * <p>A scenario is run in the order it is written, and in other orders with every event arriving twice: the end must be the
 * same. Orders are drawn from a fixed seed, so a failure can be repeated. In the written order all controls are asked, in others
 * those the scenario is about.
 */
public final class ScenarioRunner {

    private final ControlLibrary controls;
    private final MonitorSettings settings;

    public ScenarioRunner(ControlLibrary controls, MonitorSettings settings) {
        this.controls = controls;
        this.settings = settings;
    }

    /** Mismatches of the run in the written order, and of {@code shuffles} runs in others; empty when all is as expected. */
    public List<String> run(Scenario scenario, int shuffles) {
        List<String> mismatches = new ArrayList<>(asWritten(scenario));
        for (int seed = 1; seed <= shuffles && mismatches.isEmpty(); seed++) {
            mismatches.addAll(shuffled(scenario, seed, Mode.LIVE));
            mismatches.addAll(shuffled(scenario, seed, Mode.CATCHING_UP));
        }
        return mismatches;
    }

    private List<String> asWritten(Scenario scenario) {
        List<String> mismatches = new ArrayList<>();
        Backtest backtest = new Backtest(controls, settings, Mode.LIVE);
        backtest.publish(scenario.reference());
        int number = 0;
        for (Step step : scenario.steps()) {
            number++;
            if (step instanceof Step.Arrives arrives) {
                arrive(arrives.event(), backtest);
            } else if (step instanceof Step.Settles settles) {
                backtest.settle(everySource(settles.sources(), backtest));
            } else if (step instanceof Step.Stands stands) {
                mismatches.addAll(compare(scenario, stands.expected(), backtest, "after step " + (number - 1)));
            }
        }
        mismatches.addAll(compare(scenario, scenario.expected(), backtest, "at the end"));
        return mismatches;
    }

    private List<String> shuffled(Scenario scenario, int seed, Mode mode) {
        List<Event> events = new ArrayList<>();
        Map<String, Instant> settled = new TreeMap<>();
        Backtest backtest = new Backtest(controls.asking(scenario.controls()), settings, mode);
        backtest.publish(scenario.reference());
        for (Step step : scenario.steps()) {
            if (step instanceof Step.Arrives arrives) {
                events.add(arrives.event());
                events.add(arrives.event());
            } else if (step instanceof Step.Settles settles) {
                settled.putAll(settles.sources());
            }
        }
        Collections.shuffle(events, new Random(seed));
        events.forEach(event -> arrive(event, backtest));
        backtest.settle(everySource(settled, backtest));
        backtest.end();
        return compare(scenario, scenario.expected(), backtest, "in order " + seed + " " + mode);
    }

    private static void arrive(Event event, Backtest backtest) {
        backtest.accept(event);
        if (event instanceof ReferenceEvent) {
            backtest.settle(Map.of());
        }
    }

    /** The key {@code *} stands for every source; a source named beside it keeps its own instant. */
    private static Map<String, Instant> everySource(Map<String, Instant> sources, Backtest backtest) {
        Map<String, Instant> each = new TreeMap<>(sources);
        Optional.ofNullable(each.remove("*"))
                .ifPresent(instant -> backtest.sources().forEach(source -> each.putIfAbsent(source, instant)));
        return each;
    }

    private static List<String> compare(Scenario scenario, Expected expected, Backtest backtest, String when) {
        List<ExceptionRecord> all = new ArrayList<>(backtest.exceptions().values());
        all.addAll(backtest.foundOnTrial().values());
        return compare(scenario, expected, all, backtest.subjects()).stream()
                .map(mismatch -> when + ": " + mismatch)
                .toList();
    }

    /**
     * Where what stands is not what is expected, in words; empty where it is.
     *
     * @param exceptions with what was found on trial
     */
    public static List<String> compare(
            Scenario scenario,
            Expected expected,
            Collection<ExceptionRecord> exceptions,
            Collection<SubjectState> subjects) {
        List<String> mismatches = new ArrayList<>();
        List<ExceptionRecord> unexplained = new ArrayList<>(exceptions.stream()
                .filter(record -> scenario.controls().contains(record.controlId()))
                .toList());
        for (ExpectedException wanted : expected.exceptions()) {
            Optional<ExceptionRecord> match = unexplained.stream()
                    .filter(record -> matches(wanted, record))
                    .findFirst();
            match.ifPresentOrElse(unexplained::remove, () -> mismatches.add("expected but not found: " + wanted));
        }
        unexplained.stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .forEach(record -> mismatches.add("not expected: " + text(record)));
        SortedMap<String, VerdictOnRecord> verdicts = verdicts(subjects);
        for (ExpectedVerdict wanted : expected.verdicts()) {
            List<VerdictOnRecord> found = verdicts.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(wanted.subject() + "|" + wanted.control() + "|"))
                    .filter(entry -> wanted.object().isEmpty()
                            || entry.getKey().endsWith("|" + wanted.object().get()))
                    .map(Map.Entry::getValue)
                    .toList();
            boolean asWanted = !found.isEmpty()
                    && found.stream()
                            .allMatch(verdict -> verdict.verdict() == wanted.verdict()
                                    && wanted.reason()
                                            .map(verdict.reason()::equals)
                                            .orElse(true));
            if (!asWanted) {
                mismatches.add("expected " + wanted + " but found " + found);
            }
        }
        return mismatches;
    }

    private static SortedMap<String, VerdictOnRecord> verdicts(Collection<SubjectState> subjects) {
        SortedMap<String, VerdictOnRecord> verdicts = new TreeMap<>();
        subjects.forEach(state -> state.verdicts()
                .forEach((item, verdict) -> verdicts.put(state.subject().key() + "|" + item, verdict)));
        return verdicts;
    }

    private static boolean matches(ExpectedException wanted, ExceptionRecord record) {
        return wanted.control().equals(record.controlId())
                && wanted.kind().equals(record.kind())
                && wanted.variant().equals(record.variant())
                && wanted.since().equals(record.since())
                && wanted.until().equals(record.until())
                && wanted.status() == record.status()
                && fits(wanted.subject(), record.subjectKey())
                && fits(wanted.object(), record.object())
                && (wanted.rule().isEmpty() || wanted.rule().equals(record.rule()))
                && fits(wanted.severity(), record.severity())
                && fits(wanted.flags(), record.flags())
                && wanted.statuses()
                        .map(statuses -> {
                            SortedMap<String, ExceptionStatus> byName = new TreeMap<>();
                            statuses.forEach((regime, status) -> byName.put(regime.name(), status));
                            return byName.equals(record.assertions());
                        })
                        .orElse(true);
    }

    private static <T> boolean fits(Optional<T> wanted, T actual) {
        return wanted.map(actual::equals).orElse(true);
    }

    private static String text(ExceptionRecord record) {
        return record.controlId() + " " + record.kind() + "/" + record.variant() + " " + record.subjectKey() + " "
                + record.object() + " since " + record.since()
                + record.until().map(until -> " until " + until).orElse("") + " " + record.status() + " "
                + record.assertions() + " " + record.severity() + " " + record.flags();
    }
}
