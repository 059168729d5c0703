package io.plumbline.control;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import java.util.Optional;

/** What kind of identity holds access: a person, a machine, or something that nobody described. */
public final class HolderType {

    private HolderType() {}

    /** As its own record says, else as a system says of one of its accounts; unknown where neither does. */
    public static IdentityType of(IdentityFacts identity) {
        return identity.created()
                .map(IdentityEvent.Created::identityType)
                .filter(type -> type != IdentityType.UNKNOWN)
                .or(() -> identity.accounts().stream()
                        .flatMap(account -> of(account).stream())
                        .findFirst())
                .orElse(IdentityType.UNKNOWN);
    }

    /** As the system says of the account; empty where it does not. */
    public static Optional<IdentityType> of(Account account) {
        return account.events().stream()
                .filter(IdentityEvent.AccountCreated.class::isInstance)
                .map(IdentityEvent.AccountCreated.class::cast)
                .flatMap(created -> created.accountType().stream())
                .filter(type -> type != IdentityType.UNKNOWN)
                .findFirst();
    }
}
