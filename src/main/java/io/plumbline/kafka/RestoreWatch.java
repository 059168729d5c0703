package io.plumbline.kafka;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far an instance has come in reading its state back from changelogs. Offsets count, so the ends of transactions do too. */
public final class RestoreWatch implements StateRestoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreWatch.class);

    private final Map<String, Restoring> underWay = new ConcurrentHashMap<>();
    private final AtomicLong restored = new AtomicLong();

    /**
     * One store of one partition that is being read back.
     *
     * @param from first offset to read
     * @param next next offset to read
     * @param end offset after the last to read
     * @param startedNanos when it began, by {@link System#nanoTime}
     */
    public record Restoring(
            String store, String topic, int partition, long from, long next, long end, long startedNanos) {

        public long remaining() {
            return Math.max(0, end - next);
        }
    }

    /** What is being read back now, by store and partition. */
    public List<Restoring> underWay() {
        return underWay.values().stream()
                .sorted(Comparator.comparing(Restoring::store).thenComparing(Restoring::partition))
                .toList();
    }

    /** Records read back since the instance started. */
    public long restored() {
        return restored.get();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long end) {
        underWay.put(
                key(partition, store),
                new Restoring(store, partition.topic(), partition.partition(), from, from, end, System.nanoTime()));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long batchEndOffset, long count) {
        restored.addAndGet(count);
        underWay.computeIfPresent(
                key(partition, store),
                (key, was) -> new Restoring(
                        was.store(),
                        was.topic(),
                        was.partition(),
                        was.from(),
                        batchEndOffset + 1,
                        was.end(),
                        was.startedNanos()));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long total) {
        Optional.ofNullable(underWay.remove(key(partition, store)))
                .ifPresent(was -> LOG.info(
                        "restored {} records of {} in {} ms",
                        total,
                        partition,
                        (System.nanoTime() - was.startedNanos()) / 1_000_000));
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long total) {
        underWay.remove(key(partition, store));
    }

    private static String key(TopicPartition partition, String store) {
        return store + "|" + partition;
    }
}
