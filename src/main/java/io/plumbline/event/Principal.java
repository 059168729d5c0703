package io.plumbline.event;

import java.util.Optional;

/**
 * Who holds, does or decides something: an identity, an account, or an account whose identity the source also names.
 *
 * <p>Sources name what they know. Where only the account is named, the account is the subject until it is linked to an
 * identity.
 *
 * @param identityId id of a person or machine identity
 * @param account an account of a system
 */
public record Principal(Optional<String> identityId, Optional<AccountRef> account) {

    public Principal {
        if (identityId.isEmpty() && account.isEmpty()) {
            throw new IllegalArgumentException("a principal needs an identity or an account");
        }
    }

    public static Principal identity(String identityId) {
        return new Principal(Optional.of(identityId), Optional.empty());
    }

    public static Principal account(String systemId, String accountId) {
        return new Principal(Optional.empty(), Optional.of(new AccountRef(systemId, accountId)));
    }

    /** The subject that answers for this principal: the identity where it is known, else the account. */
    public Subject subject() {
        return identityId.map(id -> new Subject(SubjectKind.IDENTITY, id)).orElseGet(() -> account.orElseThrow()
                .subject());
    }

    @Override
    public String toString() {
        return identityId.orElseGet(() -> account.orElseThrow().toString());
    }
}
