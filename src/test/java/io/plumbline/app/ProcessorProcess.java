package io.plumbline.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One instance of the stream processor in a process of its own, started again and again under one name and on one directory.
 * What it did is read from its log.
 */
final class ProcessorProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Pattern TASKS = Pattern.compile("runs tasks \\[(.*)]");
    private static final Pattern RESTORED = Pattern.compile("restored [1-9][0-9]* records of .*");
    private static final String RUNNING = " is RUNNING, was ";

    private final Cluster cluster;
    private final Path directory;
    private final Path log;
    private final Path config;
    private final boolean named;
    final String name;
    private Process process;
    private int starts;
    private int linesBeforeStart;

    /** @param settings lines of the properties file it is started with */
    ProcessorProcess(Cluster cluster, Path parent, String name, List<String> settings) throws IOException {
        this.cluster = cluster;
        this.name = name;
        this.directory = Files.createDirectories(parent.resolve(name));
        this.log = directory.resolve("log");
        // The streams protocol does not know names of instances yet.
        this.named = settings.stream().noneMatch("group.protocol=streams"::equals);
        this.config = Files.write(directory.resolve("properties"), settings);
    }

    void start() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.plumbline.app.Main",
                "run",
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--schema-registry",
                cluster.registryUrl(),
                "--dir",
                directory.toString(),
                "--config",
                config.toString(),
                "--management-port=-1"));
        if (named) {
            command.addAll(List.of("--instance", name));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PLUMBLINE_LOG", "INFO");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        linesBeforeStart = lines().size();
        try {
            process = builder.start();
            starts++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Ends it as the loss of a machine would: nothing is closed, committed or said. */
    void kill() throws InterruptedException {
        requireAlive();
        process.destroyForcibly().waitFor();
    }

    /** Tells it to stop, and waits until it has. */
    void stop() throws InterruptedException {
        requireAlive();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " was told to stop and does not: " + tail());
        }
    }

    void loseState() {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the state of " + name, e);
        }
    }

    /** Waits until it runs tasks, in the process that was started last. */
    void awaitRunning() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (sinceStart().noneMatch(line -> line.contains("runs tasks [") && !line.endsWith("[]"))) {
            requireAlive();
            if (System.nanoTime() > end) {
                throw new AssertionError(name + " does not run: " + tail());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended by itself, exit code " + process.exitValue() + ": " + tail());
        }
    }

    int starts() {
        return starts;
    }

    /** How often it had its tasks running after an assignment. */
    long assignments() {
        return lines().stream().filter(line -> line.contains(RUNNING)).count();
    }

    /** How many stores it filled from a changelog. */
    long restores() {
        return lines().stream().filter(line -> RESTORED.matcher(line).find()).count();
    }

    /** Every task it ever ran. */
    SortedSet<String> tasks() {
        SortedSet<String> tasks = new TreeSet<>();
        for (String line : lines()) {
            Matcher matcher = TASKS.matcher(line);
            if (matcher.find() && !matcher.group(1).isEmpty()) {
                tasks.addAll(List.of(matcher.group(1).split(", ")));
            }
        }
        return tasks;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Stream<String> sinceStart() {
        return lines().stream().skip(linesBeforeStart);
    }

    private String tail() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private List<String> lines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
