package io.plumbline.monitor;

import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.time.Instant;

/**
 * One record of a partition's log: a fact delivered to a subject, or the passing of time.
 *
 * <p>Everything that can change a verdict is one of these, in one order per partition. The same records in the same order
 * under the same build give the same state.
 */
public sealed interface LogRecord {

    /**
     * An event delivered to one subject it concerns.
     *
     * @param ingestedAt when Plumbline first received the event; provenance only
     * @param hops how many subjects passed it on before it came here; see {@link io.plumbline.event.Routing#MAX_HOPS}
     */
    record Delivery(Subject to, Event event, Instant ingestedAt, int hops) implements LogRecord {}

    /**
     * Time passed: from here on sources are settled this far, and this catalogue version is in force.
     *
     * @param number counted up by one per tick, from 1
     * @param settled everything these say is complete lies before this record, in every partition
     * @param catalogueVersion version to judge by from here on; 0 before the first
     * @param mode whether facts are judged as they arrive or at ticks only
     */
    record Tick(long number, Watermarks settled, long catalogueVersion, Mode mode) implements LogRecord {}

    /** Whether the log is a backlog or the present. */
    enum Mode {
        /** A backlog is being read: fold, and judge at ticks only, so that nothing is opened and withdrawn on the way. */
        CATCHING_UP,
        /** Judge on every event. */
        LIVE
    }
}
