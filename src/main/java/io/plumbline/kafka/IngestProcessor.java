package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.EntryLimits;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.Subject;
import io.plumbline.monitor.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Ingest: checks each inbound record and delivers it to the subjects it concerns, or to the timekeeper.
 *
 * <p>It decodes records itself, not in the source node, so that a record that cannot be read is counted as taken in like any
 * other and no heartbeat waits for it for ever.
 *
 * <p><b>Reports.</b> A heartbeat counts only when ingest has taken in everything it pins, so each task reports the offsets it
 * has reached: at a fixed interval if anything came in, and at once before each heartbeat and backfill. A report follows the outputs of
 * what it counts in the same producer, so whoever reads it committed finds them committed. The offsets are also kept in a
 * store, written to its changelog once a commit: a task that stopped between a commit and its report repeats all its
 * positions when it starts again. Records without outputs count too; a partition without records has nothing to report.
 */
final class IngestProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String POSITIONS = "ingest-positions";

    /** Pins of one heartbeat or backfill. */
    static final int MAX_PINS = 5_000;

    private final Topics topics;
    private final Map<String, InboundTopic> inbound;
    private final Codecs codecs;
    private final Duration clockSkew;
    private final Duration reportInterval;
    private final Observer observer;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, Long> positions;
    private final Map<String, Pin> unreported = new TreeMap<>();
    private Optional<Instant> oldest = Optional.empty();
    private final RejectionNotes notes = new RejectionNotes();

    IngestProcessor(Topics topics, Codecs codecs, Duration clockSkew, Duration reportInterval, Observer observer) {
        this.topics = topics;
        this.inbound = topics.inbound();
        this.codecs = codecs;
        this.clockSkew = clockSkew;
        this.reportInterval = reportInterval;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        positions = context.getStateStore(POSITIONS);
        // A task that is revived after an aborted transaction comes here with what it had not reported then.
        unreported.clear();
        oldest = Optional.empty();
        notes.forget();
        try (KeyValueIterator<String, Long> all = positions.all()) {
            while (all.hasNext()) {
                KeyValue<String, Long> position = all.next();
                unreported.put(position.key, pin(position.key, position.value));
            }
        }
        context.schedule(reportInterval, PunctuationType.WALL_CLOCK_TIME, this::report);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("an inbound record without a place in a topic"));
        Optional<Event> event = Optional.empty();
        Optional<RejectedRecord> rejected = Optional.empty();
        try {
            event = Optional.of(decode(at.topic(), record.value()));
            check(event.get(), at.topic());
            deliver(event.get(), at, record.timestamp());
        } catch (BadRecordException bad) {
            rejected = Optional.of(reject(bad, at, record, event));
        }
        String partition = at.topic() + "|" + at.partition();
        positions.put(partition, at.offset() + 1);
        unreported.put(partition, new Pin(at.topic(), at.partition(), at.offset() + 1));
        if (rejected.isPresent()) {
            observer.rejected(
                    Observer.Stage.INGEST,
                    rejected.get().reason(),
                    rejected.get().source());
        } else {
            observer.accepted(event.orElseThrow().header().source());
        }
    }

    private Event decode(String topic, byte[] value) {
        if (value == null) {
            throw new BadRecordException(
                    Reason.UNREADABLE,
                    "the record has no value; events are never deleted: send an event that says what ended");
        }
        if (value.length > Topics.MAX_RECORD_BYTES) {
            throw new BadRecordException(
                    Reason.TOO_LARGE,
                    "the record has " + value.length + " bytes, at most " + Topics.MAX_RECORD_BYTES
                            + " are taken; send it in parts or without attachments");
        }
        return codecs.inbound().decode(topic, value);
    }

    private void check(Event event, String topic) {
        if (event.kind().topic() != inbound.get(topic)) {
            throw new BadRecordException(
                    Reason.WRONG_TOPIC,
                    event.kind().wireName() + " does not belong on " + topic + "; send it to topic " + topics.prefix()
                            + event.kind().topic().topicName());
        }
        Instant limit = Instant.ofEpochMilli(context.currentSystemTimeMs()).plus(clockSkew);
        if (event.header().occurredAt().isAfter(limit)) {
            throw new BadRecordException(
                    Reason.FUTURE,
                    "occurredAt " + event.header().occurredAt() + " is after " + limit
                            + ", the clock of the processor with its tolerance; check clock, zone and unit (milliseconds)"
                            + " at the source, and send the event once it has happened");
        }
        if (event instanceof Heartbeat heartbeat) {
            checkClaim("completeTo", heartbeat.completeTo(), heartbeat.pins(), limit);
        } else if (event instanceof Backfilled backfill) {
            checkClaim("to", backfill.to(), backfill.pins(), limit);
        }
        if (event instanceof ReferenceEvent entry) {
            EntryLimits.problemWith(entry).ifPresent(problem -> {
                throw new BadRecordException(
                        Reason.INVALID, event.kind().wireName() + " " + event.id() + ": " + problem);
            });
        }
        if (speaksAs(event).filter(SourceHealthEvent.PLUMBLINE::equals).isPresent()) {
            throw new BadRecordException(
                    Reason.RESERVED,
                    "the source id " + SourceHealthEvent.PLUMBLINE
                            + " is Plumbline's own; declare and report the source under another id");
        }
    }

    private void checkClaim(String field, Instant completeTo, List<Pin> pins, Instant limit) {
        if (completeTo.isAfter(limit)) {
            throw new BadRecordException(
                    Reason.FUTURE,
                    field + " " + completeTo + " is after " + limit
                            + "; nobody can be complete to a time that has not come, check the clock at the source");
        }
        if (pins.size() > MAX_PINS) {
            throw new BadRecordException(
                    Reason.BAD_PIN,
                    "it pins " + pins.size() + " places, at most " + MAX_PINS
                            + " are taken; pin each partition of the inbound topics once");
        }
        for (Pin pin : pins) {
            if (!inbound.containsKey(pin.topic()) || pin.partition() < 0 || pin.nextOffset() < 0) {
                throw new BadRecordException(
                        Reason.BAD_PIN,
                        pin.topic() + "-" + pin.partition() + " at " + pin.nextOffset()
                                + " is no place in an inbound topic; these are " + inbound.keySet());
            }
        }
    }

    /** The source that the event declares, or that speaks of itself. */
    private static Optional<String> speaksAs(Event event) {
        if (event instanceof SourceHealthEvent health) {
            return Optional.of(health.sourceId());
        }
        return event instanceof ReferenceEvent.SourceDeclared declared
                ? Optional.of(declared.sourceId())
                : Optional.empty();
    }

    private void deliver(Event event, RecordMetadata at, long timestamp) {
        List<Message> deliveries = deliveries(event, timestamp);
        if (event instanceof ReferenceEvent || event instanceof SourceHealthEvent) {
            // Progress is kept for days only, counted from now: a backlog's own times may lie before that.
            long now = context.currentSystemTimeMs();
            Progress.Place place =
                    new Progress.Place(at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(now));
            Message stated = progress(new Progress.Stated(event, Optional.of(place)));
            if (event instanceof Heartbeat || event instanceof Backfilled) {
                report(now);
            }
            stated.forward(context, now);
            deliveries.forEach(message -> message.forward(context, timestamp));
            return;
        }
        if (deliveries.isEmpty()) {
            throw new BadRecordException(
                    Reason.NO_SUBJECT, event.kind().wireName() + " " + event.id() + " concerns no subject");
        }
        deliveries.forEach(message -> message.forward(context, timestamp));
        Instant happened = event.header().occurredAt();
        oldest = Optional.of(oldest.filter(happened::isAfter).orElse(happened));
    }

    private List<Message> deliveries(Event event, long timestamp) {
        List<Message> deliveries = new ArrayList<>();
        for (Subject subject : subjectsOf(event)) {
            LogRecord delivery = new LogRecord.Delivery(subject, event, Instant.ofEpochMilli(timestamp), 0);
            deliveries.add(Message.of(
                    MonitorTopology.DELIVERIES_OUT,
                    topics.subjectEvents(),
                    subject.key(),
                    codecs.log().serializer(),
                    delivery));
        }
        return deliveries;
    }

    private static Set<Subject> subjectsOf(Event event) {
        try {
            return Routing.subjectsOf(event);
        } catch (IllegalArgumentException withoutId) {
            throw new BadRecordException(
                    Reason.INVALID, event.kind().wireName() + " " + event.id() + ": " + withoutId.getMessage());
        }
    }

    private void report(long timestamp) {
        if (!unreported.isEmpty()) {
            progress(new Progress.Reached(List.copyOf(unreported.values()), oldest))
                    .forward(context, timestamp);
            unreported.clear();
            oldest = Optional.empty();
        }
    }

    private Message progress(Progress record) {
        return Message.of(
                MonitorTopology.REPORTS_OUT,
                topics.progress(),
                "ingest-" + context.taskId().partition(),
                codecs.progress().serializer(),
                record);
    }

    private RejectedRecord reject(
            BadRecordException bad, RecordMetadata at, Record<byte[], byte[]> record, Optional<Event> event) {
        byte[] value = Optional.ofNullable(record.value()).orElse(new byte[0]);
        Optional<EventId> id = event.map(Event::id).or(() -> codecs.inbound().idOf(at.topic(), value));
        RejectedRecord rejected = RejectedRecord.of(
                bad.reason(),
                bad.getMessage(),
                at.topic(),
                at.partition(),
                at.offset(),
                Optional.ofNullable(record.key()),
                id,
                Instant.ofEpochMilli(record.timestamp()),
                value);
        Message.of(
                        MonitorTopology.INGEST_REJECTED_OUT,
                        topics.rejected(),
                        at.topic() + "-" + at.partition() + "-" + at.offset(),
                        codecs.rejection(),
                        rejected)
                .forward(context, record.timestamp());
        notes.news(bad.reason(), at.topic(), id, rejected.ingestedAt())
                .flatMap(statement ->
                        deliveries(statement, record.timestamp()).stream().findFirst())
                .ifPresent(message -> message.forward(context, record.timestamp()));
        return rejected;
    }

    private static Pin pin(String partition, long nextOffset) {
        int bar = partition.lastIndexOf('|');
        return new Pin(partition.substring(0, bar), Integer.parseInt(partition.substring(bar + 1)), nextOffset);
    }
}
