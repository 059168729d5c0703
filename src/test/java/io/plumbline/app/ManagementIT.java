package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.cli.InputException;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.http.ManagementSettings;
import io.plumbline.metrics.Exposition;
import io.plumbline.metrics.Family;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.SubjectState;
import io.plumbline.sources.SourceFile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The management port of a processor on a broker, asked before it starts, when it has judged the company of the demonstration,
 * when it has stopped, and once more when it has started on the state it left, at Kafka's most detailed level of metrics.
 */
@Timeout(120)
class ManagementIT {

    private static final List<ReferenceEvent> REFERENCE =
            DemoStory.reference("/demo/company/reference.yaml", Playground.CONTROLS.definitions());
    private static final List<Event> FACTS = Sources.all()
            .get("events")
            .read(List.of(SourceFile.resource("/demo/company/events.jsonl")))
            .events();

    private static final List<String> EXPECTED_OF_KAFKA = List.of(
            "kafka_stream_thread_process_rate",
            "kafka_stream_task_dropped_records_total",
            "kafka_stream_state_num_open_iterators",
            "kafka_stream_thread_poll_latency_max",
            "kafka_consumer_fetch_manager_records_lag_max",
            "kafka_consumer_coordinator_rebalance_total");

    private static final Map<String, Map<String, HttpResponse<String>>> LIFE = new LinkedHashMap<>();

    @BeforeAll
    static void live(@TempDir Path directory) throws Exception {
        ManagementSettings anyPort = new ManagementSettings("127.0.0.1", 0);
        Management first = new Management(Optional.of(anyPort), false, Playground.CONTROLS);
        Management second = new Management(Optional.of(anyPort), true, Playground.CONTROLS);
        try (first;
                second;
                Playground playground = new Playground(directory, 2, first.observer())) {
            first.open(playground.processor());
            LIFE.put("made", ManagementReplies.ask(first));
            playground.processor().start();
            playground.awaitRunning();
            sendNonsense(playground);
            playground.feed(Playground.approved(REFERENCE));
            ManagementReplies.await(
                    first,
                    "/status",
                    reply -> ManagementReplies.json(reply)
                                    .at("/catalogue/version")
                                    .asLong()
                            >= 1);
            playground.feed(FACTS);
            ManagementReplies.await(first, "/readyz", reply -> reply.statusCode() == 200);
            ManagementReplies.await(first, "/status", reply -> ManagementReplies.lag(reply) == 0);
            ManagementReplies.await(
                    first, "/metrics", reply -> EXPECTED_OF_KAFKA.stream().allMatch(reply.body()::contains));
            LIFE.put("fed", ManagementReplies.ask(first));

            playground.stopAndMake(second.observer(), Map.of("metrics.recording.level", "DEBUG"));
            LIFE.put("stopped", ManagementReplies.ask(first));
            second.open(playground.processor());
            playground.processor().start();
            playground.awaitRunning();
            ManagementReplies.await(second, "/readyz", reply -> reply.statusCode() == 200);
            ManagementReplies.await(second, "/metrics", reply -> reply.body().contains("kafka_stream_state_"));
            LIFE.put("again", ManagementReplies.ask(second));
            assertThrows(InputException.class, () -> takenBy(second, playground));
        }
    }

    @AfterAll
    static void forget() {
        LIFE.clear();
    }

    @Test
    void probesFollowTheLifeOfTheInstance() {
        assertEquals(List.of(200, 503, 503), probes("made"));
        assertEquals(List.of(200, 200, 200), probes("fed"));
        assertEquals(List.of(503, 200, 503), probes("stopped"));
        assertEquals(List.of(200, 200, 200), probes("again"));
        List<String> names = new ArrayList<>();
        ManagementReplies.json(of("fed", "/readyz?verbose"))
                .get("checks")
                .forEach(check -> names.add(check.get("name").asText()));
        assertEquals(List.of("processor", "restore", "brokers", "registry", "catalogue"), names);
    }

    @Test
    void everyNameHasOneSetOfLabelsAndOursAreOnRecord() {
        for (String when : List.of("fed", "again")) {
            Exposition scrape = scrape(when);
            scrape.labelSets().forEach((name, sets) -> {
                if (name.startsWith("ccm_")) {
                    assertEquals(1, sets.size(), when + ": " + name + " " + sets);
                }
            });
            Set<String> known = Arrays.stream(Family.values())
                    .map(Family::prometheusName)
                    .collect(Collectors.toCollection(TreeSet::new));
            scrape.types().forEach((name, type) -> {
                String family = name.endsWith("_max") ? name.substring(0, name.length() - 4) : name;
                assertTrue(!name.startsWith("ccm_") || known.contains(family), when + ": " + name);
                assertTrue(!name.startsWith("ccm_") || scrape.described().contains(name), when + ": " + name);
            });
        }
        scrape("fed").labelSets().forEach((name, sets) -> assertEquals(1, sets.size(), name + " " + sets));
    }

