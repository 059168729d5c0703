package io.plumbline.monitor;

import io.plumbline.control.Watermarks;
import java.util.Optional;

/**
 * What a partition knows of time and reference data.
 *
 * @param lastTick number of the last tick seen; 0 before the first
 * @param settled watermarks of the last tick
 * @param catalogueVersion version in force; 0 before the first
 * @param mode as of the last tick; catching up before the first
 * @param judging whether ticks judge what waits: always while live; while catching up from a tick that settled something on
 *     until nothing waits any more
 * @param rejudgeAfter key of the last subject re-judged under the version in force, while re-judging goes on
 */
public record PartitionClock(
        long lastTick,
        Watermarks settled,
        long catalogueVersion,
        LogRecord.Mode mode,
        boolean judging,
        Optional<String> rejudgeAfter) {

    public static final PartitionClock INITIAL =
            new PartitionClock(0, Watermarks.NONE, 0, LogRecord.Mode.CATCHING_UP, false, Optional.empty());

    /** The clock after a tick. Watermarks never go back; a new catalogue version starts re-judging from the first subject. */
    PartitionClock after(LogRecord.Tick tick) {
        boolean changed = tick.catalogueVersion() != catalogueVersion;
        Watermarks further = settled.and(tick.settled());
        return new PartitionClock(
                tick.number(),
                further,
                tick.catalogueVersion(),
                tick.mode(),
                judging || tick.mode() == LogRecord.Mode.LIVE || !further.equals(settled),
                changed ? Optional.of("") : rejudgeAfter);
    }

    PartitionClock rejudgedTo(Optional<String> key) {
        return new PartitionClock(lastTick, settled, catalogueVersion, mode, judging, key);
    }

    /** The clock when nothing waits to be judged any more. */
    PartitionClock finished() {
        return new PartitionClock(lastTick, settled, catalogueVersion, mode, mode == LogRecord.Mode.LIVE, rejudgeAfter);
    }
}
