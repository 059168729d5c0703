package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.AccountDisabled;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.StatementBackdated;
import io.plumbline.event.Subject;
import io.plumbline.facts.Held;
import io.plumbline.monitor.LogRecord.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a source is told of writing late: by one subject, of what concerns it, and of several events the latest counts. */
class BackdatingTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void nothingIsToldOfADayAndAllOfAMillisecondMore() {
        assertEquals(List.of(), told(disabled(DAY)));
        List<StatementBackdated> told = told(disabled(DAY.plusMillis(1)));
        assertEquals(1, told.size());
        assertEquals(DAY.plusMillis(1), told.get(0).late());
        assertEquals("source:erp", told.get(0).subject().key());
        assertEquals("2026-03-03", told.get(0).day());
        assertEquals("account.disabled", told.get(0).lateKind());
    }

    @Test
    void oneSubjectTellsItHoweverManyTheEventIsDeliveredTo() {
        AccessEvent.Granted granted = AccessEvents.granted(
                        header(DAY.multipliedBy(9)), "g-1", Principal.account("erp", "a-1"), "erp", "PAY")
                .build();
        assertEquals(2, Routing.subjectsOf(granted).size());
        assertEquals(1, told(granted).size());
    }

    @Test
    void whatIsPassedOnIsToldByWhoeverHeardItFirstHand() {
        Event late = disabled(DAY.multipliedBy(9));
        Subject owner = Subject.identity("p-1");
        assertEquals(Optional.empty(), Backdating.noticed(new Delivery(owner, late, NOON, 1)));
    }

    @Test
    void firstSnapshotsReferenceDataSpansOfSourcesAndDecisionsOfPeopleAreLeftOut() {
        Header late = header(DAY.multipliedBy(9));
        assertEquals(List.of(), told(new AccountDisabled(late.asBaseline(), new AccountRef("erp", "a-1"))));
        assertEquals(List.of(), told(ReferenceEvents.system(late, "erp", NOON).build()));
        assertEquals(List.of(), told(new Gap(late, "erp", NOON, NOON.plus(DAY))));
        assertEquals(
                List.of(),
                told(AccessEvents.approved(late, "r-1", Principal.identity("p-1"), "erp", List.of("PAY"), "boss")
                        .build()));
    }

    @Test
    void ofTwoOfOneDayAndMonthTheLatestSupersedesTheOther() {
        StatementBackdated less = told(disabled(DAY.multipliedBy(2))).get(0);
        StatementBackdated more = told(new AccountDisabled(
                        Header.of("erp", "e-2", NOON.minus(DAY)).withRecordedAt(NOON.plus(DAY.multipliedBy(2))),
                        new AccountRef("erp", "a-2")))
                .get(0);
        assertEquals(less.id(), more.id());
        SubjectState first = SubjectState.empty(less.subject()).with(new Held(less, NOON));
        SubjectState second = SubjectState.empty(less.subject()).with(new Held(more, NOON));
        assertFalse(first.knows(more));
        assertTrue(second.knows(less));
    }

    private static List<StatementBackdated> told(Event event) {
        return Routing.subjectsOf(event).stream()
                .map(subject -> Backdating.noticed(new Delivery(subject, event, NOON, 0)))
                .flatMap(Optional::stream)
                .map(delivery -> (StatementBackdated) delivery.event())
                .toList();
    }

    private static Event disabled(Duration late) {
        return new AccountDisabled(header(late), new AccountRef("erp", "a-1"));
    }

    private static Header header(Duration late) {
        return Header.of("erp", "e-1", NOON).withRecordedAt(NOON.plus(late));
    }
}
