package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a cluster, on one that starts empty. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {

    private static final String COMPANY = "src/main/resources/demo/company/";

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
    void aSourceIsIngestedWithItsReferenceData() {
        Ended ingest = onCluster(
                "ingest", "--source", "events", "--reference", COMPANY + "reference.yaml", COMPANY + "events.jsonl");
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

    private static Ended onCluster(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", local.bootstrapServers()));
        if (!command[0].equals("topics")) {
            arguments.addAll(List.of("--schema-registry", local.registryUrl()));
        }
        return CommandsTest.run(arguments.toArray(new String[0]));
    }
}
