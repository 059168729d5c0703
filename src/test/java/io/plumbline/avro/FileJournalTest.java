package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    @TempDir
    Path directory;

    @Test
    void idsVersionsAndLevelsSurviveARestart() {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
            registry.register("b-value", LoginSchemas.OTHER);
            registry.register("b-value", LoginSchemas.OTHER);
            registry.setLevel("a-value", CompatibilityLevel.FULL_TRANSITIVE);
            registry.setLevel(CompatibilityLevel.FORWARD);
        }
        try (SchemaRegistry registry = open()) {
            assertEquals(1, registry.lookup("a-value", LoginSchemas.V1).id());
            assertEquals(2, registry.lookup("b-value", LoginSchemas.OTHER).id());
            assertEquals(Optional.of(CompatibilityLevel.FULL_TRANSITIVE), registry.level("a-value"));
            assertEquals(CompatibilityLevel.FORWARD, registry.level());
            assertEquals(3, registry.register("a-value", LoginSchemas.V2).id());
        }
        try (SchemaRegistry registry = open()) {
            assertEquals(List.of(1, 2), registry.versions("a-value"));
            assertEquals(LoginSchemas.V2, registry.schemaById(3));
        }
    }

    @Test
    void askingForWhatIsThereWritesNothing() throws IOException {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
            registry.register("a-value", LoginSchemas.V1);
            registry.setLevel(CompatibilityLevel.BACKWARD);
        }
        assertEquals(1, Files.readAllLines(file()).size());
    }

    @Test
    void aTornLastLineIsCutOffAndTheRestKept() throws IOException {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
            registry.register("a-value", LoginSchemas.V2);
        }
        String whole = Files.readString(file());
        for (int cut = whole.indexOf('\n') + 2; cut < whole.length(); cut += 13) {
            Files.writeString(file(), whole.substring(0, cut));
            try (SchemaRegistry registry = open()) {
                assertEquals(1, registry.maxId(), "cut at " + cut);
                assertEquals(2, registry.register("b-value", LoginSchemas.OTHER).id());
            }
            try (SchemaRegistry registry = open()) {
                assertEquals(LoginSchemas.OTHER, registry.schemaById(2));
            }
        }
    }

    @Test
    void anUnreadableLineInTheMiddleRefusesToOpenAndNamesTheLine() throws IOException {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
        }
        Files.writeString(file(), "{\"subject\":\"x\n", StandardOpenOption.APPEND);
        IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
        assertTrue(refused.getMessage().contains("line 2"), refused.getMessage());
    }

    @Test
    void aMissingLineRefusesToOpenBecauseItWouldRenumber() throws IOException {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
            registry.register("a-value", LoginSchemas.V2);
        }
        List<String> lines = Files.readAllLines(file());
        Files.writeString(file(), lines.get(1) + "\n");
        assertThrows(IllegalStateException.class, this::open);
        assertEquals(lines.get(1) + "\n", Files.readString(file()));
    }

    @Test
    void aSecondRegistryOnTheSameDirectoryIsRefused() {
        try (SchemaRegistry registry = open()) {
            registry.register("a-value", LoginSchemas.V1);
            IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
            assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
        }
    }

    @Test
    void aChangeThatCannotBeKeptIsNotAnswered() {
        SchemaRegistry registry = open();
        registry.close();
        assertThrows(IllegalStateException.class, () -> registry.register("a-value", LoginSchemas.V1));
        assertEquals(0, registry.maxId());
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anAnsweredIdSurvivesAKillDirectlyAfterTheAnswer() throws Exception {
        for (int round = 1; round <= 3; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RegistryProcess.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                HttpSchemaRegistryClient client = new HttpSchemaRegistryClient(
                        new RegistryConfig(Map.of(RegistryConfig.URL, urlIn(out), RegistryConfig.MAX_RETRIES, 0)));
                for (int i = 1; i < round; i++) {
                    assertEquals(i, client.lookup("s" + i, schema(i), false));
                }
                assertEquals(round, client.register("s" + round, schema(round), false));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        try (SchemaRegistry registry = open()) {
            assertEquals(3, registry.maxId());
            assertEquals(3, registry.lookup("s3", schema(3)).id());
        }
    }

    private static String urlIn(BufferedReader out) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("LISTENING ")) {
                return line.substring("LISTENING ".length());
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("the registry process did not start: " + seen);
    }

    private static String schema(int number) {
        return LoginSchemas.V1.replace("Login", "Login" + number);
    }

    private SchemaRegistry open() {
        return new SchemaRegistry(FileJournal.open(directory));
    }

    private Path file() {
        return directory.resolve("registry.jsonl");
    }

    /** A registry in a process of its own, to be killed. */
    static final class RegistryProcess {
        public static void main(String[] arguments) throws InterruptedException {
            EmbeddedRegistry registry = EmbeddedRegistry.start(Path.of(arguments[0]), 0);
            System.out.println("LISTENING " + registry.url());
            Thread.currentThread().join();
        }
    }
}
