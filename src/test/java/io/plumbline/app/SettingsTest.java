package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.config.Configuration;
import io.plumbline.config.Key;
import io.plumbline.config.Keys;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.MonitorTopology;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every setting of every part can be set by a key, or is fixed for a reason; and every key sets something. */
class SettingsTest {

    /** Another value than the default, for each key. */
    private static final Map<Key<?>, Object> OTHER = Map.ofEntries(
            Map.entry(Keys.BOOTSTRAP_SERVERS, "other:1"),
            Map.entry(Keys.SCHEMA_REGISTRY_URL, "http://other:1"),
            Map.entry(Keys.TOPIC_PREFIX, "other."),
            Map.entry(Keys.PARTITIONS, 9),
            Map.entry(Keys.INBOUND_PARTITIONS, 9),
            Map.entry(Keys.REPLICATION_FACTOR, 3),
            Map.entry(Keys.DIRECTORY, "other"),
            Map.entry(Keys.INSTANCE, "other"),
            Map.entry(Keys.THREADS, 9),
            Map.entry(Keys.COMMIT_INTERVAL, 999),
            Map.entry(Keys.STANDBYS, 1),
            Map.entry(Keys.GROUP_PROTOCOL, "streams"),
            Map.entry(Keys.CLOCK_SKEW, "9s"),
            Map.entry(Keys.REPORT_INTERVAL, "9s"),
            Map.entry(Keys.TICK_INTERVAL, "9s"),
            Map.entry(Keys.TICK_IDLE, "9m"),
            Map.entry(Keys.CATCH_UP_PATIENCE, "9s"),
            Map.entry(Keys.CATCH_UP_HISTORY, "9s"),
            Map.entry(Keys.CATCH_UP_QUIET, "9s"),
            Map.entry(Keys.SLICE, 9),
            Map.entry(Keys.MAX_EVENTS, 9),
            Map.entry(Keys.HORIZON, Duration.ofDays(500)));

    /** Keys that no record of settings holds: {@code run} reads them where it starts what they are about. */
    private static final Set<Key<?>> READ_BY_RUN = Set.of(
            Keys.MANAGEMENT_HOST,
            Keys.MANAGEMENT_PORT,
            Keys.ALL_KAFKA_METRICS,
            Keys.EMBEDDED_BROKER,
            Keys.EMBEDDED_BROKER_PORT,
            Keys.EMBEDDED_REGISTRY,
            Keys.EMBEDDED_REGISTRY_PORT);

    /** What no key sets, and why. */
    private static final Map<String, String> FIXED = Map.of(
            "TimekeeperSettings.rounds", "the longest chain of relations, which the code decides",
            "MonitorTopology.codecs", "how values become bytes is decided by the schemas",
            "MonitorTopology.steps", "the step is the product",
            "StreamsSettings.overrides", "what is given for Kafka Streams and its clients by their own names",
            "MonitorTopology.observer", "who watches is decided where the instance is put together");

    private static final Schemas SCHEMAS = Schemas.bundled();
    private static final CoreSerdes SERDES = new CoreSerdes(SCHEMAS);

    @Test
    void everyKeyHasAnotherValueHereOrIsReadWhereItsPartIsStarted() {
        Set<String> named = new TreeSet<>();
        OTHER.keySet().forEach(key -> named.add(key.name()));
        READ_BY_RUN.forEach(key -> named.add(key.name()));
        assertEquals(Keys.ALL.stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new)), named);
    }

    @Test
    void everySettingIsReachedByAKeyOrFixedForAReason() {
        Map<String, Object> defaults = components(Configuration.defaults());
        Set<String> reached = new TreeSet<>(FIXED.keySet());
        OTHER.forEach((key, value) -> {
            Map<String, Object> changed = components(with(key, value));
            Set<String> by = new TreeSet<>();
            changed.forEach((component, now) -> {
                if (!now.equals(defaults.get(component)) && !FIXED.containsKey(component)) {
                    by.add(component);
                }
            });
            assertTrue(!by.isEmpty(), key.name() + " changes nothing");
            reached.addAll(by);
        });
        assertEquals(new TreeSet<>(defaults.keySet()), reached);
    }

    @Test
    void embeddedOnesAreReachedAtTheirPorts() {
        Configuration configuration = Configuration.of(
                List.of(),
                Map.of(
                        "PLUMBLINE_EMBEDDED_BROKER", "true",
                        "PLUMBLINE_EMBEDDED_BROKER_PORT", "29092",
                        "PLUMBLINE_EMBEDDED_REGISTRY", "true",
                        "PLUMBLINE_EMBEDDED_REGISTRY_PORT", "28081"),
                List.of());
        Cluster cluster = Cluster.of(configuration);
        assertEquals("127.0.0.1:29092", cluster.bootstrapServers());
        assertEquals("http://127.0.0.1:28081", cluster.registryUrl());
    }

    @Test
    void settingsForCommandsAnswerWithinSecondsUnlessToldOtherwise() {
        Settings settings =
                Settings.of(Configuration.of(List.of(), Map.of("SCHEMA_REGISTRY_MAX_RETRIES", "7"), List.of()));
        assertEquals("7", settings.forCommands().get("max.retries"));
        assertEquals(10_000, settings.forCommands().get("http.read.timeout.ms"));
        assertEquals(null, settings.forProcessor().get("http.read.timeout.ms"));
    }

    @Test
    void noSettingsArePrintedWithTheirSecrets() {
        Configuration configuration = Configuration.of(
                List.of(),
                Map.of("KAFKA_SASL_JAAS_CONFIG", "hush", "SCHEMA_REGISTRY_URL", "http://ann:hush@registry:1"),
                List.of());
        Settings settings = Settings.of(configuration);
        assertEquals("hush", settings.streams().overrides().get("sasl.jaas.config"));
        assertEquals("http://ann:hush@registry:1", settings.forProcessor().get("schema.registry.url"));
        for (Object part : List.of(
                settings, settings.streams(), Cluster.of(settings), configuration.given(Keys.SCHEMA_REGISTRY_URL))) {
            assertFalse(part.toString().contains("hush"), part.getClass()::getName);
        }
    }

    private static Configuration with(Key<?> key, Object value) {
        Configuration configuration =
                Configuration.of(List.of(), Map.of(key.environmentName(), value.toString()), List.of());
        assertEquals(List.of(), configuration.problems());
        return configuration;
    }

    /** Every component of every record of settings, by its name. */
    private static Map<String, Object> components(Configuration configuration) {
        Settings settings = Settings.of(configuration);
        MonitorTopology topology = ProcessorInstance.topology(
                Playground.CONTROLS,
                settings,
                AvroCodecs.of(
                        settings.topics(),
                        SERDES,
                        SCHEMAS,
                        settings.withRegistry("mock://settings").forProcessor()),
                version -> Catalogue.EMPTY);
        Map<String, Object> all = new TreeMap<>();
        for (Record part : List.of(
                settings.topics(),
                settings.streams(),
                settings.timekeeper(),
                settings.monitor(),
                topology,
                Cluster.of(settings))) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                all.put(part.getClass().getSimpleName() + "." + component.getName(), value(part, component));
            }
        }
        return all;
    }

    private static Object value(Record part, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(part);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }
}
