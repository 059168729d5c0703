package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.EmbeddedRegistry;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.avro.Schemas;
import io.plumbline.config.Configuration;
import io.plumbline.config.Given;
import io.plumbline.config.Keys;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.SubjectKind;
import io.plumbline.kafka.EmbeddedKafka;
import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.TopicSpec;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole processor on a real broker, with a registry that goes away, and with records larger than any may be. */
@Timeout(180)
class BadInputIT {

    private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
    private static final Topics TOPICS = new Topics("ccm.", 2, 2);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private EmbeddedRegistry registry;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.temporary();
        registry = EmbeddedRegistry.start(directory.resolve("registry"), 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 8 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ofSeconds(5));
        registry.close();
        kafka.close();
    }

    @Test
    void aRegistryThatIsDownAtTheStartAndAgainLaterCostsNoRecordAndNoThread() throws Exception {
        List<byte[]> access = encoded(InboundTopic.ACCESS, 50);
        List<byte[]> identity = encoded(InboundTopic.IDENTITY, 50);
        byte[] credential = encoded(InboundTopic.CREDENTIALS, 1).get(0);
        int port = registry.port();
        registry.close();
        kafka.createTopics(TOPICS.all());
        send(InboundTopic.ACCESS, access.subList(0, 25));
        send(InboundTopic.IDENTITY, identity.subList(0, 25));

        try (ProcessorInstance processor = processor(port)) {
            processor.start();
            await(() -> processor.waitingForRegistry().isPresent(), processor);
            await(
                    () -> processor
                            .waitingForRegistry()
                            .filter(wait -> wait.attempts() >= 6)
                            .isPresent(),
                    processor);
            assertEquals(0, delivered().size());

            registry = EmbeddedRegistry.start(directory.resolve("registry"), port);
            await(() -> delivered().size() == 50, processor);
            await(() -> processor.waitingForRegistry().isEmpty(), processor);

            registry.close();
            send(InboundTopic.ACCESS, access.subList(25, 50));
            send(InboundTopic.IDENTITY, identity.subList(25, 50));
            await(() -> delivered().size() == 100, processor);
            send(InboundTopic.CREDENTIALS, List.of(credential));
            await(
                    () -> processor
                            .waitingForRegistry()
                            .filter(wait -> wait.attempts() >= 3)
                            .isPresent(),
                    processor);
            assertEquals(
                    "reading from ccm.credentials",
                    processor.waitingForRegistry().orElseThrow().doing());

            registry = EmbeddedRegistry.start(directory.resolve("registry"), port);
            await(() -> delivered().size() == 102, processor);
        }
        Map<String, Long> times = new TreeMap<>();
        delivered()
                .forEach(delivery ->
                        times.merge(delivery.to() + " " + delivery.event().id(), 1L, Long::sum));
        assertEquals(102, times.size(), "each once: " + times);
        assertEquals(List.of(), rejected());
    }

    @Test
    void aRecordLargerThanAnyMayBeIsRejectedFromATopicThatAllowsIt() throws Exception {
        String access = TOPICS.inbound(InboundTopic.ACCESS);
        kafka.createTopics(List.of(new TopicSpec(access, 2, false, Map.of("max.message.bytes", "4194304"))));
        byte[] event = encoded(InboundTopic.ACCESS, 1).get(0);
        byte[] large = Arrays.copyOf(event, 2 << 20);
        byte[] barelyTooLarge = Arrays.copyOf(event, Topics.MAX_RECORD_BYTES + 1);
        try (ProcessorInstance processor = processor(registry.port())) {
            processor.start();
            producer.send(new ProducerRecord<>(access, 1, null, large)).get(20, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(access, 1, new byte[3 << 20], barelyTooLarge))
                    .get(20, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(access, 1, null, event)).get(20, TimeUnit.SECONDS);
            await(() -> delivered().size() == 1 && rejected().size() == 2, processor);
        }
        RejectedRecord rejection = rejected().get(0);
        assertEquals(Reason.TOO_LARGE, rejection.reason());
        assertEquals("ccm.access-1@0", rejection.topic() + "-" + rejection.partition() + "@" + rejection.offset());
        assertEquals(2 << 20, rejection.size());
        assertEquals(ByteBuffer.wrap(large, 0, 65_536), rejection.raw());
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large)), rejection.sha256());
        assertEquals(Optional.of("ACCESS-0"), rejection.sourceEventId());
        assertEquals(1_000_001, rejected().get(1).size());
        assertTrue(rejection.message().contains("send it in parts"), rejection.message());
    }

    private ProcessorInstance processor(int port) {
        return new ProcessorInstance(
                Playground.CONTROLS,
                Settings.of(Configuration.of(
                        List.of(),
                        Map.of(),
                        List.of(
                                Keys.BOOTSTRAP_SERVERS.givenAsOption(kafka.bootstrapServers()),
                                Keys.SCHEMA_REGISTRY_URL.givenAsOption("http://127.0.0.1:" + port),
                                Keys.PARTITIONS.givenAsOption(TOPICS.subjectPartitions()),
                                Keys.DIRECTORY.givenAsOption(directory),
                                Given.set("retries.wait.ms", "50")))));
    }

    /** Events of one topic in the wire format, with the registry as it is now. */
    private List<byte[]> encoded(InboundTopic topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new CoreSerdes(Schemas.bundled())
                        .events(
                                topic,
                                Map.of("schema.registry.url", registry.url().toString()))
                        .serializer()
                        .serialize(TOPICS.inbound(topic), event(topic, number)))
                .toList();
    }

    private static Event event(InboundTopic topic, int number) {
        Header header = Header.of("hr", topic + "-" + number, LONG_AGO);
        Principal holder = Principal.account("crm", "a" + number);
        return switch (topic) {
            case ACCESS -> new AccessEvent.Withdrawn(header, "r" + number, holder, "crm");
            case IDENTITY -> new IdentityEvent.Rehired(header, "p" + number, LONG_AGO);
            case CREDENTIALS -> new CredentialEvent.Revoked(header, "crm", "c" + number, Optional.of(holder));
            case PRIVILEGED_ACCESS,
                    CHANGE_MANAGEMENT,
                    BUSINESS_ACTIVITY,
                    ACCESS_REVIEW,
                    DECISIONS,
                    REFERENCE,
                    SOURCE_HEALTH,
                    NONE -> throw new IllegalArgumentException("not needed here: " + topic);
        };
    }

    private void send(InboundTopic topic, List<byte[]> values) throws Exception {
        for (byte[] value : values) {
            producer.send(new ProducerRecord<>(TOPICS.inbound(topic), value));
        }
        producer.flush();
    }

    private List<Delivery> delivered() {
        Serde<LogRecord> log = new CoreSerdes(Schemas.bundled()).logRecords();
        List<Delivery> deliveries = new ArrayList<>();
        new TopicReader(kafka.bootstrapServers(), Map.of()).read(TOPICS.subjectEvents(), record -> {
            if (log.deserializer().deserialize(record.topic(), record.value()) instanceof Delivery delivery
                    && delivery.hops() == 0
                    && delivery.to().kind() != SubjectKind.ROLE
                    && delivery.to().kind() != SubjectKind.SOURCE) {
                deliveries.add(delivery);
            }
        });
        return deliveries;
    }

    private List<RejectedRecord> rejected() {
        Serde<RejectedRecord> serde = new CoreSerdes(Schemas.bundled())
                .rejected(Map.of("schema.registry.url", registry.url().toString()));
        List<RejectedRecord> rejections = new ArrayList<>();
        new TopicReader(kafka.bootstrapServers(), Map.of())
                .read(
                        TOPICS.rejected(),
                        record -> rejections.add(serde.deserializer().deserialize(record.topic(), record.value())));
        return rejections;
    }

    private static void await(BooleanSupplier condition, ProcessorInstance processor) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            processor.throwIfFailed();
            assertTrue(Instant.now().isBefore(end), "not in time");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        processor.throwIfFailed();
    }
}
