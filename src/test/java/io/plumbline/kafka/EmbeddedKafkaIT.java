package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(80)
class EmbeddedKafkaIT {

    @Test
    void keepsRecordsAndClusterIdOverARestartOfAKeptDirectory(@TempDir Path directory) throws Exception {
        TopicSpec topic = new TopicSpec("kept", 2, true, Map.of());
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.kept(directory)) {
            kafka.createTopics(List.of(topic));
            send(kafka, "kept", "one");
            clusterId = clusterId(kafka);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.kept(directory)) {
            kafka.createTopics(List.of(topic));
            send(kafka, "kept", "two");
            assertEquals(clusterId, clusterId(kafka));
            assertEquals(List.of("one", "two"), read(kafka, "kept", 2));
        }
    }

    @Test
    void leavesNothingBehindWhenTemporary() {
        Path directory;
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary()) {
            directory = kafka.directory();
            assertTrue(Files.exists(directory));
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void aPlanNamesWhatIsMissingAndRefusesAnotherPartitionCountWhereItMatters() {
        Topics topics = Topics.of(3);
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicPlan plan = new TopicPlan(admin, (short) 1);
            assertEquals(
                    topics.all().size(),
                    plan.plan(topics.all()).stream()
                            .filter(finding -> finding.kind() == TopicPlan.Finding.Kind.MISSING)
                            .count());
            assertEquals(List.of(), plan.apply(topics.all()));
            assertEquals(List.of(), plan.plan(topics.all()));

            List<TopicSpec> grown = Topics.of(4).all();
            IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> plan.apply(grown));
            assertTrue(
                    refusal.getMessage().contains("ccm.subject-events: has 3 partitions, must have 4"),
                    refusal.getMessage());
            assertFalse(refusal.getMessage().contains("ccm.identity"), "inbound topics belong to those who write them");
        }
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, null, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<String> values = new java.util.ArrayList<>();
            while (values.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
