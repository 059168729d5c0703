package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What sources say about themselves; inbound topic {@code source-health}. */
public sealed interface SourceHealthEvent extends Event {

    String sourceId();

    /**
     * The source is complete: everything that happened before {@code completeTo} has been sent.
     *
     * @param completeTo exclusive
     * @param pins how far the sender had written each partition when it said so; taken after its last flush
     */
    record Heartbeat(Header header, String sourceId, Instant completeTo, List<Pin> pins) implements SourceHealthEvent {
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
     */
    record Manifest(
            Header header,
            String sourceId,
            String delivery,
            long count,
            Optional<String> firstSequence,
            Optional<String> lastSequence,
            String contentDigest)
            implements SourceHealthEvent {}

    /** The source is known to have lost or withheld what happened in {@code [from, to)}. */
    record Gap(Header header, String sourceId, Instant from, Instant to) implements SourceHealthEvent {}

    /**
     * How far a partition had been written.
     *
     * @param nextOffset offset after the last record the sender wrote there
     */
    record Pin(String topic, int partition, long nextOffset) {}
}
