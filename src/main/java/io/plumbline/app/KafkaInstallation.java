package io.plumbline.app;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.EmbeddedRegistry;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.cli.ExitCode;
import io.plumbline.cli.InputException;
import io.plumbline.cli.Installation;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.Held;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.CatalogueHistory;
import io.plumbline.kafka.CatalogueWatch;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.EmbeddedKafka;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    public List<ExceptionRecord> exceptions(Configuration configuration) {
        return exceptions(Cluster.of(configuration));
    }

    @Override
    public List<ExceptionRecord> foundOnTrial(Configuration configuration) {
        Cluster cluster = Cluster.of(configuration);
        return exceptions(cluster, cluster.topics(1).exceptionsShadow());
    }

    List<ExceptionRecord> exceptions(Cluster cluster) {
        return exceptions(cluster, cluster.topics(1).exceptions());
    }

    private static List<ExceptionRecord> exceptions(Cluster cluster, String topic) {
        Deserializer<ExceptionRecord> reader =
                cluster.serdes().exceptions(cluster.config()).deserializer();
        SortedMap<String, ExceptionRecord> newest = new TreeMap<>();
        cluster.read(topic, record -> {
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
    public List<AssertionRecord> assertions(Configuration configuration) {
        Cluster cluster = Cluster.of(configuration);
        Topics topics = cluster.topics(1);
        Deserializer<AssertionRecord> reader =
                cluster.serdes().assertions(cluster.config()).deserializer();
        List<AssertionRecord> assertions = new ArrayList<>();
        for (String topic : List.of(topics.evidenceSoc(), topics.evidenceSox())) {
            cluster.read(topic, record -> assertions.add(reader.deserialize(record.topic(), record.value())));
        }
        return List.copyOf(assertions);
    }

    @Override
    public Log log(Configuration configuration) {
        Cluster cluster = Cluster.of(configuration);
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
        return new Log(
                events,
                catalogue(cluster, topics, codecs),
                Optional.of(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
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
    public CatalogueLog catalogue(Configuration configuration) {
        Cluster cluster = Cluster.of(configuration);
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
    public ChangeResult apply(
            Configuration configuration, CatalogueChange change, Duration limit, PrintWriter progress) {
        Cluster cluster = Cluster.of(configuration);
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
    public void ingest(Configuration configuration, List<Event> events, PrintWriter progress) {
        Cluster cluster = Cluster.of(configuration);
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
    public List<String> planTopics(Configuration configuration) {
        return topics(configuration, TopicPlan::plan);
    }

    @Override
    public List<String> applyTopics(Configuration configuration) {
        return topics(configuration, TopicPlan::create);
    }

    private interface Look {
        List<TopicPlan.Finding> at(TopicPlan plan, List<TopicSpec> wanted);
    }

    private static List<String> topics(Configuration configuration, Look look) {
        Settings settings = Settings.of(configuration);
        Cluster cluster = Cluster.of(settings);
        return cluster.reach(() -> {
            try (Admin admin = cluster.admin()) {
                TopicPlan plan = settings.replication()
                        .map(copies -> new TopicPlan(admin, copies))
                        .orElseGet(() -> new TopicPlan(admin));
                return look.at(plan, settings.topics().all()).stream()
                        .map(TopicPlan.Finding::toString)
                        .toList();
            }
        });
    }

    @Override
    public String topology(String prefix) {
        Settings settings = Settings.of(Configuration.of(
                        List.of(),
                        Map.of(),
                        List.of(Keys.TOPIC_PREFIX.givenAsOption(prefix), Keys.PARTITIONS.givenAsOption(1))))
                .withRegistry("mock://topology");
        Schemas schemas = Schemas.bundled();
        Codecs codecs = AvroCodecs.of(settings.topics(), new CoreSerdes(schemas), schemas, settings.forProcessor());
        return ProcessorInstance.topology(controls, settings, codecs, version -> Catalogue.EMPTY)
                .build()
                .describe()
                .toString();
    }

    @Override
    public ExitCode run(Configuration configuration, PrintWriter progress) {
        try (Closing closing = new Closing()) {
            Settings settings = startEmbedded(configuration, closing);
            Cluster cluster = Cluster.of(settings);
            Management management = closing.add(Management.of(configuration, controls));
            ProcessorInstance processor = cluster.reach(() -> {
                ProcessorInstance started =
                        closing.add(new ProcessorInstance(controls, settings, management.observer()));
                management.open(started);
                started.start();
                return started;
            });
            progress.printf(
                    "running: brokers %s, schema registry %s, topics %s*, state in %s; stop with Ctrl-C or SIGTERM%n",
                    cluster.bootstrapServers(),
                    cluster.shownRegistryUrl(),
                    cluster.prefix(),
                    settings.stateDirectory());
            management.url().ifPresent(url -> progress.printf("management: %s/status, /metrics, /readyz%n", url));
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

    /**
     * The settings, once what is to be embedded runs.
     *
     * @throws InputException if another process has a port: then its clients would find that one
     */
    private static Settings startEmbedded(Configuration configuration, Closing closing) {
        boolean broker = configuration.get(Keys.EMBEDDED_BROKER);
        boolean registry = configuration.get(Keys.EMBEDDED_REGISTRY);
        List<String> taken = Stream.concat(
                        broker ? Stream.of(Keys.EMBEDDED_BROKER_PORT) : Stream.of(),
                        registry ? Stream.of(Keys.EMBEDDED_REGISTRY_PORT) : Stream.of())
                .filter(key -> !LocalCluster.isFree(configuration.get(key)))
                .map(key -> "port " + configuration.get(key)
                        + " of 127.0.0.1 is taken by another process; stop it, choose another with " + key.name()
                        + ", or run against its cluster with --bootstrap-servers and --schema-registry")
                .toList();
        if (!taken.isEmpty()) {
            throw new InputException(taken);
        }
        Path directory = configuration.get(Keys.DIRECTORY);
        Settings settings = Settings.of(configuration);
        if (registry) {
            int port = configuration.get(Keys.EMBEDDED_REGISTRY_PORT);
            settings = settings.withRegistry(closing.add(EmbeddedRegistry.start(directory.resolve("registry"), port))
                    .url()
                    .toString());
        }
        if (broker) {
            int port = configuration.get(Keys.EMBEDDED_BROKER_PORT);
            settings = settings.withBroker(closing.add(EmbeddedKafka.kept(directory.resolve("broker"), port))
                    .bootstrapServers());
        }
        return settings;
    }

    @Override
    public ExitCode demo(Optional<Path> directory, boolean keep, PrintWriter out, PrintWriter progress) {
        return new Demo(controls, out, progress).run(directory, keep);
    }
}
