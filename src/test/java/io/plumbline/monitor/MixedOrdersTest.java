package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.Terminated;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Stages, exemptions, rejected roles, contradictions and gaps come in any order among the facts, and judging goes in small slices. */
class MixedOrdersTest {

    private static final List<String> CONTROLS =
            List.of("EFF-01", "SOD-01", "SOD-03", "PAM-01", "JML-01", "JML-02", "NHC-01", "CHG-01", "EVD-04");

    @Test
    void everyOrderGivesTheSameFinalRecords() {
        FinalRecords harness =
                new FinalRecords(Controls.library(), new MonitorSettings(3, 20_000, Duration.ofDays(400)));
        List<String> violations = new ArrayList<>();
        Set<String> reached = new TreeSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            FinalRecords.Outcome outcome = harness.of(history(seed), seed, 8);
            violations.addAll(outcome.violations());
            reached.addAll(outcome.statusesReached());
        }
        assertEquals(List.of(), violations.stream().limit(3).toList(), violations.size() + " violations");
        assertTrue(reached.stream().anyMatch(status -> status.endsWith("MITIGATED")), reached.toString());
        assertTrue(reached.stream().anyMatch(status -> status.endsWith("RETIRED")), reached.toString());
        assertTrue(
                reached.containsAll(Set.of(
                        "EVD-01 OPEN",
                        "EVD-02 OPEN",
                        "EVD-03 OPEN",
                        "EVD-04 OPEN",
                        "PAM-03 OPEN",
                        "PAM-04 OPEN",
                        "SOD-06 OPEN")),
                reached.toString());
    }

    private static List<Event> history(long seed) {
        Random random = new Random(seed * 17 + 3);
        List<Event> history = new ArrayList<>(RandomHistory.facts(seed, 120));
        history.addAll(restated(history, random));
        history.addAll(RandomPersons.of(seed, 36));
        history.addAll(RandomBoundary.of(seed, 24));
        for (int i = 0; i < 6; i++) {
            Instant at = instant(random);
            history.add(new ControlStaged(
                    Header.of("grc", "stage-" + i, at),
                    CONTROLS.get(random.nextInt(CONTROLS.size())),
                    Stage.values()[random.nextInt(Stage.values().length)],
                    at,
                    "drawn"));
        }
        for (int i = 0; i < 8; i++) {
            exemption(i, random, history);
        }
        for (int i = 0; i < 2; i++) {
            Instant at = instant(random);
            history.add(ReferenceEvents.role(
                            Header.of("reference", "nested-" + i, at),
                            "erp",
                            "R-CHIEF",
                            at,
                            random.nextBoolean() ? List.of("R-CLERK") : List.of("PAY", "VENDOR"))
                    .build());
        }
        history.addAll(RandomHistory.gapsAndBackfills(seed, 10));
        return history;
    }

    private static void exemption(int number, Random random, List<Event> history) {
        Instant from = instant(random);
        history.add(RuleEvents.exemption(
                        Header.of("grc", "exemption-" + number, from),
                        "X-" + number,
                        from,
                        random.nextBoolean() ? ExemptionKind.WAIVER : ExemptionKind.MITIGATION,
                        CONTROLS.get(random.nextInt(CONTROLS.size())))
                .subject(random.nextBoolean() ? Optional.empty() : Optional.of("identity:p" + random.nextInt(4)))
                .system(random.nextBoolean() ? Optional.empty() : Optional.of("erp"))
                .until(from.plus(Duration.ofDays(1 + random.nextInt(40))))
                .riskOwner(random.nextInt(4) == 0 ? "p1" : "boss")
                .because("drawn")
                .mitigation("MC-1")
                .frequency(Duration.ofDays(3 + random.nextInt(9)))
                .build());
        if (random.nextInt(3) == 0) {
            Instant end = from.plus(Duration.ofDays(random.nextInt(10)));
            history.add(new ExemptionRevoked(Header.of("grc", "revoked-" + number, end), "X-" + number, end, "drawn"));
        }
    }

    /** Other statements under ids that are used, recorded at the same time or later. */
    private static List<Event> restated(List<Event> history, Random random) {
        List<Event> restated = new ArrayList<>();
        for (Event event : history) {
            Header header = event.header()
                    .withRecordedAt(event.header().recordedAt().plus(Duration.ofHours(random.nextInt(3))));
            if (event instanceof Granted given && random.nextInt(5) == 0) {
                restated.add(AccessEvents.again(given, header, "VENDOR"));
            } else if (event instanceof AccountLinked link && random.nextInt(2) == 0) {
                restated.add(new AccountLinked(header, link.account(), "p" + random.nextInt(4)));
            } else if (event instanceof Terminated end && random.nextInt(3) == 0) {
                restated.add(new Terminated(
                        header, end.identityId(), end.effectiveAt().plus(Duration.ofDays(2)), end.terminationType()));
            }
        }
        return restated;
    }

    private static Instant instant(Random random) {
        return RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }
}
