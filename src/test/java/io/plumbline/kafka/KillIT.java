package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.monitor.LogRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor is killed in mid-stream, again and again: nothing is lost, doubled or out of sequence, every partition gets
 * every tick once, and nothing comes behind a tick that claims it.
 *
 * <p>How often is set by the system property {@code plumbline.kills}.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("plumbline.kills", 5);
    private static final int SUBJECTS = 40;
    private static final int EVENTS_PER_KILL = 400;
    private static final int EVENTS_PER_HEARTBEAT = 50;
    private static final long SEED = 20260301;

    private final Map<String, List<Long>> sequences = new TreeMap<>();
    private final long[] written = new long[CountingProcessor.PARTITIONS];
    private int alerts;
    private int sent;
    private Instant next = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void afterEveryKillEachSubjectCountsOnWithoutAGapOrARepetition(@TempDir Path state) throws Exception {
        Topics topics = CountingProcessor.topics();
        Random random = new Random(SEED);
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary();
                KafkaProducer<byte[], byte[]> producer = producer(kafka);
                KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            kafka.createTopics(topics.all());
            consumer.assign(IntStream.range(0, CountingProcessor.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topics.alerts(), partition))
                    .toList());
            for (int kill = 0; kill < KILLS; kill++) {
                Process processor = start(kafka, state);
                try {
                    send(producer, topics, EVENTS_PER_KILL);
                    // It dies somewhere in the middle of what was just sent.
                    int until = alerts + 1 + random.nextInt(2 * EVENTS_PER_KILL);
                    readUntil(consumer, Math.min(until, 2 * sent), processor);
                } finally {
                    processor.destroyForcibly().waitFor();
                }
            }
            Process processor = start(kafka, state);
            try {
                readUntil(consumer, 2 * sent, processor);
                checkLog(kafka, topics);
            } finally {
                processor.destroyForcibly().waitFor();
            }
        }
        assertEquals(2 * SUBJECTS, sequences.size());
        sequences.forEach((subject, counts) ->
                assertEquals(LongStream.rangeClosed(1, counts.size()).boxed().toList(), counts, subject));
        assertEquals(2 * sent, alerts);
    }

    /** Reads every partition of the subject log until a tick claims everything that was sent. */
    private void checkLog(EmbeddedKafka kafka, Topics topics) {
        for (int partition = 0; partition < CountingProcessor.PARTITIONS; partition++) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
                consumer.assign(List.of(new TopicPartition(topics.subjectEvents(), partition)));
                Optional<Instant> settled = Optional.empty();
                long ticks = 0;
                Instant end = Instant.now().plusSeconds(30);
                while (!settled.equals(Optional.of(next))) {
                    assertTrue(Instant.now().isBefore(end), "settled only to " + settled + ", expected " + next);
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                        LogRecord entry = (LogRecord) ReflectedSerde.decode(record.value());
                        if (entry instanceof LogRecord.Tick tick) {
                            assertEquals(++ticks, tick.number(), "every tick once and in order");
                            settled = tick.settled().of("am");
                        } else if (entry instanceof LogRecord.Delivery delivery) {
                            Instant at = delivery.event().header().occurredAt();
                            assertEquals(
                                    Optional.empty(),
                                    settled.filter(at::isBefore),
                                    () -> delivery + " comes behind a tick that claims it");
                        }
                    }
                }
            }
        }
    }

    private static Process start(EmbeddedKafka kafka, Path state) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        CountingProcessor.class.getName(),
                        kafka.bootstrapServers(),
                        state.toString())
                .inheritIO()
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Topics topics, int count) {
        for (int i = 0; i < count; i++) {
            AccessEvent event = new AccessEvent.Withdrawn(
                    Header.of("am", "e" + sent, next),
                    "r" + sent,
                    Principal.account("crm", "a" + sent % SUBJECTS),
                    "crm");
            int partition = sent++ % CountingProcessor.PARTITIONS;
            written[partition]++;
            next = next.plusMillis(1);
            producer.send(new ProducerRecord<>(
                    topics.inbound(InboundTopic.ACCESS), partition, null, ReflectedSerde.encode(event)));
            if (sent % EVENTS_PER_HEARTBEAT == 0) {
                producer.flush();
                producer.send(new ProducerRecord<>(
                        topics.inbound(InboundTopic.SOURCE_HEALTH), 0, null, ReflectedSerde.encode(heartbeat(topics))));
            }
        }
        producer.flush();
    }

    private Heartbeat heartbeat(Topics topics) {
        List<Pin> pins = IntStream.range(0, CountingProcessor.PARTITIONS)
                .mapToObj(partition -> new Pin(topics.inbound(InboundTopic.ACCESS), partition, written[partition]))
                .toList();
        return SourceHealthEvents.heartbeat(Header.of("am", "hb-" + next, next), "am", next, pins);
    }

    private void readUntil(KafkaConsumer<byte[], byte[]> consumer, int wanted, Process processor) {
        Instant end = Instant.now().plusSeconds(60);
        while (alerts < wanted) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                ExceptionAlert alert = (ExceptionAlert) ReflectedSerde.decode(record.value());
                sequences
                        .computeIfAbsent(alert.exceptionId(), id -> new ArrayList<>())
                        .add(alert.sequence());
                alerts++;
            }
            assertTrue(processor.isAlive(), "the processor ended by itself");
            assertTrue(Instant.now().isBefore(end), () -> "only " + alerts + " of " + wanted + " alerts in time");
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
