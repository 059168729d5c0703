package io.plumbline.monitor;

import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
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
                ReferenceEvents.source(
                                Header.of("reference", "source-files", always),
                                "files",
                                always,
                                List.of(Feed.ATTRIBUTIONS))
                        .build(),
                ReferenceEvents.entitlement(
                                Header.of("reference", "map-RELEASE", always),
                                ERP,
                                "RELEASE",
                                always,
                                List.of(new FunctionUse("F-RELEASE", ActivityLevel.APPROVE)))
                        .build(),
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
        return RuleEvents.rule(Header.of("reference", id, always), id, "1", always, id, List.of(), Severity.HIGH)
                .type(type)
                .steps(List.of(steps))
                .objectTypes(objectTypes)
                .window(Duration.ofDays(30))
                .build();
    }

    private void beginning() {
        add(IdentityEvents.accountCreated(header("erp", RandomHistory.START), SHARED)
                .type(IdentityType.SHARED)
                .build());
        for (int i = 0; i < 2; i++) {
            add(IdentityEvents.created(header("hr", RandomHistory.START), "n" + i, IdentityType.AI_AGENT)
                    .build());
            add(IdentityEvents.created(header("hr", RandomHistory.START), "q" + i, IdentityType.HUMAN)
                    .employee("" + i)
                    .build());
        }
    }

    private void something() {
        Instant at = instant();
        switch (random.nextInt(14)) {
            case 0 ->
                add(PrivilegedAccessEvents.attributed(
                                header("files", at), "u" + events.size(), ERP, SHARED, "q" + random.nextInt(3), at)
                        .until(at.plus(Duration.ofDays(1 + random.nextInt(20))))
                        .build());
            case 1 ->
                add(new IdentityEvent.Merged(
                        header("hr", at),
                        "q" + random.nextInt(3),
                        "q" + random.nextInt(3),
                        random.nextInt(3) == 0 ? MatchMethod.NAME : MatchMethod.PERSON_KEY));
            case 2 ->
                add(IdentityEvents.mandateGranted(
                                header("hr", at),
                                "mandate" + random.nextInt(3),
                                "n" + random.nextInt(2),
                                "q" + random.nextInt(2),
                                at)
                        .until(at.plus(Duration.ofDays(30)))
                        .build());
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
        return BusinessActivityEvents.step(header, performer(), ERP, entitlement)
                .on(type, "" + number())
                .parents(parents)
                .initiatedBy(random.nextInt(5) == 0 ? Optional.of(performer()) : Optional.empty())
                .automatic(random.nextInt(12) == 0)
                .reversalOf(reversed)
                .valueBefore(before)
                .valueAfter(after)
                .employee(random.nextInt(3) == 0 ? Optional.of("" + random.nextInt(2)) : Optional.empty())
                .selfService(random.nextInt(4) == 0)
                .build();
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
