package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Owners of systems, controls and exemptions, who they are, who followed them and who stood in, in any order of arrival. */
class OwnerOrdersTest {

    @Test
    void everyOrderFindsTheSameOfOwners() {
        FinalRecords harness =
                new FinalRecords(Controls.library(), new MonitorSettings(3, 20_000, Duration.ofDays(400)));
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 12; seed++) {
            List<Event> history = new ArrayList<>(RandomOwners.of(seed, 60));
            history.addAll(RandomPersons.of(seed, 12));
            FinalRecords.Outcome outcome = harness.of(history, seed, 6);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(
                reached.containsAll(Set.of(
                        "OWN-01 OPEN", "OWN-01 REMEDIATED", "OWN-01 ACCEPTED", "OWN-01 WITHDRAWN", "OWN-02 OPEN")),
                reached.toString());
    }
}
