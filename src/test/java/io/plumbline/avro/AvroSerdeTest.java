package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final String SCOPE = "mock://AvroSerdeTest";
    private static final Map<String, ?> MOCK = Map.of(RegistryConfig.URL, SCOPE);

    @AfterEach
    void forget() {
        InProcessRegistryClient.dropScope("AvroSerdeTest");
    }

    /** Counts what reaches the registry behind it. */
    private static final class Counting implements SchemaRegistryClient {
        private final SchemaRegistryClient registry =
                new InProcessRegistryClient(new SchemaRegistry(RegistryJournal.none()));
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public int register(String subject, String schema, boolean normalize) {
            writes.incrementAndGet();
            return registry.register(subject, schema, normalize);
        }

        @Override
        public int lookup(String subject, String schema, boolean normalize) {
            writes.incrementAndGet();
            return registry.lookup(subject, schema, normalize);
        }

        @Override
        public RegisteredSchema latest(String subject) {
            writes.incrementAndGet();
            return registry.latest(subject);
        }

        @Override
        public String schemaById(int id, String subject) {
            reads.incrementAndGet();
            return registry.schemaById(id, subject);
        }
    }

    /** A registry that answers everything with one error. */
    private record Failing(RuntimeException error) implements SchemaRegistryClient {
        @Override
        public int register(String subject, String schema, boolean normalize) {
            throw error;
        }

        @Override
        public int lookup(String subject, String schema, boolean normalize) {
            throw error;
        }

        @Override
        public RegisteredSchema latest(String subject) {
            throw error;
        }

        @Override
        public String schemaById(int id, String subject) {
            throw error;
        }
    }

    @Test
    void theBytesAreTheConfluentWireFormat() {
        ConfluentAvroSerializer serializer = serializer(MOCK);
        byte[] expected = {0, 0, 0, 0, 1, 6, 'a', 'n', 'n'};
        assertArrayEquals(expected, serializer.serialize("t", LoginSchemas.login("ann")));
    }

    @Test
    void recordsComeBackOverHttp() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.startInMemory(0);
                AvroSerde serde = new AvroSerde()) {
            serde.configure(Map.of(RegistryConfig.URL, registry.url().toString()), false);
            GenericRecord record = LoginSchemas.login("ann");
            byte[] bytes = serde.serializer().serialize("t", record);
            assertEquals(record, serde.deserializer().deserialize("t", new RecordHeaders(), bytes));
            assertEquals(List.of("t-value"), registry.registry().subjects());
        }
    }

    @Test
    void serdesOfOneMockScopeShareItsRegistryAndKeysHaveTheirOwnSubject() {
        byte[] value = serializer(MOCK).serialize("t", LoginSchemas.login("ann"));
        ConfluentAvroSerializer keys = new ConfluentAvroSerializer();
        keys.configure(MOCK, true);
        keys.serialize("t", LoginSchemas.login("bob"));
        assertEquals(LoginSchemas.login("ann"), deserializer(MOCK).deserialize("t", value));
        assertEquals(
                List.of("t-key", "t-value"),
                InProcessRegistryClient.forScope("AvroSerdeTest").registry().subjects());
    }

    @Test
    void nullStaysNullWithoutAskingTheRegistry() {
        Counting registry = new Counting();
        assertNull(new ConfluentAvroSerializer(registry, MOCK, false).serialize("t", null));
        assertNull(new ConfluentAvroDeserializer(Optional.empty(), registry, MOCK, false).deserialize("t", null));
        assertEquals(0, registry.writes.get() + registry.reads.get());
    }

    @Test
    void theRegistryIsAskedOncePerSubjectAndSchemaAndOncePerIdByManyThreads() throws Exception {
        Counting registry = new Counting();
        ConfluentAvroSerializer serializer = new ConfluentAvroSerializer(registry, MOCK, false);
        ConfluentAvroDeserializer deserializer = new ConfluentAvroDeserializer(Optional.empty(), registry, MOCK, false);
        List<Callable<GenericRecord>> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String topic = "t" + i % 2;
            GenericRecord record = LoginSchemas.login("user" + i);
            calls.add(() -> deserializer.deserialize(topic, serializer.serialize(topic, record)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<GenericRecord>> results = threads.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertEquals(LoginSchemas.login("user" + i), results.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(2, registry.writes.get());
        assertEquals(1, registry.reads.get());
    }

    @Test
    void anOldRecordIsReadAsTheNewSchemaAndANewOneAsTheOld() {
        ConfluentAvroSerializer serializer = serializer(MOCK);
        byte[] old = serializer.serialize("t", LoginSchemas.login("ann"));
        byte[] recent =
                serializer.serialize("t", LoginSchemas.record(LoginSchemas.V2, Map.of("user", "bob", "host", "h1")));

        ConfluentAvroDeserializer asV2 = new ConfluentAvroDeserializer(LoginSchemas.parse(LoginSchemas.V2));
        asV2.configure(MOCK, false);
        assertEquals(
                LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "none")),
                asV2.deserialize("t", old));
        ConfluentAvroDeserializer asV1 = new ConfluentAvroDeserializer(LoginSchemas.parse(LoginSchemas.V1));
        asV1.configure(MOCK, false);
        assertEquals(LoginSchemas.login("bob"), asV1.deserialize("t", recent));
        assertEquals(
                LoginSchemas.parse(LoginSchemas.V2),
                deserializer(MOCK).deserialize("t", recent).getSchema());
    }

    @Test
    void aRecordThatCannotBeReadAsTheReaderSchemaIsTheRecordsFault() {
        byte[] old = serializer(MOCK).serialize("t", LoginSchemas.login("ann"));
        ConfluentAvroDeserializer strict =
                new ConfluentAvroDeserializer(LoginSchemas.parse(LoginSchemas.V2_WITHOUT_DEFAULT));
        strict.configure(MOCK, false);
        SerializationException failed = assertThrows(SerializationException.class, () -> strict.deserialize("t", old));
        assertTrue(failed.getMessage().contains("t.Login"), failed.getMessage());
    }

    @Test
    void javaStringHintsAreNotRegistered() {
        GenericRecord record = LoginSchemas.record(LoginSchemas.V1_JAVA_STRING, Map.of("user", "ann"));
        byte[] bytes = serializer(MOCK).serialize("t", record);
        SchemaRegistry registry =
                InProcessRegistryClient.forScope("AvroSerdeTest").registry();
        assertEquals(LoginSchemas.V1, registry.schemaById(1));
        assertArrayEquals(serializer(MOCK).serialize("t", LoginSchemas.login("ann")), bytes);
        serializer(with(RegistryConfig.REMOVE_JAVA_PROPERTIES, false)).serialize("u", record);
        assertTrue(registry.latest("u-value").schema().contains("avro.java.string"));
    }

    @Test
    void withoutAutoRegistrationAnUnknownSchemaIsRefusedWithTheRemedy() {
        Map<String, ?> lookup = with(RegistryConfig.AUTO_REGISTER, false);
        SerializationException refused = assertThrows(
                SerializationException.class, () -> serializer(lookup).serialize("t", LoginSchemas.login("ann")));
        assertTrue(refused.getMessage().contains("auto.register.schemas=true"), refused.getMessage());
        serializer(MOCK).serialize("t", LoginSchemas.login("ann"));
        assertEquals(1, serializer(lookup).serialize("t", LoginSchemas.login("ann"))[4]);
    }

    @Test
    void withTheLatestVersionRecordsAreConvertedToIt() {
        Map<String, Object> latest = with(RegistryConfig.AUTO_REGISTER, false);
        latest.put(RegistryConfig.USE_LATEST, true);
        ConfluentAvroSerializer own = serializer(MOCK);
        own.serialize("t", LoginSchemas.login("ann"));
        own.serialize("t", LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "h")));
        byte[] bytes = serializer(latest).serialize("t", LoginSchemas.login("ann"));
        assertEquals(2, bytes[4]);
        assertEquals(
                LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "none")),
                deserializer(MOCK).deserialize("t", bytes));

        InProcessRegistryClient.forScope("AvroSerdeTest").registry().setLevel(CompatibilityLevel.NONE);
        own.serialize("t", LoginSchemas.record(LoginSchemas.OTHER, Map.of()));
        assertThrows(SerializationException.class, () -> serializer(latest).serialize("t", LoginSchemas.login("ann")));
    }

    @Test
    void anIncompatibleSchemaIsRefused() {
        ConfluentAvroSerializer serializer = serializer(MOCK);
        serializer.serialize("t", LoginSchemas.login("ann"));
        GenericRecord next = LoginSchemas.record(LoginSchemas.V2_WITHOUT_DEFAULT, Map.of("user", "a", "host", "b"));
        SerializationException refused =
                assertThrows(SerializationException.class, () -> serializer.serialize("t", next));
        assertTrue(refused.getMessage().contains("t-value"), refused.getMessage());
    }

    @Test
    void anUnknownIdIsTheRecordsFaultAndASilentRegistryIsNot() {
        byte[] record = {0, 0, 0, 0, 42, 6, 'a', 'n', 'n'};
        EmbeddedRegistry registry = EmbeddedRegistry.startInMemory(0);
        Map<String, Object> properties =
                Map.of(RegistryConfig.URL, registry.url().toString(), RegistryConfig.MAX_RETRIES, 0);
        ConfluentAvroDeserializer deserializer = deserializer(properties);
        UnknownSchemaException unknown =
                assertThrows(UnknownSchemaException.class, () -> deserializer.deserialize("t", record));
        assertEquals(42, unknown.id());

        Map<String, Object> elsewhere =
                Map.of(RegistryConfig.URL, registry.url() + "/wrong", RegistryConfig.MAX_RETRIES, 0);
        ConfluentAvroDeserializer wrongPath = deserializer(elsewhere);
        assertThrows(RegistryUnreachableException.class, () -> serializer(elsewhere)
                .serialize("t", LoginSchemas.login("ann")));
        RegistryUnreachableException noRegistry =
                assertThrows(RegistryUnreachableException.class, () -> wrongPath.deserialize("t", record));
        assertTrue(noRegistry.getMessage().contains("check the path"), noRegistry.getMessage());

        registry.close();
        assertThrows(RegistryUnreachableException.class, () -> deserializer.deserialize("t", record));
        assertThrows(RegistryUnreachableException.class, () -> serializer(properties)
                .serialize("t", LoginSchemas.login("ann")));
    }

    @Test
    void aFailureIsNotRememberedSoTheSameRecordSucceedsOnceTheRegistryIsBack() throws Exception {
        try (ScriptedRegistry registry = new ScriptedRegistry()) {
            registry.then(503).then(404, "{\"error_code\":40403,\"message\":\"unknown\"}");
            registry.then(200, "{\"schema\":\"" + LoginSchemas.V1.replace("\"", "\\\"") + "\"}");
            ConfluentAvroDeserializer deserializer =
                    deserializer(Map.of(RegistryConfig.URL, registry.url(), RegistryConfig.MAX_RETRIES, 0));
            byte[] record = {0, 0, 0, 0, 1, 6, 'a', 'n', 'n'};
            assertThrows(RetriableException.class, () -> deserializer.deserialize("t", record));
            assertThrows(UnknownSchemaException.class, () -> deserializer.deserialize("t", record));
            assertEquals(LoginSchemas.login("ann"), deserializer.deserialize("t", record));
            assertEquals(3, registry.requests.size());
        }
    }

    @Test
    void registryErrorsBecomeKafkasOwn() {
        Map<Integer, Class<? extends RuntimeException>> expected = new HashMap<>();
        expected.put(401, AuthenticationException.class);
        expected.put(403, AuthorizationException.class);
        expected.put(408, TimeoutException.class);
        expected.put(429, ThrottlingQuotaExceededException.class);
        expected.put(500, TimeoutException.class);
        expected.put(502, DisconnectException.class);
        expected.put(503, TimeoutException.class);
        expected.put(504, TimeoutException.class);
        expected.put(409, SerializationException.class);
        expected.put(422, SerializationException.class);
        expected.put(400, SerializationException.class);
        expected.put(520, SerializationException.class);
        byte[] record = {0, 0, 0, 0, 1, 0};
        expected.forEach((status, type) -> {
            Failing registry = new Failing(new RegistryException(status, status, "no"));
            assertInstanceOf(
                    type, assertThrows(RuntimeException.class, () -> new ConfluentAvroSerializer(registry, MOCK, false)
                            .serialize("t", LoginSchemas.login("ann"))));
            Class<? extends RuntimeException> reading =
                    type == SerializationException.class ? RegistryUnreachableException.class : type;
            assertInstanceOf(reading, assertThrows(RuntimeException.class, () -> new ConfluentAvroDeserializer(
                            Optional.empty(), registry, MOCK, false)
                    .deserialize("t", record)));
        });
    }

    @Test
    void bytesThatAreNotTheWireFormatAreTheRecordsFault() {
        byte[] good = serializer(MOCK).serialize("t", LoginSchemas.login("ann"));
        ConfluentAvroDeserializer deserializer = deserializer(MOCK);
        byte[] claimsTwoGigabytes = {0, 0, 0, 0, 1, (byte) 0x80, (byte) 0xd0, (byte) 0xac, (byte) 0xf3, 0x0e, 'x'};
        List<byte[]> bad = List.of(
                new byte[0],
                new byte[] {0, 0, 0, 1},
                new byte[] {1, 0, 0, 0, 1, 6, 'a', 'n', 'n'},
                "{\"user\":\"ann\"}".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(good, good.length - 1),
                new byte[] {0, 0, 0, 0, 1, 1},
                claimsTwoGigabytes,
                new byte[] {0, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});
        for (byte[] bytes : bad) {
            assertThrows(
                    SerializationException.class,
                    () -> deserializer.deserialize("t", bytes),
                    () -> Arrays.toString(bytes));
        }
        RecordHeaders guid = new RecordHeaders();
        guid.add("__value_schema_id", new byte[17]);
        assertThrows(SerializationException.class, () -> deserializer.deserialize("t", guid, good));
    }

    @Test
    void aRecordThatDoesNotFitItsSchemaIsNamed() {
        GenericRecord record = LoginSchemas.login("ann");
        record.put("user", 7);
        SerializationException failed = assertThrows(
                SerializationException.class, () -> serializer(MOCK).serialize("t", record));
        assertTrue(failed.getMessage().contains("t.Login"), failed.getMessage());
    }

    private static Map<String, Object> with(String property, Object value) {
        Map<String, Object> properties = new HashMap<>(MOCK);
        properties.put(property, value);
        return properties;
    }

    private static ConfluentAvroSerializer serializer(Map<String, ?> properties) {
        ConfluentAvroSerializer serializer = new ConfluentAvroSerializer();
        serializer.configure(properties, false);
        return serializer;
    }

    private static ConfluentAvroDeserializer deserializer(Map<String, ?> properties) {
        ConfluentAvroDeserializer deserializer = new ConfluentAvroDeserializer();
        deserializer.configure(properties, false);
        return deserializer;
    }
}
