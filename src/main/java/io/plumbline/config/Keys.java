package io.plumbline.config;

import io.plumbline.avro.RegistryConfig;
import io.plumbline.kafka.MonitorTopology;
import io.plumbline.kafka.StreamsSettings;
import io.plumbline.kafka.TimekeeperSettings;
import io.plumbline.monitor.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every key of the configuration, in the order of the reference page. A key is added by a constant here and a place in
 * {@link #ALL}; nothing is read that is not declared.
 */
public final class Keys {

    private static final Duration DAY = Duration.ofDays(1);
    private static final TimekeeperSettings TIME = TimekeeperSettings.of(1);
    private static final int MOST_PARTITIONS = 100_000;
    private static final int MOST_EVENTS = 1_000_000;

    public static final Key<String> BOOTSTRAP_SERVERS = Key.of(
                    "bootstrap.servers",
                    Kind.text(Pattern.compile("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*"), "HOST:PORT,..."),
                    "127.0.0.1:19092",
                    "Kafka brokers. The default is the broker that `run --embedded` and `demo --keep` start.")
            .withOption("--bootstrap-servers");

    public static final Key<String> SCHEMA_REGISTRY_URL = Key.of(
                    RegistryConfig.URL,
                    Kind.text(Pattern.compile("[^\\s,]+(\\s*,\\s*[^\\s,]+)*"), "URL,..."),
                    "http://127.0.0.1:18081",
                    "Schema registries with Confluent's API, tried in order. The default is the embedded one.")
            .withOption("--schema-registry");

    public static final Key<String> TOPIC_PREFIX = Key.of(
                    "plumbline.topic.prefix",
                    Kind.text(
                            Pattern.compile("[a-zA-Z0-9._-]{1,100}"),
                            "1 to 100 letters, digits, dots, underscores, hyphens"),
                    "ccm.",
                    "First part of the names of all topics, its dot included. The consumer group is this and `plumbline`.")
            .withOption("--prefix");

    public static final Key<Integer> PARTITIONS = Key.of(
                    "plumbline.partitions",
                    Kind.number(1, MOST_PARTITIONS),
                    4,
                    "Partitions of the subject log and of what is published. Chosen once: it decides where the state of a"
                            + " subject lies, and the processor refuses to start on a subject log with another number.")
            .withOption("--partitions");

    public static final Key<Integer> INBOUND_PARTITIONS = Key.withoutDefault(
            "plumbline.inbound.partitions",
            Kind.number(1, MOST_PARTITIONS),
            "Partitions of inbound topics where Plumbline creates them. As many as `plumbline.partitions` where not set.");

    public static final Key<Integer> REPLICATION_FACTOR = Key.of(
            "replication.factor",
            Kind.numberOrMinusOne(1, Short.MAX_VALUE),
            -1,
            "Copies of each partition of topics that Plumbline creates, changelogs included; -1 for the broker's default.");

    public static final Key<Path> DIRECTORY = Key.of(
                    "plumbline.directory",
                    Kind.path(),
                    Path.of("plumbline-data"),
                    "Where state is kept, and the data of the embedded broker and registry. Lost state is restored from"
                            + " changelogs; lost data of the embedded broker or registry is lost.")
            .withOption("--dir");

    public static final Key<String> INSTANCE = Key.withoutDefault(
                    "group.instance.id",
                    Kind.text(
                            Pattern.compile("[a-zA-Z0-9._-]{1,200}"),
                            "1 to 200 letters, digits, dots, underscores, hyphens"),
                    "Name of this instance in the group, each instance another. One that comes back under its name takes up its"
                            + " work at once. Without it an instance leaves the group when it stops.")
            .withOption("--instance");

    public static final Key<Integer> THREADS = Key.of(
            "num.stream.threads",
            Kind.number(1, 256),
            StreamsSettings.STANDARD_THREADS,
            "Stream threads of this instance; more than there are tasks are idle.");

    public static final Key<Integer> COMMIT_INTERVAL = Key.of(
            "commit.interval.ms",
            Kind.number(1, 10_000),
            (int) StreamsSettings.STANDARD_COMMIT_INTERVAL.toMillis(),
            "Milliseconds until work becomes visible; half of it is added to the latency of each hop. Bounded by the"
                    + " transaction timeout of 15 s.");

    public static final Key<Integer> STANDBYS = Key.of(
            "num.standby.replicas",
            Kind.number(0, 16),
            0,
            "Further copies of each state on other instances, with the group protocol `classic`.");

    public static final Key<String> GROUP_PROTOCOL = Key.of(
            "group.protocol",
            Kind.oneOf(List.of("classic", "streams")),
            "classic",
            "How instances share the work: `classic` decides in the clients, `streams` in the brokers (Kafka 4.2 or newer).");

    public static final Key<Duration> CLOCK_SKEW = Key.of(
            "plumbline.clock.skew",
            Kind.duration(Duration.ZERO, DAY),
            MonitorTopology.STANDARD_CLOCK_SKEW,
            "How far ahead of the processor's clock an inbound event may claim to have happened; beyond it is rejected.");

    public static final Key<Duration> REPORT_INTERVAL = Key.of(
            "plumbline.report.interval",
            Kind.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
            MonitorTopology.STANDARD_REPORT_INTERVAL,
            "How often an ingest task reports the offsets it has reached.");

    public static final Key<Duration> TICK_INTERVAL = Key.of(
            "plumbline.tick.interval",
            Kind.duration(Duration.ofMillis(10), Duration.ofHours(1)),
            TIME.interval(),
            "Least time between ticks, that is, between two instants at which absences and deadlines are judged.");

    public static final Key<Duration> TICK_IDLE = Key.of(
            "plumbline.tick.idle",
            Kind.duration(Duration.ofSeconds(1), DAY),
            TIME.idle(),
            "Time after which a tick is emitted although nothing changed, as a sign of life.");

    public static final Key<Duration> CATCH_UP_PATIENCE = Key.of(
            "plumbline.catchup.patience",
            Kind.duration(Duration.ofMillis(100), DAY),
            TIME.patience(),
            "How long a heartbeat waits for the offsets it names before the processor counts as catching up.");

    public static final Key<Duration> CATCH_UP_HISTORY = Key.of(
            "plumbline.catchup.history",
            Kind.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
            TIME.history(),
            "Facts older than this when they arrive count as history, which is judged at ticks and not one by one.");

    public static final Key<Duration> CATCH_UP_QUIET = Key.of(
            "plumbline.catchup.quiet",
            Kind.duration(Duration.ofMillis(100), DAY),
            TIME.quiet(),
            "How long after the last history came in judging on arrival begins again.");

    public static final Key<Integer> SLICE = Key.of(
            "plumbline.judge.slice",
            Kind.number(1, 100_000),
            MonitorSettings.DEFAULTS.slice(),
            "Subjects judged at most per tick and partition. Larger slices finish sooner and hold up what is new longer.");

    public static final Key<Integer> MAX_EVENTS = Key.of(
            "plumbline.subject.max.events",
            Kind.number(1, MOST_EVENTS),
            MonitorSettings.DEFAULTS.maxHeldEvents(),
            "Events one subject may hold; further ones are refused and its verdicts become `INDETERMINATE`. The same on all"
                    + " instances, and not lowered once there are subjects that hold more.");

    public static final Key<Duration> HORIZON = Key.of(
            "plumbline.horizon",
            Kind.duration(Duration.ofDays(400), Duration.ofDays(36_500)),
            MonitorSettings.DEFAULTS.horizon(),
            "How long before the instant its source is settled to an event may have happened; an older one is refused. The same"
                    + " on all instances.");

    public static final Key<String> MANAGEMENT_HOST = Key.of(
            "plumbline.management.host",
            Kind.text(Pattern.compile("[^\\s:/]+|[0-9a-fA-F:]+"), "a host name or an address"),
            "127.0.0.1",
            "Address the management port listens on; `0.0.0.0` for all of this machine.");

    public static final Key<Integer> MANAGEMENT_PORT = Key.of(
            "plumbline.management.port",
            Kind.numberOrMinusOne(0, 65_535),
            9_404,
            "Port of health and metrics; 0 for any that is free, -1 for none.");

    public static final Key<Boolean> ALL_KAFKA_METRICS = Key.of(
            "plumbline.management.all.kafka.metrics",
            Kind.yesNo(),
            false,
            "Whether every metric of Kafka's clients is published, instead of those somebody can act on.");

    public static final Key<Boolean> EMBEDDED_BROKER = Key.of(
                    "plumbline.embedded.broker",
                    Kind.yesNo(),
                    false,
                    "Whether `run` starts a broker in its own process, on 127.0.0.1. For one machine; without authentication.")
            .withOption("--embedded");

    public static final Key<Integer> EMBEDDED_BROKER_PORT = Key.of(
            "plumbline.embedded.broker.port",
            Kind.number(0, 65_535),
            19_092,
            "Port of the embedded broker; 0 for any that is free, which other commands then do not find.");

    public static final Key<Boolean> EMBEDDED_REGISTRY = Key.of(
                    "plumbline.embedded.registry",
                    Kind.yesNo(),
                    false,
                    "Whether `run` starts a schema registry in its own process, on 127.0.0.1. For one machine; without"
                            + " authentication.")
            .withOption("--embedded");

    public static final Key<Integer> EMBEDDED_REGISTRY_PORT = Key.of(
            "plumbline.embedded.registry.port",
            Kind.number(0, 65_535),
            18_081,
            "Port of the embedded registry; 0 for any that is free, which other commands then do not find.");

    /** All keys. */
    public static final List<Key<?>> ALL = List.of(
            BOOTSTRAP_SERVERS,
            SCHEMA_REGISTRY_URL,
            TOPIC_PREFIX,
            PARTITIONS,
            INBOUND_PARTITIONS,
            REPLICATION_FACTOR,
            DIRECTORY,
            INSTANCE,
            THREADS,
            COMMIT_INTERVAL,
            STANDBYS,
            GROUP_PROTOCOL,
            CLOCK_SKEW,
            REPORT_INTERVAL,
            TICK_INTERVAL,
            TICK_IDLE,
            CATCH_UP_PATIENCE,
            CATCH_UP_HISTORY,
            CATCH_UP_QUIET,
            SLICE,
            MAX_EVENTS,
            HORIZON,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            ALL_KAFKA_METRICS,
            EMBEDDED_BROKER,
            EMBEDDED_BROKER_PORT,
            EMBEDDED_REGISTRY,
            EMBEDDED_REGISTRY_PORT);

    private Keys() {}

    /** The key of that name; empty where none is declared. */
    public static Optional<Key<?>> find(String name) {
        return ALL.stream()
                .filter(key -> key.name().equals(name))
                .<Key<?>>map(key -> key)
                .findFirst();
    }
}
