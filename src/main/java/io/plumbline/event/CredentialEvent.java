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

    /** Whose credential it is, where this event says so; else the credential's own subject finds the owner. */
    default Optional<Principal> statedOwner() {
        if (this instanceof Issued issued) {
            return Optional.of(issued.owner());
        } else if (this instanceof Rotated rotated) {
            return rotated.owner();
        } else if (this instanceof Used used) {
            return used.owner();
        } else if (this instanceof Exposed exposed) {
            return exposed.owner();
        } else if (this instanceof Expired expired) {
            return expired.owner();
        } else if (this instanceof Revoked revoked) {
            return revoked.owner();
        }
        return Optional.empty();
    }

    /** A credential was issued to an owner; {@code header.actor} is who issued it. */
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

    /**
     * The secret of a credential was replaced, or is said to have been; {@code header.actor} is who did it.
     *
     * @param fingerprint of the new value
     * @param previousFingerprint of what was replaced; the same as {@code fingerprint} where nothing really was
     */
    record Rotated(
            Header header,
            String systemId,
            String credentialId,
            Optional<Principal> owner,
            Optional<String> fingerprint,
            Optional<String> previousFingerprint,
            Optional<Instant> expiresAt)
            implements CredentialEvent {}

    /**
     * A credential was used; one event per credential, client and day is enough. {@code header.actor} is the person behind
     * it, where one is known.
     *
     * @param fingerprint of the value that was used
     * @param usedFrom address, workload or host
     * @param targetSystemId the system it was used on, where that is another than its own
     * @param environment it was used in, for example {@code test}
     */
    record Used(
            Header header,
            String systemId,
            String credentialId,
            Optional<Principal> owner,
            Optional<String> fingerprint,
            ClientClass client,
            Optional<String> usedFrom,
            Optional<String> targetSystemId,
            Optional<String> workloadId,
            Optional<String> environment)
            implements CredentialEvent {}

    /**
     * A person took a credential out of a vault.
     *
     * @param revealed false where the vault used the secret on behalf of the person, who never saw it
     */
    record Retrieved(Header header, String systemId, String credentialId, Principal retrievedBy, boolean revealed)
            implements CredentialEvent {}

    /**
     * A secret was found where it must not be.
     *
     * @param exposureSource scanner and place, never the secret
     * @param fingerprint of the value exposed; the one in use where absent
     */
    record Exposed(
            Header header,
            String systemId,
            String credentialId,
            Optional<Principal> owner,
            String exposureSource,
            Optional<String> fingerprint)
            implements CredentialEvent {}

    /** A credential stopped working by itself. */
    record Expired(Header header, String systemId, String credentialId, Optional<Principal> owner)
            implements CredentialEvent {}

    /** What kind of client used a credential. */
    enum ClientClass {
        /** A person at a terminal, browser or tool. */
        INTERACTIVE,
        /** A program without a person. */
        AUTOMATED,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** What kind of credential it is. */
    enum CredentialType {
        API_KEY,
        PASSWORD,
        CERTIFICATE,
        TOKEN,
        SSH_KEY,
        /** A token of a federated workload identity that lives minutes. */
        WORKLOAD_TOKEN,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
