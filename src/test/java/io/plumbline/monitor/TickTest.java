package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.AccountEnabled;
import io.plumbline.event.Subject;
import io.plumbline.facts.Interval;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a partition knows of time only grows. */
class TickTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aTickReadASecondTimeTakesNothingBack() {
        MapStore store = new MapStore();
        Monitor monitor =
                new Monitor(Controls.library(), version -> Catalogue.of(version, List.of()), MonitorSettings.DEFAULTS);
        Tick first = new Tick(1, Watermarks.of(Map.of("hr", NOON)), 1, Mode.CATCHING_UP);
        Tick second = new Tick(2, Watermarks.of(Map.of("hr", NOON.plusSeconds(60))), 2, Mode.LIVE);
        for (Tick tick : List.of(first, second, first, second)) {
            monitor.apply(tick, store, output -> {});
        }
        assertEquals(2, store.clock().lastTick());
        assertEquals(2, store.clock().catalogueVersion());
        assertEquals(Mode.LIVE, store.clock().mode());
        assertEquals(NOON.plusSeconds(60), store.clock().settled().of("hr").orElseThrow());
    }

    @Test
    void whileLiveManyWhoAreDueAreJudgedOverSeveralTicksSoThatNobodyElseWaitsForAllOfThem() {
        assertEquals(0, waitingAfterATick(Mode.CATCHING_UP), "nothing comes in that could wait");
        assertEquals(200 - MonitorSettings.DEFAULTS.slice() / 20, waitingAfterATick(Mode.LIVE));
    }

    private static int waitingAfterATick(Mode mode) {
        MapStore store = new MapStore();
        Monitor monitor =
                new Monitor(Controls.library(), version -> Catalogue.of(version, List.of()), MonitorSettings.DEFAULTS);
        monitor.apply(new Tick(1, Watermarks.of(Map.of("hr", NOON)), 1, Mode.CATCHING_UP), store, output -> {});
        for (int i = 0; i < 200; i++) {
            Event created = new AccountEnabled(Header.of("hr", "e-" + i, NOON), new AccountRef("erp", "a-" + i));
            Subject account = new AccountRef("erp", "a-" + i).subject();
            monitor.apply(new Delivery(account, created, NOON, 0), store, output -> {});
        }
        monitor.apply(new Tick(2, Watermarks.of(Map.of("hr", NOON.plusSeconds(60))), 1, mode), store, output -> {});
        return store.unjudged(1_000).size();
    }

    @Test
    void settledInstantsNeverGoBackButGapsAreWhatTheNewestTickSays() {
        Watermarks lost = new Watermarks(
                new TreeMap<>(Map.of("hr", NOON)),
                new TreeMap<>(Map.of("hr", List.of(Interval.of(NOON.minusSeconds(60), NOON)))));
        assertEquals(
                Watermarks.of(Map.of("hr", NOON, "pam", NOON)),
                lost.then(Watermarks.of(Map.of("hr", NOON.minusSeconds(5), "pam", NOON))));
    }
}
