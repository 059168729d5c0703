package io.plumbline.event;

import java.time.Instant;
import java.util.Optional;

/** Keys, tokens, passwords and certificates, by id and fingerprint and never by secret; inbound topic {@code credentials}. */
public sealed interface CredentialEvent extends Event {

    String systemId();

    String credentialId();

    default Subject credential() {
        return new Subject(SubjectKind.CREDENTIAL, systemId() + "/" + credentialId());
    }

    /** A credential was issued to an owner. */
    record Issued(
            Header header,
            String systemId,
            String credentialId,
            Principal owner,
            CredentialType credentialType,
            Optional<String> fingerprint,
            Optional<Instant> expiresAt)
            implements CredentialEvent {}

    /**
     * A credential was revoked or deleted.
     *
     * @param owner where the source names it; else the credential's own subject finds it
     */
    record Revoked(Header header, String systemId, String credentialId, Optional<Principal> owner)
            implements CredentialEvent {}

    /** What kind of credential it is. */
    enum CredentialType {
        API_KEY,
        PASSWORD,
        CERTIFICATE,
        TOKEN,
        SSH_KEY,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
