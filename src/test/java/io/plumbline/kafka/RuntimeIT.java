package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.monitor.LogRecord.Tick;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance on a real broker: how it starts, goes on after a stop, and gives up. */
@Timeout(80)
class RuntimeIT {

    private static final Instant AN_HOUR_AGO = Instant.now().minus(Duration.ofHours(1));

    private static EmbeddedKafka kafka;
    private static KafkaProducer<byte[], byte[]> producer;

    @TempDir
    private Path state;

    private final Map<Integer, Tick> lastTicks = new ConcurrentHashMap<>();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<Catalogue> catalogue = new AtomicReference<>(Catalogue.EMPTY);
    private Duration reportInterval = Duration.ofMillis(100);
    private volatile boolean broken;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.temporary();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close(Duration.ofSeconds(5));
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void aHeartbeatAboutRecordsTakenInButNotReportedBeforeAStopIsSettledAfterIt(String protocol) throws Exception {
        Topics topics = new Topics(protocol + ".", 2, 2);
        StreamsSettings settings = settings(topics).withOverrides(Map.of("group.protocol", protocol));
        reportInterval = Duration.ofHours(1);
        try (PlumblineStreams streams = started(topics, settings)) {
            for (int i = 0; i < 10; i++) {
                send(topics, InboundTopic.ACCESS, 1, withdrawn(i));
            }
            await(() -> deliveries.get() == 10, streams);
        }
        Instant completeTo = AN_HOUR_AGO.plusSeconds(1);
        reportInterval = Duration.ofMillis(100);
        try (PlumblineStreams streams = started(topics, settings)) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(completeTo, topics, 10));
            await(() -> settledEverywhere(completeTo), streams);
            assertEquals(10, deliveries.get(), "nothing was delivered twice");
        }
    }

    @Test
    void aNamedInstanceThatComesBackTakesItsTasksAgainWithoutWaitingForASessionToEnd() throws Exception {
        Topics topics = new Topics("named.", 2, 2);
        StreamsSettings settings =
                settings(topics).withInstanceId("one").withOverrides(Map.of("consumer.session.timeout.ms", "45000"));
        Instant first = AN_HOUR_AGO.plusSeconds(1);
        Instant second = AN_HOUR_AGO.plusSeconds(2);
        try (PlumblineStreams streams = started(topics, settings)) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(first, topics, 0));
            await(() -> settledEverywhere(first), streams);
        }
        Instant before = Instant.now();
        try (PlumblineStreams streams = started(topics, settings)) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(second, topics, 0));
            await(() -> settledEverywhere(second), streams);
        }
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 30, "it did not wait for its own session");
    }

    @Test
    void anInstanceThatWasKilledWhileItDeletedAStoreReadsItsStateBack() throws Exception {
        Topics topics = new Topics("cut.", 2, 2);
        Instant first = AN_HOUR_AGO.plusSeconds(1);
        Instant second = AN_HOUR_AGO.plusSeconds(2);
        try (PlumblineStreams streams = started(topics, settings(topics))) {
            send(topics, InboundTopic.ACCESS, 1, withdrawn(1));
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(first, topics, 1));
            await(() -> settledEverywhere(first), streams);
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.filter(each -> each.endsWith("CURRENT")).toList()) {
                Files.delete(file);
            }
        }
        try (PlumblineStreams streams = started(topics, settings(topics))) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(second, topics, 1));
            await(() -> settledEverywhere(second), streams);
            assertEquals(1, deliveries.get(), "nothing was delivered twice");
        }
    }

    @Test
    void aNamedInstanceThatStopsUnderTheStreamsProtocolLeavesItsTasksToAnotherAtOnce(@TempDir Path other)
            throws Exception {
        Topics topics = new Topics("left.", 2, 2);
        StreamsSettings settings = StreamsSettings.of(kafka.bootstrapServers(), topics.prefix() + "app", state)
                .withInstanceId("one")
                .withOverrides(Map.of("group.protocol", "streams", "streams.session.timeout.ms", "60000"));
        Instant first = AN_HOUR_AGO.plusSeconds(1);
        Instant second = AN_HOUR_AGO.plusSeconds(2);
        try (PlumblineStreams streams = started(topics, settings)) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(first, topics, 0));
            await(() -> settledEverywhere(first), streams);
        }
        StreamsSettings elsewhere = StreamsSettings.of(kafka.bootstrapServers(), topics.prefix() + "app", other)
                .withInstanceId("two")
                .withOverrides(Map.of("group.protocol", "streams"));
        try (PlumblineStreams streams = started(topics, elsewhere)) {
            send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(second, topics, 0));
            await(() -> settledEverywhere(second), streams);
        }
    }

    @Test
    void aGroupThatIsEmptyGoesOverToTheOtherProtocolAndBack() throws Exception {
        Topics topics = new Topics("over.", 2, 2);
        int seconds = 0;
        for (String protocol : List.of("classic", "streams", "classic")) {
            StreamsSettings settings = settings(topics).withOverrides(Map.of("group.protocol", protocol));
            Instant completeTo = AN_HOUR_AGO.plusSeconds(++seconds);
            try (PlumblineStreams streams = started(topics, settings)) {
                send(topics, InboundTopic.ACCESS, 1, withdrawn(seconds));
                send(topics, InboundTopic.SOURCE_HEALTH, 0, heartbeat(completeTo, topics, seconds));
                await(() -> settledEverywhere(completeTo), streams);
            }
            assertEquals(seconds, deliveries.get(), "it goes on where the other protocol stopped");
        }
    }

    @Test
    void everyTaskFindsTheCatalogueVersionItsTickAnnounces() throws Exception {
        Topics topics = new Topics("reference.", 2, 2);
        CatalogueChange change = CatalogueChange.of(
                List.of(new BirthrightPublished(Header.of("hr", "b1", AN_HOUR_AGO), "crm", "sign-in", AN_HOUR_AGO)),
                new Terms("first", "p-author", "p-approver", "everyone signs in", AN_HOUR_AGO, false));
        try (PlumblineStreams streams = started(topics)) {
            for (ReferenceEvent event : change.events()) {
                send(topics, InboundTopic.REFERENCE, 0, event);
            }
            await(() -> catalogue.get().version() == 1, streams);
            assertEquals(Set.copyOf(change.events()), Set.copyOf(catalogue.get().entries()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void anInstanceWhoseTasksKeepFailingGivesUpAndSaysWhy(String protocol) throws Exception {
        Topics topics = new Topics("broken." + protocol + ".", 1, 1);
        StreamsSettings settings = settings(topics).withOverrides(Map.of("group.protocol", protocol));
        try (PlumblineStreams streams = started(topics, settings)) {
            broken = true;
            send(topics, InboundTopic.ACCESS, 0, withdrawn(1));
            awaitAny(() -> failure.get() != null);
            assertTrue(
                    rootOf(failure.get()).getMessage().contains("the disk is full"),
                    failure.get().toString());
            awaitAny(() -> streams.state() == State.NOT_RUNNING || streams.state() == State.ERROR);
            assertEquals(4, deliveries.get(), "the first try and three replacements");
        }
    }

    @Test
    void aRecordWhoseProducersClockIsDaysAheadIsTakenInLikeAnyOther() throws Exception {
        Topics topics = new Topics("ahead.", 1, 1);
        String inbound = topics.inbound(InboundTopic.ACCESS);
        kafka.createTopics(List.of(
                new TopicSpec(inbound, 1, false, Map.of("message.timestamp.after.max.ms", "9223372036854775807"))));
        try (PlumblineStreams streams = started(topics)) {
            long ahead = Instant.now().plus(Duration.ofDays(2)).toEpochMilli();
            producer.send(new ProducerRecord<>(inbound, 0, ahead, null, ReflectedSerde.encode(withdrawn(1))))
                    .get(20, TimeUnit.SECONDS);
            await(() -> deliveries.get() == 1, streams);
        }
    }

    @Test
    void refusesToStartOnTopicsWithAnotherNumberOfPartitions() {
        kafka.createTopics(new Topics("grown.", 1, 2).all());
        Topics configured = new Topics("grown.", 1, 3);
        try (PlumblineStreams streams = instance(configured, settings(configured))) {
            assertThrows(IllegalStateException.class, streams::start);
            assertEquals(State.CREATED, streams.state());
        }
    }

    @Test
    void aGroupUnderTheStreamsProtocolHasWhatTheSettingsSayAndKeepsWhatSomebodyElseSet() throws Exception {
        Topics topics = new Topics("group.", 1, 1);
        StreamsSettings settings = settings(topics)
                .withOverrides(Map.of("group.protocol", "streams", "streams.num.standby.replicas", "1"));
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.applicationId());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            AlterConfigOp byHand =
                    new AlterConfigOp(new ConfigEntry("streams.session.timeout.ms", "20000"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(group, List.of(byHand))).all().get(20, TimeUnit.SECONDS);
            GroupPlan plan = GroupPlan.of(settings);
            assertEquals(List.of(), plan.apply(admin));
            assertEquals(List.of(), plan.apply(admin), "a second time");
            Config config = admin.describeConfigs(List.of(group))
                    .all()
                    .get(20, TimeUnit.SECONDS)
                    .get(group);
            assertEquals("1000", config.get("streams.heartbeat.interval.ms").value());
            assertEquals("20000", config.get("streams.session.timeout.ms").value());
            assertEquals("1", config.get("streams.num.standby.replicas").value());

            StreamsSettings tooShort =
                    settings.withOverrides(Map.of("group.protocol", "streams", "streams.session.timeout.ms", "100"));
            List<String> refused = GroupPlan.of(tooShort).apply(admin);
            assertEquals(1, refused.size(), refused.toString());
            assertTrue(
                    refused.get(0).startsWith("streams.session.timeout.ms=100 was refused, it stays 20000"),
                    refused.toString());
        }
    }

    private PlumblineStreams started(Topics topics) throws InterruptedException {
        return started(topics, settings(topics));
    }

    private PlumblineStreams started(Topics topics, StreamsSettings settings) throws InterruptedException {
        PlumblineStreams streams = instance(topics, settings);
        streams.start();
        assertTrue(streams.awaitRunning(Duration.ofSeconds(30)));
        return streams;
    }

    private StreamsSettings settings(Topics topics) {
        return StreamsSettings.of(kafka.bootstrapServers(), topics.prefix() + "app", state)
                .withOverrides(Map.of("consumer.session.timeout.ms", "6000"));
    }

    private PlumblineStreams instance(Topics topics, StreamsSettings settings) {
        return new PlumblineStreams(
                settings,
                topics,
                TestCodecs.reflected(),
                catalogues -> new MonitorTopology(
                        topics,
                        TestCodecs.reflected(),
                        partition -> step(partition, catalogues),
                        TimekeeperSettings.of(topics.subjectPartitions()),
                        Duration.ofMinutes(5),
                        reportInterval),
                failure::set);
    }

    private StepFactory.Step step(int partition, LongFunction<Catalogue> catalogues) {
        return (record, store, out) -> {
            if (record instanceof Tick tick) {
                lastTicks.put(partition, tick);
                catalogue.set(catalogues.apply(tick.catalogueVersion()));
            } else {
                deliveries.incrementAndGet();
                if (broken) {
                    throw new IllegalStateException("the disk is full");
                }
            }
        };
    }

    private boolean settledEverywhere(Instant completeTo) {
        return lastTicks.size() == 2
                && lastTicks.values().stream()
                        .allMatch(tick -> tick.settled().of("am").equals(Optional.of(completeTo)));
    }

    private void await(BooleanSupplier condition, PlumblineStreams streams) {
        awaitAny(() -> condition.getAsBoolean() || failure.get() != null);
        assertEquals(null, failure.get(), () -> "gave up in state " + streams.state());
    }

    private static void awaitAny(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(40);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "not in time");
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void send(Topics topics, InboundTopic topic, int partition, Event event) throws Exception {
        producer.send(new ProducerRecord<>(topics.inbound(topic), partition, null, ReflectedSerde.encode(event)))
                .get(20, TimeUnit.SECONDS);
    }

    private static Event withdrawn(int number) {
        return new AccessEvent.Withdrawn(
                Header.of("am", "e" + number, AN_HOUR_AGO),
                "r" + number,
                Principal.account("crm", "a" + number),
                "crm");
    }

    private static Event heartbeat(Instant completeTo, Topics topics, long written) {
        return SourceHealthEvents.heartbeat(
                Header.of("am", "hb-" + completeTo, completeTo),
                "am",
                completeTo,
                List.of(new Pin(topics.inbound(InboundTopic.ACCESS), 1, written)));
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
