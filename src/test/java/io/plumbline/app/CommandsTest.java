package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that need no cluster: what they print where, and how they end. */
@Timeout(120)
class CommandsTest {

    private static final String COMPANY = "src/main/resources/demo/company/";

    @TempDir
    private Path directory;

    /** How a command ended. */
    record Ended(ExitCode code, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Ended run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static Ended run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Main.commandLine(environment);
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        int code = program.execute(arguments);
        ExitCode ended = List.of(ExitCode.values()).stream()
                .filter(each -> each.number() == code)
                .findFirst()
                .orElseThrow();
        return new Ended(ended, out.toString(), err.toString());
    }

    /** Does at once what would wait one after the other for brokers that are not there; the first failure is thrown. */
    static void atOnce(List<Runnable> each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(each.size());
        try {
            for (Future<Object> done :
                    threads.invokeAll(each.stream().map(Executors::callable).toList())) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void dataGoesToStandardOutAndCountsToStandardErr() {
        Ended replay = replay("-o", "table");

        assertEquals(ExitCode.OK, replay.code());
        assertEquals(15, replay.lines().size(), replay.out());
        assertTrue(replay.lines().get(0).startsWith("ID "), replay.out());
        assertTrue(replay.err().contains("35 records"), replay.err());
    }

    @Test
    void everyFormOfOutputHoldsTheSameRecords() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<String> table = replay("-o", "table").lines();
        List<String> csv = replay("-o", "csv").lines();
        List<String> ndjson = replay("-o", "ndjson").lines();
        JsonNode array = json.readTree(replay("-o", "json").out());

        assertEquals("id,control,variant,rule,severity,status,subject,object,since,until", csv.get(0));
        assertEquals(14, array.size());
        for (int i = 0; i < array.size(); i++) {
            String id = array.get(i).get("exceptionId").textValue();
            assertEquals(array.get(i), json.readTree(ndjson.get(i)));
            assertTrue(csv.get(i + 1).startsWith(id + ","), csv.get(i + 1));
            assertTrue(table.get(i + 1).startsWith(id + " "), table.get(i + 1));
        }
    }

    @Test
    void theControlsVerifyThemselves() {
        Ended verify = run("controls", "verify", "--orders", "1", "SOD-01");

        assertEquals(ExitCode.OK, verify.code(), verify.err());
        assertTrue(verify.err().contains(" 0 do not"), verify.err());
    }

    @Test
    void theTopologyIsPrintedWithoutACluster() throws Exception {
        assertEquals(
                Files.readString(Path.of("src/test/resources/topology.txt")),
                run("topology").out());
        assertTrue(run("topology", "--prefix", "x.").out().contains("(topic: x.exceptions)"));
    }

    @Test
    void noCommandAnUnknownOptionOrAnUnknownCommandIsAMatterOfUsage() {
        assertEquals(ExitCode.USAGE, run().code());
        assertEquals(ExitCode.USAGE, run("controls", "list", "--nonsense").code());
        Ended unknown = run("explode");
        assertEquals(ExitCode.USAGE, unknown.code());
        assertEquals("", unknown.out());
        assertTrue(unknown.err().contains("explode"), unknown.err());
    }

    @Test
    void whatIsWrongWithFilesIsSaidAllAtOnce() throws Exception {
        Path reference = Files.writeString(directory.resolve("bad.yaml"), "reference:\n  - {kind: nonsense}\n  - 7\n");
        Ended bad = run("replay", "--source", "events", "--reference", reference.toString(), COMPANY + "events.jsonl");
        assertEquals(ExitCode.BAD_INPUT, bad.code());
        assertEquals(
                2, bad.err().lines().filter(line -> line.contains("bad.yaml")).count(), bad.err());

        assertEquals(
                ExitCode.BAD_INPUT,
                run("replay", "--source", "nonsense", COMPANY + "events.jsonl").code());
        assertEquals(ExitCode.BAD_INPUT, run("controls", "show", "ABC-99").code());
        Ended config = run(
                "exceptions",
                "list",
                "--config",
                directory.resolve("none.properties").toString());
        assertEquals(ExitCode.BAD_INPUT, config.code());
        assertTrue(config.err().contains("none.properties"), config.err());
    }

    @Test
    void whatDoesNotAnswerIsSaidToBeUnreachableWithinSeconds() throws Exception {
        atOnce(List.of(
                () -> assertUnreachable("exceptions", "list"),
                () -> assertUnreachable("ingest", "--source", "events", COMPANY + "events.jsonl"),
                () -> assertUnreachable("run", "--dir", directory.toString())));
    }

    private static void assertUnreachable(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--bootstrap-servers", "127.0.0.1:1"));
        long start = System.nanoTime();
        Ended ended = run(arguments.toArray(new String[0]));

        assertEquals(ExitCode.UNREACHABLE, ended.code(), () -> arguments + ": " + ended.err());
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("no Kafka broker answers at 127.0.0.1:1"), ended.err());
        assertTrue(System.nanoTime() - start < 30_000_000_000L, "it takes seconds, not minutes");
    }

    @Test
    void aManagementPortIsANumberAndMinusOneIsNone() {
        for (String port : List.of("70000", "-2", "none")) {
            Ended ended = run("run", "--management-port=" + port);
            assertEquals(ExitCode.BAD_INPUT, ended.code(), ended.err());
            assertTrue(ended.err().contains("plumbline.management.port"), ended.err());
        }
        Ended off = run("run", "--management-port=-1", "--bootstrap-servers", "127.0.0.1:1");
        assertEquals(ExitCode.UNREACHABLE, off.code(), off.err());
    }

    @Test
    void whatShouldNotGoWrongAndDoesIsAFailure() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        Ended ended = run("demo", "--dir", file.resolve("below").toString());

        assertEquals(ExitCode.FAILED, ended.code());
        assertTrue(ended.err().contains("below"), ended.err());
    }

    private static Ended replay(String... output) {
        String[] arguments = {
            "replay",
            "--source",
            "events",
            "--reference",
            COMPANY + "reference.yaml",
            COMPANY + "events.jsonl",
            output[0],
            output[1]
        };
        return run(arguments);
    }
}
