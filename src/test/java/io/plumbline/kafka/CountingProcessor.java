package io.plumbline.kafka;

import io.plumbline.event.Severity;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import io.plumbline.monitor.SubjectState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A processor in a process of its own, to be killed: it counts the records of each subject and tells each count as an alert.
 *
 * <p>It does not recognise records it has seen, so a record lost, or processed twice, shows in the counts.
 */
final class CountingProcessor {

    static final int PARTITIONS = 2;

    private CountingProcessor() {}

    static Topics topics() {
        return new Topics("kill.", PARTITIONS, PARTITIONS);
    }

    /** Arguments: bootstrap servers, state directory. */
    public static void main(String[] args) throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        StreamsSettings settings =
                StreamsSettings.of(args[0], "kill-app", Path.of(args[1])).withInstanceId("one");
        PlumblineStreams streams = new PlumblineStreams(
                settings,
                topics(),
                TestCodecs.reflected(),
                catalogues ->
                        new MonitorTopology(topics(), TestCodecs.reflected(), partition -> CountingProcessor::apply),
                failure -> failed.countDown());
        streams.start();
        failed.await();
        System.exit(3);
    }

    private static void apply(LogRecord record, MonitorStore store, Consumer<Output> out) {
        if (record instanceof Tick tick) {
            store.saveClock(new PartitionClock(
                    tick.number(),
                    tick.settled(),
                    tick.catalogueVersion(),
                    tick.mode(),
                    true,
                    Rejudging.NONE,
                    new TreeMap<>()));
            return;
        }
        Delivery delivery = (Delivery) record;
        long count = 1 + store.load(delivery.to()).map(CountingProcessor::count).orElse(0L);
        store.save(state(delivery.to(), count));
        out.accept(new Output.Alert(alert(delivery.to().key(), count, delivery)));
        if (delivery.hops() == 0) {
            Subject to = Subject.identity("of-" + delivery.to().id());
            out.accept(new Output.Forward(new Delivery(to, delivery.event(), delivery.ingestedAt(), 1)));
        }
    }

    private static long count(SubjectState state) {
        return Long.parseLong(state.passedTo().get(0));
    }

    private static SubjectState state(Subject subject, long count) {
        return new SubjectState(
                subject,
                List.of(),
                List.of(Long.toString(count)),
                List.of(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                false);
    }

    private static ExceptionAlert alert(String id, long sequence, Delivery delivery) {
        SortedMap<String, ExceptionStatus> nowhere = new TreeMap<>();
        return new ExceptionAlert(
                id,
                id,
                sequence,
                ExceptionAlert.Change.UPDATED,
                Optional.empty(),
                ExceptionStatus.OPEN,
                "COUNTED",
                delivery.ingestedAt(),
                delivery.ingestedAt(),
                "TEST",
                "Every record is counted once",
                "COUNT",
                "COUNT",
                Optional.empty(),
                id,
                id,
                "crm",
                Severity.LOW,
                delivery.ingestedAt(),
                Optional.empty(),
                nowhere,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
