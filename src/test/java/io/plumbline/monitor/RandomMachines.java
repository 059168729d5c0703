package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvent;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
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
            machines.events.add(new IdentityEvent.Created(
                    machines.header("hr", RandomHistory.START),
                    "b" + actor,
                    TYPES.get(actor),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
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
        events.add(new IdentityEvent.MandateGranted(
                header("hr", at),
                "m" + random.nextInt(4),
                actor,
                person(),
                List.of(pick(FUNCTIONS), pick(FUNCTIONS)),
                random.nextBoolean() ? List.of() : List.of(ERP),
                random.nextBoolean() ? Optional.empty() : Optional.of(new BigDecimal(100)),
                random.nextInt(3) == 0 ? IdentityEvent.AutonomyLevel.CONFIRM : IdentityEvent.AutonomyLevel.ACT,
                at.plus(Duration.ofHours(random.nextInt(12))),
                random.nextBoolean() ? Optional.empty() : Optional.of(at.plus(Duration.ofDays(20))),
                Optional.of("boss")));
    }

    private void step(String actor, Instant at) {
        boolean underAnotherName = random.nextInt(3) == 0;
        String person = person();
        Header header = header(ERP, at).withOnBehalfOf(chain(person));
        Principal own = random.nextBoolean() ? Principal.identity(actor) : Principal.account(ERP, actor);
        events.add(new BusinessActivityEvent.StepPerformed(
                underAnotherName ? header.withActor(Principal.identity(actor)) : header,
                underAnotherName ? Principal.identity(person) : own,
                ERP,
                pick(ENTITLEMENTS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                random.nextInt(3) == 0 ? Optional.of(Principal.identity(person())) : Optional.empty(),
                false,
                Optional.of(new BigDecimal(random.nextInt(200))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of()));
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
        events.add(new AccessEvent.Approved(
                underAnotherName ? header.withActor(Principal.identity(actor)).withOnBehalfOf(List.of("boss")) : header,
                "rb" + random.nextInt(3),
                Principal.identity(person()),
                ERP,
                List.of(pick(ENTITLEMENTS)),
                underAnotherName ? "boss" : actor,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AccessEvent.Authority.UNKNOWN));
    }

    private void profile(String actor, Instant at) {
        events.add(new IdentityEvent.Profiled(
                header("hr", at),
                actor,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(random.nextBoolean() ? "export" : "import"),
                random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(7))) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of("b9") : Optional.empty(),
                random.nextBoolean() ? List.of("w0") : List.of(),
                random.nextBoolean() ? Optional.of(environment()) : Optional.empty(),
                random.nextBoolean() ? List.of("10.0.0.0/8") : List.of(),
                random.nextInt(4) == 0 ? List.of("PIPELINE") : List.of(),
                Optional.empty()));
    }

    private void granted(String actor, Instant at) {
        events.add(new AccessEvent.Granted(
                header("erp", at),
                Optional.of("gb" + random.nextInt(9)),
                Principal.identity(actor),
                ERP,
                pick(ENTITLEMENTS),
                AccessEvent.GrantPath.DIRECT,
                Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(15))) : Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    private void credential(String actor, Instant at) {
        String key = "kb" + random.nextInt(3);
        switch (random.nextInt(4)) {
            case 0 ->
                events.add(new CredentialEvent.Retrieved(
                        header("erp", at), ERP, key, Principal.identity(person()), random.nextBoolean()));
            case 1 ->
                events.add(new PrivilegedAccessEvent.SessionStarted(
                        header("pam", at),
                        "sb" + at.getEpochSecond(),
                        Principal.account(ERP, actor),
                        ERP,
                        Optional.empty(),
                        Optional.empty(),
                        random.nextBoolean(),
                        random.nextBoolean() ? ClientClass.INTERACTIVE : ClientClass.AUTOMATED,
                        Optional.of("10.1.1.1")));
            default ->
                events.add(new CredentialEvent.Used(
                        header("erp", at),
                        ERP,
                        key,
                        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Principal.identity(actor)),
                        random.nextBoolean() ? Optional.of("f" + random.nextInt(2)) : Optional.empty(),
                        pick(List.of(ClientClass.values())),
                        Optional.of(random.nextBoolean() ? "10.1.1.1" : "192.168.1.1"),
                        Optional.empty(),
                        random.nextBoolean() ? Optional.of("w" + random.nextInt(2)) : Optional.empty(),
                        random.nextBoolean() ? Optional.of(environment()) : Optional.empty()));
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
