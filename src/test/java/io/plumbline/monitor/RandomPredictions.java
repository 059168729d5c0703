package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Answers to what giving access to the four people of {@link RandomHistory} would bring, true or not. */
final class RandomPredictions {

    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "LEDGER", "R-CLERK", "R-CHIEF");
    private static final List<List<String>> ANSWERS = List.of(
            List.of(),
            List.of("SOD-01 RULE-PAIR 1"),
            List.of("SOD-05 RULE-PAIR 1"),
            List.of("SOD-01 RULE-PAIR 1", "SOD-01 RULE-THREE 1"));

    private RandomPredictions() {}

    static List<Event> of(long seed, int size) {
        Random random = new Random(seed * 37 + 11);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
            events.add(new AccessEvent.Predicted(
                    Header.of("whatif", "q" + i, at).withActor(Principal.identity("boss")),
                    "q" + i,
                    Principal.identity("p" + random.nextInt(4)),
                    "erp",
                    ENTITLEMENTS.get(random.nextInt(ENTITLEMENTS.size())),
                    Optional.empty(),
                    ANSWERS.get(random.nextInt(ANSWERS.size())),
                    1,
                    "d"));
        }
        return List.copyOf(events);
    }
}
