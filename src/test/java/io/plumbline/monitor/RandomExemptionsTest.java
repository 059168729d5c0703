package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.AccessEvent.Revoked;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Conflicts of few people with many exemptions and performances: whatever the order of arrival, the same in the end. */
class RandomExemptionsTest {

    @Test
    void everyOrderGivesTheSameFinalRecords() {
        FinalRecords harness = new FinalRecords(Controls.library());
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 12; seed++) {
            List<Event> history = new ArrayList<>(conflicts(seed));
            history.addAll(RandomExemptions.of(seed, 40));
            FinalRecords.Outcome outcome = harness.of(history, seed, 6);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(
                reached.containsAll(List.of(
                        "SOD-01 MITIGATED", "SOD-01 ACCEPTED", "SOD-01 OPEN", "SOD-07 OPEN", "SOD-07 REMEDIATED")),
                reached.toString());
    }

    private static List<Event> conflicts(long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
            Header header = Header.of("erp", "e-" + i, at);
            Principal holder = Principal.identity("p" + random.nextInt(4));
            String entitlement = List.of("VENDOR", "PAY", "LEDGER").get(random.nextInt(3));
            events.add(
                    random.nextInt(4) == 0
                            ? new Revoked(header, Optional.empty(), holder, "erp", entitlement)
                            : AccessEvents.granted(header, "g-" + i, holder, "erp", entitlement)
                                    .build());
        }
        return events;
    }
}
