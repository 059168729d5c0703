package io.plumbline.app;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RegistryConfig;
import io.plumbline.avro.RegistryUnreachableException;
import io.plumbline.avro.Schemas;
import io.plumbline.cli.InputException;
import io.plumbline.cli.UnreachableException;
import io.plumbline.config.Configuration;
import io.plumbline.config.Secrets;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.ClientSettings;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * A Kafka cluster and its schema registry, as commands reach them. What does not answer within seconds is said to be
 * unreachable, with what to do about it.
 *
 * @param config settings of clients, the registry client and the Avro serdes
 */
record Cluster(String bootstrapServers, String prefix, Map<String, Object> config) {

    private static final Duration LIMIT = Duration.ofSeconds(8);

    static Cluster of(Configuration configuration) {
        return of(Settings.of(configuration));
    }

    static Cluster of(Settings settings) {
        return new Cluster(settings.bootstrapServers(), settings.topics().prefix(), settings.forCommands());
    }

    /** A local one, otherwise by default. */
    static Cluster of(LocalCluster local) {
        return of(local.settings(Configuration.defaults()));
    }

    /** Without the settings, which may be secrets. */
    @Override
    public String toString() {
        return "Cluster[" + bootstrapServers + ", " + shownRegistryUrl() + ", " + prefix + "]";
    }

    Topics topics(int partitions) {
        return new Topics(prefix, partitions, partitions);
    }

    CoreSerdes serdes() {
        return new CoreSerdes(Schemas.bundled());
    }

    Codecs codecs(Topics topics) {
        return AvroCodecs.of(topics, serdes(), Schemas.bundled(), config);
    }

    String registryUrl() {
        return String.valueOf(config.get(RegistryConfig.URL));
    }

    /** The address to print: without the user and password it may hold. */
    String shownRegistryUrl() {
        return Secrets.withoutUser(registryUrl());
    }

    Admin admin() {
        Map<String, Object> settings = ClientSettings.admin(config);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return Admin.create(settings);
    }

    /**
     * Does something with the cluster, once it has answered.
     *
     * @throws UnreachableException if the brokers or the registry do not answer
     * @throws InputException if Kafka's client refuses its settings
     */
    <T> T reach(Supplier<T> action) {
        try {
            Admin admin = checkedAdmin();
            try {
                admin.describeCluster().nodes().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } finally {
                // Without a limit it would go on asking for a minute.
                admin.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reaching for " + bootstrapServers, e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnreachableException(
                    "no Kafka broker answers at " + bootstrapServers + " within " + LIMIT.toSeconds()
                            + " s; name yours with --bootstrap-servers, or start one with 'plumbline run --embedded'",
                    e);
        }
        try {
            return action.get();
        } catch (RegistryUnreachableException e) {
            throw new UnreachableException(
                    "the schema registry at " + shownRegistryUrl() + " does not answer: " + e.getMessage()
                            + "; name yours with --schema-registry",
                    e);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new UnreachableException(
                    "the brokers at " + bootstrapServers + " stopped answering: " + e.getMessage()
                            + "; try again when they are up",
                    e);
        }
    }

    /** @throws InputException if Kafka's client refuses its settings; what cannot be resolved is a matter of reach */
    private Admin checkedAdmin() {
        try {
            return admin();
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String why = String.valueOf(root.getMessage());
            if (why.contains(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
                throw e;
            }
            throw new InputException(List.of("Kafka's client refuses its settings: " + why
                    + "; 'plumbline config show' lists them and where they come from"));
        }
    }

    /** Hands over every record of a topic, as it stands. */
    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        reach(() -> {
            requireTopics(List.of(topic));
            new TopicReader(bootstrapServers, config).read(topic, reader);
            return topic;
        });
    }

    /** @throws UnreachableException if one is missing: then there is no installation here */
    void requireTopics(Collection<String> topics) {
        Set<String> missing = new TreeSet<>(topics);
        try (Admin admin = admin()) {
            missing.removeAll(admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while listing topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnreachableException("the brokers at " + bootstrapServers + " do not list their topics: " + e, e);
        }
        if (!missing.isEmpty()) {
            throw new UnreachableException(
                    "there is no installation under the prefix '" + prefix + "' at " + bootstrapServers
                            + ": missing topics " + missing
                            + "; create them with 'plumbline topics apply', or name another --prefix",
                    null);
        }
    }
}
