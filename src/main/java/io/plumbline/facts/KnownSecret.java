package io.plumbline.facts;

import io.plumbline.event.CredentialEvent;
import java.time.Instant;
import java.util.List;

/**
 * A credential of somebody else whose secret an identity may know.
 *
 * @param how the issuing by the identity, or to it before the credential passed to somebody else, and the retrievals by it, oldest
 *     first; never empty
 */
public record KnownSecret(Secret secret, List<CredentialEvent> how) {

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
