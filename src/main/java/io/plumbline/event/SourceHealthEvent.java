package io.plumbline.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What sources say about themselves; inbound topic {@code source-health}. */
public sealed interface SourceHealthEvent extends Event {

    /** Plumbline as a source; nobody else states anything under this id. */
    String PLUMBLINE = "plumbline";

    String sourceId();

    /** The source as a subject of its own. */
    default Subject subject() {
        return new Subject(SubjectKind.SOURCE, sourceId());
    }

    /**
     * The source is complete: everything that happened before {@code completeTo} has been sent.
     *
     * @param completeTo exclusive
     * @param pins how far the sender had written each partition when it said so; taken after its last flush
     * @param clockOffset how far the clock of the source is ahead, negative where it is behind; where measured
     */
    record Heartbeat(Header header, String sourceId, Instant completeTo, List<Pin> pins, Optional<Duration> clockOffset)
            implements SourceHealthEvent {
        public Heartbeat {
            pins = List.copyOf(pins);
        }
    }

    /**
     * What a delivery of a source held, for reconciliation.
     *
     * @param delivery name of the file or batch
     * @param count number of records in it
     * @param firstSequence the source's own sequence of the first record, where it has one
     * @param contentDigest SHA-256 of the delivery as received, in hexadecimal
     * @param epoch names the run of sequences; a source that starts to count anew states another
     */
    record Manifest(
            Header header,
            String sourceId,
            String delivery,
            long count,
            Optional<String> firstSequence,
            Optional<String> lastSequence,
            String contentDigest,
            Optional<String> epoch)
            implements SourceHealthEvent {}

    /** The source is known to have lost or withheld what happened in {@code [from, to)}. */
    record Gap(Header header, String sourceId, Instant from, Instant to) implements SourceHealthEvent {}

    /**
     * What the source had lost or withheld has been sent again: all that happened in {@code [from, to)} is there.
     *
     * @param pins how far the sender had written each partition when it said so; taken after its last flush
     */
    record Backfilled(Header header, String sourceId, Instant from, Instant to, List<Pin> pins)
            implements SourceHealthEvent {
        public Backfilled {
            pins = List.copyOf(pins);
        }
    }

    /**
     * The source has not been heard of for longer than it declared. Stated by Plumbline, and again with an end once it is
     * heard; {@code header.occurredAt} is when it was due at the latest.
     *
     * @param lastHeardAt when its last heartbeat before the silence was stated; its declaration, where there was none
     * @param heardAgainAt when the first heartbeat after it was stated
     */
    record FellSilent(Header header, String sourceId, Instant lastHeardAt, Optional<Instant> heardAgainAt)
            implements SourceHealthEvent {}

    /**
     * A heartbeat stated a clock that is off by more than the source may be. Stated by Plumbline, and again with an end once
     * it no longer is; {@code header.occurredAt} is when the first such heartbeat was stated.
     */
    record ClockOff(Header header, String sourceId, Duration clockOffset, Optional<Instant> steadyAgainAt)
            implements SourceHealthEvent {}

    /**
     * Records of the source were not taken in on one day. Stated by Plumbline, once per source, topic, reason and day;
     * {@code header.occurredAt} is the start of the day.
     *
     * @param topic full name of the topic they came on
     * @param reason code on the rejected topic
     * @param day UTC day on which they were received, as {@code 2026-01-31}
     */
    record RecordsRejected(Header header, String sourceId, String topic, String reason, String day)
            implements SourceHealthEvent {}

    /**
     * The source stated two different things under one event id. Stated by Plumbline; {@code header.occurredAt} is when the
     * statement that counts was recorded.
     *
     * @param contradictedEventId the source's own key of the event
     */
    record StatementContradicted(Header header, String sourceId, String contradictedEventId)
            implements SourceHealthEvent {}

    /**
     * How far a partition had been written.
     *
     * @param nextOffset offset after the last record the sender wrote there
     */
    record Pin(String topic, int partition, long nextOffset) {}
}
