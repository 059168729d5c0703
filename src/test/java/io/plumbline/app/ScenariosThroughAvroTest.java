package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.CatalogueRecord;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.Scenario.Step;
import io.plumbline.monitor.ScenarioRunner;
import io.plumbline.monitor.SubjectState;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.Scenarios;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/**
 * Every scenario of every control, and every golden timeline, through the topology as it runs: events as Avro bytes on the
 * inbound topics, settling by heartbeats and the timekeeper, exceptions as Avro bytes on their topic. Left out is what the
 * topology does not let in: see {@link #isAboutApprovingReferenceData}.
 */
class ScenariosThroughAvroTest {

    private static final List<ControlFolder> FOLDERS = Controls.folders();
    private static final ControlLibrary CONTROLS = Controls.library(FOLDERS);
    private static final Settings SETTINGS = Settings.of(
                    Configuration.of(List.of(), Map.of(), List.of(Keys.PARTITIONS.givenAsOption(1))))
            .withRegistry("mock://scenarios");
    private static final Topics TOPICS = SETTINGS.topics();
    private static final CoreSerdes SERDES = new CoreSerdes(Schemas.bundled());
    private static final Map<String, Object> MOCK = SETTINGS.forProcessor();

    /** Shared, since every set of codecs parses the schemas anew and what was parsed is kept by whoever read with it. */
    private static final Codecs CODECS = AvroCodecs.of(TOPICS, SERDES, Schemas.bundled(), MOCK);

    private static final Map<InboundTopic, Serializer<Event>> SERIALIZERS = serializers();

    /** Later than anything a scenario tells, so that nothing of it lies in the future. */
    private static final Instant START = Instant.parse("2100-01-01T00:00:00Z");

    /** At least the interval of ticks. */
    private static final Duration STEP = Duration.ofMillis(300);

    /** Time for the ticks that settle what was delivered, and judge it. */
    private static final Duration SETTLED = STEP.multipliedBy(Routing.MAX_HOPS + 3);

    /** Time after which history no longer counts as arriving, so that what came in without a heartbeat is judged. */
    private static final Duration QUIET = Duration.ofSeconds(13);

    @TempDir
    private static Path directory;

    @TestFactory
    Stream<DynamicContainer> everyControlDoesWhatItsScenariosSay() {
        return FOLDERS.stream()
                .map(folder -> dynamicContainer(
                        folder.path(),
                        folder.scenarios().stream()
                                .filter(scenario -> !isAboutApprovingReferenceData(scenario))
                                .map(ScenariosThroughAvroTest::holds)));
    }

    /**
     * Governed reference data is sent here as changes that somebody else approved at once; the topology refuses any other. What is
     * said of who wrote and approved it, and when, is told to the step alone.
     */
    private static boolean isAboutApprovingReferenceData(Scenario scenario) {
        return scenario.controls().contains("CHG-05")
                && scenario.steps().stream()
                        .anyMatch(step -> step instanceof Step.Arrives arrives
                                && arrives.event() instanceof ReferenceEvent entry
                                && (CatalogueChange.isGoverned(entry) || entry instanceof CatalogueChangeApproved));
    }

    @TestFactory
    Stream<DynamicTest> theSharedHistoriesHold() {
        return Stream.of("scenarios/golden/index.yaml", "scenarios/engine/index.yaml")
                .flatMap(index ->
                        Scenarios.load(FileTree.ofProduct(), index, CONTROLS.definitions()).orElseThrow().stream())
                .map(ScenariosThroughAvroTest::holds);
    }

    private static Map<InboundTopic, Serializer<Event>> serializers() {
        Map<InboundTopic, Serializer<Event>> serializers = new EnumMap<>(InboundTopic.class);
        TOPICS.inbound()
                .values()
                .forEach(topic ->
                        serializers.put(topic, SERDES.events(topic, MOCK).serializer()));
        return serializers;
    }

    private static DynamicTest holds(Scenario scenario) {
        return dynamicTest(scenario.name(), () -> {
            try (Stage stage = new Stage()) {
                stage.play(scenario);
                assertEquals(List.of(), stage.rejected());
                assertEquals(
                        List.of(),
                        ScenarioRunner.compare(scenario, scenario.expected(), stage.exceptions(), stage.subjects()));
            }
        });
    }

    /** Stores are opened and closed anew for each scenario, and nobody reads them again. */
    public static final class ThrownAway implements RocksDBConfigSetter {

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            options.setAvoidFlushDuringShutdown(true);
            options.setWriteBufferSize(1 << 20);
            options.setArenaBlockSize(1 << 16);
        }

