package io.plumbline.monitor;

import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.AutonomyLevel;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.AttributionMethod;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.RuleStep;
import io.plumbline.event.Severity;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.StepActor;
import io.plumbline.event.StepEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The part of a random history that is about business objects: steps on two vendors, their invoices and payments, by accounts
 * whose links come and go, a shared account, identities that turn out to be one, and two agents of one sponsor.
 */
final class RandomObjects {

    private static final String ERP = "erp";
    private static final AccountRef SHARED = new AccountRef(ERP, "shared");

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomObjects(long seed) {
        this.random = new Random(seed * 131 + 17);
    }

    static List<Event> events(long seed, int size) {
        RandomObjects objects = new RandomObjects(seed);
        objects.beginning();
        while (objects.events.size() < size) {
            objects.something();
        }
        return List.copyOf(objects.events);
    }

    static List<ReferenceEvent> reference() {
        Instant always = Instant.parse("2020-01-01T00:00:00Z");
        return List.of(
                new SourceDeclared(
                        Header.of("reference", "source-files", always),
                        "files",
                        always,
                        List.of(Feed.ATTRIBUTIONS),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty()),
                new EntitlementMapped(
                        Header.of("reference", "map-RELEASE", always),
                        ERP,
                        "RELEASE",
                        always,
                        List.of(new FunctionUse("F-RELEASE", ActivityLevel.APPROVE)),
                        false,
                        Optional.empty(),
                        false,
                        List.of(),
                        List.of(),
                        Optional.empty()),
                rule("ACT-VENDOR", SodRuleType.SAME_OBJECT, List.of("vendor"), part("F-VENDOR"), part("F-PAY")),
                rule("ACT-INVOICE", SodRuleType.SAME_OBJECT, List.of(), part("F-LEDGER"), part("F-PAY")),
                rule("ACT-OWN", SodRuleType.SELF_RECORD, List.of(), part("F-VENDOR")),
                rule(
                        "ACT-FLIP",
                        SodRuleType.SEQUENCE,
                        List.of("vendor"),
                        new RuleStep(List.of("F-VENDOR"), StepActor.ANYONE, StepEffect.CHANGED),
                        part("F-PAY"),
                        new RuleStep(List.of("F-VENDOR"), StepActor.ANYONE, StepEffect.CHANGED_BACK)),
                rule(
                        "ACT-AGENT",
                        SodRuleType.NHI,
                        List.of(),
                        new RuleStep(List.of("F-LEDGER"), StepActor.AGENT, StepEffect.ANY),
                        new RuleStep(List.of("F-RELEASE"), StepActor.AGENT_OF_SAME_SPONSOR, StepEffect.ANY)));
    }

    private static RuleStep part(String function) {
        return new RuleStep(List.of(function), StepActor.ANYONE, StepEffect.ANY);
    }

