package io.plumbline.kafka;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.monitor.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Runs the {@link Timekeeper} on the one partition of progress and the read-back of the catalogue. */
final class TimekeeperProcessor implements Processor<byte[], Object, byte[], byte[]> {

    static final String STATE = "timekeeper";
    static final String KNOWN = "reference-known";

    /** How often it looks whether something is due; ticks themselves have an interval of their own. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final String ONLY = "state";

    private final Topics topics;
    private final Codecs codecs;
    private final TimekeeperSettings settings;
    private final Observer observer;

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, TimekeeperState> store;
    private Timekeeper timekeeper;

    TimekeeperProcessor(Topics topics, Codecs codecs, TimekeeperSettings settings, Observer observer) {
        this.topics = topics;
        this.codecs = codecs;
        this.settings = settings;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        store = context.getStateStore(STATE);
        KeyValueStore<String, String> known = context.getStateStore(KNOWN);
        TimekeeperState state = Optional.ofNullable(store.get(ONLY)).orElse(TimekeeperState.INITIAL);
        timekeeper = new Timekeeper(settings, state, event -> isNew(known, event));
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::advance);
    }

    @Override
    public void process(Record<byte[], Object> record) {
        if (record.value() instanceof Progress progress) {
            timekeeper
                    .take(progress, Instant.ofEpochMilli(context.currentSystemTimeMs()))
                    .ifPresent(entry -> publish(entry, record.timestamp()));
            tell();
            store.put(ONLY, timekeeper.state());
        } else if (record.value() instanceof CatalogueRecord.Closed closed) {
            timekeeper.readBack(closed);
            store.put(ONLY, timekeeper.state());
        }
    }

    private void advance(long now) {
        Timekeeper.Due due = timekeeper.advance(Instant.ofEpochMilli(now));
        due.closed().ifPresent(closed -> publish(closed, now));
        due.tick()
                .ifPresent(tick ->
                        write(MonitorTopology.TICKS_OUT, topics.subjectEvents(), "tick", codecs.log(), tick, now));
        boolean told = tell();
        if (told || due.closed().isPresent() || due.tick().isPresent()) {
            store.put(ONLY, timekeeper.state());
            context.commit();
            due.tick().ifPresent(observer::emitted);
        }
    }

    /** Delivers what there is to say about sources to them as subjects; whether there was anything. */
    private boolean tell() {
        List<SourceHealthEvent> statements = timekeeper.statements();
        long now = context.currentSystemTimeMs();
        for (SourceHealthEvent statement : statements) {
            LogRecord delivery = new LogRecord.Delivery(statement.subject(), statement, Instant.ofEpochMilli(now), 0);
            String key = statement.subject().key();
            write(MonitorTopology.STATEMENTS_OUT, topics.subjectEvents(), key, codecs.log(), delivery, now);
        }
        return !statements.isEmpty();
    }

    private void publish(CatalogueRecord record, long timestamp) {
        String key = Long.toString(record.version());
        write(MonitorTopology.CATALOGUE_OUT, topics.catalogue(), key, codecs.catalogue(), record, timestamp);
    }

    /** Without a look at the size: what ingest let pass fits again, since a topic takes a little more than it allows. */
    private <T> void write(String sink, String topic, String key, Serde<T> serde, T value, long timestamp) {
        byte[] bytes = serde.serializer().serialize(topic, value);
        new Message(sink, key.getBytes(StandardCharsets.UTF_8), bytes).forward(context, timestamp);
    }

    private static boolean isNew(KeyValueStore<String, String> known, ReferenceEvent event) {
        String digest = CatalogueRecord.chain(CatalogueRecord.NO_DIGEST, event);
        boolean isNew = !digest.equals(known.get(event.id().toString()));
        if (isNew) {
            known.put(event.id().toString(), digest);
        }
        return isNew;
    }
}
