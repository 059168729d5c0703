package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two statements under one id of an entry: a correction stands, also when what it corrects is sent again. */
class RestatedEntryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theStatementRecordedLaterCountsWhateverCameFirst() {
        RoleDefined wrong = role("PAY", 0);
        RoleDefined right = role("VENDOR", 1);
        for (List<RoleDefined> order :
                List.of(List.of(wrong, right), List.of(right, wrong), List.of(wrong, right, wrong))) {
            assertEquals(List.of(right), Catalogue.of(1, order).entries());
        }
    }

    @Test
    void ofTwoRecordedAtOnceTheLastOneCounts() {
        RoleDefined first = role("PAY", 0);
        RoleDefined second = role("VENDOR", 0);
        assertEquals(List.of(second), Catalogue.of(1, List.of(first, second)).entries());
    }

    private static RoleDefined role(String entitlement, int recordedAfter) {
        return ReferenceEvents.role(
                        Header.of("iga", "role-1", START).withRecordedAt(START.plus(Duration.ofHours(recordedAfter))),
                        "erp",
                        "R-1",
                        START,
                        List.of(entitlement))
                .build();
    }
}
