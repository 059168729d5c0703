package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether access is privileged: the system as a whole, the entitlement, or one that a role gives, itself or through roles in it. */
public final class Privilege {

    private Privilege() {}

    /** Whether the role or entitlement counted as privileged at {@code at}. */
    public static boolean given(Catalogue catalogue, String systemId, String entitlement, Instant at) {
        return ofSystem(catalogue, systemId, at)
                || mapped(catalogue, systemId, entitlement, at)
                || catalogue
                        .roleTimes(systemId, entitlement)
                        .filter(role -> role.given().stream()
                                .filter(given -> given.inForce().contains(at))
                                .anyMatch(given -> mapped(
                                        catalogue, systemId, given.value().entitlement(), at)))
                        .isPresent();
    }

    /** Whether everything in the system counted as privileged at {@code at}. */
    public static boolean ofSystem(Catalogue catalogue, String systemId, Instant at) {
        return catalogue
                .system(systemId, at)
                .filter(SystemRegistered::privileged)
                .isPresent();
    }

    private static boolean mapped(Catalogue catalogue, String systemId, String entitlement, Instant at) {
        List<Dated<EntitlementMapped>> versions = catalogue.mapping(systemId, entitlement);
        return versions.stream().anyMatch(version -> version.inForce().contains(at) && isPrivileged(version.value()));
    }

    /** Whether the mapping says that the entitlement is administrative: tier 0 or 1. */
    public static boolean isPrivileged(EntitlementMapped mapping) {
        return tier(mapping).isPresent();
    }

    /** The tier of an administrative entitlement, 0 or 1; empty for what is no privilege. */
    public static Optional<Integer> tier(EntitlementMapped mapping) {
        return mapping.tier()
                .filter(tier -> tier <= 1)
                .or(() -> mapping.privileged() ? Optional.of(1) : Optional.empty());
    }
}
