package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deviation.Cause;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.Stage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change of what a role or an entitlement gives, with which conflicts began for everyone who held it already: one incident.
 *
 * @param partId the role whose version, or the entitlement whose mapping, took effect
 */
record RoleChange(String systemId, String partId, Instant at) implements Comparable<RoleChange> {

    private static final Comparator<RoleChange> ORDER = Comparator.comparing(RoleChange::systemId)
            .thenComparing(RoleChange::partId)
            .thenComparing(RoleChange::at);

    /** The control that reports roles which conflict by themselves. */
    static final String REPORTING = "SOD-04";

    /**
     * The change with which a conflict began: where all it takes was given before, and a version of a role or mapping took effect
     * at the very instant. Empty where a grant, an account or the rule itself came to it.
     *
     * @param held all that the same holder could do in the system, by function
     */
    static Optional<RoleChange> of(Conflict conflict, Map<String, List<HeldFunction>> held, Catalogue catalogue) {
        return changed(conflict, held, catalogue).stream()
                .map(function -> by(function, conflict.span().from(), catalogue).orElseThrow())
                .min(ORDER);
    }

    /**
     * The same as the cause of a holder's conflict. Where a role given to the holder conflicts with the rule by itself from the
     * same instant, the incident is that of the role, and it is the role that people are told of; else nobody else would tell them.
     */
    static Optional<Cause> behind(Conflict conflict, Map<String, List<HeldFunction>> held, Catalogue catalogue) {
        List<HeldFunction> changed = changed(conflict, held, catalogue);
        Instant at = conflict.span().from();
        Optional<RoleChange> reported = changed.stream()
                .flatMap(function -> function.path().through().stream())
                .distinct()
                .flatMap(role -> RoleConflicts.of(role.systemId(), role.roleId(), catalogue)
                        .beganAt(at, conflict.rule().ruleId(), conflict.isOnTrial())
                        .stream())
                .min(ORDER)
                .filter(change -> isReported(catalogue, at));
        return reported.map(change -> new Cause(change.incidentId(), false))
                .or(() -> of(conflict, held, catalogue).map(change -> new Cause(change.incidentId(), true)));
    }

    /** What began at the very instant of the conflict by a change; empty where that alone does not make the conflict. */
    private static List<HeldFunction> changed(
            Conflict conflict, Map<String, List<HeldFunction>> held, Catalogue catalogue) {
        Instant at = conflict.span().from();
        Sides now = conflict.sides().at(at);
        List<HeldFunction> fresh = now.all().stream()
                .filter(function -> isFresh(function, at, held))
                .toList();
        List<HeldFunction> changed = fresh.stream()
                .filter(function -> wasGivenBefore(function, at)
                        && by(function, at, catalogue).isPresent())
                .toList();
        Set<HeldFunction> others = new HashSet<>(fresh);
        changed.forEach(others::remove);
        Sides without = now.only(function -> !others.contains(function));
        return without.together().contains(at) ? changed : List.of();
    }

    /** Whether the function came at the instant, by whatever way; one that only came another way before did not. */
    private static boolean isFresh(HeldFunction function, Instant at, Map<String, List<HeldFunction>> held) {
        return function.during().from().equals(at)
                && held.getOrDefault(function.use().functionId(), List.of()).stream()
                        .noneMatch(other -> other.during().until().equals(Optional.of(at))
                                && other.path()
                                        .entitlement()
                                        .equals(function.path().entitlement())
                                && other.path()
                                        .grant()
                                        .object()
                                        .equals(function.path().grant().object())
                                && other.scope().equals(function.scope()));
    }

    private static boolean wasGivenBefore(HeldFunction function, Instant at) {
        Instant before = at.minusNanos(1);
        return function.path().grant().usable().stream().anyMatch(usable -> usable.contains(before));
    }

    /** The innermost role whose version took effect at the instant, or else the mapping that did. */
    private static Optional<RoleChange> by(HeldFunction function, Instant at, Catalogue catalogue) {
        String systemId = function.path().systemId();
        return function.path().chain().stream()
                .filter(role -> role.effectiveFrom().equals(at))
                .reduce((outer, inner) -> inner)
                .map(RoleDefined::roleId)
                .or(() -> catalogue.mapping(systemId, function.path().entitlement()).stream()
                        .filter(mapping -> mapping.inForce().from().equals(at))
                        .map(mapping -> mapping.value().entitlement())
                        .findFirst())
                .map(part -> new RoleChange(systemId, part, at));
    }

    /** Whether roles that conflict by themselves from the instant on are reported to people. */
    private static boolean isReported(Catalogue catalogue, Instant at) {
        return catalogue.stages(REPORTING).stream()
                .filter(stage -> stage.inForce().contains(at))
                .allMatch(stage ->
                        stage.value().stage() == Stage.ACTIVE || stage.value().stage() == Stage.UNKNOWN);
    }

    /** The same for all that began with the change. */
    String incidentId() {
        String parts = String.join("\n", systemId, partId, at.toString());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(parts.getBytes(StandardCharsets.UTF_8));
            return "inc-" + HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The version that took effect, and the one before it, where a role changed. */
    Versions versions(Catalogue catalogue) {
        return new Versions(
                catalogue.role(systemId, partId).stream()
                        .filter(version -> version.inForce().until().equals(Optional.of(at)))
                        .map(version -> version.value())
                        .findFirst(),
                catalogue.role(systemId, partId).stream()
                        .filter(version -> version.inForce().from().equals(at))
                        .map(version -> version.value())
                        .findFirst());
    }

    record Versions(Optional<RoleDefined> before, Optional<RoleDefined> after) {}

    @Override
    public int compareTo(RoleChange other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partId + " of " + systemId + " at " + at;
    }
}
