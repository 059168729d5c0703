package io.plumbline.kafka;

import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.kafka.Claims.Stage;
import io.plumbline.kafka.Claims.Waiting;
import io.plumbline.kafka.SourceWatch.Watched;
import io.plumbline.kafka.Timekeeper.Versions;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the timekeeper knows, as it is stored; of a few kilobytes, whatever the load.
 *
 * @param tick number of the last tick; 0 before the first
 * @param tickAt when it was emitted
 * @param mode as of the last tick
 * @param settled how far each source is settled, and what it has lost
 * @param gaps what sources said of gaps and backfills, as far as it is in force
 * @param news whether something waits that only a tick can tell
 * @param awaiting partitions that have not acknowledged the last tick
 * @param reached how far ingest has come, by partition
 * @param waiting heartbeats and backfills not delivered yet, in the order they came
 * @param stages what was delivered and is not settled yet, oldest first
 * @param declared the declaration of each source, as far as it matters for the passing of time
 * @param catchUpUntil until when history counts as arriving; empty before the start
 * @param watched sources whose heartbeats and clocks are watched
 */
public record TimekeeperState(
        long tick,
        Optional<Instant> tickAt,
        Mode mode,
        Watermarks settled,
        Gaps gaps,
        boolean news,
        List<Integer> awaiting,
        List<Pin> reached,
        List<Waiting> waiting,
        List<Stage> stages,
        List<AssumedTime.Declared> declared,
        Versions versions,
        Optional<Instant> catchUpUntil,
        List<Watched> watched) {

    static final TimekeeperState INITIAL = new TimekeeperState(
            0,
            Optional.empty(),
            Mode.CATCHING_UP,
            Watermarks.NONE,
            Gaps.NONE,
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Versions.NONE,
            Optional.empty(),
            List.of());

    public TimekeeperState {
        awaiting = List.copyOf(awaiting);
        reached = List.copyOf(reached);
        waiting = List.copyOf(waiting);
        stages = List.copyOf(stages);
        watched = List.copyOf(watched);
        declared = List.copyOf(declared);
    }
}
