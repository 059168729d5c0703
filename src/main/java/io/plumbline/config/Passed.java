package io.plumbline.config;

import io.plumbline.avro.AvroSerdes;
import io.plumbline.avro.RegistryConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of Kafka Streams, of Kafka's clients and of the registry client: known to them by name and type, and passed on.
 *
 * <p>A prefix gives a setting to one kind of client only, as Kafka Streams does it. The registry client's settings may be
 * written with {@code schema.registry.} before them or without; here they are without, but for those about TLS, which have the
 * names of Kafka's own.
 */
final class Passed {

    private static final String REGISTRY_PREFIX = "schema.registry.";
    private static final String REGISTRY_TLS = REGISTRY_PREFIX + "ssl.";

    /** What begins so is taken as it is: a name of its own follows. */
    private static final List<String> OPEN = List.of("topic.", "client.tag.", "request.header.", "config.providers");

    private static final Set<String> SERDES =
            Set.of(AvroSerdes.SERDE_CLASS, AvroSerdes.SERIALIZER_CLASS, AvroSerdes.DESERIALIZER_CLASS);

    private static final Map<String, ConfigKey> REGISTRY = RegistryConfig.DEFINITION.configKeys();
    private static final Map<String, ConfigKey> CONSUMER =
            ConsumerConfig.configDef().configKeys();
    private static final Map<String, ConfigKey> PRODUCER =
            ProducerConfig.configDef().configKeys();
    private static final Map<String, ConfigKey> ADMIN =
            AdminClientConfig.configDef().configKeys();

    /** Settings by the prefix of the client that takes them; without a prefix all of them are taken. */
    private static final Map<String, Map<String, ConfigKey>> BY_PREFIX = byPrefix();

    private Passed() {}

    /** The one name of a setting that has two. */
    static String canonical(String name) {
        String rest = name.startsWith(REGISTRY_PREFIX) ? name.substring(REGISTRY_PREFIX.length()) : name;
        boolean has =
                !name.equals(RegistryConfig.URL) && (REGISTRY.containsKey(rest) || rest.startsWith("request.header."));
        return has ? rest : name;
    }

    /** Whether Kafka or the registry client knows it. */
    static boolean isKnown(String name) {
        return definition(name).isPresent()
                || SERDES.contains(name)
                || OPEN.stream().anyMatch(canonical(name)::startsWith);
    }

    /** Whether it is for the registry client alone, and nothing of Kafka's concern. */
    static boolean isOfRegistry(String name) {
        return name.startsWith(REGISTRY_PREFIX)
                || REGISTRY.containsKey(name)
                || name.startsWith("request.header.")
                || SERDES.contains(name);
    }

    /** How Kafka or the registry client defines it. */
    static Optional<ConfigKey> definition(String name) {
        if (name.startsWith(REGISTRY_TLS)) {
            return Optional.ofNullable(ADMIN.get(name.substring(REGISTRY_PREFIX.length())));
        }
        String prefix = prefix(name);
        return Optional.ofNullable(BY_PREFIX.get(prefix).get(name.substring(prefix.length())))
                .or(() -> Optional.ofNullable(REGISTRY.get(canonical(name))));
    }

    /** The prefix that gives it to one kind of client; empty where it has none. */
    static String prefix(String name) {
        return BY_PREFIX.keySet().stream()
                .filter(prefix -> !prefix.isEmpty() && name.startsWith(prefix))
                .findFirst()
                .orElse("");
    }

    /** All names, with prefixes. */
    static Collection<String> names() {
        Collection<String> names = new TreeSet<>(REGISTRY.keySet());
        names.addAll(SERDES);
        BY_PREFIX.forEach((prefix, keys) -> keys.keySet().forEach(name -> names.add(prefix + name)));
        ADMIN.keySet().stream()
                .filter(name -> name.startsWith("ssl."))
                .forEach(name -> names.add(REGISTRY_PREFIX + name));
        return names;
    }

    /** Why Kafka or the registry client would refuse the value; never with the value where it is a secret. */
    static Optional<String> refused(String name, String value) {
        Optional<ConfigKey> definition = definition(name);
        if (definition.isEmpty() || value.contains("${")) {
            return Optional.empty();
        }
        ConfigKey key = definition.get();
        try {
            Object parsed = ConfigDef.parseType(name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(
                    Secrets.isSecret(name)
                            ? "is not in the form it must have; see the documentation of that setting"
                            : "is refused: " + Secrets.withoutUser(String.valueOf(e.getMessage()))
                                    + "; give what that setting takes");
        }
    }

    private static Map<String, Map<String, ConfigKey>> byPrefix() {
        Map<String, ConfigKey> all = new LinkedHashMap<>(ADMIN);
        all.putAll(CONSUMER);
        all.putAll(PRODUCER);
        all.putAll(StreamsConfig.configDef().configKeys());
        Map<String, Map<String, ConfigKey>> byPrefix = new LinkedHashMap<>();
        byPrefix.put(StreamsConfig.MAIN_CONSUMER_PREFIX, CONSUMER);
        byPrefix.put(StreamsConfig.RESTORE_CONSUMER_PREFIX, CONSUMER);
        byPrefix.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX, CONSUMER);
        byPrefix.put(StreamsConfig.CONSUMER_PREFIX, CONSUMER);
        byPrefix.put(StreamsConfig.PRODUCER_PREFIX, PRODUCER);
        byPrefix.put(StreamsConfig.ADMIN_CLIENT_PREFIX, ADMIN);
        byPrefix.put("", all);
        return byPrefix;
    }
}
