package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Verdict;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Interval;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Gaps, silence and backfills of one source, beside others that go on. */
class GapTest {

    private static final Instant START = RandomHistory.START;
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void fourWeeksOfGapOrSilenceOfOneSourceHoldUpNothingOfAnother() {
        Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        history.publish(CompanyReference.inForce());
        history.accept(new SourceHealthEvent.Gap(
                Header.of("iga", "lost", START), "iga", START.minus(DAY.multipliedBy(60)), day(28)));
        for (int day = 0; day < 28; day++) {
            history.accept(session(day, "p" + day));
            history.accept(granted(day, "p" + day));
            history.settle(Map.of("iga", day(day + 1), "erp", day(day + 1), "hr", day(day + 1)));
            assertEquals(0, open(history, "PAM-01").size(), "pam has been silent from the start");
        }
        assertEquals(List.of(), open(history, "EFF-01"), "its approvals are lost");
        for (int day = 28; day < 56; day++) {
            history.accept(granted(day, "q" + day));
            history.settle(Map.of("iga", day(day + 1), "erp", day(day + 1)));
        }
        assertEquals(List.of(), open(history, "PAM-01"));
        history.settle(Map.of("pam", day(29)));
        assertEquals(28, open(history, "PAM-01").size(), "silence is over, and the gap of iga does not matter");

        history.accept(new SourceHealthEvent.Backfilled(
                Header.of("iga", "again", day(60)), "iga", START.minus(DAY.multipliedBy(60)), day(28), List.of()));
        List<ExceptionRecord> unapproved = open(history, "EFF-01");
        assertEquals(56, unapproved.size());
        assertTrue(unapproved.stream().anyMatch(record -> record.since().equals(day(0))), "with their own times");
    }

    @Test
    void aGapThatIsLostAgainWithEveryTickStillReachesEverySubjectAndHoldsUpNoDeadline() {
        int people = 40;
        MapStore store = new MapStore();
        List<Output> said = new ArrayList<>();
        Monitor monitor = new Monitor(
                Controls.library(),
                version -> Catalogue.of(version, CompanyReference.inForce()),
                new MonitorSettings(4, 100, MonitorSettings.DEFAULTS.horizon()));
        monitor.apply(new Tick(1, Watermarks.NONE, 1, Mode.LIVE), store, said::add);
        for (int person = 0; person < people; person++) {
            deliver(session(person % 7, "p" + person), "p" + person, monitor, store, said);
        }
        long number = 2;
        for (; monitor.unfinished(store) || number < 4; number++) {
            monitor.apply(tick(number, day(10), List.of()), store, said::add);
        }
        assertEquals(people, verdicts(store, Verdict.DEVIATED));

        deliver(granted(9, "q"), "q", monitor, store, said);
        for (int i = 0; i < 3 * people; i++) {
            Instant from = START.minus(DAY.multipliedBy(20)).minus(Duration.ofHours(i % 2));
            Watermarks lost = new Watermarks(
                    new TreeMap<>(Map.of("pam", day(10), "iga", day(i < 5 ? 9 : 11))),
                    new TreeMap<>(Map.of("pam", List.of(Interval.of(from, day(8))))));
            monitor.apply(new Tick(number++, lost, 1, Mode.LIVE), store, said::add);
            if (i == 5) {
                assertEquals(1, verdicts(store, Verdict.DEVIATED, "identity:q"), "due in this very tick");
            }
        }
        assertEquals(people, verdicts(store, Verdict.INDETERMINATE));
        assertEquals(
                people,
                said.stream()
                        .filter(output -> output instanceof Output.Current current
                                && current.exception().status() == ExceptionStatus.WITHDRAWN)
                        .count());

        monitor.apply(tick(number++, day(10), List.of()), store, said::add);
        for (int i = 0; i < 100 && monitor.unfinished(store); i++) {
            monitor.apply(tick(number++, day(10), List.of()), store, said::add);
        }
        assertTrue(!monitor.unfinished(store), "passes end once gaps stay as they are");
        assertEquals(people + 1, verdicts(store, Verdict.DEVIATED));
    }

