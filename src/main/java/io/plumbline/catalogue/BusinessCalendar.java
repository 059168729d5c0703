package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.CalendarPublished;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Working days of a place.
 *
 * @param zone whose days are meant
 * @param workingDays days of the week that are worked; never none
 * @param holidays dates on which nobody works
 */
public record BusinessCalendar(ZoneId zone, Set<DayOfWeek> workingDays, Set<LocalDate> holidays) {

    /** Monday to Friday in UTC, without holidays. */
    public static final BusinessCalendar MONDAY_TO_FRIDAY =
            new BusinessCalendar(ZoneOffset.UTC, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), Set.of());

    public BusinessCalendar {
        if (workingDays.isEmpty()) {
            throw new IllegalArgumentException("a calendar needs at least one working day");
        }
        workingDays = Set.copyOf(workingDays);
        holidays = Set.copyOf(holidays);
    }

    /**
     * The calendar as published.
     *
     * @throws java.time.DateTimeException if its zone, a day or a date is none
     */
    static BusinessCalendar of(CalendarPublished published) {
        Set<DayOfWeek> days = published.workingDays().isEmpty()
                ? MONDAY_TO_FRIDAY.workingDays()
                : published.workingDays().stream().map(DayOfWeek::valueOf).collect(Collectors.toSet());
        Set<LocalDate> holidays =
                published.holidays().stream().map(LocalDate::parse).collect(Collectors.toCollection(TreeSet::new));
        return new BusinessCalendar(ZoneId.of(published.zone()), days, holidays);
    }

    public boolean isWorkingDay(LocalDate day) {
        return workingDays.contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    /**
     * The same time of day so many working days later; what starts on a day off is counted from the day off on, so that one
     * day from a Saturday is Monday at that time.
     */
    public Instant plusDays(Instant from, int days) {
        ZonedDateTime at = from.atZone(zone);
        int left = days;
        while (left > 0) {
            at = at.plusDays(1);
            if (isWorkingDay(at.toLocalDate())) {
                left--;
            }
        }
        return at.toInstant();
    }

    /** So much later, where whole days are working days; what is left of less than a day runs by the clock. */
    public Instant plus(Instant from, Duration time) {
        int days = Math.toIntExact(time.toDays());
        return plusDays(from, days).plus(time.minusDays(days));
    }
}
