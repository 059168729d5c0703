package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Access for a time, elevations, secrets, owners and sponsors in any order of arrival come to the same conflicts. */
class UnionOrdersTest {

    @Test
    void everyOrderGivesTheSameConflicts() {
        FinalRecords harness =
                new FinalRecords(Controls.library(), new MonitorSettings(3, 20_000, Duration.ofDays(400)));
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 4; seed++) {
            FinalRecords.Outcome outcome = harness.of(RandomUnions.of(seed, 70), seed, 6);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(
                reached.containsAll(Set.of("SOD-02 OPEN", "SOD-02 REMEDIATED", "SOD-05 OPEN", "SOD-05 REMEDIATED")),
                reached.toString());
    }
}
