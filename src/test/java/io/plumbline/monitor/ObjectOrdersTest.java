package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Steps on objects, the persons behind them, and gaps of the sources that say who they are, in any order. */
class ObjectOrdersTest {

    @Test
    void whateverArrivesFirstTheSameStepsAreFoundToBelongTogether() {
        FinalRecords harness = new FinalRecords(Controls.library());
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 5; seed++) {
            List<Event> history = new ArrayList<>(RandomObjects.events(seed, 50));
            history.addAll(RandomHistory.gapsAndBackfills(seed, 4));
            FinalRecords.Outcome outcome = harness.of(history, seed, 8);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(reached.containsAll(Set.of("SOD-03 OPEN", "SOD-03 WITHDRAWN")), reached.toString());
    }
}
