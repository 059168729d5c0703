package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.monitor.FinalRecords;
import io.plumbline.monitor.RandomHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * One final record, whatever the order: random histories of some hundred events, decisions and changes of reference data among
 * them, each in six random orders with duplicates and truthful heartbeats on the way: every combination of the ways in which
 * {@link FinalRecords} mixes them comes up in several of them.
 */
class FinalRecordsIT {

    private static final int HISTORIES = 11;
    private static final int EVENTS = 150;
    private static final int ORDERS = 6;

    @Test
    void everyOrderOfArrivalGivesTheSameFinalRecordsAndEveryStatusIsReached() {
        FinalRecords harness = new FinalRecords(Controls.library());
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        LongStream.rangeClosed(1, HISTORIES)
                .parallel()
                .mapToObj(seed -> harness.of(seed, EVENTS, ORDERS))
                .toList()
                .forEach(outcome -> {
                    violations.addAll(outcome.violations());
                    reached.addAll(outcome.statusesReached());
                });
        assertEquals(List.of(), violations.stream().limit(5).toList(), violations.size() + " violations");
        Set<String> missing = new TreeSet<>(RandomHistory.reachableStatuses());
        missing.removeAll(reached);
        assertTrue(missing.isEmpty(), "never reached: " + missing);
    }
}
