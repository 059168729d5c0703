package io.plumbline.monitor;

import io.plumbline.event.BoundaryKind;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.IcfrImpact;
import io.plumbline.event.ChangeEvent.LoggingEffect;
import io.plumbline.event.ChangeEvent.TestResult;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What is assessed and tested of the changes of {@link RandomHistory}, edits of items on which controls depend, back and forth
 * between few values, and changes of the monitoring itself with and without approval, drawn from a seed.
 */
final class RandomBoundary {

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final String ERP = "erp";

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomBoundary(long seed) {
        this.random = new Random(seed * 61 + 17);
    }

    /** The inventory of the control boundary, and the periods that are reported on. */
    static List<ReferenceEvent> reference() {
        return List.of(
                item("limit", BoundaryKind.CONTROL_SETTING, Optional.of("boss")),
                item("report", BoundaryKind.KEY_REPORT, Optional.empty()),
                new ReferenceEvent.FiscalPeriodPublished(
                        Header.of("reference", "period-1", ALWAYS),
                        "2026-01",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-02-01T00:00:00Z")),
                new ReferenceEvent.PersonAliased(Header.of("reference", "alias-1", ALWAYS), "p1@mail", ALWAYS, "p1"));
    }

    static List<Event> of(long seed, int size) {
        RandomBoundary drawn = new RandomBoundary(seed);
        while (drawn.events.size() < size) {
            switch (drawn.random.nextInt(7)) {
                case 0 -> drawn.requested();
                case 1 -> drawn.assessed();
                case 2 -> drawn.tested();
                case 3 -> drawn.signedOff();
                case 4 -> drawn.parameter();
                default -> drawn.edited();
            }
        }
        return List.copyOf(drawn.events);
    }

    private void requested() {
        ChangeType[] types = ChangeType.values();
        events.add(new ChangeEvent.Requested(
                header("itsm"),
                change(),
                types[random.nextInt(types.length)],
                ERP,
                random.nextBoolean() ? List.of("report") : List.of(),
                Optional.of(person()),
                random.nextInt(3) == 0 ? Optional.of("release-1") : Optional.empty(),
                Optional.empty()));
    }

    private void assessed() {
        IcfrImpact[] answers = IcfrImpact.values();
        events.add(new ChangeEvent.ImpactAssessed(
                header("itsm"),
                changeOrRelease(),
                ERP,
                person(),
                answers[random.nextInt(answers.length)],
                Optional.empty(),
                random.nextBoolean() ? Optional.of("words") : Optional.empty()));
    }

    private void tested() {
        TestResult[] results = TestResult.values();
        events.add(new ChangeEvent.Tested(
                header("itsm"),
                changeOrRelease(),
                ERP,
                random.nextBoolean() ? Optional.of(person()) : Optional.empty(),
                results[random.nextInt(results.length)],
                random.nextBoolean() ? Optional.of("digest-" + change()) : Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private void signedOff() {
        ApprovalStage[] stages = ApprovalStage.values();
        events.add(new ChangeEvent.Approved(
                header("itsm"),
                change(),
                ERP,
                random.nextInt(3) == 0 ? "boss" : person(),
                random.nextInt(3) == 0 ? List.of("limit") : List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                stages[random.nextInt(stages.length)]));
    }

    private void edited() {
        LoggingEffect[] effects = LoggingEffect.values();
        events.add(new ChangeEvent.ConfigEdited(
                header("itsm"),
                "edit-" + events.size(),
                ERP,
                random.nextInt(4) == 0 ? "report" : "limit",
                random.nextInt(3) == 0 ? List.of() : List.of(change()),
                Optional.of("value-" + random.nextInt(3)),
                Optional.of("value-" + random.nextInt(3)),
                random.nextBoolean()
                        ? Principal.identity("p" + random.nextInt(4))
                        : Principal.account(ERP, "a" + random.nextInt(4)),
                Optional.empty(),
                effects[random.nextInt(effects.length)]));
    }

    /** Half of them as part of a change that one person wrote and one, perhaps the same, approved. */
    private void parameter() {
        Header header = header("reference");
        String changeId = "catalogue/b-" + events.size();
        boolean governed = random.nextBoolean();
        events.add(ReferenceEvents.parameter(
                governed ? header.withTicket(changeId) : header,
                "CHG-05",
                "protect_window",
                "P" + (1 + random.nextInt(3)) + "D",
                header.occurredAt(),
                "drawn",
                "boss"));
        if (governed) {
            events.add(new ReferenceEvent.CatalogueChangeApproved(
                    header("catalogue"),
                    changeId,
                    header.occurredAt(),
                    person(),
                    person(),
                    "drawn",
                    1,
                    "digest",
                    false));
        }
    }

    private String change() {
        return "c" + random.nextInt(4);
    }

    private String changeOrRelease() {
        return random.nextInt(4) == 0 ? "release-1" : change();
    }

    private String person() {
        int number = random.nextInt(5);
        return number == 4 ? "p1@mail" : "p" + number;
    }

    private Header header(String source) {
        Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
        return Header.of(source, "boundary-" + events.size(), at)
                .withRecordedAt(at.plus(Duration.ofHours(random.nextInt(8))));
    }

    private static ReferenceEvent item(String itemId, BoundaryKind kind, Optional<String> owner) {
        return new ReferenceEvent.BoundaryItemRegistered(
                Header.of("reference", "boundary-" + itemId, ALWAYS),
                ERP,
                itemId,
                ALWAYS,
                kind,
                owner,
                List.of("F-PAY"),
                List.of("CTRL-1"),
                Optional.empty());
    }
}
