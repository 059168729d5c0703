package io.plumbline.kafka;

import io.plumbline.kafka.RestoreWatch.Restoring;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Where one instance of the stream processor stands.
 *
 * @param hasRun whether every task ran at least once since the start
 * @param restoring what is being read back from changelogs
 * @param restored records read back since the start
 * @param lag records not read yet, by topic and partition, of the inbound topics and the subject log; only of partitions this
 *     instance reads, and only once it has read from them
 * @param brokersSeen when the brokers last answered
 * @param registryAwaited what it stands still for, because the schema registry does not answer
 */
public record InstanceStatus(
        KafkaStreams.State state,
        boolean hasRun,
        List<StreamThread> threads,
        List<Restoring> restoring,
        long restored,
        Map<String, Map<Integer, Long>> lag,
        CatalogueStatus catalogue,
        Optional<Instant> brokersSeen,
        Optional<RegistryWatch.Waiting> registryAwaited) {

    /**
     * A stream thread with its tasks.
     *
     * @param state as Kafka Streams names it: {@code RUNNING}, for example
     * @param active ids of the tasks it works on
     * @param standby ids of the tasks it keeps a copy of
     */
    public record StreamThread(String name, String state, List<String> active, List<String> standby) {

        public boolean dead() {
            return state.equals("DEAD");
        }
    }

    /**
     * Where the reading of the catalogue topic stands.
     *
     * @param version newest complete version read; 0 before the first
     * @param digest digest of that version's closing record; empty before the first
     * @param caughtUp whether it has once read everything that lay in the topic
     * @param failure why reading ended, where it did
     */
    public record CatalogueStatus(long version, String digest, boolean caughtUp, Optional<String> failure) {}

    /** Tasks this instance works on, over all its threads. */
    public long activeTasks() {
        return threads.stream().mapToLong(thread -> thread.active().size()).sum();
    }
}
