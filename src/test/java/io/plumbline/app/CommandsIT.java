package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.cli.ExitCode;
import io.plumbline.cli.Installation.ChangeResult;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.event.AccessEvent.Predicted;
import io.plumbline.event.Event;
import io.plumbline.event.EventKind.InboundTopic;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a cluster, on one that starts empty. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {

    private static final String COMPANY = "src/main/resources/demo/company/";
    private static final String EXAMPLE = "src/test/resources/catalogue-example";

    @TempDir
    private static Path directory;

    private static LocalCluster local;

    @BeforeAll
    static void start() {
        local = LocalCluster.start(directory, 0, 0);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    @Order(1)
    void beforeAnythingIsInstalledCommandsSayWhatIsMissing() {
        Ended list = onCluster("exceptions", "list");
        assertEquals(ExitCode.UNREACHABLE, list.code());
        assertTrue(list.err().contains("plumbline topics apply"), list.err());
        Ended ingest = onCluster("ingest", "--source", "events", COMPANY + "events.jsonl");
        assertEquals(ExitCode.UNREACHABLE, ingest.code());
        assertTrue(ingest.err().contains("ccm.identity"), ingest.err());
    }

    @Test
    @Order(2)
    void missingTopicsArePlannedAndThenCreated() {
        Ended plan = onCluster("topics", "plan");
        assertEquals(ExitCode.NOT_AS_EXPECTED, plan.code());
        assertTrue(
                plan.lines()
                        .contains(
                                "MISSING ccm.catalogue: 1 partitions "
                                        + "{cleanup.policy=delete, max.message.bytes=1048588, retention.bytes=-1, retention.ms=-1}"),
                plan.out());

        assertEquals(ExitCode.OK, onCluster("topics", "apply").code());
        Ended again = onCluster("topics", "plan");
        assertEquals(ExitCode.OK, again.code());
        assertEquals("", again.out());
    }

    @Test
    @Order(3)
    void anotherNumberOfPartitionsIsRefused() {
        Ended plan = onCluster("topics", "plan", "--partitions", "7");
        assertEquals(ExitCode.NOT_AS_EXPECTED, plan.code());
        assertTrue(plan.out().contains("REFUSED ccm.subject-events: has 4 partitions, must have 7"), plan.out());
    }

    @Test
    @Order(4)
    void anEmptyInstallationHasNoExceptions() {
        Ended list = onCluster("exceptions", "list", "-o", "ndjson");
        assertEquals(ExitCode.OK, list.code(), list.err());
        assertEquals("", list.out());
        assertEquals(
                ExitCode.BAD_INPUT, onCluster("exceptions", "show", "exc-1").code());
    }

    @Test
    @Order(5)
    void aSourceIsIngested() {
        Ended ingest = onCluster("ingest", "--source", "events", COMPANY + "events.jsonl");
        assertEquals(ExitCode.OK, ingest.code(), ingest.err());
        assertEquals("", ingest.out());
        assertTrue(ingest.err().contains("all on the brokers"), ingest.err());
    }

    @Test
    @Order(6)
    void aRegistryThatDoesNotAnswerIsUnreachable() {
        Ended ingest = CommandsTest.run(
                "ingest",
                "--bootstrap-servers",
                local.bootstrapServers(),
                "--schema-registry",
                "http://127.0.0.1:1",
                "--source",
                "events",
                COMPANY + "events.jsonl");
        assertEquals(ExitCode.UNREACHABLE, ingest.code(), ingest.err());
        assertTrue(ingest.err().contains("--schema-registry"), ingest.err());
    }

    @Test
    @Order(7)
    void aPlanSaysWhatWouldChangeAndWhatWouldBeRefused() {
        Ended datesBack = onCluster("catalogue", "plan", COMPANY + "reference.yaml");
        assertEquals(ExitCode.BAD_INPUT, datesBack.code(), datesBack.err());
        assertTrue(
                datesBack.err().contains("catalogue version 0")
                        && datesBack.err().contains("1 refused"),
                datesBack.err());
        assertTrue(
                datesBack.lines().stream().anyMatch(line -> line.startsWith("REFUSED  rule P2P-01")), datesBack.out());

        Ended plan = onCluster("catalogue", "plan", "--backdated", COMPANY + "reference.yaml");
        assertEquals(ExitCode.NOT_AS_EXPECTED, plan.code(), plan.err());
        assertEquals(18, plan.lines().size(), plan.out());

        assertEquals(
                ExitCode.USAGE,
                onCluster("catalogue", "apply", COMPANY + "reference.yaml").code());
        Ended own = apply("p-anand", "P-Anand", "first catalogue", "--backdated", COMPANY + "reference.yaml");
        assertEquals(ExitCode.BAD_INPUT, own.code());
        assertTrue(own.err().contains("author and approver are both 'p-anand'"), own.err());
        assertEquals(ExitCode.BAD_INPUT, onCluster("catalogue", "show").code(), "nothing was sent");
    }

    @Test
    @Order(8)
    void aChangeIsInForceWholeOrRefusedWhole() throws Exception {
        try (ProcessorInstance processor = processor()) {
            Ended applied = apply(
                    "p-anand",
                    "p-quill",
                    "first catalogue",
                    "--backdated",
                    "--change",
                    "first",
                    COMPANY + "reference.yaml");
            assertEquals(ExitCode.OK, applied.code(), applied.err());
            assertTrue(
                    applied.out().startsWith("catalogue/first is in force: catalogue version 1, digest "),
                    applied.out());
            Ended again = onCluster("catalogue", "plan", "--backdated", COMPANY);
            assertEquals(ExitCode.OK, again.code(), again.out() + again.err());

            assertExampleHolds();

            CatalogueChange selfApproved = CatalogueChange.of(
                    List.of(new BirthrightPublished(
                            Header.of("reference", "birthright/erp/SSO", Instant.EPOCH), "erp", "SSO", Instant.EPOCH)),
                    new Terms("self", "p-anand", "p-anand", "quickly", Instant.now(), false));
            ChangeResult refused = new KafkaInstallation(Playground.CONTROLS)
                    .apply(configuration(), selfApproved, Duration.ofSeconds(60), new PrintWriter(new StringWriter()));
            assertTrue(refused.refusals().get(0).startsWith("BAD_CHANGE: change catalogue/self: author and approver"));
            processor.throwIfFailed();
        }
        List<String> history = onCluster("catalogue", "history", "-o", "csv").lines();
        assertEquals(3, history.size(), history.toString());
        assertTrue(history.get(1).endsWith(",true,17,first catalogue"), history.get(1));
        assertTrue(history.get(2).contains(",catalogue/review-2099,p-anand,p-quill,"), history.get(2));

        Ended show = onCluster("catalogue", "show", "--version", "2");
        assertEquals(ExitCode.OK, show.code(), show.err());
        assertTrue(
                show.lines()
                        .containsAll(List.of(
                                "version  2",
                                "catalogue/review-2099: yearly review of rules",
                                "  rule P2P-01 from 2099-01-01T00:00:00Z",
                                "rule.published      2")),
                show.out());
        assertEquals(
                ExitCode.BAD_INPUT,
                onCluster("catalogue", "show", "--version", "3").code());
    }

    /** The answer goes the way of every event, and the exception that follows says that it was known. */
    @Test
    @Order(9)
    void aConflictThatWasPredictedAndComesAboutSaysWhoHadBeenTold() throws Exception {
        try (ProcessorInstance processor = processor()) {
            grant("XK01", Instant.now().minus(Duration.ofHours(1)));
            await(processor, () -> !eventsOfNova().isEmpty());

            Ended answer = onCluster(
                    "whatif",
                    "grant",
                    "--identity",
                    "p-nova",
                    "--system",
                    "erp",
                    "--entitlement",
                    "F110",
                    "--at",
                    Instant.now().toString(),
                    "--asked-by",
                    "p-asked");
            assertEquals(ExitCode.NOT_AS_EXPECTED, answer.code(), answer.err());
            assertTrue(answer.out().contains("P2P-01"), answer.out());
            AtomicInteger onTopic = new AtomicInteger();
            Cluster cluster = Cluster.of(configuration());
            cluster.read(cluster.topics(1).inbound(InboundTopic.ACCESS), record -> {
                if (new String(record.value(), StandardCharsets.ISO_8859_1).contains("p-asked")) {
                    onTopic.incrementAndGet();
                }
            });
            assertEquals(1, onTopic.get(), "answers on the topic");
            await(processor, () -> eventsOfNova().stream().anyMatch(Predicted.class::isInstance));

            grant("F110", Instant.now());
            await(
                    processor,
                    () -> onCluster("exceptions", "list", "--control", "SOD-01", "-o", "ndjson").lines().stream()
                            .anyMatch(line -> line.contains("identity:p-nova")
                                    && line.contains("PREDICTED")
                                    && line.contains("\"predicted_to\":\"p-asked\"")));
        }
    }

    private static List<Event> eventsOfNova() {
        return new KafkaInstallation(Playground.CONTROLS)
                .log(configuration())
                .events()
                .getOrDefault(Subject.identity("p-nova"), List.of());
    }

    private static void grant(String entitlement, Instant at) throws IOException {
        Path file = directory.resolve(entitlement + ".jsonl");
        Files.writeString(
                file,
                "{\"kind\":\"access.granted\",\"source\":\"erp-log\",\"id\":\"nova-" + entitlement + "\",\"at\":\""
                        + at.truncatedTo(ChronoUnit.MILLIS)
                        + "\",\"holder\":\"p-nova\",\"systemId\":\"erp\",\"entitlement\":\"" + entitlement + "\"}\n");
        Ended ingest = onCluster("ingest", "--source", "events", file.toString());
        assertEquals(ExitCode.OK, ingest.code(), ingest.err());
    }

    /** Each look reads the topics to their end, so that it takes its time. */
    private static void await(ProcessorInstance processor, BooleanSupplier holds) {
        Instant limit = Instant.now().plusSeconds(60);
        while (!holds.getAsBoolean()) {
            processor.throwIfFailed();
            assertTrue(Instant.now().isBefore(limit), "did not come about within a minute");
        }
    }

    /** The example of the page about the catalogue, with the output it shows. */
    private static void assertExampleHolds() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/catalogue.md"));
        Ended plan = onCluster("catalogue", "plan", EXAMPLE);
        assertEquals(ExitCode.NOT_AS_EXPECTED, plan.code(), plan.err());
        assertTrue(
                page.contains("<!-- plan output -->\n```text\n" + plan.out() + "```\n"),
                () -> "catalogue.md should show\n" + plan.out());
        Ended applied = apply("p-anand", "p-quill", "yearly review of rules", "--change", "review-2099", EXAMPLE);
        assertEquals(ExitCode.OK, applied.code(), applied.err());
        Ended again = apply("p-anand", "p-quill", "yearly review of rules", EXAMPLE);
        assertEquals(ExitCode.OK, again.code(), again.err());
        assertTrue(again.err().contains("nothing to do"), again.err());
    }

    private static ProcessorInstance processor() throws InterruptedException {
        ProcessorInstance processor = new ProcessorInstance(Playground.CONTROLS, local.settings(configuration()));
        processor.start();
        assertTrue(processor.awaitRunning(Duration.ofSeconds(60)));
        return processor;
    }

    private static Configuration configuration() {
        return Configuration.of(
                List.of(),
                Map.of(),
                List.of(
                        Keys.BOOTSTRAP_SERVERS.givenAsOption(local.bootstrapServers()),
                        Keys.SCHEMA_REGISTRY_URL.givenAsOption(local.registryUrl()),
                        Keys.PARTITIONS.givenAsOption(4),
                        Keys.DIRECTORY.givenAsOption(directory)));
    }

    private static Ended apply(String author, String approver, String reason, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("catalogue", "apply", "--author", author, "--approver", approver, "--reason", reason));
        arguments.addAll(List.of(more));
        return onCluster(arguments.toArray(new String[0]));
    }

    private static Ended onCluster(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", local.bootstrapServers()));
        if (!command[0].equals("topics")) {
            arguments.addAll(List.of("--schema-registry", local.registryUrl()));
        }
        return CommandsTest.run(arguments.toArray(new String[0]));
    }
}
