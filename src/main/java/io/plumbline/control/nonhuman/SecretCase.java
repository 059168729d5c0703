package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Rotation;
import io.plumbline.facts.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tests of one credential. */
record SecretCase(Secret secret, IdentityFacts identity, Reference reference) {

    /** Whether the value was replaced, or ended, before it was too old. */
    Judgement lifetime(Secret.Value value) {
        Instant from = value.inUse().from();
        Duration maxAge = maxAge(from);
        Instant due = from.plus(maxAge);
        if (value.inUse().until().filter(end -> !end.isAfter(due)).isPresent()) {
            return operated(value, "ENDED_IN_TIME");
        } else if (!reference.completeness().reached(due)) {
            return operated(value, "WITHIN_LIFETIME").againAt(due);
        }
        Absence notReplaced = nothingHeard(from, due);
        if (!notReplaced.proven()) {
            return Judgement.undecided(object(), secret.systemId(), from, notReplaced, List.of(value.began()));
        }
        Deviation deviation = ended(
                        Deviation.lasting("OVERDUE", "OVERDUE", "value-" + key(value.began()), due, severity(due)),
                        value.inUse().until())
                .because(
                        List.of(began(value), "It had to be replaced by " + due + ", after " + maxAge, end(value)),
                        events(value))
                .with(details(value))
                .with(Map.of("max_age", maxAge.toString(), "deadline", due.toString()));
        return grown(flagged(deviation, value.began()), value, maxAge).restingOn(notReplaced);
    }

    /** What is far past its lifetime weighs more: at once where its end is on record, else when that time has come. */
    private Judgement grown(Deviation deviation, Secret.Value value, Duration maxAge) {
        Instant from = value.inUse().from();
        Judgement asFound = deviated(from, deviation);
        Instant far = from.plus(maxAge.multipliedBy(reference.parameters(from).integer("severe_at_multiple")));
        if (deviation.severity() != Severity.MEDIUM || !value.inUse().contains(far)) {
            return asFound;
        }
        Absence lasted = nothingHeard(from, far);
        boolean endOnRecord = value.inUse().until().filter(this::endedByEvent).isPresent();
        return endOnRecord || lasted.proven()
                ? deviated(from, deviation.ofSeverity(Severity.HIGH))
                : asFound.restingOn(lasted);
    }

    /** Whether a value of a type that must expire does; nothing to say of other types. */
    Optional<Judgement> expiry(Secret.Value value) {
        Instant from = value.inUse().from();
        boolean mustExpire = Arrays.stream(parameters(from).text("must_expire").split(","))
                .anyMatch(type -> type.trim().equals(secret.type().name()));
        if (!mustExpire) {
            return Optional.empty();
        } else if (value.expiresAt().isPresent()) {
            return Optional.of(operated(value, "EXPIRES"));
        }
        Deviation deviation = ended(
                        Deviation.lasting(
                                "NO_EXPIRY", "NO_EXPIRY", "value-" + key(value.began()), from, severity(from)),
                        value.inUse().until())
                .because(
                        List.of(began(value), "A " + secret.type() + " has to expire, and no expiry is stated"),
                        events(value))
                .with(details(value));
        return Optional.of(deviated(from, flagged(deviation, value.began())));
    }

    /** Whether the value was replaced after it was first found exposed; nothing to say where it never was. */
    Optional<Judgement> exposure(Secret.Value value) {
        return secret.exposures().stream()
                .filter(exposed -> value.inUse().contains(exposed.header().occurredAt()))
                .filter(exposed -> isOf(value, exposed))
                .findFirst()
                .map(exposed -> exposed(exposed, value));
    }

