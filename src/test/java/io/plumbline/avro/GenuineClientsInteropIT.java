package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.Event;
import io.plumbline.event.EventKind;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.BadRecordException;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.RegistryUnavailableException;
import io.plumbline.kafka.Topics;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Confluent's own clients and ours, in both directions, on our registry and on a real one.
 *
 * <p>The genuine classes are version 7.9.5, out of the {@code shaded} jar of Apache Pinot's Confluent plug-in. The profile
 * {@code interop} fetches it, and the registry, and runs this: {@code mvn -P interop verify}.
 */
@ExtendWith(InteropRegistry.Start.class)
@Timeout(120)
class GenuineClientsInteropIT {

    private static final Schemas SCHEMAS = Schemas.bundled();
    private static final CoreSerdes SERDES = new CoreSerdes(SCHEMAS);
    private static final EventCodec EVENTS = new EventCodec(SCHEMAS);
    private static final String STRATEGIES = GenuineClients.PACKAGE + "subject.";

    private static GenuineClients genuine;

    private final String prefix = "t" + UUID.randomUUID() + ".";
    private final Topics topics = new Topics(prefix, 1, 1);

    @BeforeAll
    static void load() {
        genuine = new GenuineClients();
    }

    @AfterAll
    static void unload() throws Exception {
        genuine.close();
    }

    static Stream<Arguments> registriesAndTopics() {
        return Stream.of(InteropRegistry.values()).flatMap(registry -> Stream.of(InboundTopic.values())
                .filter(topic -> topic != InboundTopic.NONE)
                .map(topic -> Arguments.of(registry, topic)));
    }

    static Stream<Arguments> registriesAndStrategies() {
        return Stream.of(InteropRegistry.values()).flatMap(registry -> Stream.of(SubjectNameStrategy.values())
                .map(strategy -> Arguments.of(registry, strategy)));
    }

