package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class AvroSerdesTest {
    private static final String URL = "mock://AvroSerdesTest";

    /** Stands for any plugged-in serializer: remembers how it was configured. */
    public static final class PluggedSerializer implements Serializer<Object> {
        private final Map<String, Object> configured = new HashMap<>();
        private boolean key;

        @Override
        public void configure(Map<String, ?> properties, boolean isKey) {
            configured.putAll(properties);
            key = isKey;
        }

        @Override
        public byte[] serialize(String topic, Object data) {
            return new byte[] {9};
        }
    }

    public static final class PluggedDeserializer implements Deserializer<Object> {
        @Override
        public Object deserialize(String topic, byte[] data) {
            return LoginSchemas.login("plugged");
        }
    }

    @Test
    void withoutAClassNameTheOwnSerdeIsConfigured() {
        try (Serde<GenericRecord> serde = AvroSerdes.value(Map.of(RegistryConfig.URL, URL))) {
            assertInstanceOf(AvroSerde.class, serde);
            byte[] bytes = serde.serializer().serialize("t", LoginSchemas.login("ann"));
            assertEquals(LoginSchemas.login("ann"), serde.deserializer().deserialize("t", bytes));
        } finally {
            InProcessRegistryClient.dropScope("AvroSerdesTest");
        }
    }

    @Test
    void aPluggedInPairReceivesEveryPropertyAndNothingElse() {
        Map<String, Object> config = pair(PluggedSerializer.class.getName(), PluggedDeserializer.class.getName());
        config.put("rule.executors", "any");
        try (Serde<GenericRecord> serde = AvroSerdes.key(config)) {
            PluggedSerializer serializer = assertInstanceOf(PluggedSerializer.class, (Object) serde.serializer());
            assertEquals(config, serializer.configured);
            assertTrue(serializer.key);
            assertEquals(LoginSchemas.login("plugged"), serde.deserializer().deserialize("t", new byte[1]));
        }
    }

    @Test
    void aSerdeMayBePluggedInAsOne() {
        try (Serde<GenericRecord> serde =
                AvroSerdes.value(Map.of(RegistryConfig.URL, URL, AvroSerdes.SERDE_CLASS, AvroSerde.class))) {
            assertInstanceOf(AvroSerde.class, serde);
        }
    }

    @Test
    void aMissingConfluentClassNamesTheJarAndWhereToPutIt() {
        String name = "io.confluent.kafka.serializers.KafkaAvroSerializer";
        ConfigException missing = assertThrows(
                ConfigException.class,
                () -> AvroSerdes.value(pair(name, "io.confluent.kafka.serializers.KafkaAvroDeserializer")));
        assertTrue(missing.getMessage().contains("avro.serializer.class"), missing.getMessage());
        assertTrue(missing.getMessage().contains(name), missing.getMessage());
        assertTrue(missing.getMessage().contains("kafka-avro-serializer"), missing.getMessage());
        assertTrue(missing.getMessage().contains("lib/ext"), missing.getMessage());
    }

    @Test
    void classesThatCannotServeAreRefused() {
        assertThrows(
                ConfigException.class,
                () -> AvroSerdes.value(Map.of(
                        RegistryConfig.URL, URL, AvroSerdes.SERIALIZER_CLASS, PluggedSerializer.class.getName())));
        assertThrows(
                ConfigException.class,
                () -> AvroSerdes.value(pair(PluggedDeserializer.class.getName(), PluggedSerializer.class.getName())));
    }

    private static Map<String, Object> pair(String serializer, String deserializer) {
        return new HashMap<>(Map.of(
                RegistryConfig.URL,
                URL,
                AvroSerdes.SERIALIZER_CLASS,
                serializer,
                AvroSerdes.DESERIALIZER_CLASS,
                deserializer));
    }
}
