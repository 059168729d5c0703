package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.StatementBackdated;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * Notices that a source wrote something down long after it says that it happened, and tells the source as a subject.
 *
 * <p>Whether there is anything to tell follows from the event alone, so the order of arrival plays no part; how late is too late
 * is for a control to say.
 */
final class Backdating {

    private Backdating() {}

    /**
     * What is to be told; by one of the subjects the event is delivered to from outside, which is enough.
     *
     * <p>Not of what a first snapshot brings, nor of what says itself from when on it counts: reference data, and what sources say
     * of themselves. The decisions of people are held against their own deadlines, each by itself, where they are kept.
     */
    static Optional<Delivery> noticed(Delivery delivery) {
        Event event = delivery.event();
        Header header = event.header();
        if (delivery.hops() > 0
                || header.baseline()
                || event instanceof ReferenceEvent
                || event instanceof SourceHealthEvent
                || Duration.between(header.occurredAt(), header.recordedAt()).compareTo(SourceHealthEvent.NOTICED_LATE)
                        <= 0) {
            return Optional.empty();
        }
        Set<Subject> subjects = Routing.subjectsOf(event);
        boolean decided = subjects.stream().anyMatch(subject -> subject.kind() == SubjectKind.APPROVER);
        boolean first = subjects.stream().findFirst().equals(Optional.of(delivery.to()));
        return decided || !first ? Optional.empty() : Optional.of(told(event, delivery.ingestedAt()));
    }

    private static Delivery told(Event event, Instant noticedAt) {
        Header header = event.header();
        LocalDate day = header.recordedAt().atOffset(ZoneOffset.UTC).toLocalDate();
        YearMonth month = YearMonth.from(header.occurredAt().atOffset(ZoneOffset.UTC));
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Duration late = Duration.between(header.occurredAt(), header.recordedAt());
        StatementBackdated statement = new StatementBackdated(
                Header.of(
                                SourceHealthEvent.PLUMBLINE,
                                String.join("/", "backdated", header.source(), day.toString(), month.toString()),
                                header.occurredAt())
                        .withRecordedAt(start.plus(late)),
                header.source(),
                day.toString(),
                header.sourceEventId(),
                event.kind().wireName(),
                header.occurredAt(),
                header.recordedAt());
        return new Delivery(statement.subject(), statement, noticedAt, 1);
    }
}
