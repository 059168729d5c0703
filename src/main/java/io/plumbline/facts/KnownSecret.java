package io.plumbline.facts;

import io.plumbline.event.CredentialEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A credential of somebody else whose secret an identity may know.
 *
 * @param how the issuing by the identity, or to it before the credential passed to somebody else, and the retrievals by it, oldest
 *     first; never empty
 * @param machine whose credential it is, with what it can do; empty where that is not known to be a machine identity
 * @param accessKnown whether what the machine can do is told to who knows the secret: it is not where only an account, or a
 *     record since given up, is named as the one who came to know it
 */
public record KnownSecret(Secret secret, List<CredentialEvent> how, Optional<Machine> machine, boolean accessKnown) {

    /** Since when it may be known. */
    public Instant since() {
        return how.get(0).header().occurredAt();
    }

    /** Whether the secret itself was shown: on issue, and on a retrieval that revealed it. */
    public boolean revealed() {
        return how.stream()
                .anyMatch(event -> !(event instanceof CredentialEvent.Retrieved retrieved) || retrieved.revealed());
    }
}
