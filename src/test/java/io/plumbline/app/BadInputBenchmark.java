package io.plumbline.app;

import io.plumbline.avro.ConfluentAvroSerializer;
import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.EventCodec;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.Schemas;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.SubjectKind;
import io.plumbline.kafka.TopicPlan;
import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What bad input costs: events per second of the whole processor with and without one bad record in a hundred.
 *
 * <p>Each run has a broker, a registry and a processor of its own in this process; the topic is filled before the processor
 * starts. Two times are taken from when all tasks of the processor run: until ingest has committed everything, and until the
 * monitor has committed everything that came of it. Runs without and with bad records alternate, the first of a pair in turn, after one run
 * of each that does not count. Every run ends with a count: each good event is on the subject log exactly once, each bad
 * record on the rejected topic exactly once; otherwise the program fails.
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * PLUMBLINE_LOG=ERROR java -Xmx3g -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     io.plumbline.app.BadInputBenchmark [good events: 200000] [pairs: 3]
 * </pre>
 */
public final class BadInputBenchmark {

    private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");
    private static final Topics TOPICS = new Topics("ccm.", 2, 2);
    private static final String ACCESS = TOPICS.inbound(InboundTopic.ACCESS);
    private static final CoreSerdes SERDES = new CoreSerdes(Schemas.bundled());
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private record Result(double takenIn, double judged) {}

    private final Map<String, Object> config;
    private final LocalCluster cluster;
    private final Path directory;
    private final int good;
    private final Set<String> badPlaces = ConcurrentHashMap.newKeySet();

    private BadInputBenchmark(LocalCluster cluster, Path directory, int good) {
        this.cluster = cluster;
        this.directory = directory;
        this.good = good;
        this.config = Map.of("schema.registry.url", cluster.registryUrl());
    }

