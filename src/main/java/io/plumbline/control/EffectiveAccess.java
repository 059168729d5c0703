package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.RejectedRole;
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
 * @param unknown grants of something of which, in that interval, nobody knows what it gives
 */
public record EffectiveAccess(List<Path> paths, List<Unknown> unknown) {

    /** One way to one entitlement. */
    public record Path(
            String systemId, String entitlement, Interval usable, Grant grant, Optional<RoleDefined> through) {}

    /**
     * A span in which what a grant gives is not known.
     *
     * @param reason {@code ENTITLEMENT_UNKNOWN} for what was neither a known role nor a mapped entitlement,
     *     {@code ROLE_REJECTED} for a role whose definition was rejected
     * @param why in words
     */
    public record Unknown(String systemId, String entitlement, Interval span, Grant grant, String reason, String why) {}

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
        List<Dated<RejectedRole>> rejected = catalogue.rejectedRole(grant.systemId(), grant.entitlement());
        Instant known = Stream.of(
                        role.stream().map(Dated::inForce),
                        rejected.stream().map(Dated::inForce),
                        mapping.stream().map(Dated::inForce))
                .flatMap(versions -> versions)
                .map(Interval::from)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        usable.intersect(Interval.of(Instant.MIN, known))
                .ifPresent(span -> unknown.add(new Unknown(
                        grant.systemId(),
                        grant.entitlement(),
                        span,
                        grant,
                        "ENTITLEMENT_UNKNOWN",
                        grant.entitlement() + " of " + grant.systemId()
                                + " was neither a known role nor a mapped entitlement " + span)));
        for (Dated<RejectedRole> version : rejected) {
            usable.intersect(version.inForce())
                    .ifPresent(span -> unknown.add(new Unknown(
                            grant.systemId(),
                            grant.entitlement(),
                            span,
                            grant,
                            "ROLE_REJECTED",
                            "the definition of role " + grant.entitlement() + " of " + grant.systemId() + " from "
                                    + version.inForce().from() + " was rejected: "
                                    + version.value().why())));
        }
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
