package io.plumbline.kafka;

import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import java.time.Instant;
import java.util.Optional;

/**
 * Is told what the monitor of one partition holds and does, from the start of its task on this instance to its end.
 *
 * <p>First comes every subject held, one by one; then each change as it is stored. So a count kept by an observer is always that
 * of the state, also after a move to another instance and after a transaction that was aborted. One thread at a time.
 */
public interface PartitionObserver {

    /** A subject the partition holds when its task starts. */
    void held(SubjectState subject);

    /** A subject was stored. */
    void stored(Optional<SubjectState> before, SubjectState after);

    /**
     * Something was published.
     *
     * @param mode whether the partition reads a backlog or the present
     * @param at wall time
     */
    void said(Output output, Mode mode, Instant at);

    /**
     * The clock of the partition, when its task starts and after each tick.
     *
     * @param emittedAt wall time at which the tick was emitted; empty when the task starts
     */
    void clock(PartitionClock clock, Optional<Instant> emittedAt);

    /** The task ends here: the partition is another instance's, or starts anew. */
    void closed();
}
