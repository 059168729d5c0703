package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusinessCalendarTest {

    private static final Instant FRIDAY = Instant.parse("2026-03-27T16:00:00Z");

    @Test
    void withoutACalendarMondayToFridayInUtcAreWorked() {
        BusinessCalendar calendar = Catalogue.EMPTY.calendar("default", FRIDAY);
        assertEquals(Instant.parse("2026-03-30T16:00:00Z"), calendar.plusDays(FRIDAY, 1));
        assertEquals(Instant.parse("2026-04-03T16:00:00Z"), calendar.plusDays(FRIDAY, 5));
        assertEquals(FRIDAY, calendar.plusDays(FRIDAY, 0));
    }

    @Test
    void wholeDaysOfATimeAreWorkedAndWhatIsLeftRunsByTheClock() {
        BusinessCalendar calendar = Catalogue.EMPTY.calendar("default", FRIDAY);
        assertEquals(Instant.parse("2026-03-31T16:00:00Z"), calendar.plus(FRIDAY, Duration.ofDays(2)));
        assertEquals(Instant.parse("2026-03-31T04:00:00Z"), calendar.plus(FRIDAY, Duration.ofHours(36)));
        assertEquals(Instant.parse("2026-03-27T20:00:00Z"), calendar.plus(FRIDAY, Duration.ofHours(4)));
        Instant saturday = Instant.parse("2026-03-28T10:00:00Z");
        assertEquals(Instant.parse("2026-03-31T10:00:00Z"), calendar.plus(saturday, Duration.ofDays(2)));
    }

    @Test
    void holidaysAreSkippedAndTheTimeOfDayIsThatOfThePlaceAlsoWhenItsClocksChange() {
        BusinessCalendar calendar =
                published(List.of(), List.of("2026-04-03", "2026-04-06")).calendar("default", FRIDAY);
        // 16:00 UTC is 17:00 in Zurich on Friday, before the clocks go forward on Sunday.
        assertEquals(Instant.parse("2026-03-30T15:00:00Z"), calendar.plusDays(FRIDAY, 1));
        assertEquals(Instant.parse("2026-04-07T15:00:00Z"), calendar.plusDays(FRIDAY, 5));
    }

    @Test
    void otherDaysMayBeWorked() {
        BusinessCalendar calendar = published(
                        List.of("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"), List.of())
                .calendar("default", FRIDAY);
        assertEquals(Instant.parse("2026-03-29T15:00:00Z"), calendar.plusDays(FRIDAY, 1));
    }

    @Test
    void aCalendarCountsFromWhenItIsInForce() {
        Catalogue catalogue = published(List.of("SUNDAY"), List.of());
        assertEquals(
                BusinessCalendar.MONDAY_TO_FRIDAY,
                catalogue.calendar("default", Instant.parse("2019-12-31T00:00:00Z")));
    }

    private static Catalogue published(List<String> days, List<String> holidays) {
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        return Catalogue.of(
                1,
                List.of(new CalendarPublished(
                        Header.of("grc", "calendar", from), "default", from, "Europe/Zurich", days, holidays)));
    }
}
