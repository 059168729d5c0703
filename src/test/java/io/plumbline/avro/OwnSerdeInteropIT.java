package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The own serde against our registry and a real one; {@code mvn -P interop verify} runs it. */
@ExtendWith(InteropRegistry.Start.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OwnSerdeInteropIT {
    private final String topic = "t-" + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource
    void recordsComeBackAcrossVersions(InteropRegistry registry) {
        byte[] old = serializer(registry, Map.of()).serialize(topic, LoginSchemas.login("ann"));
        byte[] recent = serializer(registry, Map.of())
                .serialize(topic, LoginSchemas.record(LoginSchemas.V2, Map.of("user", "bob", "host", "h1")));
        ConfluentAvroDeserializer asV2 = new ConfluentAvroDeserializer(LoginSchemas.parse(LoginSchemas.V2));
        asV2.configure(properties(registry, Map.of()), false);
        assertEquals(
                LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "none")),
                asV2.deserialize(topic, old));
        ConfluentAvroDeserializer asWritten = new ConfluentAvroDeserializer();
        asWritten.configure(properties(registry, Map.of()), false);
        assertEquals(LoginSchemas.login("ann"), asWritten.deserialize(topic, old));
        assertEquals(
                LoginSchemas.parse(LoginSchemas.V2),
                asWritten.deserialize(topic, recent).getSchema());
    }

    @ParameterizedTest
    @EnumSource
    void lookupLatestAndRepeatedRegistrationAgree(InteropRegistry registry) {
        byte[] registered = serializer(registry, Map.of()).serialize(topic, LoginSchemas.login("ann"));
        assertArrayEquals(registered, serializer(registry, Map.of()).serialize(topic, LoginSchemas.login("ann")));
        Map<String, Object> lookup = Map.of(RegistryConfig.AUTO_REGISTER, false);
        assertArrayEquals(registered, serializer(registry, lookup).serialize(topic, LoginSchemas.login("ann")));
        Map<String, Object> latest = Map.of(RegistryConfig.AUTO_REGISTER, false, RegistryConfig.USE_LATEST, true);
        assertArrayEquals(registered, serializer(registry, latest).serialize(topic, LoginSchemas.login("ann")));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRegistryRefusesIsToldApart(InteropRegistry registry) {
        Map<String, Object> lookup = Map.of(RegistryConfig.AUTO_REGISTER, false);
        assertThrows(SerializationException.class, () -> serializer(registry, lookup)
                .serialize(topic, LoginSchemas.login("ann")));
        serializer(registry, Map.of()).serialize(topic, LoginSchemas.login("ann"));
        assertThrows(SerializationException.class, () -> serializer(registry, lookup)
                .serialize(topic, LoginSchemas.record(LoginSchemas.V2, Map.of("user", "a"))));
        assertThrows(SerializationException.class, () -> serializer(registry, Map.of())
                .serialize(
                        topic, LoginSchemas.record(LoginSchemas.V2_WITHOUT_DEFAULT, Map.of("user", "a", "host", "b"))));
        ConfluentAvroDeserializer deserializer = new ConfluentAvroDeserializer();
        deserializer.configure(properties(registry, Map.of()), false);
        byte[] unknown = {0, 0x7f, 0, 0, 1, 6, 'a', 'n', 'n'};
        assertThrows(UnknownSchemaException.class, () -> deserializer.deserialize(topic, unknown));
        byte[] negative = {0, -1, 0, 0, 1, 6, 'a', 'n', 'n'};
        assertThrows(SerializationException.class, () -> deserializer.deserialize(topic, negative));
    }

    private static ConfluentAvroSerializer serializer(InteropRegistry registry, Map<String, ?> settings) {
        ConfluentAvroSerializer serializer = new ConfluentAvroSerializer();
        serializer.configure(properties(registry, settings), false);
        return serializer;
    }

    private static Map<String, Object> properties(InteropRegistry registry, Map<String, ?> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put(RegistryConfig.URL, registry.url());
        return properties;
    }
}
