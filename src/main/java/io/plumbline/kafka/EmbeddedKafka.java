package io.plumbline.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker inside this process: one KRaft node, broker and controller in one, on free ports of 127.0.0.1.
 *
 * <p>For the one-command start and for tests; never for production. On a kept directory a restart finds its topics, offsets
 * and cluster id again; only the ports may change. It rests on classes that Kafka does not publish as an API, which is why the
 * Kafka version is pinned and nothing outside this class touches them.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final int ATTEMPTS = 5;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final boolean temporary;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean open = true;

    private EmbeddedKafka(Path directory, boolean temporary, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.temporary = temporary;
        this.server = server;
        this.bootstrapServers = "127.0.0.1:" + port;
    }

    /** Starts a broker whose data is deleted when it is closed. */
    public static EmbeddedKafka temporary() {
        try {
            return start(Files.createTempDirectory("plumbline-kafka"), true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory for the broker", e);
        }
    }

    /** Starts a broker on a directory that is kept; formats it the first time only. */
    public static EmbeddedKafka kept(Path directory) {
        return kept(directory, 0);
    }

    /**
     * Starts a broker on a directory that is kept, on a chosen port.
     *
     * @param port port for clients; 0 for any free one
     */
    public static EmbeddedKafka kept(Path directory, int port) {
        return start(directory, false, port);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Directory of the data. */
    public Path directory() {
        return directory;
    }

    /** Creates these topics where they are missing and returns when they take records. */
    public void createTopics(Collection<TopicSpec> topics) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new TopicPlan(admin, (short) 1).createMissing(List.copyOf(topics));
        }
    }

    /** Stops the broker, at most a few seconds; deletes its data if it was temporary. */
    @Override
    public void close() {
        if (open) {
            open = false;
            server.shutdown();
            server.awaitShutdown();
            if (temporary) {
                delete(directory);
            }
        }
    }

    private static EmbeddedKafka start(Path directory, boolean temporary, int wantedPort) {
        for (int attempt = 1; ; attempt++) {
            int port = wantedPort == 0 ? freePort() : wantedPort;
            KafkaConfig config = new KafkaConfig(settings(directory, port, freePort()), false);
            KafkaRaftServer server = null;
            try {
                format(directory);
                server = new KafkaRaftServer(config, Time.SYSTEM);
                server.startup();
                awaitAnswer("127.0.0.1:" + port);
                return new EmbeddedKafka(directory, temporary, server, port);
            } catch (RuntimeException e) {
                if (server != null) {
                    server.shutdown();
                }
                // Another process may take a free port between its choice and its use.
                if (wantedPort != 0 || attempt == ATTEMPTS || !isPortTaken(e)) {
                    throw new IllegalStateException(
                            "the embedded broker did not start on 127.0.0.1:" + port + " with data in " + directory
                                    + "; check that no other process uses the directory or the port",
                            e);
                }
            }
        }
    }

    private static Map<String, Object> settings(Path directory, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", false);
        settings.put("default.replication.factor", 1);
        settings.put("min.insync.replicas", 1);

        // One node, one copy of everything.
        settings.put("offsets.topic.replication.factor", (short) 1);
        settings.put("offsets.topic.num.partitions", 1);
        settings.put("transaction.state.log.replication.factor", (short) 1);
        settings.put("transaction.state.log.min.isr", 1);
        settings.put("transaction.state.log.num.partitions", 1);
        settings.put("share.coordinator.state.topic.replication.factor", (short) 1);
        settings.put("share.coordinator.state.topic.min.isr", (short) 1);
        settings.put("share.coordinator.state.topic.num.partitions", 1);

        // Groups form at once instead of waiting for members that will not come.
        settings.put("group.initial.rebalance.delay.ms", 0);
        settings.put("group.min.session.timeout.ms", 1000);
        settings.put("group.consumer.min.heartbeat.interval.ms", 500);
        settings.put("group.consumer.heartbeat.interval.ms", 500);
        settings.put("group.streams.min.heartbeat.interval.ms", 500);
        settings.put("group.streams.heartbeat.interval.ms", 500);
        settings.put("group.streams.initial.rebalance.delay.ms", 0);
        settings.put("group.streams.assignment.interval.ms", 0);
        // A broker allows nothing below 45 s unless told to; that long the tasks of a killed instance would stand
        // still.
        settings.put("group.streams.min.session.timeout.ms", 1000);
        settings.put("group.streams.session.timeout.ms", (int) GroupPlan.SESSION_TIMEOUT.toMillis());
        // Readers wait for the open transaction of an instance that was killed; every ten seconds is when brokers look.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", 1000);

        // A busy machine must not make the controller fence its own broker; and after a crash the broker may register
        // again
        // only when this time is over, so it is no longer than needed. A clean stop, which needs the controlled
        // shutdown,
        // does not wait for it.
        settings.put("broker.session.timeout.ms", 20_000);
        settings.put("broker.heartbeat.interval.ms", 500);
        settings.put("controlled.shutdown.enable", true);
        settings.put("initial.broker.registration.timeout.ms", 60_000);
        // The default of 128 MiB is for brokers with thousands of compacted partitions.
        settings.put("log.cleaner.dedupe.buffer.size", 2 * 1024 * 1024L);
        settings.put("log.cleaner.threads", 1);
        settings.put("num.network.threads", 2);
        settings.put("num.io.threads", 4);
        settings.put("background.threads", 2);
        settings.put("num.recovery.threads.per.data.dir", 2);
        return settings;
    }

    /** A directory is formatted once: a second format would give it a new cluster id, which its own metadata refuses. */
    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(false)
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format " + directory + " for the embedded broker: " + said.toString(StandardCharsets.UTF_8),
                    e);
        }
    }

    private static void awaitAnswer(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.describeCluster().nodes().get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the embedded broker does not answer on " + bootstrapServers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded broker started", e);
        }
    }

    private static boolean isPortTaken(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.net.BindException
                    || String.valueOf(cause.getMessage()).contains("failed to bind")
                    || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return true;
            }
        }
        return false;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