    private Judgement exposed(CredentialEvent.Exposed exposed, Secret.Value value) {
        Instant found = exposed.header().occurredAt();
        boolean privileged = privileged(found);
        Duration allowed = parameters(found).duration(privileged ? "expose_sla_privileged" : "expose_sla");
        Instant due = found.plus(allowed);
        if (value.inUse().until().filter(end -> !end.isAfter(due)).isPresent()) {
            return operated(value, "REPLACED_AFTER_EXPOSURE");
        }
        Absence notReplaced = nothingHeard(found, due);
        if (!notReplaced.proven()) {
            return Judgement.undecided(object(), secret.systemId(), found, notReplaced, List.of(exposed));
        }
        Deviation deviation = ended(
                        Deviation.lasting(
                                "EXPOSED_NOT_ROTATED",
                                "EXPOSED_NOT_ROTATED",
                                "value-" + key(value.began()),
                                due,
                                Severity.CRITICAL),
                        value.inUse().until())
                .because(
                        List.of(
                                "It was found at " + found + " by " + exposed.exposureSource(),
                                "It had to be replaced or revoked by " + due,
                                end(value)),
                        Stream.concat(Stream.of(exposed), events(value).stream())
                                .toList())
                .with(details(value))
                .with(Map.of("exposure_ref", exposed.exposureSource(), "deadline", due.toString()));
        return deviated(found, flagged(deviation, exposed)).restingOn(notReplaced);
    }

    /** A fingerprint that none of the values has, while the one in use has another, cannot be told. */
    List<Judgement> exposuresOfUnknownValues() {
        return secret.exposures().stream()
                .filter(exposed -> secret.values().stream().anyMatch(value -> value.inUse()
                        .contains(exposed.header().occurredAt())))
                .filter(exposed -> secret.values().stream().noneMatch(value -> isOf(value, exposed)))
                .map(exposed -> Judgement.of(
                        object(),
                        secret.systemId(),
                        exposed.header().occurredAt(),
                        Verdict.INDETERMINATE,
                        "EXPOSED_VALUE_UNKNOWN",
                        List.of(exposed)))
                .toList();
    }

    /** Whether the exposure is of the value: by fingerprint, or because it was the one in use and either states none. */
    private static boolean isOf(Secret.Value value, CredentialEvent.Exposed exposed) {
        return exposed.fingerprint().isEmpty() || value.fingerprint().isEmpty()
                ? value.inUse().contains(exposed.header().occurredAt())
                : exposed.fingerprint().equals(value.fingerprint());
    }

    /** Whether the value was still used long after it was replaced; nothing to say where no such use is on record. */
    Optional<Judgement> overlap(Secret.Value value) {
        if (value.fingerprint().isEmpty() || value.inUse().until().isEmpty()) {
            return Optional.empty();
        }
        Instant replaced = value.inUse().until().get();
        Duration allowed = parameters(replaced).duration("rotation_overlap");
        return secret.uses().stream()
                .filter(use -> use.fingerprint().equals(value.fingerprint()))
                .filter(use -> use.header().occurredAt().isAfter(replaced.plus(allowed)))
                .filter(use -> !use.header().baseline())
                .filter(use -> secret.values().stream()
                        .noneMatch(other -> other.inUse().contains(use.header().occurredAt())
                                && other.fingerprint().equals(value.fingerprint())))
                .findFirst()
                .map(use -> deviated(
                        replaced,
                        Deviation.lasting(
                                        "OVERLAP_TOO_LONG",
                                        "OVERLAP_TOO_LONG",
                                        "value-" + key(value.began()),
                                        use.header().occurredAt(),
                                        severity(use.header().occurredAt()))
                                .because(
                                        List.of(
                                                began(value),
                                                "It was replaced at " + replaced
                                                        + " and could overlap with the next value for " + allowed,
                                                "It was still used at "
                                                        + use.header().occurredAt()
                                                        + ", so it was not taken out of service"),
                                        List.of(value.began(), use))
                                .with(details(value))));
    }

    /** Statements of a rotation that replaced nothing: the value stays as old as it is. */
    List<Judgement> fakeRotations() {
        List<Judgement> parts = new ArrayList<>();
        for (Rotation rotation : secret.rotations()) {
            CredentialEvent stated = rotation.stated();
            Instant at = stated.header().occurredAt();
            if (rotation.kind() == Rotation.Kind.FAKE && secret.live().contains(at)) {
                Optional<Instant> until = secret.replacedOrEnded(at.plusMillis(1));
                Deviation deviation = ended(
                                Deviation.lasting(
                                        "FAKE_ROTATION", "FAKE_ROTATION", "rotation-" + key(stated), at, severity(at)),
                                until)
                        .because(
                                List.of(
                                        "A rotation is stated at " + at,
                                        "The fingerprint is "
                                                + rotation.stated()
                                                        .fingerprint()
                                                        .orElseThrow()
                                                + " as before: nothing was replaced, and the age is not reset"),
                                List.of(stated))
                        .with(Map.of(
                                "credential_type",
                                secret.type().name(),
                                "fingerprint",
                                rotation.stated().fingerprint().orElseThrow()));
                parts.add(deviated(at, flagged(deviation, stated)));
            }
        }
        return parts;
    }

