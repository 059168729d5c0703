package io.plumbline.kafka;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.kafka.InstanceStatus.StreamThread;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance of the stream processor.
 *
 * <p>It makes sure of its topics, reads the catalogue all the time, and runs the topology under exactly-once. A thread that
 * fails is replaced, three times in ten minutes; after that the instance shuts down and says why, so that the process can end
 * with an exit code and be started anew by whoever watches it.
 *
 * <p>A schema registry that does not answer is no failure: the instance stands still until it does, however long
 * ({@link RegistryPause}), and says so ({@link #waitingForRegistry}).
 */
public final class PlumblineStreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlumblineStreams.class);

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CATALOGUE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CATALOGUE_LIMIT = Duration.ofMinutes(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(25);

    private final StreamsSettings settings;
    private final Topics topics;
    private final KafkaStreams streams;
    private final CatalogueLoader catalogues;
    private final RestoreWatch restores = new RestoreWatch();
    private final BrokerWatch brokers;
    private final ReplacementBudget budget = new ReplacementBudget(3, Duration.ofMinutes(10));
    private final RegistryWatch registry;
    private final RegistryPause pause;
    private final CountDownLatch running = new CountDownLatch(1);
    private boolean open = true;

    /**
     * @param topology makes the topology, given where versions of the catalogue come from
     * @param onFailure told once why the instance gave up; it must not close this instance in the same thread
     */
    public PlumblineStreams(
            StreamsSettings settings,
            Topics topics,
            Codecs codecs,
            Function<LongFunction<Catalogue>, MonitorTopology> topology,
            Consumer<Throwable> onFailure) {
        this.settings = settings;
        this.topics = topics;
        if (settings.instanceId().isPresent() && !settings.keepsItsPlace()) {
            LOG.warn("group.protocol=streams does not know instances by name; the name is not used");
        }
        this.catalogues = new CatalogueLoader(
                topics.catalogue(),
                new KafkaConsumer<>(
                        TopicReader.consumerSettings(settings.bootstrapServers(), settings.overrides()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                codecs.catalogue().deserializer(),
                CATALOGUE_PATIENCE);
        this.streams = new KafkaStreams(topology.apply(catalogues).build(), properties(settings));
        this.registry = codecs.registry();
        this.pause = new RegistryPause(registry, streams::pause, streams::resume);
        this.brokers = new BrokerWatch(Admin.create(adminConfig(settings)));
        streams.setGlobalStateRestoreListener(restores);
        streams.setStateListener((now, before) -> {
            LOG.info("{} is {}, was {}", settings.applicationId(), now, before);
            if (now == KafkaStreams.State.RUNNING) {
                LOG.info("{} runs tasks {}", settings.applicationId(), tasks());
                running.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(failure -> {
            if (RegistryUnavailableException.isCauseOf(failure)) {
                pause.begin();
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            if (budget.spend(Instant.now())) {
                LOG.warn("a stream thread failed and is replaced", failure);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            LOG.error("a stream thread failed once too often; shutting down", failure);
            onFailure.accept(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    /**
     * Creates what topics are missing, reads the catalogue as it stands, and starts.
     *
     * @throws IllegalStateException if a topic has a number of partitions it must not have, or the catalogue cannot be read
     */
    public void start() {
        try (Admin admin = Admin.create(adminConfig(settings))) {
            TopicPlan plan = settings.replication()
                    .map(copies -> new TopicPlan(admin, copies))
                    .orElseGet(() -> new TopicPlan(admin));
            List<TopicPlan.Finding> differing = plan.apply(topics.all());
            differing.forEach(finding -> LOG.warn("topic is not as recommended: {}", finding));
            if (settings.protocol() == GroupProtocol.STREAMS) {
                GroupPlan.of(settings)
                        .apply(admin)
                        .forEach(finding -> LOG.warn("group is not as recommended: {}", finding));
            }
        }
        brokers.start();
        catalogues.start();
        catalogues.awaitRead(CATALOGUE_LIMIT);
        List<String> halfDeleted =
                HalfDeletedState.removeFrom(settings.stateDirectory().resolve(settings.applicationId()));
        if (!halfDeleted.isEmpty()) {
            LOG.warn("the deletion of the local state of tasks {} had been cut off; it is read back", halfDeleted);
        }
        streams.start();
    }

    /** Waits until every task runs; false if that takes longer. */
    public boolean awaitRunning(Duration limit) throws InterruptedException {
        return running.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Ids of the tasks this instance runs now, {@code <sub-topology>_<partition>}. */
    public SortedSet<String> tasks() {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The running client, for queries and metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** What the instance waits for the schema registry with; empty while it does not wait. */
    public Optional<RegistryWatch.Waiting> waitingForRegistry() {
        return registry.waiting();
    }

    public CatalogueLoader catalogues() {
        return catalogues;
    }

    /** How far it has come in reading its state back. */
    public RestoreWatch restores() {
        return restores;
    }

    /** Where it stands now. */
    public InstanceStatus status() {
        return new InstanceStatus(
                streams.state(),
                running.getCount() == 0,
                streams.metadataForLocalThreads().stream()
                        .map(PlumblineStreams::thread)
                        .sorted(Comparator.comparing(StreamThread::name))
                        .toList(),
                restores.underWay(),
                restores.restored(),
                ConsumerLag.of(streams.metrics(), topics),
                catalogues.status(),
                brokers.lastSeen(),
                registry.waiting());
    }

    private static StreamThread thread(ThreadMetadata thread) {
        return new StreamThread(
                thread.threadName(), thread.threadState(), ids(thread.activeTasks()), ids(thread.standbyTasks()));
    }

    private static List<String> ids(Set<TaskMetadata> tasks) {
        return tasks.stream().map(task -> task.taskId().toString()).sorted().toList();
    }

    /**
     * Stops within a bounded time; commits first. Under the classic protocol an instance with a name keeps its place in the
     * group, and its tasks wait for it until its session ends; any other leaves, and its tasks go to the others at once.
     */
    @Override
    public void close() {
        if (open) {
            open = false;
            pause.close();
            boolean clean = streams.close(CloseOptions.timeout(CLOSE_LIMIT)
                    .withGroupMembershipOperation(
                            settings.keepsItsPlace()
                                    ? GroupMembershipOperation.REMAIN_IN_GROUP
                                    : GroupMembershipOperation.LEAVE_GROUP));
            if (!clean) {
                LOG.warn(
                        "did not stop within {}; state will be restored from changelogs at the next start",
                        CLOSE_LIMIT);
            }
            catalogues.close();
            brokers.close();
        }
    }

    private static Map<String, Object> adminConfig(StreamsSettings settings) {
        Map<String, Object> config = ClientSettings.admin(settings.overrides());
        config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return config;
    }

    static Properties properties(StreamsSettings settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        config.put("ensure.explicit.internal.resource.naming", true);
        config.put(
                StreamsConfig.GROUP_PROTOCOL_CONFIG, settings.protocol().name().toLowerCase(Locale.ROOT));
        settings.replication().ifPresent(copies -> config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) copies));
        if (settings.protocol() == GroupProtocol.CLASSIC) {
            membership(settings, config);
        }

        config.put("deserialization.exception.handler", StopTheTask.class);
        config.put("processing.exception.handler", StopTheTask.class);
        config.put("production.exception.handler", StopTheTask.class);
        config.put("processing.exception.handler.global.enabled", true);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksMemory.class);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 16L * 1024 * 1024);
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        config.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, Duration.ofMinutes(5).toMillis());
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        config.put("log.summary.interval.ms", Duration.ofMinutes(15).toMillis());

        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        config.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_RECORD_BYTES + 65_536);
        override(config, settings.overrides());
        return config;
    }

    /** What is given for all clients replaces what is set here for one kind of them. */
    private static void override(Properties config, Map<String, String> overrides) {
        overrides.keySet().forEach(name -> {
            config.remove(StreamsConfig.consumerPrefix(name));
            config.remove(StreamsConfig.producerPrefix(name));
        });
        config.putAll(overrides);
    }

    /** What a member says for itself under the classic protocol; under the other the group has it, see {@link GroupPlan}. */
    private static void membership(StreamsSettings settings, Properties config) {
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                GroupPlan.SESSION_TIMEOUT.toMillis());
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                GroupPlan.HEARTBEAT_INTERVAL.toMillis());
        settings.instanceId()
                .ifPresent(id -> config.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
    }
}
