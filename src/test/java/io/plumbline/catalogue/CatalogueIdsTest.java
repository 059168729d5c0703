package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvents;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueIdsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void whatNobodyHasToApproveDoesNotPushOutAnApprovedEntryByUsingItsId() {
        Header header = Header.of("catalogue", "b1", NOON);
        Catalogue catalogue = Catalogue.of(
                1,
                List.of(
                        new BirthrightPublished(header, "crm", "sign-in", NOON),
                        ReferenceEvents.role(header, "crm", "intruder", NOON, List.of("sign-in"))
                                .build()));

        assertTrue(catalogue.isBirthright("crm", "sign-in", NOON));
        assertTrue(catalogue.role("crm", "intruder").size() == 1);
    }
}
