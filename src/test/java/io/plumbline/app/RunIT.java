package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.cli.ExitCode;
import io.plumbline.kafka.PlumblineStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
                            "--management-port",
                            "0",
                            "--config",
                            config.toString())
                    .redirectError(err.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("PLUMBLINE_LOG", "INFO");
            builder.environment().put("PLUMBLINE_GROUP_INSTANCE_ID", "one");
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

    @Test
    void itRunsOnABrokerOfItsOwnByVariablesAloneAndOtherCommandsFindItByTheSame(@TempDir Path directory)
            throws Exception {
        Map<String, String> variables = Map.of(
                "PLUMBLINE_EMBEDDED_BROKER", "true",
                "PLUMBLINE_EMBEDDED_BROKER_PORT", Integer.toString(freePort()),
                "PLUMBLINE_EMBEDDED_REGISTRY", "true",
                "PLUMBLINE_EMBEDDED_REGISTRY_PORT", Integer.toString(freePort()),
                "PLUMBLINE_MANAGEMENT_PORT", "-1",
                "PLUMBLINE_DIRECTORY", directory.resolve("data").toString(),
                "PLUMBLINE_TOPIC_PREFIX", "own.",
                "PLUMBLINE_PARTITIONS", "3",
                "KAFKA_NUM_STREAM_THREADS", "1",
                "PLUMBLINE_LOG", "INFO");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        HOME.resolve("bin/plumbline").toString(), "run")
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            await(process, err, PlumblineStreams.class.getSimpleName() + " - own.plumbline is RUNNING");
            CommandsTest.Ended plan = CommandsTest.run(variables, "topics", "plan");
            assertEquals(ExitCode.OK, plan.code(), plan.err());
            assertEquals("", plan.out());
            CommandsTest.Ended list = CommandsTest.run(variables, "exceptions", "list", "-o", "ndjson");
            assertEquals(ExitCode.OK, list.code(), list.err());
            process.destroy();
            assertTrue(process.waitFor(40, TimeUnit.SECONDS), () -> "it did not stop: " + text(err));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(SIGTERM, process.exitValue());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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
