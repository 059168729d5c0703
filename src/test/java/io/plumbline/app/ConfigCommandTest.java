package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.cli.ExitCode;
import io.plumbline.config.Key;
import io.plumbline.config.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ConfigCommandTest {

    private static final String COMPANY = "src/main/resources/demo/company/";

    @TempDir
    private Path directory;

    @Test
    void whatIsInForceIsListedWithWhereItComesFromAndWithoutSecrets() throws Exception {
        Path file = Files.writeString(
                directory.resolve("p.properties"),
                "plumbline.tick.interval=PT0.5S\nsasl.jaas.config=hush\nsecurity.protocol=SASL_SSL\n");
        Ended show = CommandsTest.run(
                Map.of("PLUMBLINE_CONFIG", file.toString(), "PLUMBLINE_PARTITIONS", "12", "KAFKA_HEAP_OPTS", "-Xmx1g"),
                "config",
                "show",
                "--dir",
                "here",
                "--set",
                "plumbline.management.port=-1",
                "-o",
                "json");

        assertEquals(ExitCode.OK, show.code(), show.err());
        assertFalse(show.out().contains("hush"), show.out());
        assertTrue(show.err().startsWith("note: environment KAFKA_HEAP_OPTS: "), show.err());
        assertLine(show, "plumbline.partitions", "12", "environment PLUMBLINE_PARTITIONS");
        assertLine(show, "plumbline.directory", "here", "command line --dir");
        assertLine(show, "plumbline.management.port", "-1", "command line --set plumbline.management.port");
        assertLine(show, "plumbline.tick.interval", "PT0.5S", file + ":1");
        assertLine(show, "plumbline.tick.idle", "1m", "default");
        assertLine(show, "sasl.jaas.config", "[hidden]", file + ":2");
        Set<String> shown = new TreeSet<>();
        new ObjectMapper()
                .readTree(show.out())
                .forEach(line -> shown.add(line.get("key").textValue()));
        assertTrue(shown.containsAll(Keys.ALL.stream().map(Key::name).toList()));
    }

    @Test
    void aConfigurationWithProblemsIsStillShownAndEndsAsBadInput() {
        Ended show = CommandsTest.run(Map.of("PLUMBLINE_PARTITIONS", "none"), "config", "show");
        assertEquals(ExitCode.BAD_INPUT, show.code());
        assertTrue(show.out().contains("plumbline.partitions"), show.out());
        assertTrue(show.err().contains("environment: PLUMBLINE_PARTITIONS: must be"), show.err());
    }

    @Test
    void aCheckSaysWhatRunWouldSayAndConnectsToNothing() {
        Map<String, String> wrong = Map.of("PLUMBLINE_PARTITIONS", "0", "PLUMBLINE_BOOTSTRAP_SERVERS", "a:1");
        Ended check = CommandsTest.run(wrong, "config", "check", "--embedded");
        Ended run = CommandsTest.run(wrong, "run", "--embedded");

        assertEquals(ExitCode.BAD_INPUT, check.code());
        assertEquals(2, check.err().lines().count(), check.err());
        assertEquals(ExitCode.BAD_INPUT, run.code());
        assertEquals(check.err(), run.err());
        Ended fine = CommandsTest.run("config", "check", "--embedded");
        assertEquals(ExitCode.OK, fine.code());
        assertEquals("", fine.out());
    }

    @Test
    void everyCommandThatConnectsHearsFilesAndVariablesAndItsOptionsWin() throws Exception {
        Path file = Files.writeString(directory.resolve("p.properties"), "bootstrap.servers=127.0.0.1:3");
        Map<String, String> variables =
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:2", "PLUMBLINE_CONFIG", file.toString());
        CommandsTest.atOnce(List.of(
                () -> assertReaches("127.0.0.1:3", Map.of("PLUMBLINE_CONFIG", file.toString()), "exceptions", "list"),
                () -> assertReaches("127.0.0.1:2", variables, "exceptions", "list"),
                () -> assertReaches("127.0.0.1:2", variables, "access", "list"),
                () -> assertReaches("127.0.0.1:2", variables, "topics", "plan"),
                () -> assertReaches("127.0.0.1:2", variables, "ingest", "--source", "events", COMPANY + "events.jsonl"),
                () -> assertReaches("127.0.0.1:2", variables, "run", "--dir", directory.toString()),
                () -> assertReaches(
                        "127.0.0.1:1", variables, "exceptions", "list", "--bootstrap-servers", "127.0.0.1:1")));
    }

    @Test
    void whatKafkasClientRefusesIsBadInputAndNotAClusterThatDoesNotAnswer() {
        Map<String, String> variables = Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG", "no.such.Module required username=\"ann\" password=\"hush\";");
        Ended list = CommandsTest.run(variables, "exceptions", "list");
        assertEquals(ExitCode.BAD_INPUT, list.code(), list.err());
        assertTrue(list.err().contains("no.such.Module"), list.err());
        assertFalse(list.err().contains("hush"), list.err());
        Ended nowhere = CommandsTest.run("exceptions", "list", "--bootstrap-servers", "nowhere.invalid:1");
        assertEquals(ExitCode.UNREACHABLE, nowhere.code(), nowhere.err());
    }

    @Test
    void everyOptionOfAKeyIsOneThatRunHas() {
        CommandLine run = Main.commandLine(Map.of()).getSubcommands().get("run");
        Set<String> options = run.getCommandSpec().optionsMap().keySet();
        assertEquals(
                Set.of(),
                Keys.ALL.stream()
                        .flatMap(key -> key.option().stream())
                        .filter(option -> !options.contains(option))
                        .collect(Collectors.toSet()));
    }

    private static void assertReaches(String servers, Map<String, String> variables, String... command) {
        Ended ended = CommandsTest.run(variables, command);
        assertEquals(ExitCode.UNREACHABLE, ended.code(), ended.err());
        assertTrue(ended.err().contains("no Kafka broker answers at " + servers + " "), ended.err());
    }

    private static void assertLine(Ended show, String key, String value, String from) throws Exception {
        for (JsonNode line : new ObjectMapper().readTree(show.out())) {
            if (line.get("key").textValue().equals(key)) {
                assertEquals(value, line.get("value").textValue());
                assertEquals(from, line.get("from").textValue());
                return;
            }
        }
        throw new AssertionError(key + " is not in " + show.out());
    }
}
