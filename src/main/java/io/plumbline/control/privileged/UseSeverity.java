package io.plumbline.control.privileged;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.stream.Stream;

/** How grave it is that a use of a shared account cannot be tied to a person. */
final class UseSeverity {

    private UseSeverity() {}

    /** Critical for a financial posting, and for what controls the identity system or the platform itself (tier 0). */
    static Severity of(SharedUse use, Catalogue catalogue) {
        boolean critical = use.entitlement()
                        .filter(entitlement -> mapped(use.systemId(), entitlement, use.first(), catalogue)
                                .anyMatch(mapping ->
                                        mapping.tier().filter(tier -> tier == 0).isPresent()
                                                || isStep(use) && posts(mapping)))
                        .isPresent()
                || use.events().stream().anyMatch(UseSeverity::isPosting);
        return critical ? Severity.CRITICAL : Severity.HIGH;
    }

    private static boolean isStep(SharedUse use) {
        return use.events().get(0) instanceof StepPerformed;
    }

    private static boolean isPosting(Object event) {
        return event instanceof StepPerformed step && step.postingPeriod().isPresent();
    }

    private static boolean posts(EntitlementMapped mapping) {
        return mapping.financeSensitive()
                || mapping.functions().stream().anyMatch(function -> function.level() == ActivityLevel.POST);
    }

    /** What the entitlement is mapped to or, where it is a role, what the entitlements in it are. */
    private static Stream<EntitlementMapped> mapped(
            String systemId, String entitlement, Instant at, Catalogue catalogue) {
        Stream<String> parts = catalogue.role(systemId, entitlement).stream()
                .filter(role -> role.inForce().contains(at))
                .flatMap(role -> role.value().entitlements().stream());
        return Stream.concat(Stream.of(entitlement), parts)
                .distinct()
                .flatMap(part -> catalogue.mapping(systemId, part).stream())
                .filter(version -> version.inForce().contains(at))
                .map(version -> version.value());
    }
}
