package io.plumbline.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How an instance of the stream processor runs.
 *
 * @param applicationId name of the group; changelogs are named after it, so it never changes
 * @param stateDirectory where stores lie; kept between starts
 * @param protocol who assigns tasks: a member of the group (CLASSIC) or the broker (STREAMS)
 * @param instanceId name of this instance in the group; with it, an instance that was killed takes its tasks again at once
 *     when it comes back. Of use under CLASSIC only: the other protocol does not know names yet
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
        GroupProtocol protocol,
        Optional<String> instanceId,
        int threads,
        Duration commitInterval,
        int standbys,
        Optional<Short> replication,
        Map<String, String> overrides) {

    public static final int STANDARD_THREADS = 2;
    public static final Duration STANDARD_COMMIT_INTERVAL = Duration.ofMillis(100);

    public StreamsSettings {
        overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
    }

    /** One instance with two threads and no standby, under the classic protocol. */
    public static StreamsSettings of(String bootstrapServers, String applicationId, Path stateDirectory) {
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                GroupProtocol.CLASSIC,
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
                protocol,
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
                protocol,
                instanceId,
                number,
                commitInterval,
                standbys,
                replication,
                overrides);
    }

    /**
     * With these settings in place of the overrides it had; {@code group.protocol} among them chooses the protocol.
     *
     * @throws IllegalArgumentException if they name a protocol that there is not
     */
    public StreamsSettings withOverrides(Map<String, String> further) {
        Map<String, String> others = new TreeMap<>(further);
        others.remove(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        return new StreamsSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                protocol(further).orElse(protocol),
                instanceId,
                threads,
                commitInterval,
                standbys,
                replication,
                others);
    }

    /** Whether a member that comes back is known by its name, so that nobody else has taken its tasks meanwhile. */
    boolean keepsItsPlace() {
        return protocol == GroupProtocol.CLASSIC && instanceId.isPresent();
    }

    /**
     * The protocol that settings choose by {@code group.protocol}, where they do.
     *
     * @throws IllegalArgumentException if they name a protocol that there is not
     */
    public static Optional<GroupProtocol> protocol(Map<String, String> settings) {
        return Optional.ofNullable(settings.get(StreamsConfig.GROUP_PROTOCOL_CONFIG))
                .map(name -> switch (name.strip().toLowerCase(Locale.ROOT)) {
                    case "classic" -> GroupProtocol.CLASSIC;
                    case "streams" -> GroupProtocol.STREAMS;
                    default ->
                        throw new IllegalArgumentException(
                                "setting 'group.protocol' must be classic or streams, was '" + name + "'");
                });
    }
}
