package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.kafka.TopicReader;
import io.plumbline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a user starts it: the launcher of the distribution, in a process of its own. */
@Timeout(400)
class DemoIT {

    private static final Path HOME = Path.of(System.getProperty("plumbline.home", "target/plumbline"));

    @TempDir
    private Path directory;

    /** How it ended. */
    private record Run(int code, String out, String err) {}

    @Test
    void aSecondRunOnAKeptDirectoryRaisesNothingTwiceAndRenumbersNoSchema() throws Exception {
        Path kept = directory.resolve("kept");

        Run first = demo("first", "--dir", kept.toString());
        assertEquals(0, first.code(), first.err());
        assertTells(first);
        assertPrintsWhatTheReadmeShows(first);
        SortedMap<String, Integer> published = published(kept);
        List<String> schemas = schemas(kept);
        assertTrue(published.get("ccm.alerts") > 300, () -> published.toString());
        assertFalse(schemas.isEmpty());

        Run second = demo("second", "--dir", kept.toString());
        assertEquals(0, second.code(), second.err());
        assertEquals(first.out(), second.out());
        assertEquals(published, published(kept), "alerts, exceptions and evidence are those of the first run");
        assertEquals(schemas, schemas(kept), "every schema has the id it had");
    }

    private static void assertTells(Run run) {
        for (String line : List.of(
                "CHG-01\\s+NO_CHANGE\\s+payments\\s+1 .*",
                "CHG-02\\s+AUTHOR_APPROVED\\s+golang/crypto\\s+14 .*",
                "CHG-02\\s+AUTHOR_DEPLOYED\\s+golang/crypto\\s+356 .*",
                "EFF-01\\s+NO_APPROVAL\\s+aws/123837392027\\s+12 .*",
                "PAM-01\\s+NO_ELEVATION\\s+aws/123837392027\\s+10 .*",
                "PAM-02\\s+STANDING_HUMAN\\s+aws/123837392027\\s+12 .*",
                "SOD-01\\s+EXERCISED\\s+erp\\s+1 .*",
                ".*EFF-01.*user/malicious-iam-user.*",
                ".*EFF-01.*role/stratus-red-team-backdoor-r-role.*",
                ".*PAM-01.*user/bert-jan.*",
                "    - It was done in privileged session S-77, opened by payments/ines at 2026-03-04T22:10:00Z\\.",
                "    - The one who did it had left: the employment ended at 2026-03-02T17:00:00Z\\.",
                "    - Rule P2P-01 \\(Creates a vendor and pays it\\) keeps these functions apart: AP01 / AP06",
                "To look further:")) {
            assertTrue(run.out().lines().anyMatch(each -> each.matches(line)), () -> line + " is not in\n" + run.out());
        }
        assertTrue(run.err().contains("everything is settled and judged"), run.err());
        assertTrue(run.err().lines().noneMatch(line -> line.matches(".*(WARN|ERROR|Exception).*")), run.err());
    }

    /** Every line of the README's excerpt stands in the output; {@code ...} stands for lines left out. */
    private static void assertPrintsWhatTheReadmeShows(Run run) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String excerpt =
                readme.substring(readme.indexOf("<!-- demo output -->"), readme.indexOf("<!-- end of demo output -->"));
        List<String> printed = run.out().lines().map(String::stripTrailing).toList();
        List<String> stale = excerpt.lines()
                .skip(2)
                .filter(line -> !line.equals("...") && !line.equals("```"))
                .filter(line -> !printed.contains(line.stripTrailing()))
                .toList();
        assertEquals(List.of(), stale);
    }

    private Run demo(String name, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("bin/plumbline").toString(), "demo"));
        command.addAll(List.of(options));
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(150, TimeUnit.SECONDS), () -> "the demonstration did not end: " + text(err));
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), text(out), text(err));
    }

    /** Number of records on each outbound topic. */
    private static SortedMap<String, Integer> published(Path kept) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        try (LocalCluster local = LocalCluster.start(kept, 0, 0)) {
            Topics topics = Cluster.of(local).topics(1);
            TopicReader reader = new TopicReader(local.bootstrapServers(), Map.of());
            for (String topic :
                    List.of(topics.alerts(), topics.evidenceSoc(), topics.evidenceSox(), topics.rejected())) {
                counts.put(topic, 0);
                reader.read(topic, record -> counts.merge(topic, 1, Integer::sum));
            }
        }
        return counts;
    }

    /** Everything the registry has kept, in order. */
    private static List<String> schemas(Path kept) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(kept.resolve("registry"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "cannot read " + file + ": " + e;
        }
    }
}
