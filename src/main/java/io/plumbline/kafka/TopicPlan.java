package io.plumbline.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics of a cluster with what they should be, and creates what is missing. It never alters or deletes one. */
public final class TopicPlan {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(50);

    private final Admin admin;
    private final Optional<Short> replication;

    /** @param replication copies of each partition of topics it creates */
    public TopicPlan(Admin admin, short replication) {
        this.admin = admin;
        this.replication = Optional.of(replication);
    }

    /** Topics it creates get the broker's default number of copies. */
    public TopicPlan(Admin admin) {
        this.admin = admin;
        this.replication = Optional.empty();
    }

    /** One thing that is not as it should be. */
    public record Finding(String topic, Kind kind, String detail) {

        /** How grave it is. */
        public enum Kind {
            /** Not there; applying the plan creates it. */
            MISSING,
            /** A setting is another; worth a look, but the operator's choice. */
            DIFFERS,
            /** The number of partitions is another where it must not be; nothing may start on it. */
            REFUSED
        }

        @Override
        public String toString() {
            return kind + " " + topic + ": " + detail;
        }
    }

    /** What is missing and what differs, in the order of the topics. */
    public List<Finding> plan(List<TopicSpec> wanted) {
        Set<String> present = await(admin.listTopics().names(), "list topics");
        List<String> existing =
                wanted.stream().map(TopicSpec::name).filter(present::contains).toList();
        Map<String, TopicDescription> described =
                await(admin.describeTopics(existing).allTopicNames(), "describe topics");
        Map<String, Config> configs = configs(existing);
        List<Finding> findings = new ArrayList<>();
        for (TopicSpec topic : wanted) {
            TopicDescription actual = described.get(topic.name());
            if (actual == null) {
                findings.add(new Finding(
                        topic.name(), Finding.Kind.MISSING, topic.partitions() + " partitions " + topic.config()));
                continue;
            }
            int partitions = actual.partitions().size();
            if (topic.exact() && partitions != topic.partitions()) {
                findings.add(new Finding(
                        topic.name(),
                        Finding.Kind.REFUSED,
                        "has " + partitions + " partitions, must have " + topic.partitions()
                                + "; set the configured number to the topic's own, or build the topic anew"));
            }
            topic.config().forEach((key, value) -> {
                String is = configs.get(topic.name()).get(key).value();
                if (!value.equals(is)) {
                    findings.add(
                            new Finding(topic.name(), Finding.Kind.DIFFERS, key + " is " + is + ", would be " + value));
                }
            });
        }
        return List.copyOf(findings);
    }

    /**
     * Creates what is missing and returns what differs.
     *
     * @throws IllegalStateException if a topic exists with a number of partitions it must not have
     */
    public List<Finding> apply(List<TopicSpec> wanted) {
        List<Finding> findings = create(wanted);
        List<Finding> refused = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.REFUSED)
                .toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException("refusing to start on these topics: " + refused);
        }
        return findings;
    }

    /** Creates what is missing and returns what differs, whatever it is; for a look before a start. */
    public List<Finding> create(List<TopicSpec> wanted) {
        createMissing(wanted);
        return untilKnown(() -> plan(wanted));
    }

    void createMissing(List<TopicSpec> wanted) {
        Set<String> present = await(admin.listTopics().names(), "list topics");
        List<NewTopic> missing = wanted.stream()
                .filter(topic -> !present.contains(topic.name()))
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), replication)
                        .configs(topic.config()))
                .toList();
        admin.createTopics(missing).values().forEach((name, created) -> {
            try {
                await(created, "create topic " + name);
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        untilKnown(() -> awaitLeaders(wanted));
    }

    /**
     * Waits until every partition has a leader that answers. Without this the first batches of an idempotent producer may be
     * refused while later ones are taken, after which the broker refuses the first for ever.
     */
    private int awaitLeaders(Collection<TopicSpec> topics) {
        Map<String, TopicDescription> described = await(
                admin.describeTopics(topics.stream().map(TopicSpec::name).toList())
                        .allTopicNames(),
                "describe topics");
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        described.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> all.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        return await(admin.listOffsets(all).all(), "reach the leaders of all partitions")
                .size();
    }

    private Map<String, Config> configs(List<String> topics) {
        Map<ConfigResource, Config> byResource = await(
                admin.describeConfigs(topics.stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .toList())
                        .all(),
                "describe the settings of topics");
        Map<String, Config> configs = new HashMap<>();
        byResource.forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    /** A topic that was just created is not known to every broker at once. */
    private static <T> T untilKnown(Supplier<T> question) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private static <T> T await(KafkaFuture<T> answer, String what) {
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("cannot " + what + " within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying to " + what, e);
        }
    }
}
