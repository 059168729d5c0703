package io.plumbline.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void intervalsThatOverlapOrTouchAreOne() {
        assertEquals(
                List.of(span(1, 6), span(7, 8)),
                Timeline.of(List.of(span(3, 6), span(7, 8), span(1, 2), span(2, 4)))
                        .intervals());
    }

    @Test
    void emptyIntervalsAreNone() {
        assertTrue(Timeline.of(span(3, 3)).isEmpty());
    }

    @Test
    void whatIsContainedInAnIntervalDoesNotShortenIt() {
        assertEquals(
                List.of(span(1, 9)),
                Timeline.of(List.of(span(1, 9), span(2, 3))).intervals());
        assertEquals(List.of(from(1)), Timeline.of(List.of(from(1), span(2, 3))).intervals());
    }

    @Test
    void theCommonTimeHasEveryPairOfOverlaps() {
        Timeline a = Timeline.of(List.of(span(1, 4), span(6, 9), from(12)));
        Timeline b = Timeline.of(List.of(span(3, 7), span(8, 14)));
        assertEquals(
                List.of(span(3, 4), span(6, 7), span(8, 9), span(12, 14)),
                a.and(b).intervals());
        assertEquals(a.and(b), b.and(a));
    }

    @Test
    void timeTakenAwayLeavesTheRestOnBothSides() {
        assertEquals(
                List.of(span(1, 3), span(5, 8)),
                Timeline.of(span(1, 8)).minus(Timeline.of(span(3, 5))).intervals());
        assertEquals(
                List.of(span(1, 3)),
                Timeline.of(from(1)).minus(Timeline.of(from(3))).intervals());
        assertTrue(Timeline.of(span(4, 5)).minus(Timeline.of(span(1, 9))).isEmpty());
    }

    @Test
    void itsEndIsNotPartOfIt() {
        Timeline timeline = Timeline.of(span(1, 2));
        assertTrue(timeline.contains(Instant.ofEpochSecond(1)));
        assertFalse(timeline.contains(Instant.ofEpochSecond(2)));
    }

    private static Interval span(long from, long until) {
        return Interval.of(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    private static Interval from(long from) {
        return Interval.since(Instant.ofEpochSecond(from));
    }
}
