package io.plumbline.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How an instance of the stream processor runs.
 *
 * @param applicationId name of the group; changelogs are named after it, so it never changes
 * @param stateDirectory where stores lie; kept between starts
 * @param instanceId name of this instance in the group; with it, an instance that was killed takes its tasks again at once
 *     when it comes back
 * @param threads stream threads
 * @param commitInterval how often work becomes visible; half of it is added to the latency of each hop
 * @param standbys further copies of each state on other instances
 * @param replication copies of each partition of topics created here; the broker's default where absent
 * @param overrides further settings of Kafka Streams and its clients by their own names; they win
 */
public record StreamsSettings(
        String bootstrapServers,
        String applicationId,
        Path stateDirectory,
        Optional<String> instanceId,
        int threads,
        Duration commitInterval,
        int standbys,
        Optional<Short> replication,
        Map<String, String> overrides) {

    public static final int STANDARD_THREADS = 2;
    public static final Duration STANDARD_COMMIT_INTERVAL = Duration.ofMillis(100);

    public StreamsSettings {
        overrides = java.util.Collections.unmodifiableMap(new TreeMap<>(overrides));
    }

    /** One instance with two threads and no standby. */
    public static StreamsSettings of(String bootstrapServers, String applicationId, Path stateDirectory) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                Optional.empty(),
                STANDARD_THREADS,
                STANDARD_COMMIT_INTERVAL,
                0,
                Optional.empty(),
                Map.of());
    }

    /** With the names of the overrides only, since their values may be secrets. */
    @Override
    public String toString() {
        return "StreamsSettings[" + applicationId + " at " + bootstrapServers + ", state in " + stateDirectory
                + ", instance "
                + instanceId.orElse("unnamed") + ", threads " + threads + ", commit interval " + commitInterval
                + ", standbys "
                + standbys + ", overrides of " + overrides.keySet() + "]";
    }

    public StreamsSettings withInstanceId(String id) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                Optional.of(id),
                threads,
                commitInterval,
                standbys,
                replication,
                overrides);
    }

    public StreamsSettings withThreads(int number) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                instanceId,
                number,
                commitInterval,
                standbys,
                replication,
                overrides);
    }

    public StreamsSettings withOverrides(Map<String, String> further) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                instanceId,
                threads,
                commitInterval,
                standbys,
                replication,
                further);
    }
}
