package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an identity can really do, and when: its usable grants, through the content roles had at the time.
 *
 * @param paths every entitlement with the interval in which it was usable and the grant and role that gave it
 * @param unknown grants of something that, in that interval, was neither a known role nor a mapped entitlement
 */
public record EffectiveAccess(List<Path> paths, List<Unknown> unknown) {

    /** One way to one entitlement. */
    public record Path(
            String systemId, String entitlement, Interval usable, Grant grant, Optional<RoleDefined> through) {}

    /** A span in which what a grant gives is not known. */
    public record Unknown(String systemId, String entitlement, Interval span, Grant grant) {}

    /** The effective access over the whole history held, by grant in order of time. */
    public static EffectiveAccess of(IdentityFacts identity, Catalogue catalogue) {
        List<Path> paths = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        for (Grant grant : identity.grants()) {
            for (Interval usable : grant.usable()) {
                resolve(grant, usable, catalogue, paths, unknown);
            }
        }
        return new EffectiveAccess(List.copyOf(paths), List.copyOf(unknown));
    }

    private static void resolve(
            Grant grant, Interval usable, Catalogue catalogue, List<Path> paths, List<Unknown> unknown) {
        List<Dated<RoleDefined>> role = catalogue.role(grant.systemId(), grant.entitlement());
        List<Dated<EntitlementMapped>> mapping = catalogue.mapping(grant.systemId(), grant.entitlement());
        Instant known = Stream.of(
                        role.stream().map(Dated::inForce), mapping.stream().map(Dated::inForce))
                .flatMap(versions -> versions)
                .map(Interval::from)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        usable.intersect(Interval.of(Instant.MIN, known))
                .ifPresent(span -> unknown.add(new Unknown(grant.systemId(), grant.entitlement(), span, grant)));
        if (!mapping.isEmpty()) {
            paths.add(new Path(grant.systemId(), grant.entitlement(), usable, grant, Optional.empty()));
        }
        for (Dated<RoleDefined> version : role) {
            usable.intersect(version.inForce()).ifPresent(span -> version.value()
                    .entitlements()
                    .forEach(entitlement -> paths.add(
                            new Path(grant.systemId(), entitlement, span, grant, Optional.of(version.value())))));
        }
    }
}
