package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs one random history in many orders of arrival, every event twice, with truthful heartbeats, gaps and backfills in between,
 * and says in which orders the final records are not those of the first.
 */
public final class FinalRecords {

    private static final Set<String> SOURCES =
            Set.of("hr", "erp", "iga", "pam", "itsm", "files", "vault", "grc", "rev", "decisions", "reference");

    /** Ways of mixing there are: by the order, by what comes after everything was judged, and by the mode. */
    private static final int WAYS = 12;

    private final ControlLibrary controls;
    private final MonitorSettings settings;

    public FinalRecords(ControlLibrary controls) {
        this(controls, MonitorSettings.DEFAULTS);
    }

    FinalRecords(ControlLibrary controls, MonitorSettings settings) {
        this.controls = controls;
        this.settings = settings;
    }

    /** What a run over all orders of one history came to. */
    public record Outcome(List<String> violations, Set<String> statusesReached) {}

    public Outcome of(long seed, int size, int orders) {
        List<Event> history = new ArrayList<>(RandomHistory.facts(seed, size * 4 / 5));
        SortedMap<String, List<String>> raised = new TreeMap<>();
        run(history, List.of(), new Random(seed), Mode.LIVE, new TreeSet<>())
                .exceptions()
                .values()
                .forEach(record -> raised.computeIfAbsent(
                                record.controlId() + " " + record.kind(), kind -> new ArrayList<>())
                        .add(record.exceptionId()));
        history.addAll(RandomHistory.decisions(seed, decidedAbout(raised), size));
        history.addAll(RandomHistory.closings(seed, List.copyOf(demanded(raised).values())));
        history.addAll(RandomHistory.gapsAndBackfills(seed, 12));

        Set<String> reached = new TreeSet<>();
        Backtest inOrder = run(sorted(history), List.of(), new Random(seed), Mode.LIVE, reached);
        List<String> violations = new ArrayList<>(FinalRecordsOracle.violations(inOrder, history, controls));
        violations.addAll(inOrders(history, finals(inOrder), seed, (int) (5 * seed % WAYS), orders, reached));
        return new Outcome(violations, reached);
    }

    /** Every kind of exception, and twelve times more where every status is demanded, so that few decisions come to all of them. */
    private static List<List<String>> decidedAbout(SortedMap<String, List<String>> raised) {
        List<List<String>> kinds = new ArrayList<>(raised.values());
        demanded(raised).values().forEach(exceptionIds -> kinds.addAll(Collections.nCopies(12, exceptionIds)));
        return kinds;
    }

    /** Those of the controls of which every status is demanded. */
    private static SortedMap<String, List<String>> demanded(SortedMap<String, List<String>> raised) {
        Set<String> controls = RandomHistory.reachableStatuses().stream()
                .map(status -> status.substring(0, status.indexOf(' ')))
                .collect(Collectors.toSet());
        SortedMap<String, List<String>> demanded = new TreeMap<>(raised);
        demanded.keySet().removeIf(kind -> !controls.contains(kind.substring(0, kind.indexOf(' '))));
        return demanded;
    }

    /** The same for any history, without asking the controls once more. */
    Outcome of(List<Event> history, long seed, int orders) {
        Set<String> reached = new TreeSet<>();
        Backtest inOrder = run(sorted(history), List.of(), new Random(seed), Mode.LIVE, reached);
        return new Outcome(inOrders(history, finals(inOrder), seed, 0, orders, reached), reached);
    }

    /** @param first how many ways of mixing are passed over, so that other histories are told in other ways */
    private List<String> inOrders(
            List<Event> history,
            SortedMap<String, String> expected,
            long seed,
            int first,
            int orders,
            Set<String> reached) {
        List<String> violations = new ArrayList<>();
        for (int order = first + 1; order <= first + orders; order++) {
            Random random = new Random(seed * 1_000 + order);
            List<Event> arrivals = new ArrayList<>(history);
            arrivals.addAll(history);
            Collections.shuffle(arrivals, random);
            if (order % 2 == 0) {
                arrivals = nearlySorted(history, random);
            }
            List<Event> afterwards = new ArrayList<>();
            if (order % 4 == 1) {
                arrivals.stream().filter(SourceHealthEvent.class::isInstance).forEach(afterwards::add);
                arrivals.removeAll(afterwards);
            }
            Mode mode = order % 3 == 0 ? Mode.CATCHING_UP : Mode.LIVE;
            SortedMap<String, String> actual = finals(run(arrivals, afterwards, random, mode, reached));
            if (!actual.equals(expected)) {
                violations.add(
                        "history " + seed + ", order " + order + " " + mode + ": " + difference(expected, actual));
            }
        }
        return violations;
    }

