package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.control.Verdict;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.metrics.Exposition;
import io.plumbline.metrics.Telemetry;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.Output;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.Rejudging;
import io.plumbline.monitor.SubjectState;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Observers are told the truth, and what they make of it does not grow with the population. */
class ObserverTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Topics TOPICS = Topics.of(1);

    @TempDir
    private Path directory;

    @Test
    void anObserverIsToldWhatEachStageDoesAfterItIsStored() {
        Recording told = new Recording();
        try (TopologyTestDriver driver = driver(told)) {
            send(driver, InboundTopic.IDENTITY, ReflectedSerde.encode(created(1)));
            send(driver, InboundTopic.IDENTITY, ReflectedSerde.encode(created(1)));
            send(driver, InboundTopic.IDENTITY, new byte[] {1});
            send(
                    driver,
                    InboundTopic.SOURCE_HEALTH,
                    ReflectedSerde.encode(SourceHealthEvents.heartbeat(header("hb"), "am", NOON.minusSeconds(60))));
            driver.advanceWallClockTime(Duration.ofMillis(500));
        }
        assertEquals(
                List.of(
                        "partition 0",
                        "clock 0",
                        "accepted am",
                        "stored new account:crm/a1 as 1",
                        "accepted am",
                        "stored known account:crm/a1 as 2",
                        "rejected INGEST UNREADABLE",
                        "stored new source:topic/ccm.identity as 1",
                        "accepted am",
                        "emitted 1",
                        "clock 1",
                        "closed"),
                told.lines.stream()
                        .filter(line -> !line.matches("(emitted|clock) [2-9]"))
                        .toList());
    }

    @Test
    void aThousandIdentitiesThroughTheTopologyAddNotOneSeries() {
        try (Telemetry telemetry = new Telemetry("test", Set.of("JML-01"), false);
                TopologyTestDriver driver = driver(telemetry)) {
            send(driver, InboundTopic.IDENTITY, ReflectedSerde.encode(created(0)));
            driver.advanceWallClockTime(Duration.ofMillis(500));
            long before = series(telemetry);
            for (int i = 1; i < 1_000; i++) {
                send(driver, InboundTopic.IDENTITY, ReflectedSerde.encode(created(i)));
            }
            driver.advanceWallClockTime(Duration.ofMillis(500));
            assertEquals(before, series(telemetry));
            assertEquals(
                    Optional.of(1_000.0),
                    new Exposition(telemetry.scrape(false))
                            .value("ccm_population", "control", "JML-01", "verdict", "OPERATED"));
        }
    }

    private TopologyTestDriver driver(Observer observer) {
        MonitorTopology topology =
                new MonitorTopology(TOPICS, TestCodecs.reflected(), partition -> ObserverTest::apply);
        return new TopologyTestDriver(
                topology.observedBy(observer).build(),
                PlumblineStreams.properties(StreamsSettings.of("nowhere:1", "test", directory)),
                NOON);
    }

    /** Holds every event delivered, with a verdict on the subject, and keeps the clock. */
    private static void apply(LogRecord record, MonitorStore store, Consumer<Output> out) {
        if (record instanceof Tick tick) {
            store.saveClock(new PartitionClock(
                    tick.number(), Watermarks.NONE, 0, Mode.LIVE, true, Rejudging.NONE, new TreeMap<>()));
        } else if (record instanceof Delivery delivery) {
            Optional<SubjectState> before = store.load(delivery.to());
            SubjectState fresh = state(delivery.event());
            store.save(before.map(state -> new SubjectState(
                            state.subject(),
                            List.of(),
                            List.of("x", "y"),
                            List.of(),
                            fresh.verdicts(),
                            List.of(),
                            Optional.empty(),
                            false))
                    .orElse(fresh));
        }
    }

    private static SubjectState state(Event event) {
        return new SubjectState(
                Routing.subjectsOf(event).iterator().next(),
                List.of(),
                List.of("x"),
                List.of(),
                new TreeMap<>(Map.of("JML-01|subject", new VerdictOnRecord(Verdict.OPERATED, "OK", "crm", NOON))),
                List.of(),
                Optional.empty(),
                false);
    }

    private static long series(Telemetry telemetry) {
        return new Exposition(telemetry.scrape(false))
                .samples().stream()
                        .filter(sample -> sample.name().startsWith("ccm_"))
                        .count();
    }

    private static void send(TopologyTestDriver driver, InboundTopic topic, byte[] value) {
        driver.createInputTopic(TOPICS.inbound(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], value, NOON);
    }

    private static Event created(int number) {
        return IdentityEvents.accountCreated(
                        header("e" + number),
                        Principal.account("crm", "a" + number).account().orElseThrow())
                .identity("p" + number)
                .build();
    }

    private static Header header(String id) {
        return Header.of("am", id, NOON.minusSeconds(10));
    }

    /** Writes down what it is told. */
    private static final class Recording implements Observer {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void accepted(String source) {
            lines.add("accepted " + source);
        }

        @Override
        public void rejected(Stage stage, Reason reason, Optional<String> source) {
            lines.add("rejected " + stage + " " + reason);
        }

        @Override
        public void emitted(Tick tick) {
            lines.add("emitted " + tick.number());
        }

        @Override
        public Optional<PartitionObserver> partition(int partition) {
            lines.add("partition " + partition);
            return Optional.of(new PartitionObserver() {
                @Override
                public void held(SubjectState subject) {
                    lines.add("held " + subject.subject().key());
                }

                @Override
                public void stored(Optional<SubjectState> before, SubjectState after) {
                    lines.add("stored " + (before.isPresent() ? "known " : "new ")
                            + after.subject().key() + " as " + after.passedTo().size());
                }

                @Override
                public void said(Output output, Mode mode, Instant at) {
                    lines.add("said " + mode);
                }

                @Override
                public void clock(PartitionClock clock, Optional<Instant> emittedAt) {
                    assertTrue(emittedAt.isPresent() || clock.lastTick() == 0);
                    lines.add("clock " + clock.lastTick());
                }

                @Override
                public void closed() {
                    lines.add("closed");
                }
            });
        }
    }
}