    private Absence nothingHeard(Instant from, Instant until) {
        return reference.completeness().absence(Feed.CREDENTIALS, secret.systemId(), Interval.of(from, until));
    }

    private Duration maxAge(Instant at) {
        return parameters(at)
                .duration(
                        secret.type() == CredentialType.PASSWORD
                                ? "max_age_service_password"
                                : secret.type() == CredentialType.CERTIFICATE
                                        ? "max_age_certificate"
                                        : "max_age_static_key");
    }

    private Parameters parameters(Instant at) {
        return reference.parameters(at);
    }

    private boolean privileged(Instant at) {
        return Holder.privileged(identity, secret.systemId(), at, reference.catalogue());
    }

    private Severity severity(Instant at) {
        return privileged(at) ? Severity.HIGH : Severity.MEDIUM;
    }

    /** Late where a rotation or a revocation ended it; where it ran out as planned, it just ended. */
    private Deviation ended(Deviation deviation, Optional<Instant> until) {
        return until.map(end -> deviation.ended(end, endedByAct(end) ? Ending.PERFORMED_LATE : Ending.ENDED))
                .orElse(deviation);
    }

    private boolean endedByAct(Instant at) {
        return eventsAt(at).anyMatch(event -> !(event instanceof CredentialEvent.Expired));
    }

    private boolean endedByEvent(Instant at) {
        return eventsAt(at).findAny().isPresent();
    }

    private Stream<Event> eventsAt(Instant at) {
        return Stream.concat(
                        secret.events().stream()
                                .filter(event -> event instanceof CredentialEvent.Rotated
                                        || event instanceof CredentialEvent.Issued
                                        || event instanceof CredentialEvent.Revoked
                                        || event instanceof CredentialEvent.Expired),
                        secret.issues().stream().flatMap(issue -> issue.ended().stream()))
                .map(Event.class::cast)
                .filter(event -> event.header().occurredAt().equals(at));
    }

    private List<Event> events(Secret.Value value) {
        return Stream.concat(
                        Stream.of(value.began()), value.inUse().until().stream().flatMap(this::eventsAt))
                .map(Event.class::cast)
                .distinct()
                .toList();
    }

    private String began(Secret.Value value) {
        boolean unverified = secret.rotations().stream()
                .anyMatch(rotation ->
                        rotation.stated().equals(value.began()) && rotation.kind() == Rotation.Kind.UNVERIFIED);
        return "The value is in use since " + value.inUse().from()
                + (unverified ? ", a rotation without fingerprints that is taken at its word" : "");
    }

    private String end(Secret.Value value) {
        return value.inUse()
                .until()
                .map(end -> endedByEvent(end)
                        ? "It was replaced or ended at " + end
                        : "It ends at " + end + ", as planned or by passing to another owner")
                .orElse("Nothing on record says that it was replaced or ended");
    }

    private Map<String, String> details(Secret.Value value) {
        Map<String, String> details = new TreeMap<>();
        details.put("credential_type", secret.type().name());
        value.fingerprint().ifPresent(text -> details.put("fingerprint", text));
        details.put(
                value.began() instanceof CredentialEvent.Issued ? "issued_at" : "last_rotated_at",
                value.inUse().from().toString());
        secret.uses().stream()
                .map(use -> use.header().occurredAt())
                .max(Instant::compareTo)
                .ifPresent(at -> details.put("last_used_at", at.toString()));
        return details;
    }

    private static Deviation flagged(Deviation deviation, CredentialEvent cause) {
        return cause.header().baseline() ? deviation.flagged(Deviation.PRE_EXISTING) : deviation;
    }

    private Judgement operated(Secret.Value value, String reason) {
        return Judgement.of(object(), secret.systemId(), value.inUse().from(), Verdict.OPERATED, reason, events(value));
    }

    private Judgement deviated(Instant at, Deviation deviation) {
        return Judgement.deviated(object(), secret.systemId(), at, List.of(deviation));
    }

    private String object() {
        return secret.credential().key();
    }

    private static String key(Event event) {
        return event.header().sourceEventId();
    }
}
