package io.plumbline.app;

import io.plumbline.cli.ExitCode;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.event.Event;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.kafka.InboundSender;
import io.plumbline.kafka.SettleWatch;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.sources.Delivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The demonstration: starts broker, registry and processor in this process, feeds them histories, waits until all of it is
 * settled, and prints what was found.
 */
final class Demo {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(5);

    private final ControlLibrary controls;
    private final PrintWriter out;
    private final PrintWriter progress;

    Demo(ControlLibrary controls, PrintWriter out, PrintWriter progress) {
        this.controls = controls;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @param kept where everything is kept; a temporary directory where absent
     * @param keep go on running until the process is told to stop
     */
    ExitCode run(Optional<Path> kept, boolean keep) {
        boolean reachable = keep || kept.isPresent();
        try (Closing closing = new Closing()) {
            Path directory = kept.orElseGet(() -> temporary(closing));
            say("starting a broker and a schema registry, data in " + directory);
            LocalCluster local = closing.add(LocalCluster.start(
                    directory,
                    reachable ? portOr(LocalCluster.KAFKA_PORT, "broker") : 0,
                    reachable ? portOr(LocalCluster.REGISTRY_PORT, "schema registry") : 0));
            say("broker at " + local.bootstrapServers() + ", schema registry at " + local.registryUrl());
            Cluster cluster = Cluster.of(local);
            Settings settings = local.settings(configuration(directory));
            Topics topics = settings.topics();
            ProcessorInstance processor = closing.add(new ProcessorInstance(controls, settings));
            processor.start();
            DemoStory story = DemoStory.read(controls.definitions());
            if (!processor.awaitRunning(START_LIMIT)) {
                processor.throwIfFailed();
                throw new IllegalStateException("the stream processor does not run after " + START_LIMIT.toSeconds()
                        + " s; is the machine very busy?");
            }
            say("the stream processor runs " + controls.entries().size() + " controls");
            awaitSettled(cluster, topics, processor, feed(cluster, topics, story), story);
            List<ExceptionRecord> found = new KafkaInstallation(controls).exceptions(cluster);
            new DemoReport(out).print(found, local, kept, keep);
            if (keep) {
                say("running on; stop with Ctrl-C");
                Throwable failure = processor.awaitFailure();
                say("the stream processor gave up: " + failure);
                return ExitCode.FAILED;
            }
            say("stopping");
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** What is shown is the same everywhere, so it is told nothing but where to keep its data. */
    private static Configuration configuration(Path directory) {
        return Configuration.of(List.of(), Map.of(), List.of(Keys.DIRECTORY.givenAsOption(directory)));
    }

    /** Sends everything and answers with how far each partition was written. */
    private List<Pin> feed(Cluster cluster, Topics topics, DemoStory story) {
        try (InboundSender sender =
                new InboundSender(cluster.bootstrapServers(), topics, cluster.serdes(), cluster.config())) {
            story.changes().forEach(change -> {
                say(String.format(
                        "reference data: %,d entries, written by %s, approved by %s",
                        change.entries().size(),
                        change.approval().author(),
                        change.approval().approver()));
                change.events().forEach(sender::send);
            });
            for (Delivery delivery : story.deliveries()) {
                say(String.format(
                        "%s: %,d records read, %,d events to send",
                        delivery.sourceId(),
                        delivery.tally().records(),
                        delivery.events().size()));
                delivery.events().forEach(sender::send);
            }
            sender.flush();
            say(String.format("sent %,d records, all on the broker", sender.sent()));
            return sender.pins();
        }
    }

    private void awaitSettled(
            Cluster cluster, Topics topics, ProcessorInstance processor, List<Pin> pins, DemoStory story) {
        Map<String, Instant> claims = new TreeMap<>();
        for (Event event : story.events()) {
            if (event instanceof Heartbeat heartbeat) {
                claims.merge(heartbeat.sourceId(), heartbeat.completeTo(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        try (SettleWatch watch = new SettleWatch(cluster.bootstrapServers(), topics, processor.codecs())) {
            watch.await(pins, claims, SETTLE_LIMIT, processor::throwIfFailed, status -> {
                long settled = claims.entrySet().stream()
                        .filter(claim -> Optional.ofNullable(status.settled().get(claim.getKey()))
                                .filter(at -> !at.isBefore(claim.getValue()))
                                .isPresent())
                        .count();
                say(String.format(
                        "taken in %d of %d partitions, settled %d of %d sources",
                        status.taken(), status.of(), settled, claims.size()));
            });
        }
        say("everything is settled and judged");
    }

    /** The port, or 0 for any where another process has it. */
    private int portOr(int wanted, String what) {
        if (LocalCluster.isFree(wanted)) {
            return wanted;
        }
        say("port " + wanted + " is taken by another process; the " + what + " gets a free one instead");
        return 0;
    }

    private static Path temporary(Closing closing) {
        try {
            Path directory = Files.createTempDirectory("plumbline-demo");
            closing.add(() -> delete(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary directory; name one with --dir", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }
}
