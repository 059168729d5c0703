package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Follows a change of the catalogue from outside: tells in which version it took effect, or why it was refused. It sees what
 * happens from its opening on, so it is opened before the change is sent.
 */
public final class CatalogueWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicPartition catalogue;
    private final TopicPartition rejected;
    private final Deserializer<CatalogueRecord> records;
    private final Deserializer<RejectedRecord> rejections;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * What became of a change.
     *
     * @param version the closed version that holds it; empty where it was refused, or nothing was heard in time
     * @param refusals why it, or a part of it, was refused, each reason once
     */
    public record Result(OptionalLong version, List<String> refusals) {}

    /** @param config settings of Kafka consumers by their own names; others are passed over */
    public CatalogueWatch(
            String bootstrapServers,
            Map<String, ?> config,
            Topics topics,
            Codecs codecs,
            Deserializer<RejectedRecord> rejections) {
        this.catalogue = new TopicPartition(topics.catalogue(), 0);
        this.rejected = new TopicPartition(topics.rejected(), 0);
        this.records = codecs.catalogue().deserializer();
        this.rejections = rejections;
        this.consumer = new KafkaConsumer<>(
                TopicReader.consumerSettings(bootstrapServers, config),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> both = List.of(catalogue, rejected);
        consumer.assign(both);
        consumer.seekToEnd(both);
        // Seeking is lazy; asking for the place settles it.
        both.forEach(consumer::position);
    }

    /** Waits until the change is in a closed version or refused, at most so long. */
    public Result await(CatalogueChange change, Duration limit) {
        Set<EventId> ids = change.events().stream().map(ReferenceEvent::id).collect(Collectors.toSet());
        Set<String> refusals = new TreeSet<>();
        Optional<Long> in = Optional.empty();
        long end = System.nanoTime() + limit.toNanos();
        while (refusals.isEmpty() && System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.topic().equals(rejected.topic())) {
                    RejectedRecord rejection = rejections.deserialize(record.topic(), record.value());
                    if (idOf(rejection).filter(ids::contains).isPresent()) {
                        refusals.add(rejection.reason() + ": " + rejection.message());
                    }
                    continue;
                }
                CatalogueRecord entry = records.deserialize(record.topic(), record.value());
                if (entry instanceof CatalogueRecord.Entry told && told.event().equals(change.approval())) {
                    in = Optional.of(told.version());
                } else if (entry instanceof CatalogueRecord.Closed
                        && in.filter(version -> version == entry.version()).isPresent()) {
                    return new Result(OptionalLong.of(entry.version()), List.of());
                }
            }
        }
        return new Result(OptionalLong.empty(), List.copyOf(refusals));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Optional<EventId> idOf(RejectedRecord rejection) {
        return rejection.source().flatMap(source -> rejection.sourceEventId().map(id -> new EventId(source, id)));
    }
}
