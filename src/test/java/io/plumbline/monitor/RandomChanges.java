package io.plumbline.monitor;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.IcfrImpact;
import io.plumbline.event.ChangeEvent.LinkKind;
import io.plumbline.event.ChangeEvent.Protection;
import io.plumbline.event.ChangeEvent.TestResult;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three changes with other ids and a release they are part of, what was approved, tested, merged, deployed and reviewed of them by
 * four persons and two agents, and emergencies among them, drawn from a seed.
 */
final class RandomChanges {

    private static final String ERP = "erp";

    private final Random random;
    private final List<Event> events = new ArrayList<>();
    private int number;

    private RandomChanges(long seed) {
        this.random = new Random(seed * 53 + 19);
    }

    static List<Event> of(long seed, int size) {
        RandomChanges history = new RandomChanges(seed);
        history.agent("g0");
        history.agent("g1");
        for (int i = 0; i < size; i++) {
            history.events.add(history.something());
        }
        return List.copyOf(history.events);
    }

    private void agent(String id) {
        events.add(IdentityEvents.created(header("hr", RandomHistory.START), id, IdentityType.AI_AGENT)
                .build());
        events.add(IdentityEvents.profiled(header("hr", RandomHistory.START), id)
                .sponsorId("p" + random.nextInt(2))
                .build());
    }

    private Event something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(2L * random.nextInt(60)));
        Header header = header("itsm", at);
        return switch (random.nextInt(14)) {
            case 0, 1 -> requested(at);
            case 2, 3 ->
                new ChangeEvent.Approved(
                        header,
                        change(),
                        ERP,
                        person(),
                        List.of(),
                        random.nextInt(3) == 0 ? List.of(artefact()) : List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        random.nextBoolean() ? ApprovalStage.EMERGENCY : ApprovalStage.SYSTEM_OWNER);
            case 4 -> new ChangeEvent.Linked(header, change(), change(), LinkKind.RELEASE);
            case 5, 6 ->
                new ChangeEvent.Merged(
                        header,
                        change(),
                        "repo",
                        artefact(),
                        List.of(person()),
                        random.nextBoolean() ? List.of(person()) : List.of(),
                        Optional.of(at.minus(Duration.ofHours(2))),
                        Optional.of(at.minus(Duration.ofHours(1L + random.nextInt(3)))),
                        random.nextInt(4) == 0 ? Protection.OFF : Protection.ON);
            case 7 ->
                new ChangeEvent.ImpactAssessed(
                        header,
                        change(),
                        ERP,
                        person(),
                        IcfrImpact.values()[random.nextInt(3)],
                        Optional.empty(),
                        Optional.empty());
            case 8 ->
                new ChangeEvent.Tested(
                        header,
                        change(),
                        ERP,
                        random.nextBoolean() ? Optional.of(person()) : Optional.empty(),
                        TestResult.values()[random.nextInt(2)],
                        Optional.of(artefact()),
                        Optional.empty(),
                        Optional.empty());
            case 9 ->
                new ChangeEvent.PostReviewed(
                        header("itsm", at.plus(Duration.ofDays(1))),
                        change(),
                        ERP,
                        person(),
                        random.nextInt(4) > 0,
                        random.nextInt(4) > 0,
                        true);
            case 10 -> aliased(at);
            default -> deployed(header);
        };
    }

    /** Some in the quarter before, which is over. */
    private Event requested(Instant at) {
        Instant when = random.nextInt(4) == 0 ? RandomHistory.START.minus(Duration.ofDays(3)) : at;
        return new ChangeEvent.Requested(
                header("itsm", when),
                change(),
                random.nextInt(3) == 0 ? ChangeType.NORMAL : ChangeType.EMERGENCY,
                ERP,
                List.of(),
                Optional.of(person()),
                random.nextInt(3) == 0 ? Optional.of("release") : Optional.empty(),
                random.nextBoolean() ? Optional.of("INC") : Optional.empty());
    }

    private Event deployed(Header header) {
        return new ChangeEvent.Deployed(
                header,
                "kd" + random.nextInt(8),
                ERP,
                "production",
                random.nextInt(4) == 0 ? List.of() : List.of(change()),
                artefact(),
                Optional.empty(),
                random.nextBoolean() ? Principal.identity("pipeline") : Principal.identity(person()),
                random.nextBoolean() ? Optional.of(person()) : Optional.empty(),
                random.nextBoolean() ? List.of(person()) : List.of(),
                Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(person()) : Optional.empty(),
                random.nextInt(6) == 0 ? Protection.OFF : Protection.UNKNOWN);
    }

    /** A name under which code is written, of one person and perhaps of another later. */
    private Event aliased(Instant at) {
        return new ReferenceEvent.PersonAliased(
                Header.of("reference", "alias-" + ++number + "-" + random.nextInt(1000), at),
                "mail" + random.nextInt(2),
                at,
                "p" + random.nextInt(4));
    }

    private String change() {
        return List.of("k0", "k1", "k2", "k2-commit", "release").get(random.nextInt(5));
    }

    private String artefact() {
        return "k-artefact-" + random.nextInt(3);
    }

    private String person() {
        return List.of("p0", "p1", "p2", "p3", "g0", "g1", "mail0", "mail1", "duty")
                .get(random.nextInt(9));
    }

    private Header header(String source, Instant at) {
        return Header.of(source, source + "-change-" + ++number, at);
    }
}
