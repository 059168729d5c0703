package io.plumbline.metrics;

import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the tasks of an instance have done, for whoever asks for its status.
 *
 * @param partitions partitions of the subject log this instance monitors
 * @param tick number of the last tick, in the partition told least
 * @param tickEmitted when it was emitted; empty before the first since the start
 * @param mode CATCHING_UP if any partition catches up; empty without partitions
 * @param settled up to when each source is settled, in the partition told least
 * @param rejected records rejected since the start, by reason
 */
public record Activity(
        int partitions,
        long tick,
        Optional<Instant> tickEmitted,
        Optional<Mode> mode,
        SortedMap<String, Instant> settled,
        Map<String, Long> rejected) {}