    @Test
    void gaugesOfStateAreThoseOfAReplayBeforeAndAfterANewStart() {
        Backtest replay = replay();
        Map<String, Double> open = new TreeMap<>();
        replay.exceptions().values().stream()
                .filter(record ->
                        record.status() == ExceptionStatus.OPEN || record.status() == ExceptionStatus.ACKNOWLEDGED)
                .forEach(record -> open.merge(
                        record.controlId() + " " + record.severity() + " " + scope(record), 1.0, Double::sum));
        Map<String, Double> population = new TreeMap<>();
        for (SubjectState subject : replay.subjects()) {
            subject.verdicts()
                    .forEach((item, verdict) -> population.merge(
                            item.substring(0, item.indexOf('|')) + " " + verdict.verdict(), 1.0, Double::sum));
        }
        assertTrue(open.size() >= 4 && population.size() >= 5, open + " " + population);
        for (String when : List.of("fed", "again")) {
            assertEquals(open, series(scrape(when), "ccm_exceptions_open", "control", "severity", "scope"), when);
            assertEquals(population, series(scrape(when), "ccm_population", "control", "verdict"), when);
        }
    }

    @Test
    void countersSayWhatCameInAndWhatWentOut() {
        Exposition scrape = scrape("fed");
        Map<String, Double> bySource = new TreeMap<>();
        REFERENCE.forEach(event -> {
            if (event instanceof ReferenceEvent.SourceDeclared source) {
                bySource.put(source.sourceId() + " accepted", 0.0);
            }
        });
        FACTS.forEach(
                event -> bySource.computeIfPresent(event.header().source() + " accepted", (key, number) -> number + 1));
        Map<String, Double> counted = series(scrape, "ccm_source_events_total", "source", "result");
        bySource.forEach((key, number) -> assertEquals(number, counted.get(key), key + " in " + counted));
        assertEquals(1.0, counted.get("unknown rejected"), counted.toString());
        assertEquals(
                Optional.of(1.0),
                scrape.value("ccm_rejected_records_total", "stage", "ingest", "reason", "UNREADABLE"));

        Backtest replay = replay();
        double raised = series(scrape, "ccm_exceptions_transitions_total", "control", "to").entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" OPEN"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertEquals(replay.exceptions().size(), raised);
        assertTrue(scrape.value("ccm_evidence_records_total", "regime", "SOX").orElse(0.0) > 0);
        assertTrue(scrape.value("ccm_ticks_total").orElse(0.0) >= 4);
        assertEquals(Optional.of(0.0), scrape.value("ccm_metrics_dropped_total"));
        assertTrue(
                scrape("again").value("ccm_restore_records_total").orElse(0.0) > 0,
                "stores on the heap are read back at every start");
    }

