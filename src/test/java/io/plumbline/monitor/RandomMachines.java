package io.plumbline.monitor;

import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvents;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Three automated actors of the company: mandates that are given, narrowed and taken back, steps on behalf of persons and of one
 * another, approvals, register entries, and keys used by whom and from where they should not be.
 */
final class RandomMachines {

    private static final String ERP = "erp";
    private static final List<IdentityType> TYPES =
            List.of(IdentityType.AI_AGENT, IdentityType.THIRD_PARTY_APP, IdentityType.BOT);
    private static final List<String> FUNCTIONS = List.of("F-VENDOR", "F-PAY", "F-LEDGER");
    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "LEDGER");

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomMachines(long seed) {
        this.random = new Random(seed * 53 + 11);
    }

    static List<Event> of(long seed, int size) {
        RandomMachines machines = new RandomMachines(seed);
        for (int actor = 0; actor < TYPES.size(); actor++) {
            machines.events.add(
                    IdentityEvents.created(machines.header("hr", RandomHistory.START), "b" + actor, TYPES.get(actor))
                            .build());
            machines.events.add(new IdentityEvent.AccountLinked(
                    machines.header("erp", RandomHistory.START), new AccountRef(ERP, "b" + actor), "b" + actor));
        }
        while (machines.events.size() < size) {
            machines.something();
        }
        return List.copyOf(machines.events);
    }

    private void something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
        String actor = "b" + random.nextInt(TYPES.size());
        switch (random.nextInt(10)) {
            case 0, 1 -> mandate(actor, at);
            case 2 -> events.add(new IdentityEvent.MandateRevoked(header("hr", at), "m" + random.nextInt(4), actor));
            case 3, 4 -> step(actor, at);
            case 5 -> approval(actor, at);
            case 6 -> profile(actor, at);
            case 7 -> granted(actor, at);
            default -> credential(actor, at);
        }
    }

    private void mandate(String actor, Instant at) {
        Header header = header("hr", at);
        String id = "m" + random.nextInt(4);
        String sponsor = person();
        List<String> functions = List.of(pick(FUNCTIONS), pick(FUNCTIONS));
        List<String> systems = random.nextBoolean() ? List.of() : List.of(ERP);
        Optional<BigDecimal> limit = random.nextBoolean() ? Optional.empty() : Optional.of(new BigDecimal(100));
        IdentityEvent.AutonomyLevel autonomy =
                random.nextInt(3) == 0 ? IdentityEvent.AutonomyLevel.CONFIRM : IdentityEvent.AutonomyLevel.ACT;
        Instant from = at.plus(Duration.ofHours(random.nextInt(12)));
        events.add(IdentityEvents.mandateGranted(header, id, actor, sponsor, from)
                .functions(functions)
                .systems(systems)
                .amountLimit(limit)
                .autonomy(autonomy)
                .until(random.nextBoolean() ? Optional.empty() : Optional.of(at.plus(Duration.ofDays(20))))
                .approver("boss")
                .build());
    }

    private void step(String actor, Instant at) {
        boolean underAnotherName = random.nextInt(3) == 0;
        String person = person();
        Header header = header(ERP, at).withOnBehalfOf(chain(person));
        Principal own = random.nextBoolean() ? Principal.identity(actor) : Principal.account(ERP, actor);
        events.add(BusinessActivityEvents.step(
                        underAnotherName ? header.withActor(Principal.identity(actor)) : header,
                        underAnotherName ? Principal.identity(person) : own,
                        ERP,
                        pick(ENTITLEMENTS))
                .initiatedBy(random.nextInt(3) == 0 ? Optional.of(Principal.identity(person())) : Optional.empty())
                .amount(new BigDecimal(random.nextInt(200)))
                .build());
    }

    private List<String> chain(String person) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(person);
            default -> List.of("b" + random.nextInt(TYPES.size()), person);
        };
    }

    private void approval(String actor, Instant at) {
        boolean underAnotherName = random.nextBoolean();
        Header header = header("iga", at);
        events.add(AccessEvents.approved(
                        underAnotherName
                                ? header.withActor(Principal.identity(actor)).withOnBehalfOf(List.of("boss"))
                                : header,
                        "rb" + random.nextInt(3),
                        Principal.identity(person()),
                        ERP,
                        List.of(pick(ENTITLEMENTS)),
                        underAnotherName ? "boss" : actor)
                .build());
    }

    private void profile(String actor, Instant at) {
        events.add(IdentityEvents.profiled(header("hr", at), actor)
                .purpose(random.nextBoolean() ? "export" : "import")
                .purposeEndsAt(random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(7))) : Optional.empty())
                .replacedBy(random.nextInt(4) == 0 ? Optional.of("b9") : Optional.empty())
                .workloads(random.nextBoolean() ? List.of("w0") : List.of())
                .environment(random.nextBoolean() ? Optional.of(environment()) : Optional.empty())
                .usedFrom(random.nextBoolean() ? List.of("10.0.0.0/8") : List.of())
                .tags(random.nextInt(4) == 0 ? List.of("PIPELINE") : List.of())
                .build());
    }

    private void granted(String actor, Instant at) {
        events.add(AccessEvents.granted(
                        header("erp", at), "gb" + random.nextInt(9), Principal.identity(actor), ERP, pick(ENTITLEMENTS))
                .until(random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(15))) : Optional.empty())
                .build());
    }

    private void credential(String actor, Instant at) {
        String key = "kb" + random.nextInt(3);
        switch (random.nextInt(4)) {
            case 0 ->
                events.add(new CredentialEvent.Retrieved(
                        header("erp", at), ERP, key, Principal.identity(person()), random.nextBoolean()));
            case 1 ->
                events.add(PrivilegedAccessEvents.sessionStarted(
                                header("pam", at), "sb" + at.getEpochSecond(), Principal.account(ERP, actor), ERP)
                        .automation(random.nextBoolean())
                        .client(random.nextBoolean() ? ClientClass.INTERACTIVE : ClientClass.AUTOMATED)
                        .startedFrom("10.1.1.1")
                        .build());
            default ->
                events.add(CredentialEvents.used(header("erp", at), ERP, key)
                        .owner(random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Principal.identity(actor)))
                        .fingerprint(random.nextBoolean() ? Optional.of("f" + random.nextInt(2)) : Optional.empty())
                        .client(pick(List.of(ClientClass.values())))
                        .usedFrom(random.nextBoolean() ? "10.1.1.1" : "192.168.1.1")
                        .workloadId(random.nextBoolean() ? Optional.of("w" + random.nextInt(2)) : Optional.empty())
                        .environment(random.nextBoolean() ? Optional.of(environment()) : Optional.empty())
                        .build());
        }
    }

    private String environment() {
        return random.nextBoolean() ? "production" : "test";
    }

    private String person() {
        return "p" + random.nextInt(4);
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Header header(String source, Instant at) {
        Header header = Header.of(source, "b-" + events.size(), at);
        return random.nextInt(10) == 0 ? header.asBaseline() : header;
    }
}
