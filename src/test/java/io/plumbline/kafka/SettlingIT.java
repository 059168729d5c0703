package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The settle protocol on a real broker with four partitions, one of ingest and one of the monitor slowed by 2 ms a record.
 *
 * <p>Every event is passed on as often as relations reach, from subject to subject across partitions. A tick that says its source is settled
 * to T claims that nothing from before T is still to come. Each record that comes after such a tick all the same is counted:
 * it is the absence that would have been claimed too early.
 */
@Timeout(240)
class SettlingIT {

    private static final int PARTITIONS = 4;
    private static final int SLOW_INGEST = 1;
    private static final int SLOW_MONITOR = 2;
    private static final Duration SLOWNESS = Duration.ofMillis(2);
    private static final String SOURCE = "am";
    /** In the backlog, and again live. */
    private static final int EVENTS = 1_380;

    private static final int EVENTS_PER_HEARTBEAT = 30;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.temporary();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void nothingComesBehindATickThatClaimsItWhileCatchingUpAndLive(@TempDir Path state) throws Exception {
        try (Run run = backlogThenLive("full", EVENTS, Routing.MAX_HOPS, state)) {
            assertEquals(2 * EVENTS * (1 + Routing.MAX_HOPS), run.seen.size(), "every record once at every hop");
            assertEquals(EnumSet.allOf(Mode.class), EnumSet.copyOf(run.modes));
            assertTrue(run.early.size() > 5, "too few claims while records were on their way: " + run.early);
            assertEquals(Set.of(), run.tooLate);
        }
    }

    @Test
    void withOneRoundLessRecordsComeBehindTheTickThatClaimsThem(@TempDir Path state) throws Exception {
        try (Run run = backlogThenLive("less", EVENTS / 2, Routing.MAX_HOPS - 1, state)) {
            assertTrue(run.tooLate.size() > 0, "the protocol needs every round");
        }
    }

    private static Run backlogThenLive(String name, int events, int rounds, Path state) throws Exception {
        Run run = new Run(name, rounds, state);
        run.sendBacklog(events);
        run.start();
        run.awaitAll(events);
        run.sendLive(events);
        run.awaitAll(2 * events);
        return run;
    }

    /** One application with its own topics. */
    private static final class Run implements AutoCloseable {

        final Set<String> seen = ConcurrentHashMap.newKeySet();
        final Set<String> tooLate = ConcurrentHashMap.newKeySet();
        final Set<Mode> modes = ConcurrentHashMap.newKeySet();
        final Set<Instant> claims = ConcurrentHashMap.newKeySet();
        /** Claims made before the last record had come. */
        final Set<Instant> early = ConcurrentHashMap.newKeySet();

        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Topics topics;
        private final PlumblineStreams streams;
        private final KafkaProducer<byte[], byte[]> producer;
        private final long[] written = new long[PARTITIONS];
        private volatile int sent;
        private Instant next =
                Instant.now().minus(Duration.ofHours(2)).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);

        Run(String name, int rounds, Path state) {
            topics = new Topics(name + ".", PARTITIONS, PARTITIONS);
            kafka.createTopics(topics.all());
            TimekeeperSettings timekeeper = TimekeeperSettings.of(PARTITIONS)
                    .withRounds(rounds)
                    .withInterval(Duration.ofMillis(50))
                    .withCatchUp(Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofSeconds(1));
            Codecs codecs = TestCodecs.with((topic, value) -> slowed(TestCodecs.event(value)));
            streams = new PlumblineStreams(
                    StreamsSettings.of(kafka.bootstrapServers(), "settling-" + name, state)
                            .withThreads(6),
                    topics,
                    codecs,
                    catalogues -> new MonitorTopology(
                            topics, codecs, this::step, timekeeper, Duration.ofMinutes(5), Duration.ofMillis(50)),
                    failure::set);
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void start() throws InterruptedException {
            streams.start();
            assertTrue(streams.awaitRunning(Duration.ofSeconds(30)));
        }

        void sendBacklog(int count) throws Exception {
            send(count, Duration.ZERO);
        }

        /** Facts of this very moment, at the rate the slowed partitions can just not keep up with. */
        void sendLive(int count) throws Exception {
            next = Instant.now().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
            send(count, Duration.ofMillis(135));
        }

        private void send(int count, Duration pause) throws Exception {
            List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                int partition = sent % PARTITIONS;
                acknowledged.add(send(InboundTopic.ACCESS, partition, approval(sent++)));
                written[partition]++;
                next = next.plusMillis(10);
                if (i % EVENTS_PER_HEARTBEAT == 0) {
                    for (Future<RecordMetadata> each : acknowledged) {
                        each.get(20, TimeUnit.SECONDS);
                    }
                    acknowledged.clear();
                    send(InboundTopic.SOURCE_HEALTH, 0, heartbeat()).get(20, TimeUnit.SECONDS);
                    LockSupport.parkNanos(pause.toNanos());
                }
            }
        }

