package io.plumbline.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The one fixed topology: ingest, timekeeper, monitor, joined by topics only. Adding a control adds nothing here.
 *
 * <p>Names of operators and stores are part of what is kept: changelogs are named after them.
 *
 * @param clockSkew how far in the future an inbound event may claim to be
 * @param reportInterval how often an ingest task reports the offsets it has reached
 * @param observer is told what the stages do
 */
public record MonitorTopology(
        Topics topics,
        Codecs codecs,
        StepFactory steps,
        TimekeeperSettings timekeeper,
        Duration clockSkew,
        Duration reportInterval,
        Observer observer) {

    public static final Duration STANDARD_CLOCK_SKEW = Duration.ofMinutes(5);
    public static final Duration STANDARD_REPORT_INTERVAL = Duration.ofMillis(100);

    static final String DELIVERIES_OUT = "deliveries-out";
    static final String REPORTS_OUT = "reports-out";
    static final String INGEST_REJECTED_OUT = "ingest-rejected-out";
    static final String CATALOGUE_OUT = "catalogue-out";
    static final String TICKS_OUT = "ticks-out";
    static final String STATEMENTS_OUT = "statements-out";
    static final String TIMEKEEPER_REJECTED_OUT = "timekeeper-rejected-out";
    static final String FORWARDS_OUT = "forwards-out";
    static final String ACKNOWLEDGEMENTS_OUT = "acknowledgements-out";
    static final String ALERTS_OUT = "alerts-out";
    static final String EXCEPTIONS_OUT = "exceptions-out";
    static final String EXCEPTIONS_SHADOW_OUT = "exceptions-shadow-out";
    static final String EVIDENCE_SOC_OUT = "evidence-soc-out";
    static final String EVIDENCE_SOX_OUT = "evidence-sox-out";
    static final String MONITOR_REJECTED_OUT = "monitor-rejected-out";

    private static final String INBOUND_IN = "inbound-in";
    private static final String INGEST = "ingest";
    private static final String PROGRESS_IN = "progress-in";
    private static final String CATALOGUE_IN = "catalogue-in";
    private static final String TIMEKEEPER = "timekeeper";
    private static final String SUBJECT_EVENTS_IN = "subject-events-in";
    private static final String MONITOR = "monitor";

    /** Small segments that are compacted early keep a restore short. */
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.bytes", "67108864",
            "min.cleanable.dirty.ratio", "0.2",
            "max.message.bytes", Integer.toString(1024 * 1024 + 12));

    /** A record whose producer set no valid time is taken at the beginning of time instead of stopping the task. */
    private static final TimestampExtractor NEVER_NEGATIVE = (record, partitionTime) -> Math.max(0, record.timestamp());

    private static final StreamPartitioner<byte[], byte[]> TO_EVERY_PARTITION =
            (topic, key, value, count) -> Optional.of(everyOf(count));

    public MonitorTopology(Topics topics, Codecs codecs, StepFactory steps) {
        this(
                topics,
                codecs,
                steps,
                TimekeeperSettings.of(topics.subjectPartitions()),
                STANDARD_CLOCK_SKEW,
                STANDARD_REPORT_INTERVAL);
    }

    public MonitorTopology(
            Topics topics,
            Codecs codecs,
            StepFactory steps,
            TimekeeperSettings timekeeper,
            Duration clockSkew,
            Duration reportInterval) {
        this(topics, codecs, steps, timekeeper, clockSkew, reportInterval, Observer.NONE);
    }

    /** The same topology, telling {@code who} what it does. */
    public MonitorTopology observedBy(Observer who) {
        return new MonitorTopology(topics, codecs, steps, timekeeper, clockSkew, reportInterval, who);
    }

    public Topology build() {
        Topology topology = new Topology();
        addIngest(topology);
        addTimekeeper(topology);
        addMonitor(topology);
        return topology;
    }

    private void addIngest(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                INBOUND_IN,
                this::received,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.inbound().keySet().toArray(new String[0]));
        topology.addProcessor(
                INGEST, () -> new IngestProcessor(topics, codecs, clockSkew, reportInterval, observer), INBOUND_IN);
        topology.addStateStore(
                small(IngestProcessor.POSITIONS, Serdes.String(), Serdes.Long()).withCachingEnabled(), INGEST);
        addSink(topology, DELIVERIES_OUT, topics.subjectEvents(), INGEST);
        addSink(topology, REPORTS_OUT, topics.progress(), INGEST);
        addSink(topology, INGEST_REJECTED_OUT, topics.rejected(), INGEST);
    }

    /** A time of the producer that lies in the future would be refused by the brokers when it is written on, for ever. */
    private long received(ConsumerRecord<Object, Object> record, long partitionTime) {
        long latest = System.currentTimeMillis() + clockSkew.toMillis();
        return Math.max(0, Math.min(record.timestamp(), latest));
    }

    private void addTimekeeper(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                PROGRESS_IN,
                NEVER_NEGATIVE,
                new ByteArrayDeserializer(),
                codecs.progress().deserializer(),
                topics.progress());
        topology.addSource(
                AutoOffsetReset.earliest(),
                CATALOGUE_IN,
                NEVER_NEGATIVE,
                new ByteArrayDeserializer(),
                codecs.catalogue().deserializer(),
                topics.catalogue());
        topology.addProcessor(
                TIMEKEEPER,
                () -> new TimekeeperProcessor(topics, codecs, timekeeper, observer),
                PROGRESS_IN,
                CATALOGUE_IN);
        topology.addStateStore(
                small(TimekeeperProcessor.STATE, Serdes.String(), Serdes.ByteArray())
                        .withCachingEnabled(),
                TIMEKEEPER);
        topology.addStateStore(small(TimekeeperProcessor.KNOWN, Serdes.String(), Serdes.String()), TIMEKEEPER);
        topology.addStateStore(small(StoredChanges.WAITING, Serdes.String(), codecs.progress()), TIMEKEEPER);
        topology.addStateStore(small(StoredChanges.DECIDED, Serdes.String(), Serdes.String()), TIMEKEEPER);
        addSink(topology, CATALOGUE_OUT, topics.catalogue(), TIMEKEEPER);
        addSink(topology, STATEMENTS_OUT, topics.subjectEvents(), TIMEKEEPER);
        addSink(topology, TIMEKEEPER_REJECTED_OUT, topics.rejected(), TIMEKEEPER);
        topology.addSink(
                TICKS_OUT,
                topics.subjectEvents(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                TO_EVERY_PARTITION,
                TIMEKEEPER);
    }

    private void addMonitor(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                SUBJECT_EVENTS_IN,
                NEVER_NEGATIVE,
                new ByteArrayDeserializer(),
                codecs.log().deserializer(),
                topics.subjectEvents());
        topology.addProcessor(MONITOR, () -> new MonitorProcessor(topics, codecs, steps, observer), SUBJECT_EVENTS_IN);
        topology.addStateStore(large(StreamsMonitorStore.SUBJECTS), MONITOR);
        topology.addStateStore(large(StreamsMonitorStore.DEADLINES), MONITOR);
        topology.addStateStore(large(StreamsMonitorStore.UNJUDGED), MONITOR);
        topology.addStateStore(large(StreamsMonitorStore.CONCERNED), MONITOR);
        topology.addStateStore(small(StreamsMonitorStore.CLOCK, Serdes.Bytes(), Serdes.ByteArray()), MONITOR);
        addSink(topology, FORWARDS_OUT, topics.subjectEvents(), MONITOR);
        addSink(topology, ACKNOWLEDGEMENTS_OUT, topics.progress(), MONITOR);
        addSink(topology, ALERTS_OUT, topics.alerts(), MONITOR);
        addSink(topology, EXCEPTIONS_OUT, topics.exceptions(), MONITOR);
        addSink(topology, EXCEPTIONS_SHADOW_OUT, topics.exceptionsShadow(), MONITOR);
        addSink(topology, EVIDENCE_SOC_OUT, topics.evidenceSoc(), MONITOR);
        addSink(topology, EVIDENCE_SOX_OUT, topics.evidenceSox(), MONITOR);
        addSink(topology, MONITOR_REJECTED_OUT, topics.rejected(), MONITOR);
    }

    private static void addSink(Topology topology, String name, String topic, String parent) {
        topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }

    /** A handful of entries: on the heap, restored from a short changelog. */
    private static <K, V> StoreBuilder<KeyValueStore<K, V>> small(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingEnabled(CHANGELOG);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> large(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG)
                .withCachingDisabled();
    }

    private static Set<Integer> everyOf(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toUnmodifiableSet());
    }
}
