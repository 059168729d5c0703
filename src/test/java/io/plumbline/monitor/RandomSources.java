package io.plumbline.monitor;

import io.plumbline.event.AccessEvents;
import io.plumbline.event.DecisionEvent.RejectionsSettled;
import io.plumbline.event.DecisionEvent.Settlement;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.IntegrityChecked;
import io.plumbline.event.SourceHealthEvent.IntegrityMethod;
import io.plumbline.event.SourceHealthEvent.IntegrityOutcome;
import io.plumbline.event.SourceHealthEvent.RecordsRejected;
import io.plumbline.event.SourceHealthEvent.RetentionStated;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A source beside the company of {@link RandomHistory} that writes things down late, some of which it sent again, keeps too little
 * for a while, is checked for tampering, and of which records are rejected that people settle, too early or too late.
 */
final class RandomSources {

    private static final String VAULT = "vault";
    private static final List<Duration> LATE = List.of(
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(7).plusMillis(1),
            Duration.ofDays(9),
            Duration.ofDays(30));
    private static final List<Integer> DAYS_KEPT = List.of(30, 394, 395, 2554, 2555);

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomSources(long seed) {
        this.random = new Random(seed * 47 + 11);
    }

    static List<Event> of(long seed, int size) {
        RandomSources sources = new RandomSources(seed);
        for (int i = 0; i < size; i++) {
            sources.something(i);
        }
        return List.copyOf(sources.events);
    }

    /** A system that leaves the scope of SOX, the source that carries it, and one that carries the decisions about it. */
    static List<ReferenceEvent> reference() {
        Instant start = RandomHistory.START;
        return List.of(
                vault(start, true),
                vault(start.plus(Duration.ofDays(30)), false),
                ReferenceEvents.source(Header.of("reference", "source-vault", start), VAULT, start, List.of())
                        .systems(List.of(VAULT))
                        .build(),
                ReferenceEvents.source(
                                Header.of("reference", "source-decisions", start),
                                "decisions",
                                start,
                                List.of(Feed.DECISIONS))
                        .systems(List.of(VAULT))
                        .build());
    }

    private static ReferenceEvent vault(Instant from, boolean sox) {
        return ReferenceEvents.system(Header.of("reference", "vault-" + from, from), VAULT, from)
                .production(true)
                .sox(sox)
                .build();
    }

    private void something(int number) {
        Instant at = RandomHistory.START.plus(Duration.ofHours(12L * random.nextInt(100)));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> late(number, at);
            case 3 ->
                events.add(new Backfilled(
                        header(number, at), VAULT, at.minus(Duration.ofDays(random.nextInt(20))), at, List.of()));
            case 4 -> rejected(at);
            case 5 -> settled(number, at);
            case 6 ->
                events.add(new RetentionStated(
                        header(number, at),
                        VAULT,
                        "store-" + random.nextInt(2),
                        random.nextInt(5) == 0
                                ? Optional.empty()
                                : Optional.of(Duration.ofDays(DAYS_KEPT.get(random.nextInt(DAYS_KEPT.size())))),
                        at.plus(Duration.ofDays(random.nextInt(3)))));
            default ->
                events.add(new IntegrityChecked(
                        header(number, at),
                        VAULT,
                        "store-" + random.nextInt(2),
                        Integer.toString(random.nextInt(2)),
                        "9",
                        IntegrityMethod.CHAIN,
                        random.nextInt(3) == 0 ? IntegrityOutcome.BROKEN : IntegrityOutcome.INTACT,
                        Optional.empty()));
        }
    }

    /** Half of them on one of a few days, so that several meet. */
    private void late(int number, Instant at) {
        Duration late = LATE.get(random.nextInt(LATE.size()));
        Instant happened = random.nextBoolean()
                ? at
                : RandomHistory.START.plus(Duration.ofDays(40)).minus(late);
        events.add(AccessEvents.granted(
                        header(number, happened).withRecordedAt(happened.plus(late)),
                        "v" + number,
                        Principal.account(VAULT, "a" + random.nextInt(2)),
                        VAULT,
                        "READ")
                .build());
    }

    private void rejected(Instant at) {
        Instant day = dayOf(at);
        String name = day.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        events.add(new RecordsRejected(
                Header.of("plumbline", "rejected/vault/ccm.access/FUTURE/" + name, day),
                VAULT,
                "ccm.access",
                "FUTURE",
                name));
    }

    private void settled(int number, Instant at) {
        Instant day = dayOf(at);
        events.add(new RejectionsSettled(
                Header.of("decisions", "settled-" + number, day.plus(Duration.ofHours(12L * random.nextInt(7)))),
                VAULT,
                "ccm.access",
                "FUTURE",
                day.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                Settlement.values()[random.nextInt(Settlement.values().length)],
                "boss",
                "drawn"));
    }

    /** One of a few days, so that what is settled was rejected. */
    private static Instant dayOf(Instant at) {
        long days = Duration.between(RandomHistory.START, at).toDays() % 4;
        return RandomHistory.START.plus(Duration.ofDays(10 + days));
    }

    private static Header header(int number, Instant at) {
        return Header.of(VAULT, "v" + number, at);
    }
}