        void awaitAll(int events) {
            int deliveries = events * (1 + Routing.MAX_HOPS);
            await(() -> seen.size() >= deliveries && claims.contains(next), Duration.ofSeconds(150));
        }

        private void await(BooleanSupplier condition, Duration limit) {
            Instant end = Instant.now().plus(limit);
            while (!condition.getAsBoolean()) {
                assertEquals(null, failure.get());
                assertTrue(
                        Instant.now().isBefore(end),
                        () -> "not in time: " + seen.size() + " deliveries, " + claims.size() + " claims, state "
                                + streams.state());
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }

        private Future<RecordMetadata> send(InboundTopic topic, int partition, Event event) {
            byte[] key = event.id().toString().getBytes(StandardCharsets.UTF_8);
            return producer.send(
                    new ProducerRecord<>(topics.inbound(topic), partition, key, ReflectedSerde.encode(event)));
        }

        private Event approval(int number) {
            return AccessEvents.approved(
                            Header.of(SOURCE, Integer.toString(number), next),
                            "r-" + number,
                            Principal.account(
                                    "crm",
                                    subject(SubjectKind.ACCOUNT, "crm/a", number, 0)
                                            .id()
                                            .substring("crm/".length())),
                            "crm",
                            List.of("sign-in"),
                            "p-boss")
                    .build();
        }

        private Event heartbeat() {
            List<Pin> pins = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                pins.add(new Pin(topics.inbound(InboundTopic.ACCESS), partition, written[partition]));
            }
            return SourceHealthEvents.heartbeat(Header.of(SOURCE, "hb-" + next, next), SOURCE, next, pins);
        }

        private static Event slowed(Event event) {
            if (event instanceof AccessEvent.Approved approved
                    && Integer.parseInt(approved.header().sourceEventId()) % PARTITIONS == SLOW_INGEST) {
                LockSupport.parkNanos(SLOWNESS.toNanos());
            }
            return event;
        }

        private StepFactory.Step step(int partition) {
            return (record, store, out) -> {
                if (record instanceof Tick tick) {
                    tick.settled().of(SOURCE).ifPresent(this::claimed);
                    modes.add(tick.mode());
                    store.saveClock(new PartitionClock(
                            tick.number(),
                            tick.settled(),
                            tick.catalogueVersion(),
                            tick.mode(),
                            true,
                            Rejudging.NONE,
                            new TreeMap<>()));
                } else {
                    if (partition == SLOW_MONITOR) {
                        LockSupport.parkNanos(SLOWNESS.toNanos());
                    }
                    delivered((Delivery) record, store, out);
                }
            };
        }

        private void claimed(Instant completeTo) {
            claims.add(completeTo);
            if (seen.size() < sent * (1 + Routing.MAX_HOPS)) {
                early.add(completeTo);
            }
        }

        private void delivered(Delivery delivery, MonitorStore store, Consumer<Output> out) {
            Event event = delivery.event();
            String record = event.header().sourceEventId() + " at hop " + delivery.hops();
            seen.add(record);
            store.clock()
                    .settled()
                    .of(SOURCE)
                    .filter(claimed -> event.header().occurredAt().isBefore(claimed))
                    .ifPresent(claimed -> tooLate.add(record));
            if (delivery.hops() < Routing.MAX_HOPS) {
                int number = Integer.parseInt(event.header().sourceEventId());
                Subject to = subject(SubjectKind.IDENTITY, "p", number, delivery.hops() + 1);
                out.accept(new Output.Forward(
                        new LogRecord.Delivery(to, event, delivery.ingestedAt(), delivery.hops() + 1)));
            }
        }

        /**
         * The subject of an event at a hop. Every other event goes through the slow partition until its last hop, which is the
         * hardest case: each hop waits in the same queue as the tick that follows it.
         */
        private static Subject subject(SubjectKind kind, String prefix, int number, int hop) {
            boolean slow = number % 2 == 0 && hop < Routing.MAX_HOPS;
            for (int salt = 0; ; salt++) {
                Subject subject = new Subject(kind, prefix + "-" + number + "-" + hop + "-" + salt);
                byte[] key = subject.key().getBytes(StandardCharsets.UTF_8);
                if (!slow || Utils.toPositive(Utils.murmur2(key)) % PARTITIONS == SLOW_MONITOR) {
                    return subject;
                }
            }
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
            streams.close();
        }
    }
}
