package io.plumbline.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Terminated;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.IdentityEvent.Updated;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentityFactsTest {

    @Test
    void aKeyThatExpiredWasNotEndedByALaterRevocation() {
        Credential key = facts(
                        CredentialEvents.issued(
                                        header("e1", "2026-01-01"),
                                        "erp",
                                        "k-1",
                                        Principal.identity("p-1"),
                                        CredentialEvent.CredentialType.API_KEY)
                                .expiresAt(day("2026-02-01"))
                                .build(),
                        new CredentialEvent.Revoked(
                                header("e2", "2026-03-01"), "erp", "k-1", Optional.of(Principal.identity("p-1"))))
                .credentials()
                .get(0);
        assertEquals(Optional.of(day("2026-02-01")), key.live().until());
        assertEquals(Optional.empty(), key.ended());
    }

    @Test
    void aStatementOfALaterEndIsNoNoticeOfAnEarlierOne() {
        Departure departure = facts(
                        terminated("e1", "2026-03-01", "2026-04-30"), terminated("e2", "2026-03-20", "2026-03-10"))
                .departures()
                .get(0);
        assertEquals(day("2026-03-10"), departure.effectiveAt());
        assertEquals(day("2026-03-20"), departure.recordedAt());
    }

    @Test
    void aCorrectionThatKeepsTheEndKeepsTheFirstNotice() {
        Departure departure = facts(
                        terminated("e1", "2026-03-01", "2026-03-31"), terminated("e2", "2026-03-20", "2026-04-30"))
                .departures()
                .get(0);
        assertEquals(day("2026-04-30"), departure.effectiveAt());
        assertEquals(day("2026-03-01"), departure.recordedAt());
    }

    @Test
    void ofTwoStatusesForTheSameDayTheOneStatedLaterCounts() {
        List<Updated> statuses = facts(
                        new Updated(header("e2", "2026-03-02"), "p-1", EmploymentStatus.ON_LEAVE, day("2026-04-01")),
                        new Updated(
                                header("e1", "2026-03-01"), "p-1", EmploymentStatus.GARDEN_LEAVE, day("2026-04-01")))
                .statuses();
        assertEquals(
                List.of(EmploymentStatus.ON_LEAVE),
                statuses.stream().map(Updated::status).toList());
    }

    private static Terminated terminated(String id, String recorded, String effective) {
        return new Terminated(header(id, recorded), "p-1", day(effective), TerminationType.VOLUNTARY);
    }

    private static IdentityFacts facts(Event... events) {
        return IdentityFacts.of(
                Subject.identity("p-1"),
                Stream.of(events)
                        .map(event -> new Held(event, event.header().occurredAt()))
                        .sorted()
                        .map(Held::event)
                        .toList());
    }

    private static Header header(String id, String date) {
        return Header.of("source", id, day(date));
    }

    private static Instant day(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }
}
