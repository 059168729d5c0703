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

/** Decisions of access reviews, who made them, who they are and what they and others hold, in any order of arrival. */
class ReviewerOrdersTest {

    @Test
    void everyOrderFindsTheSameOfReviewers() {
        FinalRecords harness =
                new FinalRecords(Controls.library(), new MonitorSettings(3, 20_000, Duration.ofDays(400)));
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 4; seed++) {
            List<Event> history = new ArrayList<>(RandomPersons.of(seed, 40));
            history.addAll(RandomReviewers.of(seed, 70));
            FinalRecords.Outcome outcome = harness.of(history, seed, 6);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(
                reached.containsAll(Set.of(
                        "REV-03 OPEN",
                        "REV-03 REMEDIATED",
                        "REV-04 OPEN",
                        "REV-04 REMEDIATED",
                        "REV-05 OPEN",
                        "REV-05 REMEDIATED")),
                reached.toString());
    }
}
