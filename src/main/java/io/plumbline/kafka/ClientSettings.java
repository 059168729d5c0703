package io.plumbline.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of one client out of those given for all, by the rule of Kafka Streams: a setting goes to every client that
 * knows it, and one with the prefix {@code consumer.}, {@code producer.} or {@code admin.} to that kind only and before others.
 */
public final class ClientSettings {

    private ClientSettings() {}

    /** Those of an administration client. */
    public static Map<String, Object> admin(Map<String, ?> given) {
        return of(given, AdminClientConfig.configNames(), StreamsConfig.ADMIN_CLIENT_PREFIX);
    }

    /** Those of a consumer that is in no group. */
    static Map<String, Object> consumer(Map<String, ?> given) {
        Map<String, Object> settings = of(given, ConsumerConfig.configNames(), StreamsConfig.CONSUMER_PREFIX);
        settings.keySet().removeIf(name -> name.startsWith("group."));
        return settings;
    }

    /** Those of a producer. */
    static Map<String, Object> producer(Map<String, ?> given) {
        return of(given, ProducerConfig.configNames(), StreamsConfig.PRODUCER_PREFIX);
    }

    /** Names that no client knows are for what is plugged into one; they go along where the prefix says so. */
    private static Map<String, Object> of(Map<String, ?> given, Set<String> names, String prefix) {
        Map<String, Object> settings = new HashMap<>();
        given.forEach((name, value) -> {
            if (names.contains(name) || name.startsWith("config.providers")) {
                settings.put(name, value);
            }
        });
        given.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), value);
            }
        });
        return settings;
    }
}
