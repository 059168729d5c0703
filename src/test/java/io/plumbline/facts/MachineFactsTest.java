package io.plumbline.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MachineFactsTest {

    private int number;

    @Test
    void whatAnOwnerHoldsOfAMachineIsNotItsOwn() {
        IdentityFacts owner = facts(
                "p",
                owner("2026-01-01", "n", "p"),
                new IdentityEvent.Terminated(header("2026-03-01"), "n", day("2026-03-01"), TerminationType.VOLUNTARY),
                new IdentityEvent.AccountLinked(header("2026-01-02"), new AccountRef("erp", "a"), "n"),
                new IdentityEvent.AccountDisabled(header("2026-02-01"), new AccountRef("erp", "a")),
                issued("2026-01-03", Principal.account("erp", "a"), Optional.of("f1")));
        assertEquals(List.of(), owner.departures());
        assertEquals(List.of(), owner.accounts());
        assertEquals(List.of(), owner.credentials());
        assertEquals(List.of(), owner.secrets());
        assertEquals(Set.of("n"), owner.machines().keySet());
        Machine machine = owner.machines().get("n");
        assertEquals(1, machine.secrets().size());
        assertEquals(
                Optional.of(day("2026-02-01")),
                machine.enabled().intervals().get(0).until());
        assertEquals(
                List.of(Interval.since(day("2026-01-01"))), machine.ownedBy("p").intervals());
    }

    @Test
    void whatAMachineHoldsOfItsOwnerIsNotItsOwn() {
        IdentityFacts machine = facts(
                "n",
                owner("2026-01-01", "n", "p"),
                new IdentityEvent.Terminated(header("2026-03-01"), "p", day("2026-03-01"), TerminationType.VOLUNTARY));
        assertEquals(List.of(), machine.departures());
        assertFalse(machine.owners().get("p").employment().active().contains(day("2026-03-01")));
        assertTrue(machine.owners().get("p").employment().active().contains(day("2026-02-28")));
    }

    @Test
    void anOwnershipLastsUntilTheNextStatement() {
        List<Ownership> ownerships = facts("n", owner("2026-02-01", "n", "q"), owner("2026-01-01", "n", "p"))
                .ownerships();
        assertEquals(
                List.of(Interval.of(day("2026-01-01"), day("2026-02-01")), Interval.since(day("2026-02-01"))),
                ownerships.stream().map(Ownership::inForce).toList());
    }

    @Test
    void aRotationIsJudgedByItsFingerprints() {
        Secret secret = facts(
                        "n",
                        issued("2026-01-01", Principal.identity("n"), Optional.of("f1")),
                        rotated("2026-01-02", Optional.of("f1"), Optional.empty()),
                        rotated("2026-01-03", Optional.of("f2"), Optional.of("f2")),
                        rotated("2026-01-04", Optional.of("f3"), Optional.of("f1")),
                        rotated("2026-01-05", Optional.of("f3"), Optional.of("f1")),
                        rotated("2026-01-06", Optional.empty(), Optional.empty()))
                .secrets()
                .get(0);
        assertEquals(
                List.of(
                        Rotation.Kind.FAKE,
                        Rotation.Kind.FAKE,
                        Rotation.Kind.REAL,
                        Rotation.Kind.REPEATED,
                        Rotation.Kind.UNVERIFIED),
                secret.rotations().stream().map(Rotation::kind).toList());
        assertEquals(
                List.of(
                        Interval.of(day("2026-01-01"), day("2026-01-04")),
                        Interval.of(day("2026-01-04"), day("2026-01-06")),
                        Interval.since(day("2026-01-06"))),
                secret.values().stream().map(Secret.Value::inUse).toList());
    }

    @Test
    void anIssueToldAgainWhileTheCredentialIsLiveIsNoNewValue() {
        Secret secret = facts(
                        "n",
                        issued("2026-01-01", Principal.identity("n"), Optional.empty()),
                        issued("2026-02-01", Principal.identity("n"), Optional.empty()))
                .secrets()
                .get(0);
        assertEquals(
                List.of(Interval.since(day("2026-01-01"))),
                secret.values().stream().map(Secret.Value::inUse).toList());
    }

    @Test
    void aRotationMovesThePlannedEnd() {
        IdentityFacts machine = facts(
                "n",
                CredentialEvents.issued(
                                header("2026-01-01"), "erp", "k", Principal.identity("n"), CredentialType.CERTIFICATE)
                        .fingerprint("f1")
                        .expiresAt(day("2026-02-01"))
                        .build(),
                CredentialEvents.rotated(header("2026-01-20"), "erp", "k")
                        .fingerprint("f2")
                        .expiresAt(day("2026-03-01"))
                        .build());
        assertEquals(
                Optional.of(day("2026-03-01")),
                machine.credentials().get(0).live().until());
    }

    @Test
    void aCredentialThatPassesToAnotherOwnerIsEachOwnersWhileItWasTheirs() {
        Event first = issued("2026-01-01", Principal.identity("n"), Optional.of("f1"));
        Event second = issued("2026-02-01", Principal.identity("m"), Optional.of("f2"));
        assertEquals(1, facts("n", first, second).credentials().size());
        assertEquals(
                day("2026-02-01"),
                facts("m", first, second).credentials().get(0).live().from());
    }

    @Test
    void aSecretIsKnownToWhoIssuedItAndRevealedByIt() {
        CredentialEvent.Issued issued = CredentialEvents.issued(
                        header("2026-01-01").withActor(Principal.account("erp", "admin")),
                        "erp",
                        "k",
                        Principal.identity("n"),
                        CredentialType.API_KEY)
                .build();
        IdentityFacts admin = facts(
                "p",
                new IdentityEvent.AccountLinked(header("2026-01-01"), new AccountRef("erp", "admin"), "p"),
                issued);
        assertEquals(1, admin.knownSecrets().size());
        assertTrue(admin.knownSecrets().get(0).revealed());
        assertEquals(List.of(), facts("n", issued).knownSecrets());
    }

    @Test
    void aSecretThatTheVaultUsedForAPersonWasNotRevealed() {
        IdentityFacts person = facts(
                "p",
                issued("2026-01-01", Principal.identity("n"), Optional.empty()),
                new CredentialEvent.Retrieved(header("2026-01-05"), "erp", "k", Principal.identity("p"), false));
        assertFalse(person.knownSecrets().get(0).revealed());
        assertEquals(day("2026-01-05"), person.knownSecrets().get(0).since());
    }

    private Event owner(String date, String machine, String owner) {
        return new IdentityEvent.OwnerChanged(header(date), machine, List.of(owner), List.of(), Optional.empty());
    }

    private CredentialEvent.Issued issued(String date, Principal owner, Optional<String> fingerprint) {
        return CredentialEvents.issued(header(date), "erp", "k", owner, CredentialType.API_KEY)
                .fingerprint(fingerprint)
                .build();
    }

    private Event rotated(String date, Optional<String> fingerprint, Optional<String> previous) {
        return CredentialEvents.rotated(header(date), "erp", "k")
                .fingerprint(fingerprint)
                .previous(previous)
                .build();
    }

    private static IdentityFacts facts(String identity, Event... events) {
        return IdentityFacts.of(
                Subject.identity(identity),
                Stream.of(events)
                        .map(event -> new Held(event, event.header().occurredAt()))
                        .sorted()
                        .map(Held::event)
                        .toList());
    }

    private Header header(String date) {
        return Header.of("source", "e" + ++number, day(date));
    }

    private static Instant day(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }
}