    public static void main(String[] args) throws Exception {
        int good = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int warmUp = Math.min(good, 50_000);
        run(warmUp, false);
        run(warmUp, true);
        List<Result> clean = new ArrayList<>();
        List<Result> mixed = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            boolean cleanFirst = pair % 2 == 0;
            (cleanFirst ? clean : mixed).add(run(good, !cleanFirst));
            (cleanFirst ? mixed : clean).add(run(good, cleanFirst));
        }
        print("taken in", clean.stream().map(Result::takenIn), mixed.stream().map(Result::takenIn));
        print("judged", clean.stream().map(Result::judged), mixed.stream().map(Result::judged));
    }

    private static void print(String what, Stream<Double> clean, Stream<Double> mixed) {
        double without = median(clean);
        double with = median(mixed);
        System.out.printf(
                "%s: median %,.0f events/s without, %,.0f with 1 %% of bad records; ratio %.3f%n",
                what, without, with, with / without);
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static Result run(int good, boolean mixed) throws Exception {
        Path directory = Files.createTempDirectory("plumbline-benchmark");
        try (LocalCluster cluster = LocalCluster.start(directory, 0, 0)) {
            Result result = new BadInputBenchmark(cluster, directory, good).measure(mixed);
            System.out.printf(
                    "%,d good events, %s bad records: taken in at %,.0f/s, judged at %,.0f/s; every one accounted for%n",
                    good, mixed ? String.format("%,d", good / 100) : "no", result.takenIn(), result.judged());
            return result;
        } finally {
            delete(directory);
        }
    }

    private Settings settings() {
        return cluster.settings(Configuration.of(
                List.of(),
                Map.of(),
                List.of(
                        Keys.PARTITIONS.givenAsOption(TOPICS.subjectPartitions()),
                        Keys.DIRECTORY.givenAsOption(directory))));
    }

    private Result measure(boolean mixed) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
                ProcessorInstance processor = new ProcessorInstance(Playground.CONTROLS, settings())) {
            new TopicPlan(admin, (short) 1).create(TOPICS.all());
            fill(mixed);
            processor.start();
            require(processor.awaitRunning(Duration.ofMinutes(2)), "the processor does not run");
            long start = System.nanoTime();
            await(admin, processor, TOPICS.inbound().keySet());
            double takenIn = rateSince(start);
            await(admin, processor, Set.of(TOPICS.subjectEvents()));
            double judged = rateSince(start);
            account();
            return new Result(takenIn, judged);
        }
    }

    private double rateSince(long start) {
        return good / ((System.nanoTime() - start) / 1e9);
    }

    private void fill(boolean mixed) {
        Serializer<Event> serializer =
                SERDES.events(InboundTopic.ACCESS, config).serializer();
        List<byte[]> bad = badRecords(serializer);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "linger.ms", 20, "batch.size", 256 * 1024);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < good; i++) {
                Event event = event(i);
                byte[] key = ("account:crm/a" + i / 5).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(ACCESS, key, serializer.serialize(ACCESS, event)));
                if (mixed && i % 100 == 50) {
                    producer.send(new ProducerRecord<>(ACCESS, key, bad.get(i / 100 % bad.size())), (at, failure) -> {
                        if (failure == null) {
                            badPlaces.add(at.topic() + "-" + at.partition() + "@" + at.offset());
                        }
                    });
                }
            }
            producer.flush();
        }
        if (mixed && badPlaces.size() != good / 100) {
            throw new IllegalStateException("wrote only " + badPlaces.size() + " bad records");
        }
    }

    /** Five events of each account: an access life. */
    private static Event event(int number) {
        String account = "a" + number / 5;
        String request = "r" + number / 5;
        Principal holder = Principal.account("crm", account);
        Header header = Header.of("am", Integer.toString(number), LONG_AGO.plusSeconds(number % 5 * 3_600L));
        Optional<String> grant = Optional.of("g" + number / 5);
        return switch (number % 5) {
            case 0 ->
                new AccessEvent.Requested(
                        header, request, holder, "crm", List.of("sign-in"), Optional.of("p1"), Optional.empty());
            case 1 -> new AccessEvent.Withdrawn(header, request, holder, "crm");
            case 2 ->
                AccessEvents.granted(header, grant, holder, "crm", "sign-in")
                        .request(request)
                        .build();
            case 3 -> new AccessEvent.Observed(header, "snapshot", holder, "crm", "sign-in");
            default -> new AccessEvent.Revoked(header, grant, holder, "crm", "sign-in");
        };
    }

    private List<byte[]> badRecords(Serializer<Event> serializer) {
        byte[] whole = serializer.serialize(ACCESS, event(0));
        byte[] unknown = whole.clone();
        unknown[1] = 0x7F;
        GenericRecord blank = new EventCodec(Schemas.bundled()).toEnvelope(event(0));
        blank.put("sourceEventId", "");
        GenericRecord ahead = new EventCodec(Schemas.bundled()).toEnvelope(event(0));
        ahead.put("occurredAt", Instant.now().plus(Duration.ofDays(30)).toEpochMilli());
        GenericRecord absurd = new EventCodec(Schemas.bundled()).toEnvelope(event(0));
        absurd.put("recordedAt", Long.MAX_VALUE);
        ConfluentAvroSerializer wire = new ConfluentAvroSerializer();
        wire.configure(new HashMap<>(config), false);
        return Arrays.asList(
                "not Avro at all".getBytes(StandardCharsets.UTF_8),
                null,
                new byte[0],
                Arrays.copyOf(whole, whole.length / 2),
                unknown,
                wire.serialize(ACCESS, blank),
                wire.serialize(ACCESS, ahead),
                wire.serialize(ACCESS, absurd));
    }

    /** Waits until everything that is on the topics now has been committed. */
    private void await(Admin admin, ProcessorInstance processor, Set<String> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = topics.stream()
                .flatMap(topic -> Stream.of(0, 1).map(partition -> new TopicPartition(topic, partition)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> end = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, at) -> end.put(partition, at.offset()));
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!reached(admin, end)) {
            processor.throwIfFailed();
            if (System.nanoTime() > limit) {
                throw new IllegalStateException("not through " + topics + " within " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean reached(Admin admin, Map<TopicPartition, Long> end) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                        settings().streams().applicationId())
                .partitionsToOffsetAndMetadata()
                .get();
        return end.entrySet().stream().filter(each -> each.getValue() > 0).allMatch(each -> Optional.ofNullable(
                        committed.get(each.getKey()))
                .filter(at -> at.offset() >= each.getValue())
                .isPresent());
    }

    private void account() {
        BitSet seen = new BitSet(good);
        Deserializer<LogRecord> log = SERDES.logRecords().deserializer();
        TopicReader reader = new TopicReader(cluster.bootstrapServers(), Map.of());
        reader.read(TOPICS.subjectEvents(), record -> {
            if (log.deserialize(record.topic(), record.value()) instanceof Delivery delivery
                    && delivery.hops() == 0
                    && delivery.to().kind() != SubjectKind.ROLE
                    && delivery.to().kind() != SubjectKind.SOURCE) {
                int number = Integer.parseInt(delivery.event().header().sourceEventId());
                require(!seen.get(number), "event " + number + " is on the subject log twice");
                seen.set(number);
            }
        });
        require(seen.cardinality() == good, good - seen.cardinality() + " good events are missing");
        Deserializer<RejectedRecord> rejected = SERDES.rejected(config).deserializer();
        Map<String, Integer> places = new TreeMap<>();
        reader.read(TOPICS.rejected(), record -> {
            RejectedRecord each = rejected.deserialize(record.topic(), record.value());
            places.merge(each.topic() + "-" + each.partition() + "@" + each.offset(), 1, Integer::sum);
        });
        require(places.keySet().equals(badPlaces), "rejected are " + places.size() + ", bad were " + badPlaces.size());
        require(places.values().stream().allMatch(times -> times == 1), "a record was rejected twice");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
