package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.monitor.LogRecord.Tick;
import java.util.Optional;

/**
 * Is told what the stages of an instance do, each time after it was stored: metrics, for example.
 *
 * <p>Called by all threads of the instance, for each record, so it must be quick, safe for threads and must not throw. A
 * transaction that is aborted afterwards is done again and told again: what counts here is for operations and not for audit.
 */
public interface Observer {

    /** Listens to nothing. */
    Observer NONE = new Observer() {};

    /** The stage that refused a record. */
    enum Stage {
        /** An inbound record was not taken in. */
        INGEST,
        /** A subject could not take in an event, or what was found could not be published. */
        MONITOR
    }

    /** Ingest took in an event; whether it was seen before is not known there. */
    default void accepted(String source) {}

    /**
     * A record was published as rejected.
     *
     * @param source id of its source; empty where not even that can be read
     */
    default void rejected(Stage stage, RejectedRecord.Reason reason, Optional<String> source) {}

    /** The timekeeper, which one instance has at a time, emitted a tick. */
    default void emitted(Tick tick) {}

    /** Who watches the monitor of a partition from now on; empty where nobody does, which spares reading its state. */
    default Optional<PartitionObserver> partition(int partition) {
        return Optional.empty();
    }
}
