package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.monitor.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Runs the {@link Timekeeper} on the one partition of progress and the read-back of the catalogue. */
final class TimekeeperProcessor implements Processor<byte[], Object, byte[], byte[]> {

    static final String STATE = "timekeeper";
    static final String KNOWN = "reference-known";

    /** How often it looks whether something is due; ticks themselves have an interval of their own. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Topics topics;
    private final Codecs codecs;
    private final TimekeeperSettings settings;
    private final Observer observer;

    private final RejectionNotes notes = new RejectionNotes();
    private ProcessorContext<byte[], byte[]> context;
    private StoredState store;
    private Timekeeper timekeeper;
    private CatalogueChanges changes;

    TimekeeperProcessor(Topics topics, Codecs codecs, TimekeeperSettings settings, Observer observer) {
        this.topics = topics;
        this.codecs = codecs;
        this.settings = settings;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        notes.forget();
        context = processorContext;
        store = new StoredState(context.getStateStore(STATE), codecs.timekeeper());
        KeyValueStore<String, String> known = context.getStateStore(KNOWN);
        timekeeper = new Timekeeper(settings, store.load(), event -> isNew(known, event));
        changes = new CatalogueChanges(new StoredChanges(
                context.getStateStore(StoredChanges.WAITING),
                context.getStateStore(StoredChanges.DECIDED),
                event -> isKnown(known, event)));
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::advance);
    }

    @Override
    public void process(Record<byte[], Object> record) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        if (record.value() instanceof Progress.Stated stated && stated.event() instanceof ReferenceEvent event) {
            Progress.Place place = placeOf(stated, record);
            CatalogueChanges.Outcome outcome = changes.take(new CatalogueChanges.Part(event, place), now);
            outcome.inForce().forEach(each -> take(new Progress.Stated(each), now, record.timestamp()));
            outcome.refused().forEach(this::reject);
            tell();
            store.save(timekeeper.state());
        } else if (record.value() instanceof Progress.Stated stated
                && stated.event() instanceof SourceHealthEvent statement
                && timekeeper.refusal(statement).isPresent()) {
            reject(Reason.INVALID, timekeeper.refusal(statement).get(), statement.id(), placeOf(stated, record));
        } else if (record.value() instanceof Progress progress) {
            take(progress, now, record.timestamp());
            tell();
            store.save(timekeeper.state());
        } else if (record.value() instanceof CatalogueRecord.Closed closed) {
            timekeeper.readBack(closed);
            store.save(timekeeper.state());
        }
    }

    private void take(Progress progress, Instant now, long timestamp) {
        timekeeper.take(progress, now).ifPresent(entry -> publish(entry, timestamp));
    }

    private void advance(long now) {
        changes.expire(Instant.ofEpochMilli(now)).refused().forEach(this::reject);
        Timekeeper.Due due = timekeeper.advance(Instant.ofEpochMilli(now));
        due.closed().ifPresent(closed -> publish(closed, now));
        due.tick()
                .ifPresent(tick -> write(
                        MonitorTopology.TICKS_OUT,
                        topics.subjectEvents(),
                        "tick",
                        codecs.log().serializer(),
                        tick,
                        now));
        boolean told = tell();
        if (told || due.closed().isPresent() || due.tick().isPresent()) {
            store.save(timekeeper.state());
            context.commit();
            due.tick().ifPresent(observer::emitted);
        }
    }

    /** Delivers what there is to say about sources to them as subjects; whether there was anything. */
    private boolean tell() {
        List<SourceHealthEvent> statements = timekeeper.statements();
        long now = context.currentSystemTimeMs();
        statements.forEach(statement -> deliver(statement, now));
        return !statements.isEmpty();
    }

    private void deliver(SourceHealthEvent statement, long now) {
        LogRecord delivery = new LogRecord.Delivery(statement.subject(), statement, Instant.ofEpochMilli(now), 0);
        String key = statement.subject().key();
        write(
                MonitorTopology.STATEMENTS_OUT,
                topics.subjectEvents(),
                key,
                codecs.log().serializer(),
                delivery,
                now);
    }

    private void publish(CatalogueRecord record, long timestamp) {
        String key = Long.toString(record.version());
        write(
                MonitorTopology.CATALOGUE_OUT,
                topics.catalogue(),
                key,
                codecs.catalogue().serializer(),
                record,
                timestamp);
    }

    private void reject(CatalogueChanges.Refusal refusal) {
        reject(
                refusal.reason(),
                refusal.message(),
                refusal.part().event().id(),
                refusal.part().place());
    }

    /** The bytes of the record are not at hand any more; where they lie is. */
    private void reject(Reason reason, String message, EventId id, Progress.Place place) {
        RejectedRecord rejected = RejectedRecord.of(
                reason,
                message,
                place.topic(),
                place.partition(),
                place.offset(),
                Optional.empty(),
                Optional.of(id),
                place.receivedAt(),
                new byte[0]);
        write(
                MonitorTopology.TIMEKEEPER_REJECTED_OUT,
                topics.rejected(),
                place.topic() + "-" + place.partition() + "-" + place.offset(),
                codecs.rejection(),
                rejected,
                place.receivedAt().toEpochMilli());
        notes.news(reason, place.topic(), Optional.of(id), place.receivedAt())
                .ifPresent(statement -> deliver(statement, context.currentSystemTimeMs()));
    }

    /** Where it came in; where ingest told it, for what an earlier build took in. */
    private Progress.Place placeOf(Progress.Stated stated, Record<byte[], Object> record) {
        if (stated.place().isPresent()) {
            return stated.place().get();
        }
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of progress without a place in its topic"));
        return new Progress.Place(at.topic(), at.partition(), at.offset(), Instant.ofEpochMilli(record.timestamp()));
    }

    /** Without a look at the size: what ingest let pass fits again, since a topic takes a little more than it allows. */
    private <T> void write(String sink, String topic, String key, Serializer<T> serializer, T value, long timestamp) {
        byte[] bytes = serializer.serialize(topic, value);
        new Message(sink, key.getBytes(StandardCharsets.UTF_8), bytes).forward(context, timestamp);
    }

    private static boolean isNew(KeyValueStore<String, String> known, ReferenceEvent event) {
        boolean isNew = !isKnown(known, event);
        if (isNew) {
            known.put(event.id().toString(), digestOf(event));
        }
        return isNew;
    }

    private static boolean isKnown(KeyValueStore<String, String> known, ReferenceEvent event) {
        return digestOf(event).equals(known.get(event.id().toString()));
    }

    private static String digestOf(ReferenceEvent event) {
        return CatalogueRecord.chain(CatalogueRecord.NO_DIGEST, event);
    }
}
