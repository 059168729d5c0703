package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import java.util.Optional;

/**
 * A key, password or token and when it was live.
 *
 * @param live from issue until revocation, expiry or deletion of its account
 * @param ended the event that ended it; absent while live, and where it expired as planned
 */
public record Credential(
        String systemId,
        String credentialId,
        Optional<AccountRef> account,
        Interval live,
        CredentialEvent.Issued issued,
        Optional<Event> ended) {}
