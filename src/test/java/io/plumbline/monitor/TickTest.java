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
    void aGapToldAgainOrWiderIsKeptOnce() {
        Watermarks narrow = gap(NOON, NOON.plusSeconds(60));
        Watermarks wide = gap(NOON.minusSeconds(60), NOON.plusSeconds(120));
        Watermarks apart = gap(NOON.plusSeconds(600), NOON.plusSeconds(660));
        assertEquals(wide, narrow.and(wide).and(narrow));
        assertEquals(2, narrow.and(apart).and(apart).gapsOf("hr").size());
    }

    private static Watermarks gap(Instant from, Instant to) {
        return new Watermarks(new TreeMap<>(), new TreeMap<>(Map.of("hr", List.of(Interval.of(from, to)))));
    }
}
