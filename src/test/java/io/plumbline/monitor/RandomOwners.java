package io.plumbline.monitor;

import io.plumbline.event.BoundaryKind;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Five people, two of them with a second record, and a shared mailbox, who own a system, its controls, controls of the monitoring
 * and exemptions, drawn from a seed: they leave, go on leave, come back, are followed, confirmed, stood in for and merged, and the
 * system moves in and out of scope, is retired and registered anew.
 */
final class RandomOwners {

    private static final String HUB = "hub";

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomOwners(long seed) {
        this.random = new Random(seed * 71 + 29);
    }

    /** Owners have to be confirmed every few days. */
    static List<ReferenceEvent> reference() {
        Instant start = RandomHistory.START;
        return List.of(
                ReferenceEvents.parameter(
                        Header.of("reference", "OWN-01-confirm", start),
                        "OWN-01",
                        "confirm_max_age",
                        "P12D",
                        start,
                        "short histories",
                        "boss"),
                new ReferenceEvent.PersonAliased(Header.of("reference", "alias-o", start), "o3@mail", start, "o3"));
    }

    static List<Event> of(long seed, int size) {
        RandomOwners owners = new RandomOwners(seed);
        for (int person = 0; person < 5; person++) {
            owners.created("o" + person, IdentityType.HUMAN);
        }
        owners.created("o0-second", IdentityType.HUMAN);
        owners.created("mailbox", IdentityType.SHARED);
        owners.registered(owners.header("reference", RandomHistory.START));
        while (owners.events.size() < size) {
            owners.something();
        }
        return List.copyOf(owners.events.subList(0, size));
    }

    private void created(String id, IdentityType type) {
        events.add(IdentityEvents.created(header("hr", RandomHistory.START), id, type)
                .build());
    }

    private void something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> left(header("hr", at));
            case 3 -> events.add(new IdentityEvent.Rehired(header("hr", at), person(), at));
            case 4 -> onLeave(header("hr", at));
            case 5 ->
                events.add(new IdentityEvent.Merged(
                        header("hr", at),
                        random.nextBoolean() ? "o0" : "o1",
                        random.nextBoolean() ? "o0-second" : "o2",
                        random.nextInt(4) == 0 ? MatchMethod.NAME : MatchMethod.PERSON_KEY));
            case 6, 7, 8 -> registered(header("reference", at));
            case 9, 10, 11 -> exemption(at);
            case 12, 13 -> item(header("reference", at));
            case 14 -> delegation(header("grc", at));
            default -> retired(header("reference", at));
        }
    }

    private void left(Header header) {
        Instant effective = header.occurredAt().plus(Duration.ofDays(random.nextInt(6)));
        String who = person();
        events.add(new IdentityEvent.Terminated(header, who, effective, IdentityEvent.TerminationType.VOLUNTARY));
        if (random.nextInt(4) == 0) {
            Header later = header.withRecordedAt(header.recordedAt().plus(Duration.ofHours(random.nextInt(3))));
            events.add(new IdentityEvent.Terminated(
                    later, who, effective.plus(Duration.ofDays(3)), IdentityEvent.TerminationType.VOLUNTARY));
        }
    }

    private void onLeave(Header header) {
        events.add(new IdentityEvent.Updated(
                header,
                person(),
                random.nextBoolean() ? EmploymentStatus.GARDEN_LEAVE : EmploymentStatus.ACTIVE,
                header.occurredAt()));
    }

    private void registered(Header header) {
        events.add(ReferenceEvents.system(header, HUB, header.occurredAt())
                .production(true)
                .sox(random.nextInt(4) > 0)
                .soc(random.nextInt(4) > 0)
                .owners(new Owners(named(), named(), named(), named()))
                .confirmedAt(random.nextBoolean() ? Optional.of(header.occurredAt()) : Optional.empty())
                .build());
    }

    private void retired(Header header) {
        if (random.nextInt(3) == 0) {
            events.add(new ReferenceEvent.SystemRetired(header, HUB, header.occurredAt(), Optional.empty()));
        }
    }

    private void exemption(Instant from) {
        String id = "O" + random.nextInt(4);
        Instant decided = from.plus(Duration.ofDays(random.nextInt(3) == 0 ? random.nextInt(6) : 0));
        if (random.nextInt(4) == 0) {
            events.add(new ReferenceEvent.ExemptionRevoked(header("grc", decided), id, from, "drawn"));
            return;
        }
        events.add(RuleEvents.exemption(
                        header("grc", decided),
                        id,
                        from,
                        ExemptionKind.WAIVER,
                        List.of("SOD-01", "JML-01", "OWN-01").get(random.nextInt(3)))
                .subject(List.of(Optional.<String>empty(), Optional.of("identity:p1"), Optional.of("system:" + HUB))
                        .get(random.nextInt(3)))
                .system(random.nextBoolean() ? Optional.of(HUB) : Optional.empty())
                .until(from.plus(Duration.ofDays(5 + random.nextInt(40))))
                .riskOwner(named().orElse("committee"))
                .because("drawn")
                .build());
    }

    private void item(Header header) {
        boolean own = random.nextBoolean();
        events.add(new ReferenceEvent.BoundaryItemRegistered(
                header,
                own ? "plumbline" : HUB,
                own ? "control/JML-01" : "limit",
                header.occurredAt(),
                BoundaryKind.CONTROL_SETTING,
                named(),
                List.of(),
                List.of(),
                random.nextBoolean() ? Optional.of(header.occurredAt()) : Optional.empty()));
    }

    private void delegation(Header header) {
        events.add(new ReferenceEvent.DelegationRecorded(
                header,
                "od" + random.nextInt(3),
                header.occurredAt(),
                header.occurredAt().plus(Duration.ofDays(1 + random.nextInt(20))),
                person(),
                person(),
                random.nextBoolean() ? List.of(HUB) : List.of()));
    }

    private Optional<String> named() {
        return switch (random.nextInt(9)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("mailbox");
            case 2 -> Optional.of(random.nextBoolean() ? "team" : "o3@mail");
            default -> Optional.of(person());
        };
    }

    private String person() {
        int number = random.nextInt(6);
        return number == 5 ? "o0-second" : "o" + number;
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "owners-" + events.size(), at);
    }
}
