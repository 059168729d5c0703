package io.plumbline.app;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.cli.Connection;
import io.plumbline.cli.ExitCode;
import io.plumbline.cli.InputException;
import io.plumbline.cli.Installation;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.Held;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.CatalogueHistory;
import io.plumbline.kafka.CatalogueWatch;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.InboundSender;
import io.plumbline.kafka.TopicPlan;
import io.plumbline.kafka.TopicSpec;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.SubjectState;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Deserializer;

/** An installation on Kafka: reads its topics, feeds its inbound topics, runs its processor. */
final class KafkaInstallation implements Installation {

    private static final int PROGRESS_EVERY = 2_000;

    private final ControlLibrary controls;

    KafkaInstallation(ControlLibrary controls) {
        this.controls = controls;
    }

    @Override
    public List<ExceptionRecord> exceptions(Connection connection) {
        return exceptions(Cluster.of(connection));
    }

    List<ExceptionRecord> exceptions(Cluster cluster) {
        Deserializer<ExceptionRecord> reader =
                cluster.serdes().exceptions(cluster.config()).deserializer();
        SortedMap<String, ExceptionRecord> newest = new TreeMap<>();
        cluster.read(cluster.topics(1).exceptions(), record -> {
            String id = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                newest.remove(id);
            } else {
                newest.put(id, reader.deserialize(record.topic(), record.value()));
            }
        });
        return List.copyOf(newest.values());
    }

    @Override
    public Log log(Connection connection) {
        Cluster cluster = Cluster.of(connection);
        Topics topics = cluster.topics(1);
        Codecs codecs = cluster.codecs(topics);
        SortedMap<Subject, SubjectState> states = new TreeMap<>();
        cluster.read(topics.subjectEvents(), record -> {
            LogRecord entry = codecs.log().deserializer().deserialize(record.topic(), record.value());
            if (entry instanceof LogRecord.Delivery delivery) {
                SubjectState before = states.getOrDefault(delivery.to(), SubjectState.empty(delivery.to()));
                if (!before.knows(delivery.event())) {
                    states.put(delivery.to(), before.with(new Held(delivery.event(), delivery.ingestedAt())));
                }
            }
        });
        SortedMap<Subject, List<Event>> events = new TreeMap<>();
        states.forEach((subject, state) -> events.put(subject, state.events()));
        return new Log(events, catalogue(cluster, topics, codecs));
    }

    /** The last complete version. */
    private static Catalogue catalogue(Cluster cluster, Topics topics, Codecs codecs) {
        CatalogueHistory history = history(cluster, topics, codecs);
        return history.newest()
                .map(version -> Catalogue.of(version.number(), history.upTo(version)))
                .orElse(Catalogue.EMPTY);
    }

    private static CatalogueHistory history(Cluster cluster, Topics topics, Codecs codecs) {
        CatalogueHistory history = new CatalogueHistory();
        cluster.read(
                topics.catalogue(),
                record -> history.take(
                        codecs.catalogue().deserializer().deserialize(record.topic(), record.value()),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
        return history;
    }

    @Override
    public CatalogueLog catalogue(Connection connection) {
        Cluster cluster = Cluster.of(connection);
        Topics topics = cluster.topics(1);
        CatalogueHistory history = history(cluster, topics, cluster.codecs(topics));
        return new CatalogueLog(
                history.versions().stream()
                        .map(version -> new CatalogueLog.Version(
                                version.number(), version.digest(), version.closedAt(), history.changesOf(version)))
                        .toList(),
                Instant.now());
    }

    @Override
    public ChangeResult apply(Connection connection, CatalogueChange change, Duration limit, PrintWriter progress) {
        Cluster cluster = Cluster.of(connection);
        return cluster.reach(() -> {
            Topics topics = cluster.topics(1);
            cluster.requireTopics(topics.inbound().keySet());
            try (CatalogueWatch watch = new CatalogueWatch(
                            cluster.bootstrapServers(),
                            cluster.config(),
                            topics,
                            cluster.codecs(topics),
                            cluster.serdes().rejected(cluster.config()).deserializer());
                    InboundSender sender =
                            new InboundSender(cluster.bootstrapServers(), topics, cluster.serdes(), cluster.config())) {
                send(sender, List.copyOf(change.events()), progress);
                CatalogueWatch.Result result = watch.await(change, limit);
                return new ChangeResult(result.version(), result.refusals());
            }
        });
    }

    @Override
    public void ingest(Connection connection, List<Event> events, PrintWriter progress) {
        Cluster cluster = Cluster.of(connection);
        cluster.reach(() -> {
            Topics topics = cluster.topics(1);
            cluster.requireTopics(topics.inbound().keySet());
            try (InboundSender sender =
                    new InboundSender(cluster.bootstrapServers(), topics, cluster.serdes(), cluster.config())) {
                send(sender, events, progress);
            }
            return null;
        });
    }

    /** Sends all and says how far it is. */
    static void send(InboundSender sender, List<Event> events, PrintWriter progress) {
        for (Event event : events) {
            sender.send(event);
            if (sender.sent() % PROGRESS_EVERY == 0) {
                progress.printf("sent %,d events%n", sender.sent());
                progress.flush();
            }
        }
        sender.flush();
        progress.printf("sent %,d events, all on the brokers%n", sender.sent());
        progress.flush();
    }

    @Override
    public List<String> planTopics(Connection connection, int partitions) {
        return topics(connection, partitions, TopicPlan::plan);
    }

    @Override
    public List<String> applyTopics(Connection connection, int partitions) {
        return topics(connection, partitions, TopicPlan::create);
    }

    private interface Look {
        List<TopicPlan.Finding> at(TopicPlan plan, List<TopicSpec> wanted);
    }

    private static List<String> topics(Connection connection, int partitions, Look look) {
        Cluster cluster = Cluster.of(connection);
        return cluster.reach(() -> {
            try (Admin admin = cluster.admin()) {
                return look.at(new TopicPlan(admin), cluster.topics(partitions).all()).stream()
                        .map(TopicPlan.Finding::toString)
                        .toList();
            }
        });
    }

    @Override
    public String topology(String prefix) {
        Schemas schemas = Schemas.bundled();
        Topics topics = new Topics(prefix, 1, 1);
        Codecs codecs = AvroCodecs.of(
                topics, new CoreSerdes(schemas), schemas, Map.of(Settings.REGISTRY_URL, "mock://topology"));
        return ProcessorInstance.topology(controls, topics, codecs, version -> Catalogue.EMPTY)
                .build()
                .describe()
                .toString();
    }

    @Override
    public ExitCode run(
            Optional<Connection> connection,
            Path directory,
            int partitions,
            List<Path> properties,
            Optional<String> instance,
            PrintWriter progress) {
        SortedMap<String, String> settings = Settings.read(properties);
        try (Closing closing = new Closing()) {
            Cluster cluster =
                    connection.map(Cluster::of).orElseGet(() -> Cluster.of(closing.add(startLocally(directory))));
            Topics topics = cluster.topics(partitions);
            ProcessorInstance processor = cluster.reach(() -> {
                ProcessorInstance started = closing.add(new ProcessorInstance(
                        controls,
                        cluster.bootstrapServers(),
                        topics,
                        directory.resolve("state"),
                        instance,
                        Settings.forProcessor(settings, cluster.registryUrl()),
                        settings));
                started.start();
                return started;
            });
            progress.printf(
                    "running: brokers %s, schema registry %s, topics %s*, state in %s; stop with Ctrl-C or SIGTERM%n",
                    cluster.bootstrapServers(),
                    cluster.shownRegistryUrl(),
                    topics.prefix(),
                    directory.resolve("state"));
            progress.flush();
            Throwable failure = processor.awaitFailure();
            progress.println("plumbline: the stream processor gave up: " + failure);
            failure.printStackTrace(progress);
            progress.flush();
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** @throws InputException if another process has a port: then its clients would find that one */
    private static LocalCluster startLocally(Path directory) {
        List<String> taken = Stream.of(LocalCluster.KAFKA_PORT, LocalCluster.REGISTRY_PORT)
                .filter(port -> !LocalCluster.isFree(port))
                .map(port -> "port " + port + " of 127.0.0.1 is taken by another process; stop it, or run against its"
                        + " cluster with --bootstrap-servers and --schema-registry")
                .toList();
        if (!taken.isEmpty()) {
            throw new InputException(taken);
        }
        return LocalCluster.start(directory, LocalCluster.KAFKA_PORT, LocalCluster.REGISTRY_PORT);
    }

    @Override
    public ExitCode demo(Optional<Path> directory, boolean keep, PrintWriter out, PrintWriter progress) {
        return new Demo(controls, out, progress).run(directory, keep);
    }
}
