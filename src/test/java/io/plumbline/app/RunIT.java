package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.kafka.PlumblineStreams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processor as an operator runs it: the launcher of the distribution against a cluster, stopped by a signal. */
@Timeout(150)
class RunIT {

    private static final Path HOME = Path.of(System.getProperty("plumbline.home", "target/plumbline"));
    private static final int SIGTERM = 143;

    @Test
    void sigtermStopsItCleanlyWellBelowHalfAMinute(@TempDir Path directory) throws Exception {
        Path config = Files.writeString(directory.resolve("streams.properties"), "num.stream.threads=1\n");
        Path err = directory.resolve("err");
        try (LocalCluster local = LocalCluster.start(directory.resolve("cluster"), 0, 0)) {
            ProcessBuilder builder = new ProcessBuilder(
                            HOME.resolve("bin/plumbline").toString(),
                            "run",
                            "--bootstrap-servers",
                            local.bootstrapServers(),
                            "--schema-registry",
                            local.registryUrl(),
                            "--dir",
                            directory.resolve("data").toString(),
                            "--partitions",
                            "2",
                            "--instance",
                            "one",
                            "--management-port",
                            "0",
                            "--config",
                            config.toString())
                    .redirectError(err.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("PLUMBLINE_LOG", "INFO");
            Process process = builder.start();
            try {
                await(process, err, PlumblineStreams.class.getSimpleName() + " - ccm.plumbline is RUNNING");
                assertTrue(body(err, "/livez").contains("UP"), () -> body(err, "/livez?verbose"));
                assertTrue(body(err, "/metrics").contains("ccm_build_info{"), () -> body(err, "/metrics"));
                process.destroy();
                assertTrue(process.waitFor(25, TimeUnit.SECONDS), () -> "it did not stop: " + text(err));
            } finally {
                process.destroyForcibly();
            }
            assertEquals(SIGTERM, process.exitValue());
            assertTrue(text(err).contains("running: brokers " + local.bootstrapServers()), text(err));
            assertTrue(text(err).contains("ccm.plumbline is NOT_RUNNING, was PENDING_SHUTDOWN"), text(err));
        }
    }

    /** What the management port answers, at the address the process has printed. */
    private static String body(Path err, String path) {
        Matcher url = Pattern.compile("management: (http://127\\.0\\.0\\.1:\\d+)/status")
                .matcher(text(err));
        assertTrue(url.find(), () -> text(err));
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url.group(1) + path))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(path + " is not answered: " + text(err), e);
        }
    }

    private static void await(Process process, Path err, String line) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!text(err).contains(line)) {
            assertTrue(process.isAlive(), () -> "it ended: " + text(err));
            assertTrue(System.nanoTime() < end, () -> "it does not run: " + text(err));
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "cannot read " + file + ": " + e;
        }
    }
}
