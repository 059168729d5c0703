package io.plumbline.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/**
 * Which of the several hundred metrics of Kafka's clients are published: those somebody can act on. Their number grows with
 * tasks times stores times nodes, so the rest is left out unless asked for.
 *
 * <p>Times are as Kafka has them: latencies in milliseconds, names with {@code ns} in nanoseconds.
 */
final class KafkaFamilies implements MeterFilter {

    /**
     * Reported as -1 where RocksDB does not know it, at level DEBUG; as a counter it would make the whole scrape fail. The name
     * has no suffix {@code total} here.
     */
    private static final String NUMBER_OF_OPEN_FILES = "kafka.stream.state.number.open.files";

    /** Label of stores on the heap, which have other labels than those of RocksDB under the same name, and nothing to watch. */
    private static final String IN_MEMORY = "in.memory.state.id";

    private static final Set<String> PUBLISHED = Set.of(
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.thread.process.rate",
            "kafka.stream.thread.process.latency.avg",
            "kafka.stream.thread.process.latency.max",
            "kafka.stream.thread.process.ratio",
            "kafka.stream.thread.poll.rate",
            "kafka.stream.thread.poll.latency.avg",
            "kafka.stream.thread.poll.latency.max",
            "kafka.stream.thread.poll.ratio",
            "kafka.stream.thread.commit.rate",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.latency.max",
            "kafka.stream.thread.commit.ratio",
            "kafka.stream.thread.blocked.time.ns",
            "kafka.stream.task.dropped.records.rate",
            "kafka.stream.task.dropped.records",
            "kafka.stream.task.active.process.ratio",
            "kafka.stream.task.record.lateness.avg",
            "kafka.stream.task.record.lateness.max",
            "kafka.stream.task.restore.rate",
            "kafka.stream.task.restore.remaining.records",
            "kafka.stream.processor.node.record.e2e.latency.avg",
            "kafka.stream.processor.node.record.e2e.latency.max",
            "kafka.stream.state.estimate.num.keys",
            "kafka.stream.state.total.sst.files.size",
            "kafka.stream.state.block.cache.usage",
            "kafka.stream.state.block.cache.capacity",
            "kafka.stream.state.size.all.mem.tables",
            "kafka.stream.state.compaction.pending",
            "kafka.stream.state.background.errors",
            "kafka.stream.state.write.stall.duration.avg",
            "kafka.stream.state.num.open.iterators",
            "kafka.stream.state.updater.active.restoring.tasks",
            "kafka.stream.state.updater.active.restore.ratio",
            "kafka.stream.state.updater.standby.updating.tasks",
            "kafka.stream.topic.records.consumed",
            "kafka.stream.topic.bytes.consumed",
            "kafka.stream.topic.records.produced",
            "kafka.stream.topic.bytes.produced",
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.consumer.coordinator.rebalance",
            "kafka.consumer.coordinator.failed.rebalance",
            "kafka.consumer.coordinator.last.rebalance.seconds.ago",
            "kafka.consumer.last.poll.seconds.ago",
            "kafka.producer.record.error");

    private final boolean all;

    /** @param all whether everything is published that can be */
    KafkaFamilies(boolean all) {
        this.all = all;
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String name = id.getName();
        if (!name.startsWith("kafka.")) {
            return MeterFilterReply.NEUTRAL;
        }
        boolean published = all
                ? !name.startsWith(NUMBER_OF_OPEN_FILES)
                : PUBLISHED.contains(plain(name)) && id.getTag(IN_MEMORY) == null;
        return published ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
    }

    private static String plain(String name) {
        return name.endsWith(".total") ? name.substring(0, name.length() - ".total".length()) : name;
    }
}
