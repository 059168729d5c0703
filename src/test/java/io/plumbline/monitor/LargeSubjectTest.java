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
import io.plumbline.event.Subject;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A subject that collects more than can be held is indeterminate from then on, and its neighbours are judged as ever. */
class LargeSubjectTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Output> said = new ArrayList<>();

    @Test
    void theEventBeyondTheNumberIsRefusedAndTheSubjectIsIndeterminate() {
        MapStore store = new MapStore();
        Monitor monitor = monitor(new MonitorSettings(100, 3, MonitorSettings.DEFAULTS.horizon()));
        begin(monitor, store);
        for (int i = 0; i < 5; i++) {
            monitor.apply(granted("big", i), store, said::add);
        }
        monitor.apply(granted("small", 0), store, said::add);
        assertOverflowed(store, 2);
    }

    @Test
    void theEventThatOutgrowsTheStoreIsRefusedAndTheSubjectIsIndeterminate() {
        MapStore store = new BoundedStore(3);
        Monitor monitor = monitor(MonitorSettings.DEFAULTS);
        begin(monitor, store);
        for (int i = 0; i < 5; i++) {
            monitor.apply(granted("big", i), store, said::add);
        }
        monitor.apply(granted("small", 0), store, said::add);
        assertOverflowed(store, 2);
    }

    @Test
    void aSubjectThatOutgrowsTheStoreOnlyByWhatIsSaidOfItOverflowsAtTheTick() {
        BoundedStore store = new BoundedStore(3);
        Monitor monitor = monitor(MonitorSettings.DEFAULTS);
        monitor.apply(new Tick(1, Watermarks.NONE, 1, Mode.CATCHING_UP), store, said::add);
        monitor.apply(granted("big", 0), store, said::add);
        store.refuseJudged = true;
        begin(monitor, store);
        SubjectState state = store.load(Subject.identity("big")).orElseThrow();
        assertTrue(state.overflowed());
        assertEquals(1, state.held().size());
        assertEquals(Set.of(Verdict.INDETERMINATE, Verdict.DEVIATED), verdicts(state));
        assertEquals(
                Set.of("SUBJECT_TOO_LARGE"),
                state.verdicts().values().stream()
                        .map(SubjectState.VerdictOnRecord::reason)
                        .collect(Collectors.toSet()));
    }

    private void assertOverflowed(MapStore store, int refused) {
        SubjectState big = store.load(Subject.identity("big")).orElseThrow();
        assertEquals(3, big.held().size());
        assertEquals(
                refused, said.stream().filter(Output.Refused.class::isInstance).count());
        assertTrue(big.verdicts().values().stream()
                .anyMatch(verdict -> verdict.reason().equals("SUBJECT_TOO_LARGE")));
        SubjectState small = store.load(Subject.identity("small")).orElseThrow();
        assertTrue(small.verdicts().values().stream()
                .noneMatch(verdict -> verdict.reason().equals("SUBJECT_TOO_LARGE")));
    }

    private static Set<Verdict> verdicts(SubjectState state) {
        return state.verdicts().values().stream()
                .map(SubjectState.VerdictOnRecord::verdict)
                .collect(Collectors.toSet());
    }

    private void begin(Monitor monitor, MapStore store) {
        monitor.apply(new Tick(store.clock().lastTick() + 1, Watermarks.NONE, 1, Mode.LIVE), store, said::add);
    }

    private static Monitor monitor(MonitorSettings settings) {
        return new Monitor(Controls.library(), version -> Catalogue.of(version, CompanyReference.inForce()), settings);
    }

    private static Delivery granted(String who, int number) {
        Event event = AccessEvents.granted(
                        Header.of("erp", who + "-" + number, START.plus(Duration.ofHours(number))),
                        "g" + number,
                        Principal.identity(who),
                        "erp",
                        "PAY")
                .build();
        return new Delivery(Subject.identity(who), event, START, 0);
    }

    /** A store that keeps no state with more than a number of events. */
    private static final class BoundedStore extends MapStore {

        private final int most;
        private boolean refuseJudged;

        BoundedStore(int most) {
            this.most = most;
        }

        @Override
        public void save(SubjectState state) {
            boolean judgedTooLarge = refuseJudged && state.asOf().isPresent() && !state.overflowed();
            if (state.held().size() > most || judgedTooLarge) {
                throw new SubjectTooLargeException(state.subject(), state.held().size(), most);
            }
            super.save(state);
        }
    }
}
