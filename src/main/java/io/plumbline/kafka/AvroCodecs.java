package io.plumbline.kafka;

import io.plumbline.avro.BinaryCodec;
import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.EventSerde;
import io.plumbline.avro.RegistryConfig;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The codecs of the running product: what others read or write is in the Confluent wire format, through the schema registry;
 * what only Plumbline reads is Avro binary behind the fingerprint of its schema.
 */
public final class AvroCodecs {

    /** A union must be a field of a record to be written; so these stand around the two sealed types. */
    record ProgressRecord(Progress progress) {}

    record CatalogueEntry(CatalogueRecord record) {}

    private AvroCodecs() {}

    /**
     * Codecs that use the registry of {@code config}.
     *
     * @param settings settings of {@link io.plumbline.avro.RegistryConfig} and {@link io.plumbline.avro.AvroSerdes}
     * @throws IllegalArgumentException with every difference between types and schemas
     */
    public static Codecs of(Topics topics, CoreSerdes serdes, Schemas schemas, Map<String, ?> settings) {
        Map<String, Object> config = impatient(settings);
        RegistryWatch registry = new RegistryWatch();
        return new Codecs(
                new Inbound(topics, serdes, config, registry),
                serdes.logRecords(),
                own(ProgressRecord.class, schemas, ProgressRecord::new, ProgressRecord::progress),
                own(CatalogueEntry.class, schemas, CatalogueEntry::new, CatalogueEntry::record),
                own(TimekeeperState.class, schemas, Function.identity(), Function.identity()),
                serdes.subjectStates(),
                serdes.clocks(),
                watched(registry, serdes.alerts(config).serializer()),
                watched(registry, serdes.exceptions(config).serializer()),
                watched(registry, serdes.assertions(config).serializer()),
                watched(registry, serdes.rejected(config).serializer()),
                registry);
    }

    /**
     * A stream thread asks the registry with a transaction open, which the brokers end after 15 s; Confluent's own limits of
     * a minute each are for others. What is set stays.
     */
    private static Map<String, Object> impatient(Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.putIfAbsent(RegistryConfig.CONNECT_TIMEOUT, 3_000);
        config.putIfAbsent(RegistryConfig.READ_TIMEOUT, 5_000);
        return config;
    }

    private static <T> Serializer<T> watched(RegistryWatch registry, Serializer<T> serializer) {
        return (topic, value) -> registry.asking("writing to " + topic, () -> serializer.serialize(topic, value));
    }

    private static <T, W> Serde<T> own(Class<W> type, Schemas schemas, Function<T, W> wrap, Function<W, T> unwrap) {
        BinaryCodec<W> codec = BinaryCodec.of(type, schemas.named("io.plumbline.internal." + type.getSimpleName()));
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : codec.encode(wrap.apply(value)),
                (topic, bytes) -> bytes == null ? null : unwrap.apply(codec.decode(bytes)));
    }

    /** Reads inbound records; tells apart what is wrong with the record and what is wrong with the registry. */
    private static final class Inbound implements Codecs.InboundDecoder {

        private final Map<String, EventSerde> byTopic = new TreeMap<>();
        private final UnknownSchemas unknown = new UnknownSchemas(UnknownSchemas.REMEMBERED);
        private final RegistryWatch registry;

        Inbound(Topics topics, CoreSerdes serdes, Map<String, ?> config, RegistryWatch registry) {
            this.registry = registry;
            topics.inbound().forEach((name, topic) -> byTopic.put(name, serdes.events(topic, config)));
        }

        @Override
        public Event decode(String topic, byte[] value) {
            unknown.rejection(value).ifPresent(known -> {
                throw known;
            });
            return registry.asking("reading from " + topic, () -> {
                try {
                    return byTopic.get(topic).deserializer().deserialize(topic, value);
                } catch (RuntimeException failure) {
                    throw RejectedRecord.Reason.of(failure)
                            .<RuntimeException>map(reason -> rejection(reason, value, failure))
                            .orElse(failure);
                }
            });
        }

        @Override
        public Optional<EventId> idOf(String topic, byte[] value) {
            return unknown.rejection(value).isPresent()
                    ? Optional.empty()
                    : registry.asking(
                            "reading from " + topic, () -> byTopic.get(topic).idOf(topic, new RecordHeaders(), value));
        }

        private BadRecordException rejection(RejectedRecord.Reason reason, byte[] value, RuntimeException failure) {
            if (reason == RejectedRecord.Reason.UNKNOWN_SCHEMA) {
                unknown.remember(value, message(failure));
            }
            return new BadRecordException(reason, message(failure), failure);
        }

        private static String message(RuntimeException failure) {
            return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        }
    }
}
