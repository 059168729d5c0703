package io.plumbline.facts;

import io.plumbline.event.IdentityEvent.OwnerAttested;
import java.util.List;

/**
 * A machine identity that a person, or another machine identity, owns or owned.
 *
 * @param employment its own record and its end
 * @param ownerships who answered for it and when, oldest first
 * @param secrets its credentials, and those of its accounts
 */
public record Machine(
        String identityId,
        Employment employment,
        List<Ownership> ownerships,
        List<OwnerAttested> attestations,
        List<Account> accounts,
        List<Secret> secrets) {

    /** When {@code owner} was among its owners, of either kind. */
    public Timeline ownedBy(String owner) {
        return Timeline.of(ownerships.stream()
                .filter(ownership -> ownership.stated().owners().contains(owner))
                .map(Ownership::inForce)
                .toList());
    }

    /**
     * When it could act: it had not ended, and one of its accounts could be signed in to. A machine identity without an account
     * on record could act until its end.
     */
    public Timeline enabled() {
        Timeline alive = employment.active();
        return accounts.isEmpty()
                ? alive
                : alive.and(Timeline.of(accounts.stream()
                        .flatMap(account -> account.enabled().stream())
                        .toList()));
    }
}
