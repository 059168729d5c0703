package io.plumbline.monitor;

import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a partition knows of time and reference data.
 *
 * @param lastTick number of the last tick seen; 0 before the first
 * @param settled watermarks and gaps of the last tick
 * @param catalogueVersion version in force; 0 before the first
 * @param mode as of the last tick; catching up before the first
 * @param judging whether ticks judge what waits: always while live; while catching up from a tick that settled something on
 *     until nothing waits any more
 * @param rejudging who is to be judged anew because reference data changed, and how far that has come
 * @param gapPasses how far judging anew has come under each source whose gaps changed, while it goes on
 */
public record PartitionClock(
        long lastTick,
        Watermarks settled,
        long catalogueVersion,
        LogRecord.Mode mode,
        boolean judging,
        Rejudging rejudging,
        SortedMap<String, GapPass> gapPasses) {

    public static final PartitionClock INITIAL = new PartitionClock(
            0, Watermarks.NONE, 0, LogRecord.Mode.CATCHING_UP, false, Rejudging.NONE, new TreeMap<>());

    public PartitionClock {
        gapPasses = Collections.unmodifiableSortedMap(new TreeMap<>(gapPasses));
    }

    /**
     * The clock after a tick. Settled instants never go back; gaps are what the tick says, and where they changed a pass over
     * the subjects concerned begins.
     */
    PartitionClock after(LogRecord.Tick tick) {
        Watermarks further = settled.then(tick.settled());
        return new PartitionClock(
                tick.number(),
                further,
                tick.catalogueVersion(),
                tick.mode(),
                judging || tick.mode() == LogRecord.Mode.LIVE || !further.equals(settled),
                rejudging,
                passes(further));
    }

    private SortedMap<String, GapPass> passes(Watermarks further) {
        SortedMap<String, GapPass> passes = new TreeMap<>(gapPasses);
        TreeSet<String> sources = new TreeSet<>(settled.gaps().keySet());
        sources.addAll(further.gaps().keySet());
        for (String source : sources) {
            Gaps.earliestChange(settled.gapsOf(source), further.gapsOf(source))
                    .ifPresent(change ->
                            passes.merge(source, GapPass.from(change), (going, fresh) -> going.changed(change)));
        }
        return passes;
    }

    PartitionClock rejudging(Rejudging further) {
        return new PartitionClock(lastTick, settled, catalogueVersion, mode, judging, further, gapPasses);
    }

    /** The clock when a pass has come to another place, or is over. */
    PartitionClock passed(String source, Optional<GapPass> to) {
        SortedMap<String, GapPass> passes = new TreeMap<>(gapPasses);
        passes.remove(source);
        to.ifPresent(pass -> passes.put(source, pass));
        return new PartitionClock(lastTick, settled, catalogueVersion, mode, judging, rejudging, passes);
    }

    /** The clock when nothing waits to be judged any more. */
    PartitionClock finished() {
        return new PartitionClock(
                lastTick, settled, catalogueVersion, mode, mode == LogRecord.Mode.LIVE, rejudging, gapPasses);
    }
}
