package io.plumbline.monitor;

import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What becomes of the machine identities of a drawn history, and of secrets. */
final class RandomSecrets {

    private static final String ERP = "erp";

    private final RandomHistory history;
    private final Random random;

    RandomSecrets(RandomHistory history, Random random) {
        this.history = history;
        this.random = random;
    }

    /** A key of a person, issued or revoked. */
    void credential(int person, Instant at) {
        String key = "k" + random.nextInt(6);
        if (random.nextBoolean()) {
            history.add(CredentialEvents.issued(
                            history.header("erp", at),
                            ERP,
                            key,
                            RandomHistory.account(person),
                            CredentialEvent.CredentialType.API_KEY)
                    .build());
        } else {
            history.add(new CredentialEvent.Revoked(history.header("erp", at), ERP, key, Optional.empty()));
        }
    }

    /** Machine identities m0 to m2, owned by persons and by one another. */
    void machine(Instant at) {
        String machine = "m" + random.nextInt(3);
        switch (random.nextInt(8)) {
            case 0 ->
                history.add(
                        IdentityEvents.created(history.header("hr", at), machine, IdentityEvent.IdentityType.SERVICE)
                                .build());
            case 1 -> history.add(new IdentityEvent.OwnerAttested(history.header("hr", at), machine, owner()));
            case 2 ->
                history.add(IdentityEvents.accountCreated(
                                history.header("erp", at), new AccountRef(ERP, "b" + random.nextInt(3)))
                        .identity(random.nextBoolean() ? Optional.of(machine) : Optional.empty())
                        .type(IdentityEvent.IdentityType.BOT)
                        .build());
            case 3 ->
                history.add(new IdentityEvent.AccountLinked(
                        history.header("erp", at), new AccountRef(ERP, "b" + random.nextInt(3)), machine));
            case 4 ->
                history.add(new IdentityEvent.AccountDisabled(
                        history.header("erp", at), new AccountRef(ERP, "b" + random.nextInt(3))));
            default ->
                history.add(new IdentityEvent.OwnerChanged(
                        history.header("hr", at),
                        machine,
                        random.nextInt(5) == 0 ? List.of() : List.of(owner()),
                        random.nextBoolean() ? List.of(owner()) : List.of(),
                        random.nextInt(4) == 0 ? Optional.of(at.plus(Duration.ofDays(2))) : Optional.empty()));
        }
    }

    private String owner() {
        return random.nextInt(3) == 0 ? "m" + random.nextInt(3) : "p" + random.nextInt(4);
    }

    /** Issues, rotations, uses, exposures and retrievals of few credentials, of persons and of machines. */
    void secret(int person, Instant at) {
        String key = "k" + random.nextInt(6);
        Optional<String> fingerprint = random.nextInt(4) == 0 ? Optional.empty() : Optional.of("f" + random.nextInt(3));
        Principal owner = random.nextBoolean()
                ? Principal.identity("m" + random.nextInt(3))
                : Principal.account(ERP, "b" + random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0, 1 ->
                history.add(CredentialEvents.issued(
                                random.nextBoolean()
                                        ? history.header("erp", at).withActor(RandomHistory.account(person))
                                        : history.header("erp", at),
                                ERP,
                                key,
                                owner,
                                random.nextBoolean()
                                        ? CredentialEvent.CredentialType.API_KEY
                                        : CredentialEvent.CredentialType.TOKEN)
                        .fingerprint(fingerprint)
                        .expiresAt(random.nextBoolean() ? Optional.of(at.plus(Duration.ofDays(20))) : Optional.empty())
                        .build());
            case 2, 3 ->
                history.add(CredentialEvents.rotated(history.header("erp", at), ERP, key)
                        .fingerprint(fingerprint)
                        .expiresAt(
                                random.nextInt(3) == 0 ? Optional.of(at.plus(Duration.ofDays(20))) : Optional.empty())
                        .build());
            case 4, 5 ->
                history.add(CredentialEvents.used(history.header("erp", at), ERP, key)
                        .owner(random.nextBoolean() ? Optional.empty() : Optional.of(owner))
                        .fingerprint(fingerprint)
                        .build());
            case 6 ->
                history.add(new CredentialEvent.Exposed(
                        history.header("erp", at), ERP, key, Optional.empty(), "scan", fingerprint));
            default ->
                history.add(new CredentialEvent.Retrieved(
                        history.header("erp", at), ERP, key, RandomHistory.account(person), true));
        }
    }

    /** A key whose old value is still used ten days after it was replaced. */
    void overlap(Instant at) {
        String key = "o" + history.next();
        history.add(CredentialEvents.issued(
                        history.header("erp", at),
                        ERP,
                        key,
                        Principal.identity("m" + random.nextInt(3)),
                        CredentialEvent.CredentialType.API_KEY)
                .fingerprint("old")
                .build());
        history.add(CredentialEvents.rotated(history.header("erp", at.plus(Duration.ofDays(1))), ERP, key)
                .fingerprint("new")
                .previous("old")
                .build());
        history.add(CredentialEvents.used(history.header("erp", at.plus(Duration.ofDays(11))), ERP, key)
                .fingerprint("old")
                .build());
    }
}
