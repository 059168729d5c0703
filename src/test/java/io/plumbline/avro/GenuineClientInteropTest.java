package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The genuine Confluent serializer and deserializer against the embedded registry and the own serde.
 *
 * <p>They are not on Maven Central by themselves; the {@code shaded} jar of Apache Pinot's Confluent plug-in (Apache
 * License 2.0, 30 MB) holds version 7.9.5 unchanged. To run this test:
 *
 * <pre>
 * mvn org.apache.maven.plugins:maven-dependency-plugin:2.10:copy -DoutputDirectory=target/interop \
 *     -Dartifact=org.apache.pinot:pinot-confluent-avro:1.5.0:jar:shaded
 * mvn test -Dtest=GenuineClientInteropTest \
 *     -Dplumbline.confluent.jar=target/interop/pinot-confluent-avro-1.5.0-shaded.jar
 * </pre>
 */
@EnabledIfSystemProperty(
        named = "plumbline.confluent.jar",
        matches = ".+",
        disabledReason = "the genuine classes are not on Maven Central; see the class comment")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GenuineClientInteropTest {
    private static final String GENUINE = "io.confluent.kafka.serializers.";

    private final EmbeddedRegistry registry = EmbeddedRegistry.startInMemory(0);
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void nothingIsRegistered() {
        assertEquals(0, registry.registry().maxId());
    }

    @AfterEach
    void stop() {
        Thread.currentThread().setContextClassLoader(before);
        registry.close();
    }

    @Test
    void genuineClassesWithTheirOwnKafkaAndAvroReadOursAndWriteWhatWeRead() throws Exception {
        try (URLClassLoader genuine = loader(ClassLoader.getPlatformClassLoader());
                AvroSerde own = new AvroSerde()) {
            own.configure(properties(), false);
            GenericRecord record = LoginSchemas.record(LoginSchemas.V2, Map.of("user", "ann", "host", "h1"));
            byte[] ours = own.serializer().serialize("t", record);

            Thread.currentThread().setContextClassLoader(genuine);
            Object reader = configured(genuine, "KafkaAvroDeserializer");
            Object read = reader.getClass()
                    .getMethod("deserialize", String.class, byte[].class)
                    .invoke(reader, "t", ours);
            assertFalse(read instanceof GenericRecord, "must be the genuine side's own Avro");
            assertEquals(record.toString(), read.toString());

            Object writer = configured(genuine, "KafkaAvroSerializer");
            byte[] theirs = (byte[]) writer.getClass()
                    .getMethod("serialize", String.class, Object.class)
                    .invoke(writer, "u", read);
            assertArrayEquals(ours, theirs);
            assertEquals(record, own.deserializer().deserialize("u", theirs));
            assertEquals(1, registry.registry().maxId());
        }
    }

    @Test
    void genuineClassesPluggedInByNameServeAsTheSerde() throws Exception {
        try (URLClassLoader genuine = loader(getClass().getClassLoader());
                AvroSerde own = new AvroSerde()) {
            Thread.currentThread().setContextClassLoader(genuine);
            Map<String, Object> properties = properties();
            properties.put(AvroSerdes.SERIALIZER_CLASS, GENUINE + "KafkaAvroSerializer");
            properties.put(AvroSerdes.DESERIALIZER_CLASS, GENUINE + "KafkaAvroDeserializer");
            GenericRecord record = LoginSchemas.record(LoginSchemas.V1_JAVA_STRING, Map.of("user", "ann"));
            try (Serde<GenericRecord> plugged = AvroSerdes.value(properties)) {
                byte[] theirs = plugged.serializer().serialize("t", record);
                own.configure(properties(), false);
                assertArrayEquals(own.serializer().serialize("t", record), theirs);
                assertEquals(
                        LoginSchemas.V1, registry.registry().latest("t-value").schema());
                assertEquals(LoginSchemas.login("ann"), plugged.deserializer().deserialize("t", theirs));
            }
        }
    }

    private Object configured(ClassLoader genuine, String name) throws Exception {
        Object instance = Class.forName(GENUINE + name, true, genuine)
                .getDeclaredConstructor()
                .newInstance();
        instance.getClass().getMethod("configure", Map.class, boolean.class).invoke(instance, properties(), false);
        return instance;
    }

    private Map<String, Object> properties() {
        return new HashMap<>(Map.of(RegistryConfig.URL, registry.url().toString()));
    }

    private static URLClassLoader loader(ClassLoader parent) throws Exception {
        Path jar = Path.of(System.getProperty("plumbline.confluent.jar"));
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent);
    }
}
