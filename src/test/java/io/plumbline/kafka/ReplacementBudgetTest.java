package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplacementBudgetTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void threeThreadsInTenMinutesAreReplacedAndNotOneMore() {
        ReplacementBudget budget = new ReplacementBudget(3, Duration.ofMinutes(10));
        assertTrue(budget.spend(NOON));
        assertTrue(budget.spend(NOON.plusSeconds(1)));
        assertTrue(budget.spend(NOON.plusSeconds(2)));
        assertFalse(budget.spend(NOON.plusSeconds(599)));
        assertTrue(budget.spend(NOON.plusSeconds(600)), "the first one is ten minutes ago");
        assertFalse(budget.spend(NOON.plusSeconds(600)));
    }
}
