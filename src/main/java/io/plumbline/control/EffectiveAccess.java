package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.DataScope;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.RoleContent.Gap;
import io.plumbline.catalogue.RoleContent.Given;
import io.plumbline.catalogue.RoleTimes;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an identity can really do, and when: its usable grants, through the content roles had at the time, roles inside roles
 * unfolded, without what a role it held at the same time denies.
 *
 * <p>A role denies to the account it is held through; held without an account, to all accounts of the identity. It takes away
 * what lies wholly in the part of the data it denies for.
 *
 * @param paths every entitlement with the interval in which it was usable and the grant and roles that gave it
 * @param unknown grants of something of which, in that interval, nobody knows what it gives
 */
public record EffectiveAccess(List<Path> paths, List<Unknown> unknown) {

    /**
     * One way to one entitlement.
     *
     * @param chain versions of the roles it goes through, from the one granted down to the one that names the entitlement; empty
     *     where the entitlement itself was granted
     * @param scope the part of the data it is limited to, by grant and roles together
     */
    public record Path(
            String systemId,
            String entitlement,
            Interval usable,
            Grant grant,
            List<RoleDefined> chain,
            Map<String, Set<String>> scope) {

        /** The role granted, where it was a role. */
        public Optional<RoleDefined> through() {
            return chain.stream().findFirst();
        }

        /** The roles it goes through, from the one granted on: {@code BOSS > PAYER}; empty where there is none. */
        public String roles() {
            return chain.stream().map(RoleDefined::roleId).collect(Collectors.joining(" > "));
        }

        private Path during(Interval part) {
            return new Path(systemId, entitlement, part, grant, chain, scope);
        }
    }

    /**
     * A span in which what a grant gives is not known.
     *
     * @param reason {@code ENTITLEMENT_UNKNOWN} for what was, or contained what was, neither a known role nor a mapped
     *     entitlement, {@code ROLE_REJECTED} for a role of which the definition, or that of a role in it, was rejected
     * @param why in words
     */
    public record Unknown(String systemId, String entitlement, Interval span, Grant grant, String reason, String why) {}

    /** The effective access over the whole history held, by grant in order of time. */
    public static EffectiveAccess of(IdentityFacts identity, Catalogue catalogue) {
        return of(identity.grants(), catalogue);
    }

    /** What these grants of one holder give together. */
    public static EffectiveAccess of(Collection<Grant> grants, Catalogue catalogue) {
        Unfolding unfolding = new Unfolding(catalogue);
        for (Grant grant : grants) {
            for (Interval usable : grant.usable()) {
                unfolding.add(grant, usable);
            }
        }
        return new EffectiveAccess(unfolding.notDenied(), List.copyOf(unfolding.unknown));
    }

    /** Collects what grants give, what they deny and what is not known of them. */
    private static final class Unfolding {

        private record Item(String systemId, String entitlement) {}

        private final Catalogue catalogue;
        private final List<Path> paths = new ArrayList<>();
        private final Map<Item, List<Path>> denials = new HashMap<>();
        private final List<Unknown> unknown = new ArrayList<>();

        Unfolding(Catalogue catalogue) {
            this.catalogue = catalogue;
        }

        void add(Grant grant, Interval usable) {
            Optional<RoleTimes> role = catalogue.roleTimes(grant.systemId(), grant.entitlement());
            Optional<Instant> mapped = catalogue.mapping(grant.systemId(), grant.entitlement()).stream()
                    .map(version -> version.inForce().from())
                    .findFirst();
            Instant known = Stream.concat(role.stream().map(RoleTimes::knownFrom), mapped.stream())
                    .min(Instant::compareTo)
                    .orElse(Instant.MAX);
            usable.intersect(Interval.of(Instant.MIN, known)).ifPresent(span -> notKnown(grant, span));
            Map<String, Set<String>> scope = DataScope.of(grant.scope());
            if (mapped.isPresent()) {
                paths.add(new Path(grant.systemId(), grant.entitlement(), usable, grant, List.of(), scope));
            }
            role.ifPresent(times -> {
                times.given()
                        .forEach(given -> through(given, grant, usable, scope).ifPresent(paths::add));
                times.denials()
                        .forEach(denial -> through(denial, grant, usable, scope).ifPresent(this::deny));
                times.gaps().forEach(gap -> notKnown(gap, grant, usable));
            });
        }

        private static Optional<Path> through(
                Dated<Given> given, Grant grant, Interval usable, Map<String, Set<String>> scope) {
            return usable.intersect(given.inForce())
                    .map(span -> new Path(
                            grant.systemId(),
                            given.value().entitlement(),
                            span,
                            grant,
                            given.value().chain(),
                            DataScope.both(scope, given.value().scope())))
                    .filter(path -> !DataScope.isNothing(path.scope()));
        }

        private void deny(Path denial) {
            denials.computeIfAbsent(new Item(denial.systemId(), denial.entitlement()), item -> new ArrayList<>())
                    .add(denial);
        }

        private void notKnown(Grant grant, Interval span) {
            unknown.add(new Unknown(
                    grant.systemId(),
                    grant.entitlement(),
                    span,
                    grant,
                    "ENTITLEMENT_UNKNOWN",
                    grant.entitlement() + " of " + grant.systemId()
                            + " was neither a known role nor a mapped entitlement " + span));
        }

        private void notKnown(Dated<Gap> gap, Grant grant, Interval usable) {
            Gap what = gap.value();
            usable.intersect(gap.inForce())
                    .ifPresent(span -> unknown.add(new Unknown(
                            grant.systemId(),
                            grant.entitlement(),
                            span,
                            grant,
                            what.reason(),
                            what.roleId().equals(grant.entitlement())
                                    ? what.why()
                                    : "role " + grant.entitlement() + " contains " + what.roleId() + ", and "
                                            + what.why())));
        }

        List<Path> notDenied() {
            return denials.isEmpty()
                    ? List.copyOf(paths)
                    : paths.stream().flatMap(this::left).toList();
        }

        private Stream<Path> left(Path path) {
            List<Interval> taken =
                    denials.getOrDefault(new Item(path.systemId(), path.entitlement()), List.of()).stream()
                            .filter(denial -> reaches(denial, path))
                            .map(Path::usable)
                            .toList();
            return taken.isEmpty()
                    ? Stream.of(path)
                    : Timeline.of(path.usable()).minus(Timeline.of(taken)).intervals().stream()
                            .map(path::during);
        }

        /** Whether what is held through one grant is denied by another. */
        private static boolean reaches(Path denial, Path path) {
            return (denial.grant().account().isEmpty()
                            || denial.grant().account().equals(path.grant().account()))
                    && DataScope.covers(denial.scope(), path.scope());
        }
    }
}
