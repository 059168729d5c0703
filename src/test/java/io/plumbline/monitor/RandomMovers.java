package io.plumbline.monitor;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.PositionChangeReason;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What happens to the four people of {@link RandomHistory} beside their work: other positions, engagements that begin and end, accounts
 * prolonged and given to others, and a register of standing privileges.
 */
final class RandomMovers {

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<String> POSITIONS = List.of("CLERK", "CHIEF", "CLERK-2");

    private RandomMovers() {}

    /** What positions need, and times short enough for a history of sixty days. */
    static List<ReferenceEvent> reference() {
        return List.of(
                model("CLERK", "VENDOR", "R-CLERK"),
                model("CLERK-2", "VENDOR", "R-CLERK"),
                model("CHIEF", "PAY", "R-CHIEF"),
                parameter("JML-04", "grace", "P5D"),
                parameter("JML-05", "inactivity", "P10D"),
                parameter("JML-05", "first_use_grace", "P2D"),
                parameter("EFF-02", "unused_threshold_privileged", "P12D"),
                register("reg-0", "identity:p0", ALWAYS, Instant.parse("2026-01-20T00:00:00Z")),
                register(
                        "reg-1",
                        "identity:p1",
                        Instant.parse("2026-01-15T00:00:00Z"),
                        Instant.parse("2026-12-01T00:00:00Z")));
    }

    /** One more event about a person and the account of that number. */
    static Event something(Random random, int person, Header header) {
        String id = "p" + person;
        AccountRef account = new AccountRef("erp", "a" + person);
        Instant at = header.occurredAt();
        Instant later = at.plus(Duration.ofDays(random.nextInt(12)));
        return switch (random.nextInt(7)) {
            case 0, 1, 2 ->
                IdentityEvents.positionChanged(header, id, POSITIONS.get(random.nextInt(POSITIONS.size())), later)
                        .manager(random.nextBoolean() ? Optional.of("boss") : Optional.empty())
                        .until(random.nextInt(3) == 0 ? Optional.of(later.plus(Duration.ofDays(8))) : Optional.empty())
                        .reason(PositionChangeReason.values()[random.nextInt(PositionChangeReason.values().length)])
                        .massChange(random.nextBoolean() ? Optional.of("mass-1") : Optional.empty())
                        .build();
            case 3 ->
                IdentityEvents.profiled(header, id)
                        .startsAt(random.nextBoolean() ? Optional.of(later) : Optional.empty())
                        .endsAt(random.nextBoolean() ? Optional.of(later.plus(Duration.ofDays(9))) : Optional.empty())
                        .vendorId(random.nextBoolean() ? Optional.of("acme") : Optional.empty())
                        .tags(random.nextInt(4) == 0 ? List.of("BREAK_GLASS") : List.of())
                        .build();
            case 4, 5 ->
                new IdentityEvent.AccountExtended(
                        header, account, later, random.nextBoolean() ? Optional.of("boss") : Optional.of(id));
            default -> new IdentityEvent.AccountUnlinked(header, account, id);
        };
    }

    private static ReferenceEvent model(String position, String... entitlements) {
        return new ReferenceEvent.PositionModelled(
                Header.of("reference", "model-" + position, ALWAYS), "erp", position, ALWAYS, List.of(entitlements));
    }

    private static ReferenceEvent parameter(String control, String name, String value) {
        return ReferenceEvents.parameter(
                Header.of("reference", control + "-" + name, ALWAYS),
                control,
                name,
                value,
                ALWAYS,
                "short histories",
                "boss");
    }

    private static ReferenceEvent register(String id, String subject, Instant from, Instant to) {
        return RuleEvents.exemption(
                        Header.of("reference", id, from), id, from, ExemptionKind.STANDING_PRIVILEGE, "PAM-02")
                .subject(subject)
                .until(to)
                .riskOwner("boss")
                .because("needed at night")
                .build();
    }
}
