package io.plumbline.kafka;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends events to their inbound topics, in the Confluent wire format, and makes heartbeats and backfills truthful.
 *
 * <p>Before a heartbeat or backfill is sent everything before it is on the brokers, and it gets a pin for each partition that
 * this sender has written: the offset after the last record it wrote there. Events about one subject share a partition. The
 * first record that cannot be written ends the sender: every later call fails with the same reason, so no heartbeat can claim
 * what was lost. For one thread.
 */
public final class InboundSender implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Topics topics;
    private final Producer<byte[], byte[]> producer;
    private final Map<InboundTopic, Serializer<Event>> serializers = new EnumMap<>(InboundTopic.class);
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private long sent;

    /** @param config settings of the registry, of the Avro serdes, and of Kafka producers by their own names */
    public InboundSender(String bootstrapServers, Topics topics, CoreSerdes serdes, Map<String, ?> config) {
        this(
                topics,
                new KafkaProducer<>(
                        settings(bootstrapServers, config), new ByteArraySerializer(), new ByteArraySerializer()),
                serdes,
                config);
    }

    InboundSender(Topics topics, Producer<byte[], byte[]> producer, CoreSerdes serdes, Map<String, ?> config) {
        this.topics = topics;
        this.producer = producer;
        topics.inbound()
                .values()
                .forEach(topic ->
                        serializers.put(topic, serdes.events(topic, config).serializer()));
    }

    /**
     * Sends one event; a heartbeat or backfill only after everything before it was acknowledged, with pins of its own in place of those it
     * had.
     *
     * @throws IllegalArgumentException for an event that only Plumbline itself writes
     * @throws IllegalStateException if a record, this one or one before it, could not be written
     */
    public void send(Event event) {
        Event truthful = event;
        if (event instanceof Heartbeat heartbeat) {
            flush();
            truthful = new Heartbeat(
                    heartbeat.header(), heartbeat.sourceId(), heartbeat.completeTo(), pins(), heartbeat.clockOffset());
        } else if (event instanceof Backfilled backfill) {
            flush();
            truthful = new Backfilled(backfill.header(), backfill.sourceId(), backfill.from(), backfill.to(), pins());
        }
        throwIfFailed();
        InboundTopic inbound = event.kind().topic();
        String topic = topics.inbound(inbound);
        try {
            byte[] value = serializers.get(inbound).serialize(topic, truthful);
            byte[] key = keyOf(event).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, key, value), (at, failed) -> written(event, topic, at, failed));
        } catch (RuntimeException failed) {
            lost(event, topic, failed);
            throw failed;
        }
        sent++;
    }

    /** Waits until everything sent is on the brokers. */
    public void flush() {
        producer.flush();
        throwIfFailed();
    }

    /** How far this sender has written each partition, as far as acknowledged. */
    public List<Pin> pins() {
        return next.entrySet().stream()
                .map(each -> new Pin(each.getKey().topic(), each.getKey().partition(), each.getValue()))
                .sorted(Comparator.comparing(Pin::topic).thenComparing(Pin::partition))
                .toList();
    }

    /** Number of events sent. */
    public long sent() {
        return sent;
    }

    @Override
    public void close() {
        producer.close(LIMIT);
    }

    private void written(Event event, String topic, RecordMetadata at, Exception failed) {
        if (failed != null) {
            lost(event, topic, failed);
        } else {
            next.merge(new TopicPartition(topic, at.partition()), at.offset() + 1, Math::max);
        }
    }

    private void lost(Event event, String topic, Exception why) {
        failure.compareAndSet(
                null,
                new IllegalStateException(
                        "cannot write " + event.kind().wireName() + " " + event.id() + " to " + topic + ": "
                                + why.getMessage() + "; what was sent after it may be missing, send all again",
                        why));
    }

    private void throwIfFailed() {
        Optional.ofNullable(failure.get()).ifPresent(reason -> {
            throw reason;
        });
    }

    /** What keeps events about one thing in order: its first subject, or the source that speaks about itself. */
    private static String keyOf(Event event) {
        if (event instanceof SourceHealthEvent health) {
            return health.sourceId();
        }
        return Routing.subjectsOf(event).stream()
                .findFirst()
                .map(Subject::key)
                .orElse(event.id().toString());
    }

    private static Map<String, Object> settings(String bootstrapServers, Map<String, ?> config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.putAll(ClientSettings.producer(config));
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }
}
