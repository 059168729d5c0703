package io.plumbline.avro;

import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Kafka serdes of everything Plumbline reads, writes and keeps.
 *
 * <p>What others write or read goes through the schema registry in the Confluent wire format, by the serde that the given
 * configuration asks for ({@link AvroSerdes}). Our own log and state are Avro binary behind the fingerprint of its schema
 * ({@link BinaryCodec}) and need no registry. Null stays null everywhere. Types and schemas are paired when this is made, so a
 * drift between them refuses to start. Immutable and safe for use by several threads.
 */
public final class CoreSerdes {

    private final EventCodec events;
    private final BinaryCodec<LogEntry> logEntries;
    private final BinaryCodec<SubjectState> subjectStates;
    private final BinaryCodec<PartitionClock> clocks;
    private final RecordMapper<ExceptionAlert> alerts;
    private final RecordMapper<ExceptionRecord> exceptions;
    private final RecordMapper<AssertionRecord> assertions;
    private final RecordMapper<RejectedRecord> rejected;

    /** @throws IllegalArgumentException with every difference between types and schemas */
    public CoreSerdes(Schemas schemas) {
        this.events = new EventCodec(schemas);
        this.logEntries = BinaryCodec.of(LogEntry.class, internal(schemas, "LogEntry"));
        this.subjectStates = BinaryCodec.of(SubjectState.class, internal(schemas, "SubjectState"));
        this.clocks = BinaryCodec.of(PartitionClock.class, internal(schemas, "PartitionClock"));
        this.alerts = RecordMapper.of(ExceptionAlert.class, outbound(schemas, "ExceptionAlert"));
        this.exceptions = RecordMapper.of(ExceptionRecord.class, outbound(schemas, "ExceptionRecord"));
        this.assertions = RecordMapper.of(AssertionRecord.class, outbound(schemas, "AssertionRecord"));
        this.rejected = RecordMapper.of(RejectedRecord.class, outbound(schemas, "RejectedRecord"));
    }

    /** The log of subject events. */
    public Serde<LogRecord> logRecords() {
        return binary(logEntries, LogEntry::new, LogEntry::record);
    }

    /** State: everything kept about a subject. */
    public Serde<SubjectState> subjectStates() {
        return binary(subjectStates, Function.identity(), Function.identity());
    }

    /** State: what a partition knows of time. */
    public Serde<PartitionClock> clocks() {
        return binary(clocks, Function.identity(), Function.identity());
    }

    /**
     * Values of an inbound topic.
     *
     * @param config settings of {@link RegistryConfig} and {@link AvroSerdes}
     * @throws IllegalArgumentException for {@link InboundTopic#NONE}, which nobody writes to
     */
    public EventSerde events(InboundTopic topic, Map<String, ?> config) {
        events.schemaOf(topic);
        return new EventSerde(events, topic, AvroSerdes.value(config));
    }

    /** Values of the topic of alerts. */
    public Serde<ExceptionAlert> alerts(Map<String, ?> config) {
        return mapped(alerts, config);
    }

    /** Values of the compacted topic of exceptions. */
    public Serde<ExceptionRecord> exceptions(Map<String, ?> config) {
        return mapped(exceptions, config);
    }

    /** Values of both evidence topics. */
    public Serde<AssertionRecord> assertions(Map<String, ?> config) {
        return mapped(assertions, config);
    }

    /** Values of the topic of rejected records. */
    public Serde<RejectedRecord> rejected(Map<String, ?> config) {
        return mapped(rejected, config);
    }

    private static <T> Serde<T> mapped(RecordMapper<T> mapper, Map<String, ?> config) {
        return new ConvertedSerde<>(AvroSerdes.value(config), mapper::toAvro, mapper::fromAvro);
    }

    private static <T, W> Serde<T> binary(BinaryCodec<W> codec, Function<T, W> wrap, Function<W, T> unwrap) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : codec.encode(wrap.apply(value)),
                (topic, bytes) -> bytes == null ? null : unwrap.apply(codec.decode(bytes)));
    }

    private static Schema internal(Schemas schemas, String name) {
        return schemas.named("io.plumbline.internal." + name);
    }

    private static Schema outbound(Schemas schemas, String name) {
        return schemas.named("io.plumbline.outbound." + name);
    }
}
