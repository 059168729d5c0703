package io.plumbline.monitor;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Two people and three machine identities in two applications: access for a time, elevations taken up, given back and taken back,
 * secrets shown and replaced, owners and sponsors that change, steps on two objects, and a window that is changed on the way.
 */
final class RandomUnions {

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final String ERP = "erp";
    private static final String BANK = "bank";

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomUnions(long seed) {
        this.random = new Random(seed * 71 + 5);
    }

    static List<Event> of(long seed, int size) {
        RandomUnions unions = new RandomUnions(seed);
        unions.reference();
        for (int machine = 0; machine < 3; machine++) {
            unions.events.add(IdentityEvents.created(
                            unions.header("hr", RandomHistory.START), "u" + machine, IdentityType.AI_AGENT)
                    .build());
        }
        int fixed = unions.events.size();
        while (unions.events.size() < fixed + size) {
            unions.something();
        }
        return List.copyOf(unions.events);
    }

    private void reference() {
        events.add(ReferenceEvents.entitlement(
                        Header.of("reference", "map-release", ALWAYS),
                        BANK,
                        "RELEASE",
                        ALWAYS,
                        List.of(new FunctionUse("F-RELEASE", ActivityLevel.APPROVE)))
                .build());
        events.add(
                ReferenceEvents.role(Header.of("reference", "role-payer", ALWAYS), ERP, "PAYER", ALWAYS, List.of("PAY"))
                        .build());
        events.add(rule("U-CROSS", SodRuleType.CROSS_APP, false, "F-PAY", "F-RELEASE"));
        events.add(rule("U-NHI", SodRuleType.NHI, false, "F-VENDOR", "F-PAY"));
        events.add(rule("U-ONLY", SodRuleType.NHI, true, "F-PAY", "F-RELEASE"));
        events.add(rule("U-SECRET", SodRuleType.NHI, false, "NH03", "F-RELEASE"));
        Instant changed = instant();
        events.add(ReferenceEvents.parameter(
                Header.of("reference", "union-window", changed),
                "SOD-02",
                "credential_control_window",
                "P" + (1 + random.nextInt(9)) + "D",
                changed,
                "drawn",
                "boss"));
        events.add(ReferenceEvents.parameter(
                Header.of("reference", "stepwise-lookback", changed),
                "SOD-05",
                "sequential_lookback",
                "P" + (1 + random.nextInt(9)) + "D",
                changed,
                "drawn",
                "boss"));
    }

    private static ReferenceEvent rule(String id, SodRuleType type, boolean nhiOnly, String... functions) {
        return RuleEvents.rule(
                        Header.of("reference", id, ALWAYS),
                        id,
                        "1",
                        ALWAYS,
                        id,
                        Stream.of(functions)
                                .map(function -> new Slot(List.of(function)))
                                .toList(),
                        Severity.HIGH)
                .type(type)
                .nhiOnly(nhiOnly)
                .build();
    }

    private void something() {
        Instant at = instant();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> granted(at);
            case 3 ->
                events.add(new AccessEvent.Revoked(
                        header(ERP, at), Optional.of("gu" + random.nextInt(12)), anyone(), ERP, entitlement(ERP)));
            case 4 -> approved(at);
            case 5, 6 -> used(at);
            case 7, 8 -> secret(at);
            case 9 ->
                events.add(new IdentityEvent.OwnerChanged(
                        header("hr", at),
                        machine(),
                        random.nextInt(3) == 0 ? List.of() : List.of(owner()),
                        List.of(),
                        random.nextInt(4) == 0 ? Optional.of(at.plus(Duration.ofDays(2))) : Optional.empty()));
            case 10 ->
                events.add(IdentityEvents.mandateGranted(
                                header("hr", at), "mu" + random.nextInt(4), machine(), person(), at)
                        .functions(List.of("F-PAY"))
                        .until(random.nextBoolean() ? Optional.empty() : Optional.of(at.plus(Duration.ofDays(20))))
                        .approver("boss")
                        .build());
            default -> step(at);
        }
    }

    private void granted(Instant at) {
        String system = random.nextInt(3) == 0 ? BANK : ERP;
        events.add(AccessEvents.granted(
                        header(ERP, at), "gu" + random.nextInt(12), anyone(), system, entitlement(system))
                .path(pick(List.of(GrantPath.DIRECT, GrantPath.TEMPORARY, GrantPath.DELEGATED, GrantPath.MIGRATION)))
                .until(
                        random.nextBoolean()
                                ? Optional.of(at.plus(Duration.ofDays(1 + random.nextInt(20))))
                                : Optional.empty())
                .build());
    }

    private void approved(Instant at) {
        Header header = header("pam", at);
        String id = "eu" + random.nextInt(5);
        Principal holder = Principal.identity(person());
        Optional<String> role = random.nextInt(3) == 0 ? Optional.empty() : Optional.of("PAYER");
        Instant from = at.plus(Duration.ofHours(6L * random.nextInt(4)));
        Instant to = at.plus(Duration.ofHours(6L * (4 + random.nextInt(8))));
        events.add(PrivilegedAccessEvents.elevationApproved(header, id, holder, ERP, from, to, "boss")
                .role(role)
                .build());
    }

    private void used(Instant at) {
        String elevation = "eu" + random.nextInt(5);
        Principal holder = Principal.identity(person());
        events.add(
                switch (random.nextInt(5)) {
                    case 0 ->
                        new PrivilegedAccessEvent.ElevationDenied(header("pam", at), elevation, holder, ERP, "boss");
                    case 1, 2 -> new PrivilegedAccessEvent.ElevationEnded(header("pam", at), elevation, holder, ERP);
                    default ->
                        new PrivilegedAccessEvent.ElevationStarted(
                                header("pam", at),
                                elevation,
                                holder,
                                ERP,
                                Optional.of("PAYER"),
                                random.nextBoolean() ? Optional.empty() : Optional.of(at.plus(Duration.ofDays(2))));
                });
    }

    private void secret(Instant at) {
        String key = "ku" + random.nextInt(3);
        events.add(
                switch (random.nextInt(4)) {
                    case 0 ->
                        CredentialEvents.issued(
                                        random.nextBoolean()
                                                ? header(ERP, at).withActor(Principal.identity(person()))
                                                : header(ERP, at),
                                        ERP,
                                        key,
                                        Principal.identity(machine()),
                                        CredentialEvent.CredentialType.API_KEY)
                                .build();
                    case 1 ->
                        CredentialEvents.rotated(header(ERP, at), ERP, key).build();
                    default ->
                        new CredentialEvent.Retrieved(
                                header(ERP, at), ERP, key, Principal.identity(person()), random.nextInt(4) > 0);
                });
    }

    private void step(Instant at) {
        events.add(BusinessActivityEvents.step(header(ERP, at), Principal.identity(person()), ERP, entitlement(ERP))
                .on("vendor", "u" + random.nextInt(2))
                .build());
    }

    private Principal anyone() {
        return Principal.identity(random.nextInt(5) < 3 ? person() : machine());
    }

    private String owner() {
        return random.nextInt(4) == 0 ? machine() : person();
    }

    private String person() {
        return "p" + random.nextInt(2);
    }

    private String machine() {
        return "u" + random.nextInt(3);
    }

    private String entitlement(String system) {
        return system.equals(BANK) ? "RELEASE" : random.nextBoolean() ? "PAY" : "VENDOR";
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Instant instant() {
        return RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "u-" + events.size(), at);
    }
}
