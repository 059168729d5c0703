package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The versions of all roles, those that can be taken as they stand and those that cannot.
 *
 * <p>A role that gives itself or another role is rejected: roles in roles are not unfolded, and to leave them out would show
 * holders as harmless who are not.
 */
final class Roles {

    private final Map<String, List<Dated<RoleDefined>>> accepted = new TreeMap<>();
    private final Map<String, List<Dated<RejectedRole>>> rejected = new TreeMap<>();
    private final BiPredicate<String, String> isMapped;

    /**
     * @param versions of every role, in order of effect
     * @param isMapped whether an entitlement of a system is mapped to functions
     */
    Roles(List<List<RoleDefined>> versions, BiPredicate<String, String> isMapped) {
        this.isMapped = isMapped;
        versions.forEach(ofOne -> accepted.put(key(ofOne.get(0)), List.of()));
        versions.forEach(this::add);
    }

    List<Dated<RoleDefined>> accepted(String systemId, String roleId) {
        return accepted.getOrDefault(key(systemId, roleId), List.of());
    }

    List<Dated<RejectedRole>> rejected(String systemId, String roleId) {
        return rejected.getOrDefault(key(systemId, roleId), List.of());
    }

    List<Dated<RejectedRole>> allRejected() {
        return rejected.values().stream().flatMap(List::stream).toList();
    }

    private void add(List<RoleDefined> versions) {
        String key = key(versions.get(0));
        List<RoleDefined> fine = versions.stream()
                .filter(version -> problemWith(version).isEmpty())
                .toList();
        List<Dated<RoleDefined>> standing = new ArrayList<>();
        for (int i = 0; i < fine.size(); i++) {
            dated(fine, i).ifPresent(standing::add);
        }
        List<Dated<RejectedRole>> refused = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Optional<String> problem = problemWith(versions.get(i));
            Optional<Dated<RoleDefined>> version = dated(versions, i);
            if (problem.isPresent() && version.isPresent()) {
                refused.add(new Dated<>(
                        version.get().inForce(), new RejectedRole(version.get().value(), problem.get())));
            }
        }
        accepted.put(key, List.copyOf(standing));
        if (!refused.isEmpty()) {
            rejected.put(key, List.copyOf(refused));
        }
    }

    /** A version from its start to that of the next; empty where the next starts at once. */
    private static Optional<Dated<RoleDefined>> dated(List<RoleDefined> versions, int i) {
        Optional<Instant> next =
                i + 1 < versions.size() ? Optional.of(versions.get(i + 1).effectiveFrom()) : Optional.empty();
        Interval inForce = new Interval(versions.get(i).effectiveFrom(), next);
        return inForce.isEmpty() ? Optional.empty() : Optional.of(new Dated<>(inForce, versions.get(i)));
    }

    private Optional<String> problemWith(RoleDefined role) {
        for (String entitlement : role.entitlements()) {
            if (entitlement.isBlank()) {
                return Optional.of("it names a blank entitlement; state its full content again");
            } else if (entitlement.equals(role.roleId())) {
                return Optional.of("it contains itself; state its full content again without " + entitlement);
            } else if (accepted.containsKey(key(role.systemId(), entitlement))
                    && !isMapped.test(role.systemId(), entitlement)) {
                return Optional.of("it contains the role " + entitlement
                        + ", and roles in roles are not unfolded; state the entitlements that role gives instead");
            }
        }
        return Optional.empty();
    }

    private static String key(RoleDefined role) {
        return key(role.systemId(), role.roleId());
    }

    private static String key(String systemId, String roleId) {
        return systemId + "|" + roleId;
    }
}