        @Override
        public void close(String storeName, Options options) {}
    }

    /** The topology in a test driver, with what a scenario does to it. */
    private static final class Stage implements AutoCloseable {

        private final TopologyTestDriver driver;
        private final Map<InboundTopic, TestInputTopic<byte[], byte[]>> inbound = new EnumMap<>(InboundTopic.class);
        private final TestOutputTopic<byte[], byte[]> catalogue;
        private final List<ReferenceEvent> changes = new ArrayList<>();
        private final TreeMap<Long, Integer> versions = new TreeMap<>();
        private final Set<String> sources = new TreeSet<>();
        private int heartbeats;
        private int changeIds;

        Stage() {
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "scenario");
            config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
            config.put(
                    StreamsConfig.STATE_DIR_CONFIG,
                    directory.resolve(UUID.randomUUID().toString()).toString());
            config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, ThrownAway.class);
            driver = new TopologyTestDriver(
                    ProcessorInstance.topology(CONTROLS, SETTINGS, CODECS, this::catalogue)
                            .build(),
                    config,
                    START);
            TOPICS.inbound().forEach((name, topic) -> {
                inbound.put(topic, driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
            });
            catalogue = output(TOPICS.catalogue());
        }

        void play(Scenario scenario) {
            sendApproved(scenario.reference());
            pass(SETTLED);
            for (Step step : scenario.steps()) {
                if (step instanceof Step.Arrives arrives
                        && arrives.event() instanceof ReferenceEvent entry
                        && CatalogueChange.isGoverned(entry)) {
                    sendApproved(List.of(entry));
                } else if (step instanceof Step.Arrives arrives) {
                    send(arrives.event());
                } else if (step instanceof Step.Settles settles) {
                    settle(settles.sources());
                }
            }
            pass(QUIET);
        }

        /** A scenario knows no approvals: what it says of rules and parameters is in force. */
        private void sendApproved(List<ReferenceEvent> entries) {
            if (!entries.isEmpty()) {
                Terms terms = new Terms("scenario-" + ++changeIds, "p-a", "p-b", "as the scenario says", START, true);
                CatalogueChange.of(entries, terms).events().forEach(this::send);
            }
        }

        private void send(Event event) {
            boolean byPlumbline = event.kind().topic() == InboundTopic.NONE;
            if (!byPlumbline && !(event instanceof CatalogueChangeApproved)) {
                sources.add(event.header().source());
            }
            if (event instanceof SourceDeclared declared) {
                sources.add(declared.sourceId());
            }
            InboundTopic topic = event.kind().topic();
            if (topic == InboundTopic.NONE) {
                Routing.subjectsOf(event).forEach(subject -> deliver(subject, event));
                return;
            }
            byte[] value = SERIALIZERS.get(topic).serialize(TOPICS.inbound(topic), event);
            inbound.get(topic).pipeInput(new byte[0], value, event.header().recordedAt());
        }

        /** What Plumbline states itself comes on no inbound topic. */
        private void deliver(Subject subject, Event event) {
            LogRecord delivery =
                    new LogRecord.Delivery(subject, event, event.header().recordedAt(), 0);
            driver.createInputTopic(
                            TOPICS.subjectEvents(),
                            new ByteArraySerializer(),
                            CODECS.log().serializer())
                    .pipeInput(subject.key().getBytes(StandardCharsets.UTF_8), delivery, START);
        }

        /** A heartbeat of each source; the key {@code *} stands for every source that is not named beside it. */
        private void settle(Map<String, Instant> settled) {
            Map<String, Instant> each = new TreeMap<>(settled);
            Instant all = each.remove("*");
            if (all != null) {
                sources.forEach(source -> each.putIfAbsent(source, all));
            }
            each.forEach((source, completeTo) -> {
                Header header = Header.of("scenario", "heartbeat-" + ++heartbeats, completeTo);
                byte[] value = SERIALIZERS
                        .get(InboundTopic.SOURCE_HEALTH)
                        .serialize(
                                TOPICS.inbound(InboundTopic.SOURCE_HEALTH),
                                SourceHealthEvents.heartbeat(header, source, completeTo));
                inbound.get(InboundTopic.SOURCE_HEALTH).pipeInput(new byte[0], value, completeTo);
            });
            pass(SETTLED);
        }

        private void pass(Duration time) {
            for (Duration left = time; !left.isNegative(); left = left.minus(STEP)) {
                driver.advanceWallClockTime(STEP);
            }
        }

        private Catalogue catalogue(long version) {
            while (!catalogue.isEmpty()) {
                CatalogueRecord record =
                        CODECS.catalogue().deserializer().deserialize(TOPICS.catalogue(), catalogue.readValue());
                if (record instanceof CatalogueRecord.Entry entry) {
                    changes.add(entry.event());
                } else {
                    versions.put(record.version(), changes.size());
                }
            }
            return Catalogue.of(version, changes.subList(0, versions.get(version)));
        }

        List<String> rejected() {
            Deserializer<RejectedRecord> reader = SERDES.rejected(MOCK).deserializer();
            return output(TOPICS.rejected()).readValuesToList().stream()
                    .map(bytes -> reader.deserialize(TOPICS.rejected(), bytes))
                    .map(rejected -> rejected.reason() + " " + rejected.message())
                    .toList();
        }

        Collection<ExceptionRecord> exceptions() {
            Deserializer<ExceptionRecord> reader = SERDES.exceptions(MOCK).deserializer();
            Map<String, ExceptionRecord> newest = new TreeMap<>();
            for (String topic : List.of(TOPICS.exceptions(), TOPICS.exceptionsShadow())) {
                output(topic).readValuesToList().stream()
                        .map(bytes -> reader.deserialize(topic, bytes))
                        .forEach(record -> {
                            assertEquals(topic.equals(TOPICS.exceptionsShadow()), record.onTrial(), topic);
                            newest.put(record.exceptionId(), record);
                        });
            }
            assertEquals(List.of(), alertsOnTrial());
            return newest.values();
        }

        private List<ExceptionAlert> alertsOnTrial() {
            Deserializer<ExceptionAlert> reader = SERDES.alerts(MOCK).deserializer();
            return output(TOPICS.alerts()).readValuesToList().stream()
                    .map(bytes -> reader.deserialize(TOPICS.alerts(), bytes))
                    .filter(ExceptionAlert::onTrial)
                    .toList();
        }

        Collection<SubjectState> subjects() {
            KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore("subjects");
            List<SubjectState> states = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<Bytes, byte[]> each = all.next();
                    states.add(CODECS.subject().deserializer().deserialize("subjects", each.value));
                }
            }
            return states;
        }

        private TestOutputTopic<byte[], byte[]> output(String topic) {
            return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public void close() {
            driver.close();
        }
    }
}
