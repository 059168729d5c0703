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
     * The source wrote down on one day what happened more than {@link #NOTICED_LATE} before. Stated by Plumbline, once per source,
     * day and month in which it happened, of the event that was written down latest after it happened; of decisions of
     * people, of reference data and of what a source says of itself it is not.
     *
     * <p>{@code header.occurredAt} is when that event happened. {@code header.recordedAt} lies after the start of the day by as
     * much as the event was late, so that of several such statements the one of the latest event counts, whatever came first.
     *
     * @param day UTC day on which it was written down, as {@code 2026-01-31}
     * @param lateEventId the source's own key of the event
     * @param lateKind name of its kind, as {@code access.granted}
     * @param happenedAt when it happened, as the source says
     * @param writtenAt when the source wrote it down, as the source says
     */
    record StatementBackdated(
            Header header,
            String sourceId,
            String day,
            String lateEventId,
            String lateKind,
            Instant happenedAt,
            Instant writtenAt)
            implements SourceHealthEvent {

        /** How long after it happened it was written down. */
        public Duration late() {
            return Duration.between(happenedAt, writtenAt);
        }
    }

    /** What was written down no later than this after it happened is not looked at, however little is allowed. */
    Duration NOTICED_LATE = Duration.ofDays(1);

    /**
     * How long a store of logs or evidence keeps what is in it.
     *
     * @param store name of the log, topic, bucket or table
     * @param kept how long; for good where absent
     * @param effectiveFrom from when on, until the next such statement about the store
     */
    record RetentionStated(Header header, String sourceId, String store, Optional<Duration> kept, Instant effectiveFrom)
            implements SourceHealthEvent {}

    /**
     * Somebody checked whether a log or store was tampered with; {@code header.occurredAt} is when.
     *
     * @param store name of the log, topic, bucket or table
     * @param first first place checked, inclusive, as the source names places: an offset, an instant, the name of a file
     * @param last last place checked, inclusive
     * @param detail what was found, in the words of whoever checked
     */
    record IntegrityChecked(
            Header header,
            String sourceId,
            String store,
            String first,
            String last,
            IntegrityMethod method,
            IntegrityOutcome outcome,
            Optional<String> detail)
            implements SourceHealthEvent {}

    /** How integrity is checked. */
    enum IntegrityMethod {
        /** Each record or file names the digest of the one before it. */
        CHAIN,
        /** Records or files are signed. */
        SIGNATURE,
        /** Each is compared with a digest that is kept elsewhere. */
        DIGEST,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** What a check of integrity found. */
    enum IntegrityOutcome {
        /** Nothing was altered, taken out or put in. */
        INTACT,
        /** Something was, or it cannot be shown that nothing was. */
        BROKEN,
        /** Not stated, or a value newer than this build; decides nothing. */
        UNKNOWN
    }

    /**
     * How far a partition had been written.
     *
     * @param nextOffset offset after the last record the sender wrote there
     */
    record Pin(String topic, int partition, long nextOffset) {}
}
