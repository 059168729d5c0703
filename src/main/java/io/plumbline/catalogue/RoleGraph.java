package io.plumbline.catalogue;

import io.plumbline.catalogue.RoleContent.Gap;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * All roles of one version of the catalogue with what they contain, unfolded when first asked for and then kept.
 *
 * <p>A child, or an entitlement that is the id of a role, is a role inside a role; one that is mapped to functions as well is
 * also given as an entitlement. Nothing here recurses, so that no nesting is too deep.
 */
final class RoleGraph {

    /** A version with its parts told apart, by id. */
    record Version(
            RoleDefined role, List<String> children, List<String> entitlements, Map<String, Set<String>> scope) {}

    /** All that was ever said of one role. */
    private record Role(NavigableMap<Instant, Version> versions, List<Dated<RejectedRole>> rejected) {}

    private record Key(String systemId, String id) {}

    private final Map<Key, Role> roles = new HashMap<>();
    private final Map<Key, Set<String>> parents = new HashMap<>();
    private final Map<Key, RoleTimes> unfolded = new ConcurrentHashMap<>();
    private final BiFunction<String, String, Optional<Instant>> mappedFrom;

    /**
     * @param accepted versions of every role, each list of one role and in order of time
     * @param rejected the same of versions that cannot be taken
     * @param mappedFrom from when an entitlement of a system is mapped to functions; empty where it never is
     */
    RoleGraph(
            List<List<Dated<RoleDefined>>> accepted,
            List<List<Dated<RejectedRole>>> rejected,
            BiFunction<String, String, Optional<Instant>> mappedFrom) {
        this.mappedFrom = mappedFrom;
        for (List<Dated<RejectedRole>> ofOne : rejected) {
            roles.put(key(ofOne.get(0).value().definition()), new Role(new TreeMap<>(), ofOne));
        }
        for (List<Dated<RoleDefined>> ofOne : accepted) {
            roles.computeIfAbsent(key(ofOne.get(0).value()), key -> new Role(new TreeMap<>(), List.of()));
        }
        for (List<Dated<RoleDefined>> ofOne : accepted) {
            add(ofOne);
        }
    }

    private void add(List<Dated<RoleDefined>> versions) {
        Key key = key(versions.get(0).value());
        NavigableMap<Instant, Version> known = roles.get(key).versions();
        for (Dated<RoleDefined> dated : versions) {
            RoleDefined role = dated.value();
            if (known.isEmpty() || !saysTheSame(known.lastEntry().getValue().role(), role)) {
                known.put(dated.inForce().from(), version(role));
                Stream.concat(role.children().stream(), role.entitlements().stream())
                        .forEach(
                                part -> parents.computeIfAbsent(new Key(key.systemId(), part), whole -> new TreeSet<>())
                                        .add(key.id()));
            }
        }
    }

    /** Whether a version only states again what the one before it stated. */
    private static boolean saysTheSame(RoleDefined one, RoleDefined other) {
        return one.entitlements().equals(other.entitlements())
                && one.children().equals(other.children())
                && one.denied().equals(other.denied())
                && one.scope().equals(other.scope())
                && one.vendorSeeded() == other.vendorSeeded();
    }

    private Version version(RoleDefined role) {
        Set<String> children = new TreeSet<>(role.children());
        Set<String> entitlements = new TreeSet<>();
        role.entitlements().stream()
                .filter(part -> roles.containsKey(new Key(role.systemId(), part)))
                .forEach(children::add);
        Stream.concat(role.entitlements().stream(), children.stream())
                .filter(part -> !children.contains(part)
                        || mappedFrom.apply(role.systemId(), part).isPresent())
                .forEach(entitlements::add);
        return new Version(role, List.copyOf(children), List.copyOf(entitlements), DataScope.of(role.scope()));
    }

    /** The content of a role over time; empty where nothing was ever said of it. */
    Optional<RoleTimes> times(String systemId, String roleId) {
        Key key = new Key(systemId, roleId);
        return roles.containsKey(key) ? Optional.of(unfolded.computeIfAbsent(key, this::unfold)) : Optional.empty();
    }

    private RoleTimes unfold(Key key) {
        Role role = roles.get(key);
        Instant first = Stream.concat(
                        role.versions().keySet().stream(),
                        role.rejected().stream()
                                .map(version -> version.inForce().from()))
                .min(Instant::compareTo)
                .orElseThrow();
        RoleTimes.Builder times = new RoleTimes.Builder();
        Optional<Instant> next = Optional.of(first);
        while (next.isPresent()) {
            Instant from = next.get();
            RoleClosure closure = new RoleClosure(this, key.systemId(), key.id(), from);
            next = closure.nextChange();
            times.add(new Interval(from, next), closure.content(), closure.gaps());
        }
        return times.build(first);
    }

    /** Every role that contains the role or entitlement, itself or in a role, in any version; by id. */
    Set<String> ancestorsOf(String systemId, String id) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(id));
        while (!open.isEmpty()) {
            for (String parent : parents.getOrDefault(new Key(systemId, open.remove()), Set.of())) {
                if (found.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return found;
    }

    /** The version of a role in force; empty before its first and where there is no such role. */
    Optional<Version> version(String systemId, String roleId, Instant at) {
        return Optional.ofNullable(roles.get(new Key(systemId, roleId)))
                .map(role -> role.versions().floorEntry(at))
                .map(Map.Entry::getValue);
    }

    /** What is not known of a role or entitlement that a role contains. */
    List<Gap> gaps(String systemId, String id, Instant at) {
        Role role = roles.get(new Key(systemId, id));
        Optional<Dated<RejectedRole>> refused = role == null
                ? Optional.empty()
                : role.rejected().stream()
                        .filter(version -> version.inForce().contains(at))
                        .findFirst();
        if (refused.isPresent()) {
            return List.of(new Gap(
                    id,
                    "ROLE_REJECTED",
                    "the definition of role " + id + " of " + systemId + " from "
                            + refused.get().inForce().from() + " was rejected: "
                            + refused.get().value().why()));
        }
        boolean known = role != null && role.versions().floorKey(at) != null
                || mappedFrom
                        .apply(systemId, id)
                        .filter(from -> !from.isAfter(at))
                        .isPresent();
        return known
                ? List.of()
                : List.of(new Gap(
                        id,
                        "ENTITLEMENT_UNKNOWN",
                        id + " of " + systemId + " was neither a known role nor a mapped entitlement at " + at));
    }

    /** When next something is stated of a role or entitlement. */
    Optional<Instant> changeAfter(String systemId, String id, Instant at) {
        Stream<Instant> mapped = mappedFrom.apply(systemId, id).stream();
        Role role = roles.get(new Key(systemId, id));
        Stream<Instant> stated = role == null
                ? Stream.of()
                : Stream.concat(
                        Stream.ofNullable(role.versions().higherKey(at)),
                        role.rejected().stream()
                                .map(Dated::inForce)
                                .flatMap(span -> Stream.concat(Stream.of(span.from()), span.until().stream())));
        return Stream.concat(mapped, stated).filter(next -> next.isAfter(at)).min(Instant::compareTo);
    }

    private static Key key(RoleDefined role) {
        return new Key(role.systemId(), role.roleId());
    }
}
