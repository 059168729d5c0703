package io.plumbline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to the end it has when the reading starts; committed records only. */
public final class TopicReader {

    private static final Duration API_LIMIT = Duration.ofSeconds(10);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private final Map<String, Object> settings;

    /** @param config settings of Kafka clients by their own names; those of consumers are taken */
    public TopicReader(String bootstrapServers, Map<String, ?> config) {
        this.settings = consumerSettings(bootstrapServers, config);
    }

    /**
     * Hands over every record, those of one partition in their order.
     *
     * @throws TimeoutException if the brokers do not answer, or nothing comes for half a minute before the end
     * @throws IllegalArgumentException if there is no such topic
     */
    public void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, API_LIMIT).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IllegalArgumentException("there is no topic " + topic);
            }
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions, API_LIMIT);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long heard = System.nanoTime();
            while (end.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    heard = System.nanoTime();
                    if (record.offset() < end.get(new TopicPartition(topic, record.partition()))) {
                        reader.accept(record);
                    }
                }
                if (System.nanoTime() - heard > SILENCE_LIMIT.toNanos()) {
                    throw new TimeoutException(
                            "nothing more came from " + topic + " for " + SILENCE_LIMIT + ", before its end");
                }
            }
        }
    }

    static Map<String, Object> consumerSettings(String bootstrapServers, Map<String, ?> config) {
        Map<String, Object> settings = ClientSettings.consumer(config);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }
}
