package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Authentication;
import io.plumbline.event.Authentication.Channel;
import io.plumbline.event.ChangeEvents;
import io.plumbline.event.DecisionEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Header.CaptureMethod;
import io.plumbline.event.Principal;
import io.plumbline.event.ReviewEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Decisions of two persons, drawn from a seed: with all ways of having signed in and of being recorded, some made again, some stated
 * again with more of how they were signed in for; and what is concluded and put together for both regimes.
 */
final class RandomDecisions {

    private static final String PERIOD = "2026-Q1";

    private static final List<String> REASONS =
            List.of("n/a", "closing of the month", "ok", "NOT_APPLICABLE: required by law", "short");

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomDecisions(long seed) {
        this.random = new Random(seed * 43 + 5);
    }

    static List<Event> of(long seed, int size) {
        RandomDecisions history = new RandomDecisions(seed);
        for (int i = 0; i < size; i++) {
            history.something(i);
        }
        return List.copyOf(history.events);
    }

    private void something(int number) {
        Instant at = RandomHistory.START.plus(Duration.ofHours(12L * random.nextInt(60)));
        Header header = header("d" + number, at);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> approved(header);
            case 3 ->
                events.add(ChangeEvents.approved(header, "cd" + random.nextInt(2), "erp", person())
                        .build());
            case 4 -> item(header);
            case 5 ->
                events.add(new ReviewEvent.AttestationSigned(
                        header, "s" + number, person(), regime(), PERIOD, List.of("JML-01"), "operated"));
            case 6 -> concluded(header, number);
            default -> built(header);
        }
    }

    /** Once, or once more under the same id, recorded later and with another sign-in. */
    private void approved(Header header) {
        String person = person();
        String request = "rd" + random.nextInt(3);
        String reason = REASONS.get(random.nextInt(REASONS.size()));
        events.add(approval(header, person, request, reason));
        if (random.nextInt(4) == 0) {
            Header again = header.withAuthentication(signedIn(header.occurredAt()))
                    .withRecordedAt(header.recordedAt().plus(Duration.ofMinutes(5)));
            events.add(approval(again, person, request, reason));
        }
    }

    private static Event approval(Header header, String person, String request, String reason) {
        return AccessEvents.approved(header, request, Principal.identity("p3"), "erp", List.of("REPORT"), person)
                .justification(reason)
                .authority(AccessEvent.Authority.OWNER)
                .build();
    }

    private void item(Header header) {
        events.add(new ReviewEvent.ItemDecided(
                header,
                "uar",
                "i" + random.nextInt(3),
                Principal.identity("p3"),
                "erp",
                "REPORT",
                ReviewEvent.ReviewDecision.KEEP,
                person(),
                ReviewEvent.ReviewAuthority.BUSINESS_OWNER,
                pick(REASONS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                List.of()));
    }

    private void concluded(Header header, int number) {
        events.add(new DecisionEvent.Concluded(
                header,
                random.nextInt(3) == 0 ? "c" : "c" + number,
                "JML-01",
                PERIOD,
                regime(),
                person(),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of("o" + random.nextInt(2)),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of("t" + random.nextInt(2)),
                random.nextBoolean() ? "every leaver lost all access in time" : "effective",
                List.of("e" + random.nextInt(2))));
    }

    private void built(Header header) {
        events.add(new DecisionEvent.PackBuilt(
                header,
                "k" + random.nextInt(2),
                "JML-01",
                PERIOD,
                regime(),
                List.of("c"),
                random.nextBoolean() ? List.of() : List.of("e0"),
                random.nextBoolean() ? List.of() : List.of("e1"),
                random.nextInt(3) == 0));
    }

    private Header header(String id, Instant at) {
        Header plain = Header.of("iga", id, at).withRecordedAt(at.plus(Duration.ofMinutes(30L * random.nextInt(4))));
        CaptureMethod capture = CaptureMethod.values()[random.nextInt(CaptureMethod.values().length)];
        Header captured = new Header(
                plain.source(),
                plain.sourceEventId(),
                plain.occurredAt(),
                plain.recordedAt(),
                plain.offset(),
                plain.actor(),
                plain.authentication(),
                plain.ticket(),
                random.nextInt(12) == 0,
                capture,
                plain.onBehalfOf());
        return random.nextInt(4) == 0 ? captured : captured.withAuthentication(signedIn(at));
    }

    private Authentication signedIn(Instant at) {
        return new Authentication(
                random.nextInt(4),
                random.nextBoolean() ? Optional.empty() : pick(List.of("pwd", "mfa otp", "fido", "acme")),
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(at.minus(Duration.ofHours(random.nextInt(30)))),
                Optional.empty(),
                random.nextBoolean(),
                Optional.empty(),
                random.nextBoolean() ? Optional.empty() : Optional.of(at.minus(Duration.ofMinutes(random.nextInt(90)))),
                random.nextInt(3) == 0 ? Channel.values()[random.nextInt(Channel.values().length)] : Channel.SESSION);
    }

    private Optional<String> pick(List<String> values) {
        return Optional.of(values.get(random.nextInt(values.size())));
    }

    private String regime() {
        return random.nextBoolean() ? "SOC" : "SOX";
    }

    private String person() {
        return random.nextBoolean() ? "boss" : "p2";
    }
}