    @Test
    void aGapThatIsLostAgainWithEveryTickDoesNotHoldUpTheJudgingAfterAChangeOfReferenceData() {
        int people = 40;
        MapStore store = new MapStore();
        Monitor monitor = new Monitor(
                Controls.library(),
                version -> Catalogue.of(version, CompanyReference.inForce()),
                new MonitorSettings(4, 100, MonitorSettings.DEFAULTS.horizon()));
        monitor.apply(new Tick(1, Watermarks.NONE, 1, Mode.LIVE), store, output -> {});
        for (int person = 0; person < people; person++) {
            deliver(session(person % 7, "p" + person), "p" + person, monitor, store, new ArrayList<>());
        }
        for (int i = 0; i < 3 * people; i++) {
            Instant from = START.minus(DAY.multipliedBy(20)).minus(Duration.ofHours(i % 2));
            Watermarks lost = new Watermarks(
                    new TreeMap<>(Map.of("pam", day(10))),
                    new TreeMap<>(Map.of("pam", List.of(Interval.of(from, day(8))))));
            monitor.apply(new Tick(2 + i, lost, 2, Mode.LIVE), store, output -> {});
        }
        assertTrue(store.clock().rejudging().isOver());
        assertEquals(Set.of("pam"), store.clock().gapPasses().keySet(), "which never end");
    }

    @Test
    void aGapFarFromWhatASubjectRestsOnDoesNotJudgeItAnew() {
        PartitionClock before = PartitionClock.INITIAL.after(tick(1, day(10), List.of()));
        assertEquals(Map.of(), before.gapPasses());
        PartitionClock lost = before.after(tick(2, day(10), List.of(Interval.of(day(3), day(4)))));
        assertEquals(Map.of("pam", new GapPass(day(3), "", Optional.empty())), lost.gapPasses());
        assertEquals(
                lost.gapPasses(),
                lost.after(tick(3, day(10), List.of(Interval.of(day(3), day(4)))))
                        .gapPasses());
        assertEquals(
                Map.of("pam", new GapPass(day(2), "", Optional.empty())),
                lost.after(tick(3, day(10), List.of(Interval.of(day(2), day(4)))))
                        .gapPasses());
    }

    @Test
    void whatHappenedBeforeTheHorizonOfItsSourceIsRefusedAndADuplicateIsNot() {
        MonitorSettings settings = new MonitorSettings(100, 100, Duration.ofDays(30));
        Backtest history = new Backtest(Controls.library(), settings, Mode.LIVE);
        history.publish(CompanyReference.inForce());
        Event early = granted(0, "p1");
        history.accept(early);
        history.settle(Map.of("erp", day(31)));
        history.accept(granted(1, "p2"));
        history.accept(early);
        assertEquals(List.of(), history.refused(), "exactly at the horizon, and held already");

        history.accept(granted(0, "p3"));
        history.accept(session(0, "p3"));
        assertEquals(1, history.refused().size(), "pam is not settled");
        Output.Refused refused = history.refused().get(0);
        assertEquals(Output.Refused.Reason.TOO_OLD, refused.reason());
        assertTrue(refused.why().contains("before " + day(1)), refused.why());
        assertEquals(
                1,
                history.subjects().stream()
                        .filter(state -> state.subject().equals(Subject.identity("p3")))
                        .findFirst()
                        .orElseThrow()
                        .held()
                        .size());
    }

    private static Tick tick(long number, Instant settled, List<Interval> lost) {
        TreeMap<String, List<Interval>> gaps = new TreeMap<>();
        if (!lost.isEmpty()) {
            gaps.put("pam", lost);
        }
        return new Tick(number, new Watermarks(new TreeMap<>(Map.of("pam", settled)), gaps), 1, Mode.LIVE);
    }

    private static void deliver(Event event, String who, Monitor monitor, MapStore store, List<Output> said) {
        monitor.apply(new Delivery(Subject.identity(who), event, START, 0), store, said::add);
    }

    private static long verdicts(MapStore store, Verdict verdict) {
        return verdicts(store, verdict, "");
    }

    /** Of the controls over approvals and elevations; others have their say on the same people. */
    private static long verdicts(MapStore store, Verdict verdict, String subject) {
        return store.states().stream()
                .filter(state -> state.subject().key().startsWith(subject))
                .flatMap(state -> state.verdicts().entrySet().stream())
                .filter(standing -> standing.getKey().startsWith("EFF-01|")
                        || standing.getKey().startsWith("PAM-01|"))
                .filter(standing -> standing.getValue().verdict() == verdict)
                .count();
    }

    private static List<ExceptionRecord> open(Backtest history, String control) {
        return history.exceptions().values().stream()
                .filter(record -> record.controlId().equals(control) && record.status() == ExceptionStatus.OPEN)
                .toList();
    }

    private static Event session(int day, String who) {
        return PrivilegedAccessEvents.sessionStarted(
                        Header.of("pam", "s-" + who, day(day)), "s-" + who, Principal.identity(who), "erp")
                .build();
    }

    private static Event granted(int day, String who) {
        return AccessEvents.granted(
                        Header.of("erp", "g-" + who, day(day)), "g-" + who, Principal.identity(who), "erp", "LEDGER")
                .build();
    }

    private static Instant day(int number) {
        return START.plus(DAY.multipliedBy(number));
    }
}
