package io.plumbline.avro;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The Avro serde that configuration asks for: {@link AvroSerde}, or classes plugged in by name, such as Confluent's own.
 *
 * <p>Plugged-in classes are loaded through the thread's context class loader and receive every property unchanged. To
 * Confluent's classes two defaults are added where nothing is set: the topic name as subject, because their newer
 * default asks for something most registries do not have; and the removal of Java string hints, so that their subjects
 * hold the same schemas as ours.
 */
public final class AvroSerdes {
    /** A {@code Serde} class with a no-argument constructor. */
    public static final String SERDE_CLASS = "avro.serde.class";

    /** A {@code Serializer} class; only together with {@link #DESERIALIZER_CLASS}. */
    public static final String SERIALIZER_CLASS = "avro.serializer.class";

    /** A {@code Deserializer} class; only together with {@link #SERIALIZER_CLASS}. */
    public static final String DESERIALIZER_CLASS = "avro.deserializer.class";

    private static final String CONFLUENT = "io.confluent.";

    private AvroSerdes() {}

    /** A configured serde for record values. */
    public static Serde<GenericRecord> value(Map<String, ?> config) {
        return serde(config, false);
    }

    /** A configured serde for record keys. */
    public static Serde<GenericRecord> key(Map<String, ?> config) {
        return serde(config, true);
    }

    private static Serde<GenericRecord> serde(Map<String, ?> config, boolean isKey) {
        String serde = className(config, SERDE_CLASS);
        String serializer = className(config, SERIALIZER_CLASS);
        String deserializer = className(config, DESERIALIZER_CLASS);
        boolean pair = !serializer.isEmpty() || !deserializer.isEmpty();
        if (pair && (serializer.isEmpty() || deserializer.isEmpty() || !serde.isEmpty())) {
            throw new ConfigException(
                    "Set both " + SERIALIZER_CLASS + " and " + DESERIALIZER_CLASS + ", or " + SERDE_CLASS + " alone");
        }
        Serde<GenericRecord> chosen;
        if (pair) {
            chosen = pluggedPair(serializer, deserializer);
        } else if (!serde.isEmpty()) {
            chosen = pluggedSerde(serde);
        } else {
            chosen = new AvroSerde();
        }
        boolean genuine = Stream.of(serde, serializer, deserializer).anyMatch(name -> name.startsWith(CONFLUENT));
        chosen.configure(genuine ? withDefaults(config) : config, isKey);
        return chosen;
    }

    private static Map<String, Object> withDefaults(Map<String, ?> config) {
        Map<String, Object> extended = new HashMap<>(config);
        String topicName = SubjectNameStrategy.TOPIC.confluentName();
        extended.putIfAbsent(RegistryConfig.VALUE_STRATEGY, topicName);
        extended.putIfAbsent(RegistryConfig.KEY_STRATEGY, topicName);
        extended.putIfAbsent(RegistryConfig.REMOVE_JAVA_PROPERTIES, true);
        return extended;
    }

    /** Plugged-in classes take Avro records whatever their declared type: Confluent's are declared for any object. */
    @SuppressWarnings("unchecked")
    private static Serde<GenericRecord> pluggedPair(String serializer, String deserializer) {
        Serializer<GenericRecord> writes = plugged(SERIALIZER_CLASS, serializer, Serializer.class);
        Deserializer<GenericRecord> reads = plugged(DESERIALIZER_CLASS, deserializer, Deserializer.class);
        return Serdes.serdeFrom(writes, reads);
    }

    @SuppressWarnings("unchecked")
    private static Serde<GenericRecord> pluggedSerde(String serde) {
        return plugged(SERDE_CLASS, serde, Serde.class);
    }

    private static <T> T plugged(String property, String className, Class<T> type) {
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            ClassLoader loader = context == null ? AvroSerdes.class.getClassLoader() : context;
            return type.cast(Class.forName(className, true, loader)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ClassNotFoundException | NoClassDefFoundError missing) {
            throw new ConfigException(property + ": class " + className + " or a class it needs is missing (" + missing
                    + "); put " + jar(className) + " with its dependencies into lib/ext");
        } catch (ReflectiveOperationException | ClassCastException unusable) {
            throw new ConfigException(property + ": class " + className + " must be a " + type.getName()
                    + " with a public constructor without arguments (" + unusable + ")");
        }
    }

    private static String jar(String className) {
        if (className.startsWith("io.confluent.kafka.streams.")) {
            return "kafka-streams-avro-serde.jar";
        }
        return className.startsWith(CONFLUENT) ? "kafka-avro-serializer.jar" : "the jar that holds it";
    }

    private static String className(Map<String, ?> config, String property) {
        Object value = config.get(property);
        if (value == null) {
            return "";
        }
        return value instanceof Class<?> type
                ? type.getName()
                : value.toString().strip();
    }
}
