package io.plumbline.catalogue;

import io.plumbline.catalogue.RoleContent.Gap;
import io.plumbline.catalogue.RoleContent.Given;
import io.plumbline.catalogue.RoleGraph.Version;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One role unfolded at one instant: everything reachable from it, nearest first, and by which ways.
 *
 * <p>Ways to the same thing are counted by the part of the data they reach. Of ways that reach no more than one already kept only
 * the shortest few stay, as explanation; one that reaches more always stays. Where more than {@value #SCOPES} reach different parts
 * the last one stands for all that follow, with a scope that covers them: too much is shown rather than too little.
 */
final class RoleClosure {

    /** How many ways to one thing are kept as explanation, where they add nothing. */
    private static final int WAYS = 4;

    /** How many different parts of the data are told apart for one thing. */
    private static final int SCOPES = 64;

    /** A way into a role; {@code widened} where its scope is wider than its chain. */
    private record Way(Version version, Optional<Way> before, Map<String, Set<String>> scope, boolean widened) {

        boolean passes(String roleId) {
            for (Optional<Way> way = Optional.of(this); way.isPresent(); way = way.get().before) {
                if (way.get().version.role().roleId().equals(roleId)) {
                    return true;
                }
            }
            return false;
        }

        Way within(Map<String, Set<String>> narrower) {
            return new Way(version, before, narrower, true);
        }

        Given gives(String entitlement) {
            List<RoleDefined> chain = new ArrayList<>();
            for (Optional<Way> way = Optional.of(this); way.isPresent(); way = way.get().before) {
                chain.add(way.get().version.role());
            }
            Collections.reverse(chain);
            return new Given(entitlement, chain, scope);
        }
    }

    private final RoleGraph graph;
    private final String systemId;
    private final String roleId;
    private final Instant at;
    private final Map<String, Version> members = new LinkedHashMap<>();
    private final Map<String, Set<String>> containedIn = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private Optional<Instant> nextChange = Optional.empty();
    private int depth;

    RoleClosure(RoleGraph graph, String systemId, String roleId, Instant at) {
        this.graph = graph;
        this.systemId = systemId;
        this.roleId = roleId;
        this.at = at;
        reach();
    }

    /** When next anything in the role changes. */
    Optional<Instant> nextChange() {
        return nextChange;
    }

    /** What in it is not known. */
    List<Gap> gaps() {
        return gaps;
    }

    /** Finds all that is inside, level by level, whatever its scope. */
    private void reach() {
        Set<String> seen = new TreeSet<>(Set.of(roleId));
        List<String> level = List.of(roleId);
        for (int below = 0; !level.isEmpty(); below++) {
            List<String> next = new ArrayList<>();
            for (String id : level) {
                gaps.addAll(graph.gaps(systemId, id, at));
                nextChange = sooner(nextChange, graph.changeAfter(systemId, id, at));
                Optional<Version> version = graph.version(systemId, id, at);
                if (version.isPresent()) {
                    members.put(id, version.get());
                    depth = below;
                    for (String child : version.get().children()) {
                        containedIn
                                .computeIfAbsent(child, part -> new TreeSet<>())
                                .add(id);
                        if (seen.add(child)) {
                            next.add(child);
                        }
                    }
                }
            }
            level = next;
        }
    }

    private static Optional<Instant> sooner(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.get().isBefore(other.get()) ? one : other;
    }

    /** What the role gives; empty before its first version. */
    Optional<RoleContent> content() {
        return Optional.ofNullable(members.get(roleId)).map(root -> {
            List<Way> ways = ways(root);
            List<Given> denials = kept(ways, way -> way.version().role().denied(), true);
            List<Given> given = kept(ways, way -> way.version().entitlements(), false).stream()
                    .filter(one -> denials.stream()
                            .noneMatch(denial -> denial.entitlement().equals(one.entitlement())
                                    && DataScope.covers(denial.scope(), one.scope())))
                    .toList();
            return new RoleContent(root.role(), given, denials, depth, cycle(), gaps);
        });
    }

    /** The ways into all members that can be acted through, the shortest first; one that would close a cycle ends before. */
    private List<Way> ways(Version root) {
        List<Way> ways = new ArrayList<>();
        Map<String, List<Way>> into = new HashMap<>();
        Deque<Way> open = new ArrayDeque<>();
        admit(
                        new Way(root, Optional.empty(), root.scope(), false),
                        into.computeIfAbsent(roleId, id -> new ArrayList<>()))
                .ifPresent(open::add);
        while (!open.isEmpty()) {
            Way way = open.remove();
            ways.add(way);
            for (String child : way.version().children()) {
                Version version = members.get(child);
                if (version != null && !way.passes(child)) {
                    Map<String, Set<String>> scope = DataScope.both(way.scope(), version.scope());
                    if (!DataScope.isNothing(scope)) {
                        admit(
                                        new Way(version, Optional.of(way), scope, way.widened()),
                                        into.computeIfAbsent(child, id -> new ArrayList<>()))
                                .ifPresent(open::add);
                    }
                }
            }
        }
        return ways;
    }

    /** Takes a way up among those to the same thing, or leaves it as one that adds nothing. */
    private static Optional<Way> admit(Way way, List<Way> kept) {
        boolean addsNothing = kept.stream().anyMatch(one -> DataScope.covers(one.scope(), way.scope()));
        if (addsNothing && kept.size() >= WAYS) {
            return Optional.empty();
        }
        Way admitted = addsNothing || kept.size() < SCOPES
                ? way
                : way.within(kept.stream().map(Way::scope).reduce(way.scope(), DataScope::either));
        kept.add(admitted);
        return Optional.of(admitted);
    }

    /** Whatever the ways name, by entitlement. A denial must not be wider than it is, so those that are do not count. */
    private static List<Given> kept(List<Way> ways, Function<Way, Collection<String>> named, boolean exactly) {
        Map<String, List<Way>> byEntitlement = new TreeMap<>();
        for (Way way : ways) {
            if (!(exactly && way.widened())) {
                for (String entitlement : named.apply(way)) {
                    admit(way, byEntitlement.computeIfAbsent(entitlement, id -> new ArrayList<>()));
                }
            }
        }
        List<Given> all = new ArrayList<>();
        byEntitlement.forEach((entitlement, kept) -> kept.stream()
                .filter(way -> !(exactly && way.widened()))
                .forEach(way -> all.add(way.gives(entitlement))));
        return all;
    }

    /** The role and those it contains that contain it in turn. */
    private Set<String> cycle() {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(roleId));
        while (!open.isEmpty()) {
            for (String whole : containedIn.getOrDefault(open.remove(), Set.of())) {
                if (found.add(whole)) {
                    open.add(whole);
                }
            }
        }
        return found;
    }
}