    @Test
    void timeModeAndReferenceDataAreThere() {
        Exposition scrape = scrape("fed");
        Map<String, Instant> claims = new TreeMap<>();
        FACTS.forEach(event -> {
            if (event instanceof Heartbeat heartbeat) {
                claims.merge(heartbeat.sourceId(), heartbeat.completeTo(), (a, b) -> a.isAfter(b) ? a : b);
            }
        });
        claims.forEach((source, at) -> assertEquals(
                Optional.of((double) at.getEpochSecond()),
                scrape.value("ccm_source_settled_timestamp_seconds", "source", source)));
        assertEquals(Optional.of(1.0), scrape.value("ccm_streams_state", "state", "RUNNING"));
        assertEquals(
                1.0,
                series(scrape, "ccm_mode", "mode").values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
        double version = scrape.value("ccm_catalogue_version").orElseThrow();
        assertTrue(version >= 1);
        assertTrue(series(scrape, "ccm_catalogue_info", "version", "digest").keySet().stream()
                .allMatch(row -> row.matches((long) version + " [0-9a-f]{64}")));
        double tick = scrape.value("ccm_tick_timestamp_seconds").orElseThrow();
        assertTrue(Math.abs(Instant.now().getEpochSecond() - tick) < 120);
    }

    @Test
    void ofKafkaThereIsWhatIsListedAndTheAnswerStaysSmall() {
        Exposition scrape = scrape("fed");
        Set<String> kafka = scrape.types().keySet().stream()
                .filter(name -> name.startsWith("kafka_"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(kafka.containsAll(EXPECTED_OF_KAFKA), kafka.toString());
        String text = of("fed", "/metrics").body();
        System.out.printf(
                "scrape: %,d bytes, %,d samples, %d families of Kafka; at DEBUG with all of Kafka: %,d bytes%n",
                text.length(),
                scrape.samples().size(),
                kafka.size(),
                of("again", "/metrics").body().length());
        assertTrue(text.length() < 150_000, "the scrape has " + text.length() + " bytes");
        assertTrue(scrape.samples().stream().noneMatch(sample -> sample.labels().containsKey("process_id")));
    }

    @Test
    void atTheMostDetailedLevelWithAllOfKafkaTheScrapeIsAnswered() {
        assertEquals(200, of("again", "/metrics").statusCode());
        Exposition scrape = scrape("again");
        assertTrue(
                scrape.types().size() > 300, "all of Kafka: " + scrape.types().size());
        assertTrue(scrape.types().keySet().stream().noneMatch(name -> name.contains("number_open_files")));
    }

    @Test
    void theStatusTellsWhereTheInstanceStands() {
        JsonNode status = ManagementReplies.json(of("fed", "/status"));
        assertEquals("RUNNING", status.get("state").asText());
        assertEquals(2, status.get("time").get("partitions").asInt());
        assertTrue(status.get("time").get("tick").asLong() >= 4);
        assertFalse(status.get("time").get("settled").isEmpty());
        assertEquals(1, status.get("rejected").get("UNREADABLE").asInt());
        assertEquals(64, status.get("catalogue").get("digest").asText().length());
        assertTrue(status.get("catalogue").get("caughtUp").asBoolean());
        Set<String> tasks = new TreeSet<>();
        status.get("threads").forEach(thread -> thread.get("activeTasks").forEach(task -> tasks.add(task.asText())));
        assertEquals(5, tasks.size(), "two of ingest, one timekeeper, two monitors: " + tasks);
        assertTrue(status.get("lag").has("ccm.subject-events"), status.toString());
        assertTrue(status.get("lag").has("ccm.identity"), status.toString());
        assertTrue(status.get("restore").get("underWay").isEmpty());
        assertEquals(
                "NOT_RUNNING",
                ManagementReplies.json(of("stopped", "/status")).get("state").asText());
        assertEquals(
                0,
                ManagementReplies.json(of("made", "/status"))
                        .get("time")
                        .get("partitions")
                        .asInt());
    }

    @Test
    @EnabledIfSystemProperty(named = "plumbline.promtool", matches = ".+")
    void promtoolAcceptsWhatIsOurs() throws Exception {
        for (String when : List.of("fed", "again")) {
            String ours = of(when, "/metrics")
                            .body()
                            .lines()
                            .filter(line -> line.matches("(# (HELP|TYPE) )?ccm_.*"))
                            .collect(Collectors.joining("\n"))
                    + "\n";
            Process promtool = new ProcessBuilder(System.getProperty("plumbline.promtool"), "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            promtool.getOutputStream().write(ours.getBytes(StandardCharsets.UTF_8));
            promtool.getOutputStream().close();
            String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(promtool.waitFor(20, TimeUnit.SECONDS));
            assertEquals("", said);
            assertEquals(0, promtool.exitValue());
        }
    }

    private static Backtest replay() {
        Backtest backtest = new Backtest(Playground.CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        backtest.publish(REFERENCE);
        backtest.accept(new SourceHealthEvent.RecordsRejected(
                Header.of(SourceHealthEvent.PLUMBLINE, "the record that was not readable", Instant.now()),
                "topic/ccm.identity",
                "ccm.identity",
                "UNREADABLE",
                "2026-03-01"));
        FACTS.forEach(backtest::accept);
        backtest.end();
        return backtest;
    }

    private static String scope(ExceptionRecord record) {
        return switch (record.assertions().size()) {
            case 0 -> "NONE";
            case 1 -> record.assertions().firstKey();
            default -> "SHARED";
        };
    }

    private static void takenBy(Management holder, Playground playground) {
        ManagementSettings taken =
                new ManagementSettings("127.0.0.1", holder.url().orElseThrow().getPort());
        try (Management late = new Management(Optional.of(taken), false, Playground.CONTROLS)) {
            late.open(playground.processor());
        }
    }

    private static void sendNonsense(Playground playground) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", playground.cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("ccm.identity", new byte[] {1, 2, 3}))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static HttpResponse<String> of(String when, String path) {
        return LIFE.get(when).get(path);
    }

    private static List<Integer> probes(String when) {
        return List.of(
                of(when, "/livez").statusCode(),
                of(when, "/startupz").statusCode(),
                of(when, "/readyz").statusCode());
    }

    private static Exposition scrape(String when) {
        HttpResponse<String> reply = of(when, "/metrics");
        assertEquals(200, reply.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                reply.headers().firstValue("content-type").orElse(""));
        return new Exposition(reply.body());
    }

    /** Values by the values of the named labels, summed over the others. */
    private static Map<String, Double> series(Exposition scrape, String name, String... labels) {
        Map<String, Double> rows = new TreeMap<>();
        scrape.samples().stream()
                .filter(sample -> sample.name().equals(name))
                .forEach(sample -> rows.merge(
                        Arrays.stream(labels).map(sample.labels()::get).collect(Collectors.joining(" ")),
                        sample.value(),
                        Double::sum));
        return rows;
    }
}
