package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How every value becomes bytes and comes back. All of them must be safe for use by several threads.
 *
 * @param registry what waits for the schema registry, where codecs need one
 */
public record Codecs(
        InboundDecoder inbound,
        Serde<LogRecord> log,
        Serde<Progress> progress,
        Serde<CatalogueRecord> catalogue,
        Serde<TimekeeperState> timekeeper,
        Serde<SubjectState> subject,
        Serde<PartitionClock> clock,
        Serializer<ExceptionAlert> alert,
        Serializer<ExceptionRecord> exception,
        Serializer<AssertionRecord> evidence,
        Serializer<RejectedRecord> rejection,
        RegistryWatch registry) {

    /** Reads inbound records. */
    @FunctionalInterface
    public interface InboundDecoder {
        /**
         * The event in a record of an inbound topic.
         *
         * @throws BadRecordException if the bytes are no event and never will be
         * @throws RegistryUnavailableException if the registry has to be asked and cannot; whatever else it throws stops the
         *     task
         */
        Event decode(String topic, byte[] value);

        /** The identity of an event that could not be read as a whole; empty where not even that can be read. */
        default Optional<EventId> idOf(String topic, byte[] value) {
            return Optional.empty();
        }
    }
}
