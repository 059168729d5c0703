package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.kafka.InboundSender;
import io.plumbline.kafka.SettleWatch;
import io.plumbline.kafka.TopicPlan;
import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.sources.DemoSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor of the product is killed in mid-stream twenty times while the history of Go's changes comes in: in the end no
 * exception is lost, doubled or out of sequence.
 */
class ProcessorKillIT {

    private static final int KILLS = 20;
    private static final int PARTITIONS = 4;
    private static final long SEED = 20261121;

    private Cluster cluster;
    private Topics topics;

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void twentyKillsLoseDoubleAndReorderNothing(@TempDir Path directory) throws Exception {
        List<ReferenceEvent> reference =
                DemoStory.reference("/demo/go-changes/reference.yaml", Playground.CONTROLS.definitions());
        List<Event> facts = new ArrayList<>(
                Sources.all().get("go-changes").read(DemoSet.GO_CHANGES.files()).facts());
        Random random = new Random(SEED);
        try (LocalCluster local = LocalCluster.start(directory, 0, 0)) {
            cluster = Cluster.of(local);
            topics = cluster.topics(PARTITIONS);
            try (Admin admin = cluster.admin()) {
                new TopicPlan(admin).apply(topics.all());
            }
            try (InboundSender sender =
                            new InboundSender(cluster.bootstrapServers(), topics, cluster.serdes(), cluster.config());
                    SettleWatch watch = new SettleWatch(cluster.bootstrapServers(), topics, cluster.codecs(topics));
                    ProcessorProcess processor = new ProcessorProcess(cluster, directory, "killed", List.of())) {
                Playground.approved(reference).forEach(sender::send);
                for (int kill = 0; kill < KILLS; kill++) {
                    send(slice(facts, kill), kill, sender);
                    killInMidStream(processor, random);
                }
                Instant end = newest(facts).plusMillis(1);
                sender.send(heartbeat("end", end));
                sender.flush();
                processor.start();
                watch.await(
                        sender.pins(),
                        Map.of("go-changes", end),
                        Duration.ofMinutes(3),
                        processor::requireAlive,
                        status -> {});
                processor.stop();
            }
            SortedMap<String, ExceptionRecord> found = new TreeMap<>();
            new KafkaInstallation(Playground.CONTROLS)
                    .exceptions(cluster)
                    .forEach(record -> found.put(record.exceptionId(), record));
            assertEquals(texts(replayed(reference, facts)), texts(found));
            assertAlertsFollowOneAnother(found);
        }
    }

    private static List<Event> slice(List<Event> facts, int number) {
        return facts.subList(facts.size() * number / KILLS, facts.size() * (number + 1) / KILLS);
    }

    /** The facts, and the claim that the source is complete up to the newest of them, not including it. */
    private static void send(List<Event> facts, int number, InboundSender sender) {
        facts.forEach(sender::send);
        sender.send(heartbeat("slice-" + number, newest(facts)));
        sender.flush();
    }

    private static Heartbeat heartbeat(String id, Instant completeTo) {
        return SourceHealthEvents.heartbeat(Header.of("go-changes", id, completeTo), "go-changes", completeTo);
    }

    private static Instant newest(List<Event> facts) {
        return facts.stream()
                .map(event -> event.header().occurredAt())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Waits until the processor writes, then kills it at a moment drawn at random. */
    private void killInMidStream(ProcessorProcess processor, Random random) throws Exception {
        processor.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            long before = written(admin);
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (written(admin) == before) {
                processor.requireAlive();
                assertTrue(System.nanoTime() < deadline, "the processor wrote nothing within a minute");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(2_500)).toNanos());
        }
        processor.kill();
    }

    private long written(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        IntStream.range(0, PARTITIONS)
                .forEach(partition ->
                        ends.put(new TopicPartition(topics.subjectEvents(), partition), OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private static SortedMap<String, ExceptionRecord> replayed(List<ReferenceEvent> reference, List<Event> facts) {
        Backtest backtest = new Backtest(Playground.CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        backtest.publish(reference);
        facts.forEach(backtest::accept);
        backtest.accept(heartbeat("end", newest(facts).plusMillis(1)));
        return backtest.exceptions();
    }

    private static SortedMap<String, String> texts(SortedMap<String, ExceptionRecord> records) {
        SortedMap<String, String> texts = new TreeMap<>();
        records.forEach((id, record) -> texts.put(
                id,
                record.controlId() + " " + record.variant() + " " + record.object() + " " + record.since() + " "
                        + record.status()));
        return texts;
    }

    /** Every exception's alerts are numbered from one without gap or repetition, each goes on where the one before stopped. */
    private void assertAlertsFollowOneAnother(SortedMap<String, ExceptionRecord> found) {
        SortedMap<String, List<ExceptionAlert>> alerts = new TreeMap<>();
        Deserializer<ExceptionAlert> reader =
                cluster.serdes().alerts(cluster.config()).deserializer();
        new TopicReader(cluster.bootstrapServers(), Map.of()).read(topics.alerts(), record -> {
            ExceptionAlert alert = reader.deserialize(topics.alerts(), record.value());
            alerts.computeIfAbsent(alert.exceptionId(), id -> new ArrayList<>()).add(alert);
        });
        assertEquals(found.keySet(), alerts.keySet());
        alerts.forEach((id, ofOne) -> {
            for (int i = 0; i < ofOne.size(); i++) {
                assertEquals(i + 1L, ofOne.get(i).sequence(), id);
                if (i > 0) {
                    assertEquals(
                            ofOne.get(i - 1).toStatus(),
                            ofOne.get(i).fromStatus().orElseThrow(),
                            id);
                }
            }
            ExceptionAlert last = ofOne.get(ofOne.size() - 1);
            assertEquals(found.get(id).sequence(), last.sequence(), id);
            assertEquals(found.get(id).status(), last.toStatus(), id);
        });
    }
}
