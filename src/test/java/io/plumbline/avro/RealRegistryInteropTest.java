package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The own serde against a registry that is already running, whose level is BACKWARD, such as Apicurio Registry (its
 * Confluent-compatible path is {@code /apis/ccompat/v7}). It registers schemas under fresh subjects. To run it:
 *
 * <pre>
 * mvn test -Dtest=RealRegistryInteropTest -Dplumbline.registry.url=http://127.0.0.1:18081/apis/ccompat/v7
 * </pre>
 */
@EnabledIfSystemProperty(
        named = "plumbline.registry.url",
        matches = ".+",
        disabledReason = "needs a running registry; see the class comment")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RealRegistryInteropTest {
    private final String topic = "t-" + UUID.randomUUID();

    @Test
    void recordsComeBackAcrossVersions() {
        byte[] old = serializer(Map.of()).serialize(topic, LoginSchemas.login("ann"));
        byte[] recent = serializer(Map.of())
                .serialize(topic, LoginSchemas.record(LoginSchemas.V2, Map.of("user", "bob", "host", "h1")));
        ConfluentAvroDeserializer asV2 = new ConfluentAvroDeserializer(LoginSchemas.parse(LoginSchemas.V2));
        asV2.configure(properties(Map.of()), false);
        assertEquals(
                LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "none")),
                asV2.deserialize(topic, old));
        ConfluentAvroDeserializer asWritten = new ConfluentAvroDeserializer();
        asWritten.configure(properties(Map.of()), false);
        assertEquals(LoginSchemas.login("ann"), asWritten.deserialize(topic, old));
        assertEquals(
                LoginSchemas.parse(LoginSchemas.V2),
                asWritten.deserialize(topic, recent).getSchema());
    }

    @Test
    void lookupLatestAndRepeatedRegistrationAgree() {
        byte[] registered = serializer(Map.of()).serialize(topic, LoginSchemas.login("ann"));
        assertArrayEquals(registered, serializer(Map.of()).serialize(topic, LoginSchemas.login("ann")));
        Map<String, Object> lookup = Map.of(RegistryConfig.AUTO_REGISTER, false);
        assertArrayEquals(registered, serializer(lookup).serialize(topic, LoginSchemas.login("ann")));
        Map<String, Object> latest = Map.of(RegistryConfig.AUTO_REGISTER, false, RegistryConfig.USE_LATEST, true);
        assertArrayEquals(registered, serializer(latest).serialize(topic, LoginSchemas.login("ann")));
    }

    @Test
    void whatTheRegistryRefusesIsToldApart() {
        Map<String, Object> lookup = Map.of(RegistryConfig.AUTO_REGISTER, false);
        assertThrows(
                SerializationException.class, () -> serializer(lookup).serialize(topic, LoginSchemas.login("ann")));
        serializer(Map.of()).serialize(topic, LoginSchemas.login("ann"));
        assertThrows(SerializationException.class, () -> serializer(lookup)
                .serialize(topic, LoginSchemas.record(LoginSchemas.V2, Map.of("user", "a"))));
        assertThrows(SerializationException.class, () -> serializer(Map.of())
                .serialize(
                        topic, LoginSchemas.record(LoginSchemas.V2_WITHOUT_DEFAULT, Map.of("user", "a", "host", "b"))));
        ConfluentAvroDeserializer deserializer = new ConfluentAvroDeserializer();
        deserializer.configure(properties(Map.of()), false);
        byte[] unknown = {0, 0x7f, 0, 0, 1, 6, 'a', 'n', 'n'};
        assertThrows(UnknownSchemaException.class, () -> deserializer.deserialize(topic, unknown));
        byte[] negative = {0, -1, 0, 0, 1, 6, 'a', 'n', 'n'};
        assertThrows(SerializationException.class, () -> deserializer.deserialize(topic, negative));
    }

    private static ConfluentAvroSerializer serializer(Map<String, ?> settings) {
        ConfluentAvroSerializer serializer = new ConfluentAvroSerializer();
        serializer.configure(properties(settings), false);
        return serializer;
    }

    private static Map<String, Object> properties(Map<String, ?> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put(RegistryConfig.URL, System.getProperty("plumbline.registry.url"));
        return properties;
    }
}
