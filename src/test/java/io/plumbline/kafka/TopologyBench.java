package io.plumbline.kafka;

import io.plumbline.avro.RejectedRecord;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.event.Subject;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectTooLargeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology on a driver, with a monitor that keeps what it is given and passes each event on once. */
final class TopologyBench implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Topics TOPICS = Topics.of(1);

    final List<LogRecord> applied = new ArrayList<>();
    final TopologyTestDriver driver;

    /** Entries of the state that is stored; no state can be stored where negative. */
    int stateSize = 10;

    /** Whether what is passed on is larger than a topic takes. */
    boolean passOnLarge;

    TopologyBench(Path directory) {
        MonitorTopology topology = new MonitorTopology(TOPICS, TestCodecs.reflected(), partition -> this::apply);
        driver = new TopologyTestDriver(
                topology.build(),
                PlumblineStreams.properties(StreamsSettings.of("nowhere:1", "test", directory)),
                NOON);
    }

    @Override
    public void close() {
        driver.close();
    }

    /** Stores a state of a chosen size and passes each event on once. */
    void apply(LogRecord record, MonitorStore store, Consumer<Output> out) {
        applied.add(record);
        if (record instanceof Delivery delivery) {
            if (stateSize < 0) {
                throw new IllegalStateException("the disk is full");
            }
            try {
                store.save(state(delivery.to(), stateSize));
            } catch (SubjectTooLargeException e) {
                out.accept(new Output.Refused(delivery, Output.Refused.Reason.SUBJECT_TOO_LARGE, e.getMessage()));
                return;
            }
            if (delivery.hops() == 0) {
                Subject to = Subject.identity("passed-on");
                if (passOnLarge) {
                    Event large = AccessEvents.approved(
                                    header("large"),
                                    "r1",
                                    holder(),
                                    "crm",
                                    IntStream.range(0, 20)
                                            .mapToObj(i -> i + "x".repeat(60_000))
                                            .toList(),
                                    "p-boss")
                            .build();
                    out.accept(new Output.Forward(new Delivery(to, large, delivery.ingestedAt(), 1)));
                    return;
                }
                out.accept(new Output.Forward(new Delivery(to, delivery.event(), delivery.ingestedAt(), 1)));
            }
        }
    }

    /** A state of so many entries that says nothing else. */
    static SubjectState state(Subject subject, int size) {
        return new SubjectState(
                subject,
                List.of(),
                Collections.nCopies(size, "x"),
                List.of(),
                new TreeMap<>(),
                List.of(),
                Optional.empty(),
                false);
    }

    void send(InboundTopic topic, Event event) {
        raw(topic, ReflectedSerde.encode(event));
    }

    void raw(InboundTopic topic, byte[] value) {
        driver.createInputTopic(TOPICS.inbound(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], value, NOON);
    }

    void pass(int tenthsOfASecond) {
        for (int i = 0; i < tenthsOfASecond * 10; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(50));
        }
    }

    List<Tick> ticks() {
        return applied.stream()
                .filter(Tick.class::isInstance)
                .map(Tick.class::cast)
                .toList();
    }

    List<RejectedRecord> rejections() {
        return output(TOPICS.rejected()).readValuesToList().stream()
                .map(bytes -> TestCodecs.REJECTED.deserializer().deserialize(TOPICS.rejected(), bytes))
                .toList();
    }

    @SuppressWarnings("unchecked")
    <T> List<T> read(String topic) {
        return output(topic).readValuesToList().stream()
                .map(bytes -> (T) ReflectedSerde.decode(bytes))
                .toList();
    }

    TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static AccessEvent withdrawn(String id) {
        return new AccessEvent.Withdrawn(header(id), "r1", holder(), "crm");
    }

    static Heartbeat heartbeat(Instant completeTo, Pin... pins) {
        return SourceHealthEvents.heartbeat(header("hb"), "am", completeTo, List.of(pins));
    }

    static Principal holder() {
        return Principal.account("crm", "a1");
    }

    static Header header(String id) {
        return Header.of("am", id, NOON.minusSeconds(10));
    }
}
