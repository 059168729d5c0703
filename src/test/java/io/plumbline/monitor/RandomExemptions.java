package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.SourceHealthEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Exemptions from conflicts, performances of their mitigating controls, and delegations, drawn from a seed: some expire and are
 * renewed too late or back-dated, some are limited to what is not there, some performances are early, partial, without evidence
 * or by the person concerned, and their source loses some time.
 */
final class RandomExemptions {

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final String SOURCE = "grc";

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomExemptions(long seed) {
        this.random = new Random(seed * 131 + 11);
    }

    /** The source that says when mitigating controls were performed. */
    static ReferenceEvent source() {
        return ReferenceEvents.source(
                        Header.of("reference", "source-" + SOURCE, ALWAYS), SOURCE, ALWAYS, List.of(Feed.MITIGATIONS))
                .build();
    }

    static List<Event> of(long seed, int size) {
        RandomExemptions drawn = new RandomExemptions(seed);
        while (drawn.events.size() < size) {
            switch (drawn.random.nextInt(8)) {
                case 0, 1 -> drawn.exemption();
                case 2 -> drawn.delegation();
                case 3 -> drawn.health();
                default -> drawn.performance();
            }
        }
        return List.copyOf(drawn.events);
    }

    private void exemption() {
        Instant from = instant();
        Instant decided = random.nextInt(3) == 0 ? from.plus(Duration.ofDays(random.nextInt(6))) : from;
        String id = "E" + random.nextInt(6);
        ExemptionKind kind = random.nextInt(3) == 0 ? ExemptionKind.WAIVER : ExemptionKind.MITIGATION;
        events.add(RuleEvents.exemption(header("exemption", decided), id, from, kind, "SOD-01")
                .rule(random.nextBoolean() ? Optional.of("RULE-PAIR") : Optional.empty())
                .subject(random.nextInt(3) > 0 ? Optional.of("identity:p" + random.nextInt(4)) : Optional.empty())
                .system(random.nextBoolean() ? Optional.of("erp") : Optional.empty())
                .until(from.plus(Duration.ofDays(5 + random.nextInt(60) * (random.nextInt(6) == 0 ? 30 : 1))))
                .riskOwner(List.of("i", "i", "boss", "p1").get(random.nextInt(4)))
                .because("drawn")
                .mitigation("MC-" + random.nextInt(2))
                .ruleVersion(
                        random.nextInt(3) == 0 ? Optional.of(random.nextInt(4) == 0 ? "2" : "1") : Optional.empty())
                .entitlements(
                        random.nextInt(3) == 0 ? List.of("VENDOR", random.nextBoolean() ? "PAY" : "OTHER") : List.of())
                .frequency(
                        random.nextInt(5) == 0
                                ? Optional.empty()
                                : Optional.of(Duration.ofDays(4 + random.nextInt(10))))
                .build());
        if (random.nextInt(4) == 0) {
            Instant end = from.plus(Duration.ofDays(random.nextInt(20)));
            events.add(new ExemptionRevoked(header("revoked", end), id, end, "drawn"));
        }
    }

    private void performance() {
        Instant at = instant();
        events.add(new MitigationPerformed(
                header("performed", at),
                "MC-" + random.nextInt(2),
                at,
                random.nextInt(4) == 0 ? "p" + random.nextInt(4) : "clerk",
                random.nextInt(4) == 0
                        ? Optional.of(new BigDecimal(random.nextBoolean() ? "1" : "0.5"))
                        : Optional.empty(),
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of("doc"),
                random.nextInt(3) == 0 ? Optional.of("identity:p" + random.nextInt(4)) : Optional.empty()));
    }

    private void delegation() {
        Instant from = instant();
        events.add(new DelegationRecorded(
                header("delegation", from),
                "D" + random.nextInt(3),
                from,
                from.plus(Duration.ofDays(1 + random.nextInt(30))),
                "i",
                "boss",
                random.nextBoolean() ? List.of("erp") : List.of()));
    }

    /** Recorded after the end, as gaps of other sources are: what is told last of a span counts. */
    private void health() {
        Instant from = instant();
        Instant to = from.plus(Duration.ofHours(6L * (1 + random.nextInt(12))));
        Header header =
                header("health", from).withRecordedAt(RandomHistory.END.plus(Duration.ofHours(random.nextInt(60))));
        events.add(
                random.nextBoolean()
                        ? new SourceHealthEvent.Gap(header, SOURCE, from, to)
                        : new SourceHealthEvent.Backfilled(
                                header, SOURCE, from.minus(Duration.ofDays(4)), to, List.of()));
    }

    private Header header(String what, Instant at) {
        return Header.of(SOURCE, what + "-" + events.size(), at);
    }

    private Instant instant() {
        return RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }
}
