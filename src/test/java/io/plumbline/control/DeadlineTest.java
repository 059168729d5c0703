package io.plumbline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void isATimeThatCanBeStoredWhateverItIsReckonedFrom() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        assertEquals(noon.plusMillis(1), Deadline.frontier(noon.plusNanos(1)).at());
        assertEquals(noon, Deadline.frontier(noon).at());
        assertEquals(
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Deadline.frontier(Instant.MAX).at());
        assertEquals(
                Instant.parse("9999-12-31T23:59:59.999Z"),
                Deadline.parked("hr", Instant.parse("+400000000-01-01T00:00:01Z"))
                        .at());
    }
}
