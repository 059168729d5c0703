package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.catalogue.Regime;
import io.plumbline.kafka.StepFactory.Step;
import io.plumbline.monitor.GapPass;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Applies the step to each record of one partition of the subject log, publishes what it says, and acknowledges ticks.
 *
 * <p>Nothing is published before the step is through. A delivery that cannot be taken in is rejected, and so is, in its place,
 * an output too large to be written; a tick that fails stops the task. The acknowledgement of a tick is written after everything that came
 * before it, in the same transaction or a later one.
 */
final class MonitorProcessor implements Processor<byte[], LogRecord, byte[], byte[]> {

    private final Topics topics;
    private final Codecs codecs;
    private final StepFactory steps;
    private final Observer observer;

    private ProcessorContext<byte[], byte[]> context;
    private StreamsMonitorStore store;
    private MonitorStore watched;
    private Optional<PartitionObserver> watcher = Optional.empty();
    private Step step;

    MonitorProcessor(Topics topics, Codecs codecs, StepFactory steps, Observer observer) {
        this.topics = topics;
        this.codecs = codecs;
        this.steps = steps;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        store = StreamsMonitorStore.of(context, codecs);
        step = steps.forPartition(context.taskId().partition());
        watcher = observer.partition(context.taskId().partition());
        watched = store;
        watcher.ifPresent(watching -> {
            store.forEach(watching::held);
            watching.clock(store.clock(), Optional.empty());
            watched = new ObservedStore(store, watching);
        });
    }

    @Override
    public void close() {
        watcher.ifPresent(PartitionObserver::closed);
        watcher = Optional.empty();
    }

    @Override
    public void process(Record<byte[], LogRecord> record) {
        if (record.value() instanceof LogRecord.Tick tick) {
            long before = store.changes();
            Map<String, GapPass> passes = store.clock().gapPasses();
            Rejudging rejudging = store.clock().rejudging();
            apply(record);
            boolean wentOn = store.changes() > before
                    || !store.clock().gapPasses().equals(passes)
                    || !store.clock().rejudging().equals(rejudging);
            boolean unfinished = wentOn && somethingRemains();
            acknowledge(tick, unfinished, record.timestamp());
            watcher.ifPresent(
                    watching -> watching.clock(store.clock(), Optional.of(Instant.ofEpochMilli(record.timestamp()))));
        } else if (record.value() instanceof LogRecord.Delivery) {
            apply(record);
        }
    }

    private void apply(Record<byte[], LogRecord> record) {
        List<Output> outputs = new ArrayList<>();
        step.apply(record.value(), watched, outputs::add);
        List<Message> messages =
                outputs.stream().map(output -> message(output, record)).toList();
        messages.forEach(message -> message.forward(context, record.timestamp()));
        watcher.ifPresent(watching -> {
            Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
            for (int i = 0; i < messages.size(); i++) {
                if (!messages.get(i).sink().equals(MonitorTopology.MONITOR_REJECTED_OUT)) {
                    watching.said(outputs.get(i), store.clock().mode(), now);
                }
            }
        });
    }

    /** To fail for an output that is too large would stop the partition for ever; so it is rejected, in words. */
    private Message message(Output output, Record<byte[], LogRecord> record) {
        try {
            return message(output);
        } catch (BadRecordException tooLarge) {
            return rejection(
                    tooLarge.reason(),
                    "what was found could not be published: " + tooLarge.getMessage(),
                    record.value() instanceof LogRecord.Delivery delivery ? Optional.of(delivery) : Optional.empty(),
                    Instant.ofEpochMilli(record.timestamp()),
                    output.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Message message(Output output) {
        if (output instanceof Output.Forward forward) {
            return Message.of(
                    MonitorTopology.FORWARDS_OUT,
                    topics.subjectEvents(),
                    forward.delivery().to().key(),
                    codecs.log().serializer(),
                    forward.delivery());
        } else if (output instanceof Output.Alert alert) {
            return Message.of(
                    MonitorTopology.ALERTS_OUT,
                    topics.alerts(),
                    alert.alert().exceptionId(),
                    codecs.alert(),
                    alert.alert());
        } else if (output instanceof Output.Current current) {
            return Message.of(
                    MonitorTopology.EXCEPTIONS_OUT,
                    topics.exceptions(),
                    current.exception().exceptionId(),
                    codecs.exception(),
                    current.exception());
        } else if (output instanceof Output.OnTrial onTrial) {
            return Message.of(
                    MonitorTopology.EXCEPTIONS_SHADOW_OUT,
                    topics.exceptionsShadow(),
                    onTrial.finding().exceptionId(),
                    codecs.exception(),
                    onTrial.finding());
        }
        if (output instanceof Output.Refused refused) {
            return rejection(refused);
        }
        Output.Evidence evidence = (Output.Evidence) output;
        boolean sox = evidence.assertion().regime() == Regime.SOX;
        return Message.of(
                sox ? MonitorTopology.EVIDENCE_SOX_OUT : MonitorTopology.EVIDENCE_SOC_OUT,
                sox ? topics.evidenceSox() : topics.evidenceSoc(),
                evidence.assertion().subjectKey(),
                codecs.evidence(),
                evidence.assertion());
    }

    private Message rejection(Output.Refused refused) {
        LogRecord.Delivery delivery = refused.delivery();
        return rejection(
                switch (refused.reason()) {
                    case SUBJECT_TOO_LARGE -> RejectedRecord.Reason.SUBJECT_TOO_LARGE;
                    case TOO_OLD -> RejectedRecord.Reason.TOO_OLD;
                },
                refused.why(),
                Optional.of(delivery),
                delivery.ingestedAt(),
                codecs.log().serializer().serialize(topics.subjectEvents(), delivery));
    }

    private Message rejection(
            RejectedRecord.Reason reason,
            String why,
            Optional<LogRecord.Delivery> about,
            Instant ingestedAt,
            byte[] value) {
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a log record without a place in a topic"));
        RejectedRecord rejected = RejectedRecord.of(
                reason,
                why,
                at.topic(),
                at.partition(),
                at.offset(),
                about.map(delivery -> delivery.to().key().getBytes(StandardCharsets.UTF_8)),
                about.map(delivery -> delivery.event().id()),
                ingestedAt,
                value);
        observer.rejected(Observer.Stage.MONITOR, reason, rejected.source());
        return Message.of(
                MonitorTopology.MONITOR_REJECTED_OUT,
                topics.rejected(),
                at.topic() + "-" + at.partition() + "-" + at.offset(),
                codecs.rejection(),
                rejected);
    }

    /** Whether a limit cut the work of the tick short: what it did is not all there was to do. */
    private boolean somethingRemains() {
        PartitionClock clock = store.clock();
        return clock.judging()
                && (!store.unjudged(1).isEmpty()
                        || !clock.rejudging().isOver()
                        || !clock.gapPasses().isEmpty()
                        || store.anyDue(clock.settled()));
    }

    private void acknowledge(LogRecord.Tick tick, boolean unfinished, long timestamp) {
        int partition = context.taskId().partition();
        Message.of(
                        MonitorTopology.ACKNOWLEDGEMENTS_OUT,
                        topics.progress(),
                        "monitor-" + partition,
                        codecs.progress().serializer(),
                        new Progress.Acknowledged(partition, tick.number(), unfinished))
                .forward(context, timestamp);
        context.commit();
    }
}
