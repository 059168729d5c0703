package io.plumbline.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log what was restored from changelogs, and how long it took: a task does nothing until that is done. */
final class RestoreLog implements StateRestoreListener {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreLog.class);

    private final Map<TopicPartition, Long> began = new ConcurrentHashMap<>();

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        began.put(changelog, System.nanoTime());
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long number) {
        LOG.debug("restored {} records of {} up to {}", number, changelog, end);
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        long nanos = System.nanoTime() - began.getOrDefault(changelog, System.nanoTime());
        LOG.info("restored {} records of {} in {} ms", total, changelog, nanos / 1_000_000);
        began.remove(changelog);
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
        began.remove(changelog);
    }
}
