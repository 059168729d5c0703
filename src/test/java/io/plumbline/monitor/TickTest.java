package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Watermarks;
import io.plumbline.facts.Interval;
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
        Monitor monitor = new Monitor(
                Controls.library(Controls.folders()),
                version -> Catalogue.of(version, List.of()),
                MonitorSettings.DEFAULTS);
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
    void settledInstantsNeverGoBackButGapsAreWhatTheNewestTickSays() {
        Watermarks lost = new Watermarks(
                new TreeMap<>(Map.of("hr", NOON)),
                new TreeMap<>(Map.of("hr", List.of(Interval.of(NOON.minusSeconds(60), NOON)))));
        assertEquals(
                Watermarks.of(Map.of("hr", NOON, "pam", NOON)),
                lost.then(Watermarks.of(Map.of("hr", NOON.minusSeconds(5), "pam", NOON))));
    }
}