    /** @param afterwards what sources say of their gaps when everything has been judged, so that nothing else judges it anew */
    private Backtest run(List<Event> arrivals, List<Event> afterwards, Random random, Mode mode, Set<String> reached) {
        Backtest backtest = new Backtest(controls, settings, mode);
        backtest.publish(CompanyReference.inForce());
        int pulse = 1 + arrivals.size() / 8;
        for (int i = 0; i < arrivals.size(); i++) {
            backtest.accept(arrivals.get(i), RandomHistory.END.plusSeconds(i));
            if (random.nextInt(pulse) == 0) {
                backtest.settle(
                        everySource(truthful(arrivals.subList(i + 1, arrivals.size()), arrivals.subList(0, i + 1))));
            }
        }
        backtest.settle(everySource(RandomHistory.END));
        afterwards.forEach(backtest::accept);
        backtest.end();
        backtest.alerts().forEach(alert -> reached.add(alert.controlId() + " " + alert.toStatus()));
        return backtest;
    }

    /**
     * The latest instant before which every fact has arrived: the earliest still to come for the first time. Reference data
     * and what a source says about itself are no facts of a source; they may come at any time.
     */
    private static Instant truthful(List<Event> toCome, List<Event> arrived) {
        Set<String> known = new TreeSet<>();
        arrived.forEach(event -> known.add(event.id().toString()));
        return toCome.stream()
                .filter(event -> !(event instanceof ReferenceEvent || event instanceof SourceHealthEvent))
                .filter(event -> !known.contains(event.id().toString()))
                .map(FinalRecords::time)
                .min(Instant::compareTo)
                .orElse(RandomHistory.END);
    }

    private static Instant time(Event event) {
        return event instanceof ReferenceEvent reference
                ? reference.effectiveFrom()
                : event.header().occurredAt();
    }

    private static Map<String, Instant> everySource(Instant settled) {
        Map<String, Instant> sources = new TreeMap<>();
        SOURCES.forEach(source -> sources.put(source, settled));
        return sources;
    }

    private static List<Event> sorted(List<Event> events) {
        return events.stream()
                .sorted(Comparator.comparing(FinalRecords::time)
                        .thenComparing(event -> event.id().toString()))
                .toList();
    }

    /** In order of time, but every event up to twenty places late, and some of them twice. */
    private static List<Event> nearlySorted(List<Event> events, Random random) {
        SortedMap<Double, Event> places = new TreeMap<>();
        List<Event> sorted = sorted(events);
        for (int i = 0; i < sorted.size(); i++) {
            places.put(i + 20 * random.nextDouble(), sorted.get(i));
            if (random.nextInt(3) == 0) {
                places.put(i + 60 * random.nextDouble(), sorted.get(i));
            }
        }
        return new ArrayList<>(places.values());
    }

    /** Id, kind, interval and status of all that is not withdrawn. */
    private static SortedMap<String, String> finals(Backtest backtest) {
        SortedMap<String, String> finals = new TreeMap<>();
        List<ExceptionRecord> all = new ArrayList<>(backtest.exceptions().values());
        all.addAll(backtest.foundOnTrial().values());
        for (ExceptionRecord record : all) {
            if (record.status() != ExceptionStatus.WITHDRAWN) {
                finals.put(
                        record.exceptionId(),
                        String.join(
                                " ",
                                record.controlId(),
                                record.kind(),
                                record.variant(),
                                record.subjectKey(),
                                record.object(),
                                record.since().toString(),
                                record.until().toString(),
                                record.status().name(),
                                record.statusSince().toString(),
                                record.assertions().toString(),
                                record.severity().name(),
                                record.flags().toString(),
                                record.incidentId().toString(),
                                Boolean.toString(record.notifies())));
            }
        }
        return finals;
    }

    private static String difference(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        List<String> lines = new ArrayList<>();
        expected.forEach((id, text) -> {
            if (!text.equals(actual.get(id))) {
                lines.add("- " + text + "\n  + " + actual.get(id));
            }
        });
        actual.forEach((id, text) -> {
            if (!expected.containsKey(id)) {
                lines.add("+ " + text);
            }
        });
        return String.join("\n  ", lines);
    }
}
