package io.plumbline.kafka;

import io.plumbline.avro.BinaryCodec;
import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.EventSerde;
import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

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
     * @param config settings of {@link io.plumbline.avro.RegistryConfig} and {@link io.plumbline.avro.AvroSerdes}
     * @throws IllegalArgumentException with every difference between types and schemas
     */
    public static Codecs of(Topics topics, CoreSerdes serdes, Schemas schemas, Map<String, ?> config) {
        return new Codecs(
                new Inbound(topics, serdes, config),
                serdes.logRecords(),
                own(ProgressRecord.class, schemas, ProgressRecord::new, ProgressRecord::progress),
                own(CatalogueEntry.class, schemas, CatalogueEntry::new, CatalogueEntry::record),
                own(TimekeeperState.class, schemas, Function.identity(), Function.identity()),
                serdes.subjectStates(),
                serdes.clocks(),
                serdes.alerts(config).serializer(),
                serdes.exceptions(config).serializer(),
                serdes.assertions(config).serializer(),
                serdes.rejected(config).serializer());
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

        Inbound(Topics topics, CoreSerdes serdes, Map<String, ?> config) {
            topics.inbound().forEach((name, topic) -> byTopic.put(name, serdes.events(topic, config)));
        }

        @Override
        public Event decode(String topic, byte[] value) {
            try {
                return byTopic.get(topic).deserializer().deserialize(topic, value);
            } catch (RuntimeException failure) {
                throw RejectedRecord.Reason.of(failure)
                        .<RuntimeException>map(reason -> new BadRecordException(reason, message(failure), failure))
                        .orElse(failure);
            }
        }

        @Override
        public Optional<EventId> idOf(String topic, byte[] value) {
            return byTopic.get(topic).idOf(topic, new RecordHeaders(), value);
        }

        private static String message(RuntimeException failure) {
            return Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        }
    }
}
