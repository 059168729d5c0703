package io.plumbline.event;

import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.CredentialEvent.CredentialType;
import java.time.Instant;
import java.util.Optional;

/** Made for tests: credentials, whose further fields are what they mostly are. */
public final class CredentialEvents {

    private CredentialEvents() {}

    /** A credential without fingerprint or end. */
    public static IssuedBuilder issued(
            Header header, String systemId, String credentialId, Principal owner, CredentialType credentialType) {
        return new IssuedBuilder(header, systemId, credentialId, owner, credentialType);
    }

    /** A rotation of which nothing else is known. */
    public static RotatedBuilder rotated(Header header, String systemId, String credentialId) {
        return new RotatedBuilder(header, systemId, credentialId);
    }

    /** A use by a program. */
    public static UsedBuilder used(Header header, String systemId, String credentialId) {
        return new UsedBuilder(header, systemId, credentialId);
    }

    /** {@link CredentialEvent.Issued} in the making. */
    public static final class IssuedBuilder {
        private final Header header;
        private final String systemId;
        private final String credentialId;
        private final Principal owner;
        private final CredentialType credentialType;
        private Optional<String> fingerprint = Optional.empty();
        private Optional<Instant> expiresAt = Optional.empty();

        private IssuedBuilder(
                Header header, String systemId, String credentialId, Principal owner, CredentialType credentialType) {
            this.header = header;
            this.systemId = systemId;
            this.credentialId = credentialId;
            this.owner = owner;
            this.credentialType = credentialType;
        }

        public IssuedBuilder fingerprint(String value) {
            this.fingerprint = Optional.of(value);
            return this;
        }

        public IssuedBuilder fingerprint(Optional<String> value) {
            this.fingerprint = value;
            return this;
        }

        public IssuedBuilder expiresAt(Instant value) {
            this.expiresAt = Optional.of(value);
            return this;
        }

        public IssuedBuilder expiresAt(Optional<Instant> value) {
            this.expiresAt = value;
            return this;
        }

        public CredentialEvent.Issued build() {
            return new CredentialEvent.Issued(
                    header, systemId, credentialId, owner, credentialType, fingerprint, expiresAt);
        }
    }

    /** {@link CredentialEvent.Rotated} in the making. */
    public static final class RotatedBuilder {
        private final Header header;
        private final String systemId;
        private final String credentialId;
        private Optional<Principal> owner = Optional.empty();
        private Optional<String> fingerprint = Optional.empty();
        private Optional<String> previousFingerprint = Optional.empty();
        private Optional<Instant> expiresAt = Optional.empty();

        private RotatedBuilder(Header header, String systemId, String credentialId) {
            this.header = header;
            this.systemId = systemId;
            this.credentialId = credentialId;
        }

        public RotatedBuilder owner(Principal value) {
            this.owner = Optional.of(value);
            return this;
        }

        public RotatedBuilder fingerprint(String value) {
            this.fingerprint = Optional.of(value);
            return this;
        }

        public RotatedBuilder fingerprint(Optional<String> value) {
            this.fingerprint = value;
            return this;
        }

        public RotatedBuilder previous(String value) {
            this.previousFingerprint = Optional.of(value);
            return this;
        }

        public RotatedBuilder previous(Optional<String> value) {
            this.previousFingerprint = value;
            return this;
        }

        public RotatedBuilder expiresAt(Instant value) {
            this.expiresAt = Optional.of(value);
            return this;
        }

        public RotatedBuilder expiresAt(Optional<Instant> value) {
            this.expiresAt = value;
            return this;
        }

        public CredentialEvent.Rotated build() {
            return new CredentialEvent.Rotated(
                    header, systemId, credentialId, owner, fingerprint, previousFingerprint, expiresAt);
        }
    }

    /** {@link CredentialEvent.Used} in the making. */
    public static final class UsedBuilder {
        private final Header header;
        private final String systemId;
        private final String credentialId;
        private Optional<Principal> owner = Optional.empty();
        private Optional<String> fingerprint = Optional.empty();
        private ClientClass client = ClientClass.AUTOMATED;
        private Optional<String> usedFrom = Optional.empty();
        private Optional<String> workloadId = Optional.empty();
        private Optional<String> environment = Optional.empty();

        private UsedBuilder(Header header, String systemId, String credentialId) {
            this.header = header;
            this.systemId = systemId;
            this.credentialId = credentialId;
        }

        public UsedBuilder owner(Optional<Principal> value) {
            this.owner = value;
            return this;
        }

        public UsedBuilder fingerprint(String value) {
            this.fingerprint = Optional.of(value);
            return this;
        }

        public UsedBuilder fingerprint(Optional<String> value) {
            this.fingerprint = value;
            return this;
        }

        public UsedBuilder client(ClientClass value) {
            this.client = value;
            return this;
        }

        public UsedBuilder usedFrom(String value) {
            this.usedFrom = Optional.of(value);
            return this;
        }

        public UsedBuilder workloadId(Optional<String> value) {
            this.workloadId = value;
            return this;
        }

        public UsedBuilder environment(Optional<String> value) {
            this.environment = value;
            return this;
        }

        public CredentialEvent.Used build() {
            return new CredentialEvent.Used(
                    header,
                    systemId,
                    credentialId,
                    owner,
                    fingerprint,
                    client,
                    usedFrom,
                    Optional.empty(),
                    workloadId,
                    environment);
        }
    }
}
