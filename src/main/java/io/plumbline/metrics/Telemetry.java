package io.plumbline.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.kafka.InstanceStatus;
import io.plumbline.kafka.Observer;
import io.plumbline.kafka.PartitionObserver;
import io.plumbline.kafka.PlumblineStreams;
import io.plumbline.kafka.RestoreWatch.Restoring;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of one instance: listens to its stages, looks at its state, and answers scrapes.
 *
 * <p>Gauges from state are sums over the tasks of this instance; a copy kept in standby counts nothing. Whoever wants the whole
 * adds up instances, and bears with a dip while tasks move.
 */
public final class Telemetry implements Observer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** Streams creates and removes metrics with its tasks; looked for this often. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final String UNDECLARED = "undeclared";
    private static final String UNKNOWN = "unknown";

    private final Meters meters;
    private final Set<String> controls;
    private final Map<Integer, PartitionCounts> partitions = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> rejected = new ConcurrentHashMap<>();
    private final AtomicLong ticks = new AtomicLong();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile Optional<PlumblineStreams> processor = Optional.empty();

    /**
     * @param version version of the build
     * @param controls ids of all controls
     * @param allOfKafka whether every metric of Kafka's clients is published instead of those somebody can act on
     */
    public Telemetry(String version, Set<String> controls, boolean allOfKafka) {
        this.controls = Set.copyOf(controls);
        this.meters = new Meters(allOfKafka);
        open.push(meters);
        meters.replace(
                Family.BUILD_INFO, Map.of(List.of(version, System.getProperty("java.version")), 1.0), Double::sum);
        meters.counter(Family.TICKS, ticks::get);
        bindJvm(meters.registry());
    }

    /** Looks at a processor from now on; to be called once, before it is started. */
    public void watch(PlumblineStreams streams) {
        processor = Optional.of(streams);
        meters.counter(Family.RESTORE_RECORDS, () -> streams.restores().restored());
        ScheduledExecutorService refresh = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kafka-metrics");
            thread.setDaemon(true);
            return thread;
        });
        open.push(refresh::shutdownNow);
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams.streams(), List.of(), refresh, REFRESH);
        kafka.bindTo(meters.registry());
        open.push(kafka);
    }

    /**
     * Counts one occurrence.
     *
     * @param values of the labels of the family, in order; from closed sets only
     */
    public void count(Family family, String... values) {
        meters.count(family, values);
    }

    /** Records how long something took; see {@link #count}. */
    public void time(Family family, Duration duration, String... values) {
        meters.time(family, duration, values);
    }

    /**
     * Everything as text, for Prometheus.
     *
     * @param openMetrics in the OpenMetrics format instead of Prometheus' own
     */
    public synchronized String scrape(boolean openMetrics) {
        refresh();
        return meters.scrape(openMetrics);
    }

    /** Media type of what {@link #scrape} answers. */
    public static String contentType(boolean openMetrics) {
        return Meters.contentType(openMetrics);
    }

    /** What the tasks have done so far. */
    public Activity activity() {
        Map<String, Long> byReason = new TreeMap<>();
        rejected.forEach((reason, number) -> byReason.put(reason, number.get()));
        return new Activity(
                partitions.size(),
                clocks().mapToLong(counts -> counts.clock().orElseThrow().lastTick())
                        .min()
                        .orElse(0),
                tickEmitted(),
                mode(),
                settled(),
                byReason);
    }

    @Override
    public void accepted(String source) {
        meters.count(Family.SOURCE_EVENTS, label(source), "accepted");
    }

    @Override
    public void rejected(Stage stage, RejectedRecord.Reason reason, Optional<String> source) {
        meters.count(Family.REJECTED_RECORDS, stage.name().toLowerCase(Locale.ROOT), reason.name());
        rejected.computeIfAbsent(reason.name(), any -> new AtomicLong()).incrementAndGet();
        if (stage == Stage.INGEST) {
            meters.count(Family.SOURCE_EVENTS, source.map(this::label).orElse(UNKNOWN), "rejected");
        }
    }

    @Override
    public void emitted(Tick tick) {
        ticks.incrementAndGet();
    }

    @Override
    public Optional<PartitionObserver> partition(int partition) {
        PartitionCounts counts = new PartitionCounts(meters, controls, ended -> partitions.remove(partition, ended));
        partitions.put(partition, counts);
        return Optional.of(counts);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("did not close cleanly", e);
            }
        }
    }

    private void bindJvm(MeterRegistry registry) {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        open.push(collections);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Brings every gauge up to date; a row that is not given any more goes. */
    private void refresh() {
        meters.replace(Family.EXCEPTIONS_OPEN, openExceptions(), Double::sum);
        meters.replace(Family.POPULATION, population(), Double::sum);
        Map<List<String>, Double> bySource = new HashMap<>();
        settled().forEach((source, at) -> bySource.merge(List.of(label(source)), seconds(at), Math::min));
        meters.replace(Family.SOURCE_SETTLED, bySource, Math::min);
        meters.replace(
                Family.WATERMARK,
                optional(least(clocks().flatMap(counts -> counts.clock().orElseThrow().settled().frontier().stream()))),
                Math::min);
        meters.replace(Family.TICK, optional(tickEmitted()), Math::min);
        meters.replace(Family.MODE, states(Mode.values(), mode()), Math::max);
        processor.map(PlumblineStreams::status).ifPresent(this::refresh);
    }

    private void refresh(InstanceStatus status) {
        meters.replace(
                Family.STREAMS_STATE, states(KafkaStreams.State.values(), Optional.of(status.state())), Math::max);
        String version = Long.toString(status.catalogue().version());
        meters.replace(
                Family.CATALOGUE_VERSION,
                Map.of(List.of(), (double) status.catalogue().version()),
                Math::max);
        meters.replace(
                Family.CATALOGUE_INFO,
                Map.of(List.of(version, status.catalogue().digest()), 1.0),
                Math::max);
        meters.replace(
                Family.RESTORE_PARTITIONS,
                Map.of(List.of(), (double) status.restoring().size()),
                Double::sum);
        meters.replace(
                Family.RESTORE_REMAINING,
                Map.of(List.of(), (double) status.restoring().stream()
                        .mapToLong(Restoring::remaining)
                        .sum()),
                Double::sum);
    }

    private Map<List<String>, Double> openExceptions() {
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        partitions.values().forEach(counts -> counts.open()
                .forEach((key, number) -> rows.merge(
                        List.of(key.control(), key.severity().name(), key.scope()), (double) number, Double::sum)));
        return rows;
    }

    private Map<List<String>, Double> population() {
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        partitions.values().forEach(counts -> counts.verdicts()
                .forEach((key, number) ->
                        rows.merge(List.of(key.control(), key.verdict().name()), (double) number, Double::sum)));
        return rows;
    }

    private Optional<Mode> mode() {
        return clocks().map(counts -> counts.clock().orElseThrow().mode()).min(Mode::compareTo);
    }

    private Optional<Instant> tickEmitted() {
        return least(clocks().flatMap(counts -> counts.tickEmitted().stream()));
    }

    private SortedMap<String, Instant> settled() {
        SortedMap<String, Instant> least = new TreeMap<>();
        clocks().forEach(counts -> counts.clock()
                .orElseThrow()
                .settled()
                .settled()
                .forEach((source, at) -> least.merge(source, at, (a, b) -> a.isBefore(b) ? a : b)));
        return least;
    }

    private Stream<PartitionCounts> clocks() {
        return partitions.values().stream().filter(counts -> counts.clock().isPresent());
    }

    /** The id of a declared source, and one word for all others. */
    private String label(String source) {
        return processor
                .filter(streams -> streams.catalogues().declaredSources().contains(source))
                .map(declared -> source)
                .orElse(UNDECLARED);
    }

    private static Map<List<String>, Double> states(Enum<?>[] all, Optional<? extends Enum<?>> now) {
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        now.ifPresent(
                state -> Arrays.stream(all).forEach(each -> rows.put(List.of(each.name()), each == state ? 1.0 : 0.0)));
        return rows;
    }

    private static Map<List<String>, Double> optional(Optional<Instant> at) {
        return at.map(instant -> Map.of(List.<String>of(), seconds(instant))).orElse(Map.of());
    }

    private static Optional<Instant> least(Stream<Instant> instants) {
        return instants.min(Instant::compareTo);
    }

    private static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }
}