    private static ReferenceEvent rule(String id, SodRuleType type, List<String> objectTypes, RuleStep... steps) {
        Instant always = Instant.parse("2020-01-01T00:00:00Z");
        return new SodRulePublished(
                Header.of("reference", id, always),
                id,
                "1",
                always,
                id,
                List.of(),
                Severity.HIGH,
                Optional.empty(),
                Optional.empty(),
                type,
                Optional.empty(),
                List.of(steps),
                objectTypes,
                Optional.of(Duration.ofDays(30)),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void beginning() {
        add(new IdentityEvent.AccountCreated(
                header("erp", RandomHistory.START),
                SHARED,
                Optional.empty(),
                false,
                Optional.of(IdentityType.SHARED),
                Optional.empty()));
        for (int i = 0; i < 2; i++) {
            add(new IdentityEvent.Created(
                    header("hr", RandomHistory.START),
                    "n" + i,
                    IdentityType.AI_AGENT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
            add(new IdentityEvent.Created(
                    header("hr", RandomHistory.START),
                    "q" + i,
                    IdentityType.HUMAN,
                    Optional.of("" + i),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    private void something() {
        Instant at = instant();
        switch (random.nextInt(14)) {
            case 0 ->
                add(new AttributionRecorded(
                        header("files", at),
                        "u" + events.size(),
                        ERP,
                        SHARED,
                        "q" + random.nextInt(3),
                        AttributionMethod.CHECKOUT,
                        true,
                        at,
                        Optional.of(at.plus(Duration.ofDays(1 + random.nextInt(20)))),
                        Optional.empty()));
            case 1 ->
                add(new IdentityEvent.Merged(
                        header("hr", at),
                        "q" + random.nextInt(3),
                        "q" + random.nextInt(3),
                        random.nextInt(3) == 0 ? MatchMethod.NAME : MatchMethod.PERSON_KEY));
            case 2 ->
                add(new IdentityEvent.MandateGranted(
                        header("hr", at),
                        "mandate" + random.nextInt(3),
                        "n" + random.nextInt(2),
                        "q" + random.nextInt(2),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        AutonomyLevel.ACT,
                        at,
                        Optional.of(at.plus(Duration.ofDays(30))),
                        Optional.empty()));
            case 3 -> {
                AccountRef account = new AccountRef(ERP, "x" + random.nextInt(2));
                String identity = "q" + random.nextInt(3);
                add(
                        random.nextInt(3) == 0
                                ? new IdentityEvent.AccountUnlinked(header("erp", at), account, identity)
                                : new IdentityEvent.AccountLinked(header("erp", at), account, identity));
            }
            case 4, 5 -> flip(at);
            case 6, 7, 8 -> step(at, random.nextBoolean() ? "VENDOR" : "PAY", "vendor", List.of());
            case 9, 10 ->
                step(at, random.nextInt(3) == 0 ? "RELEASE" : "LEDGER", "invoice", List.of("vendor:" + number()));
            default ->
                step(
                        at,
                        random.nextInt(4) == 0 ? "RELEASE" : "PAY",
                        "payment",
                        List.of((random.nextInt(4) == 0 ? "vendor:" : "invoice:") + number()));
        }
    }

    private void flip(Instant at) {
        boolean back = random.nextBoolean();
        add(step(
                header("erp", at),
                "VENDOR",
                "vendor",
                List.of(),
                Optional.of(back ? "B" : "A"),
                Optional.of(back ? "A" : "B"),
                Optional.empty()));
    }

    private void step(Instant at, String entitlement, String type, List<String> parents) {
        Optional<String> reversed = random.nextInt(12) > 0 || events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(random.nextInt(events.size())).header().sourceEventId());
        add(step(header("erp", at), entitlement, type, parents, Optional.empty(), Optional.empty(), reversed));
    }

    private StepPerformed step(
            Header header,
            String entitlement,
            String type,
            List<String> parents,
            Optional<String> before,
            Optional<String> after,
            Optional<String> reversed) {
        return new StepPerformed(
                header,
                performer(),
                ERP,
                entitlement,
                Optional.of(type),
                Optional.of("" + number()),
                Optional.empty(),
                parents,
                random.nextInt(5) == 0 ? Optional.of(performer()) : Optional.empty(),
                random.nextInt(12) == 0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reversed,
                before,
                after,
                random.nextInt(3) == 0 ? Optional.of("" + random.nextInt(2)) : Optional.empty(),
                random.nextInt(4) == 0,
                List.of());
    }

    private Principal performer() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> Principal.identity("q" + random.nextInt(3));
            case 2 -> Principal.identity("n" + random.nextInt(2));
            case 3, 4 -> Principal.account(ERP, "x" + random.nextInt(2));
            case 5 -> Principal.account(ERP, "shared");
            default -> Principal.account(ERP, "a" + random.nextInt(4));
        };
    }

    private int number() {
        return random.nextInt(2);
    }

    private Instant instant() {
        return RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "object-" + events.size(), at);
    }

    private void add(Event event) {
        events.add(event);
    }
}
