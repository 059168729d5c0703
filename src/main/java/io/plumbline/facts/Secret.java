package io.plumbline.facts;

import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A credential over its whole history, by its id and never by its secret: when it was live, which values it had, and what
 * was done with it.
 *
 * <p>Where it belonged to several owners one after the other, each has it with what concerns that owner.
 *
 * @param credential its subject
 * @param owner the owner stated last
 * @param issues every issue on record, oldest first
 * @param live when it could be used: from an issue, or from a rotation of one that had ended, until its end or its issue to somebody
 *     else; from the first event on where no issue is on record
 * @param values the values it had, oldest first; none for a time of which no beginning is on record
 * @param rotations statements that it was rotated, true or not
 * @param uses oldest first, as all that follow
 * @param ends revocations and expiries as stated
 * @param events everything on record about it
 * @param usesByOthers uses of it that the source says were by somebody else it belongs to, oldest first
 */
public record Secret(
        Subject credential,
        String systemId,
        String credentialId,
        Optional<Principal> owner,
        List<Credential> issues,
        Timeline live,
        List<Value> values,
        List<Rotation> rotations,
        List<CredentialEvent.Used> uses,
        List<CredentialEvent.Exposed> exposures,
        List<CredentialEvent.Retrieved> retrievals,
        List<CredentialEvent> ends,
        List<CredentialEvent> events,
        List<CredentialEvent.Used> usesByOthers) {

    /**
     * One value of the secret: what a rotation replaces.
     *
     * @param inUse from its issue or rotation until the next one, or the end of the credential
     * @param fingerprint where the source states one
     * @param expiresAt as stated with it
     * @param began the issue or rotation
     */
    public record Value(
            Interval inUse, Optional<String> fingerprint, Optional<Instant> expiresAt, CredentialEvent began) {}

    /** As stated on issue; unknown where no issue is on record. */
    public CredentialEvent.CredentialType type() {
        return issues.isEmpty()
                ? CredentialEvent.CredentialType.UNKNOWN
                : issues.get(0).issued().credentialType();
    }

    /** Whether a statement on record ended or replaced it at {@code at}; where none did, its end is a planned one. */
    public boolean statedAt(Instant at) {
        return Stream.of(
                        rotations.stream().map(Rotation::stated),
                        ends.stream(),
                        issues.stream().flatMap(issue -> issue.ended().stream()))
                .flatMap(statements -> statements)
                .anyMatch(statement -> statement.header().occurredAt().equals(at));
    }

    /** The first event after {@code at}, or at it, that gave it a new value or ended it. */
    public Optional<Instant> replacedOrEnded(Instant at) {
        return Stream.concat(
                        rotations.stream()
                                .filter(Rotation::replaced)
                                .map(rotation -> rotation.stated().header().occurredAt()),
                        live.intervals().stream().flatMap(interval -> interval.until().stream()))
                .filter(instant -> !instant.isBefore(at))
                .min(Instant::compareTo);
    }
}
