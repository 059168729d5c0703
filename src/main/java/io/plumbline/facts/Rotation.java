package io.plumbline.facts;

import io.plumbline.event.CredentialEvent.Rotated;

/** A statement that a secret was replaced, and whether it was. */
public record Rotation(Rotated stated, Kind kind) {

    /** Whether the secret was replaced. */
    public enum Kind {
        /** The fingerprint changed. */
        REAL,
        /** The fingerprint is the same as before: a renewed certificate on the same key pair, a rotation that did nothing. */
        FAKE,
        /** Told again: the value was in place already, though the statement names another one before it. */
        REPEATED,
        /** The source states no fingerprints to compare; taken at its word. */
        UNVERIFIED
    }

    /** Whether a new value is in place since. */
    public boolean replaced() {
        return kind == Kind.REAL || kind == Kind.UNVERIFIED;
    }
}