    @ParameterizedTest
    @MethodSource("registriesAndTopics")
    void ingestReadsEveryKindOfEventTheyWrite(InteropRegistry registry, InboundTopic inbound) {
        Codecs codecs = AvroCodecs.of(topics, SERDES, SCHEMAS, config(registry));
        String topic = topics.inbound(inbound);
        List<EventKind> kinds = Stream.of(EventKind.values())
                .filter(kind -> kind.topic() == inbound)
                .toList();
        assertTrue(!kinds.isEmpty());
        for (EventKind kind : kinds) {
            for (Event event : List.of(Samples.filled(kind, 7), Samples.empty(kind))) {
                byte[] theirs = genuine.serialize(config(registry), topic, EVENTS.toEnvelope(event));
                assertEquals(event, codecs.inbound().decode(topic, theirs));
                assertArrayEquals(
                        SERDES.events(inbound, config(registry)).serializer().serialize(topic, event),
                        theirs,
                        "the same schema id, the same bytes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyReadWhatIsPublished(InteropRegistry registry) {
        theyRead(registry, ExceptionAlert.class, SERDES.alerts(config(registry)), topics.alerts());
        theyRead(registry, ExceptionRecord.class, SERDES.exceptions(config(registry)), topics.exceptions());
        theyRead(registry, AssertionRecord.class, SERDES.assertions(config(registry)), topics.evidenceSoc());
        theyRead(registry, RejectedRecord.class, SERDES.rejected(config(registry)), topics.rejected());
    }

    private static <T> void theyRead(InteropRegistry registry, Class<T> type, Serde<T> serde, String topic) {
        RecordMapper<T> mapper = RecordMapper.of(type, SCHEMAS.named("io.plumbline.outbound." + type.getSimpleName()));
        for (T value : List.of(Samples.filled(type, 3), Samples.empty(type))) {
            byte[] ours = serde.serializer().serialize(topic, value);
            GenericRecord read = genuine.deserialize(with(registry, "specific.avro.reader", false), topic, ours);
            assertEquals(mapper.toAvro(value), read);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAutoRegistrationTheyNeedTheSchemaToBeThere(InteropRegistry registry) {
        String topic = topics.inbound(InboundTopic.ACCESS);
        Event event = Samples.filled(EventKind.ACCESS_GRANTED, 1);
        Map<String, Object> lookup = with(registry, "auto.register.schemas", false);

        String error = assertThrows(
                        IllegalStateException.class, () -> genuine.serialize(lookup, topic, EVENTS.toEnvelope(event)))
                .getMessage();
        assertTrue(error.contains("Error retrieving Avro schema") && error.contains("40401"), error);
        RuntimeException own = assertThrows(
                org.apache.kafka.common.errors.SerializationException.class,
                () -> SERDES.events(InboundTopic.ACCESS, lookup).serializer().serialize(topic, event));
        assertTrue(own.getMessage().contains(topic + "-value"), own.getMessage());

        byte[] registered = SERDES.events(InboundTopic.ACCESS, config(registry))
                .serializer()
                .serialize(topic, event);
        assertArrayEquals(registered, genuine.serialize(lookup, topic, EVENTS.toEnvelope(event)));
        assertArrayEquals(
                registered,
                SERDES.events(InboundTopic.ACCESS, lookup).serializer().serialize(topic, event));
    }

    @ParameterizedTest
    @EnumSource
    void theLatestVersionAndNormalizedSchemasGiveTheSameId(InteropRegistry registry) {
        String topic = topics.inbound(InboundTopic.IDENTITY);
        Event event = Samples.filled(EventKind.IDENTITY_CREATED, 1);
        byte[] registered = SERDES.events(InboundTopic.IDENTITY, config(registry))
                .serializer()
                .serialize(topic, event);

        Map<String, Object> latest = with(registry, "use.latest.version", true);
        latest.put("auto.register.schemas", false);
        assertArrayEquals(registered, genuine.serialize(latest, topic, EVENTS.toEnvelope(event)));
        for (boolean register : new boolean[] {true, false}) {
            Map<String, Object> normalized = with(registry, "normalize.schemas", true);
            normalized.put("auto.register.schemas", register);
            assertArrayEquals(registered, genuine.serialize(normalized, topic, EVENTS.toEnvelope(event)));
        }
    }

    @ParameterizedTest
    @MethodSource("registriesAndStrategies")
    void everySubjectNameStrategyMeetsOurs(InteropRegistry registry, SubjectNameStrategy strategy) throws Exception {
        String topic = topics.inbound(InboundTopic.CREDENTIALS);
        Event event = Samples.filled(EventKind.CREDENTIAL_ISSUED, 1);
        Map<String, Object> config = with(registry, "value.subject.name.strategy", strategy.confluentName());

        byte[] theirs = genuine.serialize(config, topic, EVENTS.toEnvelope(event));

        EventSerde own = SERDES.events(InboundTopic.CREDENTIALS, config);
        assertEquals(event, own.deserializer().deserialize(topic, theirs));
        assertArrayEquals(own.serializer().serialize(topic, event), theirs);
        assertEquals(EVENTS.toEnvelope(event), genuine.deserialize(config, topic, theirs));
        String expected = strategy.subject(topic, false, EVENTS.schemaOf(InboundTopic.CREDENTIALS));
        assertTrue(subjects(registry).contains("\"" + expected + "\""), expected);
    }

    @ParameterizedTest
    @EnumSource
    void pluggedInByNameTheyServeAsTheSerdeAndTheirErrorsAreTold(InteropRegistry registry) throws Exception {
        String topic = topics.inbound(InboundTopic.ACCESS);
        Event event = Samples.filled(EventKind.ACCESS_GRANTED, 2);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader beside = GenuineClients.loader(getClass().getClassLoader())) {
            thread.setContextClassLoader(beside);
            Map<String, Object> config =
                    with(registry, AvroSerdes.SERIALIZER_CLASS, GenuineClients.PACKAGE + "KafkaAvroSerializer");
            config.put(AvroSerdes.DESERIALIZER_CLASS, GenuineClients.PACKAGE + "KafkaAvroDeserializer");
            Codecs codecs = AvroCodecs.of(topics, SERDES, SCHEMAS, config);
            byte[] theirs =
                    SERDES.events(InboundTopic.ACCESS, config).serializer().serialize(topic, event);
            assertEquals(event, codecs.inbound().decode(topic, theirs));

            byte[] unknown = theirs.clone();
            unknown[1] = 0x7F;
            assertEquals(RejectedRecord.Reason.UNKNOWN_SCHEMA, rejection(codecs, topic, unknown));
            assertEquals(
                    RejectedRecord.Reason.UNREADABLE,
                    rejection(codecs, topic, Arrays.copyOf(theirs, theirs.length / 2)));

            config.put(RegistryConfig.URL, "http://127.0.0.1:1");
            config.put("max.retries", 0);
            Codecs unreachable = AvroCodecs.of(topics, SERDES, SCHEMAS, config);
            assertThrows(
                    RegistryUnavailableException.class,
                    () -> unreachable.inbound().decode(topic, theirs));
            config.put(RegistryConfig.URL, InteropRegistry.EMBEDDED.url() + "/nosuch");
            Codecs astray = AvroCodecs.of(topics, SERDES, SCHEMAS, config);
            assertThrows(
                    RegistryUnavailableException.class,
                    () -> astray.inbound().decode(topic, theirs),
                    "a 404 of something that is no registry rejects nothing");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static RejectedRecord.Reason rejection(Codecs codecs, String topic, byte[] value) {
        return assertThrows(BadRecordException.class, () -> codecs.inbound().decode(topic, value))
                .reason();
    }

    private static String subjects(InteropRegistry registry) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static Map<String, Object> config(InteropRegistry registry) {
        return new HashMap<>(Map.of(RegistryConfig.URL, registry.url()));
    }

    private static Map<String, Object> with(InteropRegistry registry, String property, Object value) {
        Map<String, Object> config = config(registry);
        config.put(property, value);
        return config;
    }
}
