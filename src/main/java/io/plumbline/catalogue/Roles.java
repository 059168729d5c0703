package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.RoleDefined;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The versions of all roles, those that can be taken as they stand and those that cannot.
 *
 * <p>A version that names something blank is rejected: what was meant is not known, and to leave it out would show holders as
 * harmless who may not be.
 */
final class Roles {

    private final Map<String, List<Dated<RoleDefined>>> accepted = new TreeMap<>();
    private final Map<String, List<Dated<RejectedRole>>> rejected = new TreeMap<>();
    private final WhenAsked<RoleGraph> graph;

    /**
     * @param versions of every role, in order of effect
     * @param mappedFrom from when an entitlement of a system is mapped to functions; empty where it never is
     */
    Roles(List<List<RoleDefined>> versions, BiFunction<String, String, Optional<Instant>> mappedFrom) {
        this.graph = new WhenAsked<>(() -> new RoleGraph(
                accepted.values().stream().filter(ofOne -> !ofOne.isEmpty()).toList(),
                List.copyOf(rejected.values()),
                mappedFrom));
        versions.forEach(this::add);
    }

    List<Dated<RoleDefined>> accepted(String systemId, String roleId) {
        return accepted.getOrDefault(key(systemId, roleId), List.of());
    }

    private void add(List<RoleDefined> versions) {
        String key = key(versions.get(0));
        List<RoleDefined> fine = versions.stream()
                .filter(version -> problemWith(version).isEmpty())
                .toList();
        accepted.put(key, Timelines.of(fine));
        List<Dated<RejectedRole>> refused = Timelines.of(versions).stream()
                .flatMap(version -> problemWith(version.value())
                        .map(problem -> new Dated<>(version.inForce(), new RejectedRole(version.value(), problem)))
                        .stream())
                .toList();
        if (!refused.isEmpty()) {
            rejected.put(key, refused);
        }
    }

    /** All roles with what they contain; put together when first asked for. */
    RoleGraph graph() {
        return graph.get();
    }

    private static Optional<String> problemWith(RoleDefined role) {
        return Stream.of(role.entitlements(), role.children(), role.denied())
                        .flatMap(List::stream)
                        .anyMatch(String::isBlank)
                ? Optional.of("it names a blank entitlement or role; state its full content again")
                : Optional.empty();
    }

    private static String key(RoleDefined role) {
        return key(role.systemId(), role.roleId());
    }

    private static String key(String systemId, String roleId) {
        return systemId + "|" + roleId;
    }
}
