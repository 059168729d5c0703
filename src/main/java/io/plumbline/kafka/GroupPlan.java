package io.plumbline.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What a group under the streams protocol should have set at the brokers, which there decide what members decide for
 * themselves under the classic one: when a silent member counts as gone, and how many standby copies there are.
 *
 * <p>A value that somebody has set for the group stays, unless the settings of the instance name it. A value the brokers do
 * not allow is reported and nothing else: the group then runs with theirs.
 *
 * @param wanted values by name of the group's settings, in the order they are set
 * @param asked names that the settings of the instance gave
 */
record GroupPlan(String group, Map<String, String> wanted, List<String> asked) {

    /** A member that dies keeps its tasks from everybody else for this long, under either protocol. */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /** Members learn of a new assignment by a heartbeat, so this is also the pace at which tasks change hands. */
    static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    private static final String HEARTBEAT = "streams.heartbeat.interval.ms";
    private static final String SESSION = "streams.session.timeout.ms";
    private static final String STANDBYS = "streams.num.standby.replicas";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static GroupPlan of(StreamsSettings settings) {
        // The heartbeat first: a session must be longer than it at every moment.
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put(HEARTBEAT, Long.toString(HEARTBEAT_INTERVAL.toMillis()));
        wanted.put(SESSION, Long.toString(SESSION_TIMEOUT.toMillis()));
        wanted.put(STANDBYS, Integer.toString(settings.standbys()));
        List<String> asked = wanted.keySet().stream()
                .filter(settings.overrides()::containsKey)
                .toList();
        asked.forEach(name -> wanted.put(name, settings.overrides().get(name)));
        return new GroupPlan(settings.applicationId(), wanted, asked);
    }

    /** Sets what is not set, and returns what could not be, in words. */
    List<String> apply(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<String> refused = new ArrayList<>();
        Config present;
        try {
            present = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (ExecutionException e) {
            return List.of("its settings cannot be read: " + e.getCause().getMessage()
                    + "; allow DescribeConfigs and AlterConfigs on group " + group);
        }
        wanted.forEach((name, value) -> {
            Optional<ConfigEntry> entry = Optional.ofNullable(present.get(name));
            boolean isSet = entry.filter(is -> is.source() == ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG)
                    .isPresent();
            boolean equal = entry.filter(is -> value.equals(is.value())).isPresent();
            if (equal || isSet && !asked.contains(name)) {
                return;
            }
            try {
                AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
                await(admin.incrementalAlterConfigs(Map.of(resource, List.of(set)))
                        .all());
            } catch (ExecutionException e) {
                refused.add(name + "=" + value + " was refused, it stays "
                        + entry.map(ConfigEntry::value).orElse("as it is") + ": "
                        + e.getCause().getMessage() + "; the brokers' limits are group.streams.min.*");
            }
        });
        return refused;
    }

    private static <T> T await(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the brokers do not answer about the group within " + LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up the group", e);
        }
    }
}
