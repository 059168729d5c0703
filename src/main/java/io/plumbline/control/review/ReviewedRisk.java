package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Privilege;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemRisk;
import java.time.Instant;

/** Whether an item of an access review asks for care, as of its decision: as the reviewer was shown, or as the register says. */
record ReviewedRisk(Catalogue catalogue) {

    /**
     * Whether it is of high risk: it was shown as such, can affect financial reporting or is privileged. What policy gives to
     * everyone of a kind is not, unless it was shown as such.
     */
    boolean isHigh(ItemDecided item) {
        Instant at = item.header().occurredAt();
        if (item.risks().stream().anyMatch(risk -> risk != ItemRisk.UNKNOWN)) {
            return true;
        }
        return !catalogue.isBirthright(item.systemId(), item.entitlement(), at)
                && (isReporting(item, at) || Privilege.given(catalogue, item.systemId(), item.entitlement(), at));
    }

    private boolean isReporting(ItemDecided item, Instant at) {
        return catalogue
                        .system(item.systemId(), at)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                || catalogue.mapping(item.systemId(), item.entitlement()).stream()
                        .filter(mapping -> mapping.inForce().contains(at))
                        .map(Dated::value)
                        .anyMatch(EntitlementMapped::financeSensitive);
    }

    /** Whether it was shown that another control had found something about it: a conflict, disuse, access kept from before. */
    static boolean isFlagged(ItemDecided item) {
        return item.risks().stream().anyMatch(risk -> switch (risk) {
            case CONFLICT, UNUSED, RETAINED -> true;
            case FINANCE, PRIVILEGED, UNKNOWN -> false;
        });
    }
}
