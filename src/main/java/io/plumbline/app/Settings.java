package io.plumbline.app;

import io.plumbline.avro.RegistryConfig;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.config.Secrets;
import io.plumbline.event.Routing;
import io.plumbline.kafka.StreamsSettings;
import io.plumbline.kafka.TimekeeperSettings;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.GroupProtocol;

/**
 * The settings of each part, as the configuration has them.
 *
 * @param bootstrapServers where the brokers are reached, embedded or not
 * @param registryUrl where the schema registry is reached, embedded or not
 */
record Settings(Configuration configuration, String bootstrapServers, String registryUrl) {

    /** With the addresses of the configuration; those of embedded brokers and registries follow from their ports. */
    static Settings of(Configuration configuration) {
        return new Settings(
                configuration,
                configuration.get(Keys.EMBEDDED_BROKER)
                        ? "127.0.0.1:" + configuration.get(Keys.EMBEDDED_BROKER_PORT)
                        : configuration.get(Keys.BOOTSTRAP_SERVERS),
                configuration.get(Keys.EMBEDDED_REGISTRY)
                        ? "http://127.0.0.1:" + configuration.get(Keys.EMBEDDED_REGISTRY_PORT)
                        : configuration.get(Keys.SCHEMA_REGISTRY_URL));
    }

    /** Without what may be secrets. */
    @Override
    public String toString() {
        return "Settings[" + bootstrapServers + ", " + Secrets.withoutUser(registryUrl) + "]";
    }

    Settings withBroker(String servers) {
        return new Settings(configuration, servers, registryUrl);
    }

    Settings withRegistry(String url) {
        return new Settings(configuration, bootstrapServers, url);
    }

    Topics topics() {
        int partitions = configuration.get(Keys.PARTITIONS);
        return new Topics(
                configuration.get(Keys.TOPIC_PREFIX),
                configuration.find(Keys.INBOUND_PARTITIONS).orElse(partitions),
                partitions);
    }

    /** Copies of each partition of topics that are created; the broker's default where absent. */
    Optional<Short> replication() {
        return Optional.of(configuration.get(Keys.REPLICATION_FACTOR))
                .filter(copies -> copies > 0)
                .map(Integer::shortValue);
    }

    /** Where the stores of the processor lie. */
    Path stateDirectory() {
        return configuration.get(Keys.DIRECTORY).resolve("state");
    }

    StreamsSettings streams() {
        return new StreamsSettings(
                bootstrapServers,
                applicationId(),
                stateDirectory(),
                GroupProtocol.valueOf(configuration.get(Keys.GROUP_PROTOCOL).toUpperCase(Locale.ROOT)),
                configuration.find(Keys.INSTANCE),
                configuration.get(Keys.THREADS),
                Duration.ofMillis(configuration.get(Keys.COMMIT_INTERVAL)),
                configuration.get(Keys.STANDBYS),
                replication(),
                configuration.forKafka());
    }

    TimekeeperSettings timekeeper() {
        return new TimekeeperSettings(
                configuration.get(Keys.PARTITIONS),
                Routing.MAX_HOPS,
                configuration.get(Keys.TICK_INTERVAL),
                configuration.get(Keys.TICK_IDLE),
                configuration.get(Keys.CATCH_UP_PATIENCE),
                configuration.get(Keys.CATCH_UP_HISTORY),
                configuration.get(Keys.CATCH_UP_QUIET));
    }

    MonitorSettings monitor() {
        return new MonitorSettings(
                configuration.get(Keys.SLICE), configuration.get(Keys.MAX_EVENTS), configuration.get(Keys.HORIZON));
    }

    /** Settings of the registry client and the Avro serdes, for the processor, which has time. */
    Map<String, Object> forProcessor() {
        Map<String, Object> config = new HashMap<>(configuration.forSerdes());
        config.put(RegistryConfig.URL, registryUrl);
        return config;
    }

    /** Settings of clients, the registry client and the Avro serdes, for commands: answers awaited for seconds, not minutes. */
    Map<String, Object> forCommands() {
        Map<String, Object> config = new HashMap<>();
        config.put(RegistryConfig.CONNECT_TIMEOUT, 5_000);
        config.put(RegistryConfig.READ_TIMEOUT, 10_000);
        config.put(RegistryConfig.MAX_RETRIES, 1);
        config.putAll(forProcessor());
        return config;
    }

    /** Name of the consumer group, and the beginning of the names of changelogs. */
    private String applicationId() {
        return configuration.get(Keys.TOPIC_PREFIX) + "plumbline";
    }
}
