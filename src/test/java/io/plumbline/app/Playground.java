package io.plumbline.app;

import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.config.Configuration;
import io.plumbline.config.Given;
import io.plumbline.config.Keys;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.kafka.InboundSender;
import io.plumbline.kafka.Observer;
import io.plumbline.kafka.SettleWatch;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker, a registry and the processor on a temporary directory, on free ports. */
final class Playground implements AutoCloseable {

    static final ControlLibrary CONTROLS = Controls.library();

    private final Settings settings;
    private final LocalCluster local;
    private ProcessorInstance processor;
    final Cluster cluster;
    final Topics topics;

    Playground(Path directory, int partitions) throws InterruptedException {
        this(directory, partitions, Observer.NONE);
        processor.start();
        awaitRunning();
    }

    /** With a processor that is made and not started. */
    Playground(Path directory, int partitions, Observer observer) {
        local = LocalCluster.start(directory, 0, 0);
        cluster = Cluster.of(local);
        settings = settings(directory, partitions, Map.of());
        topics = settings.topics();
        processor = new ProcessorInstance(CONTROLS, settings, observer);
    }

    private Settings settings(Path directory, int partitions, Map<String, String> overrides) {
        List<Given> given = new ArrayList<>(
                List.of(Keys.PARTITIONS.givenAsOption(partitions), Keys.DIRECTORY.givenAsOption(directory)));
        overrides.forEach((name, value) -> given.add(Given.set(name, value)));
        return local.settings(Configuration.of(List.of(), Map.of(), given));
    }

    /** Stops the processor and makes another one on the same state. */
    void stopAndMake(Observer observer, Map<String, String> overrides) {
        processor.close();
        Settings changed = settings(
                settings.configuration().get(Keys.DIRECTORY),
                settings.configuration().get(Keys.PARTITIONS),
                overrides);
        processor = new ProcessorInstance(CONTROLS, changed, observer);
    }

    ProcessorInstance processor() {
        return processor;
    }

    void awaitRunning() throws InterruptedException {
        if (!processor.awaitRunning(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the processor does not run");
        }
    }

    /** Reference data as it may be sent: one change, approved, and dated back to where histories begin. */
    static List<ReferenceEvent> approved(List<ReferenceEvent> reference) {
        return CatalogueChange.of(
                        reference,
                        new Terms(
                                "playground",
                                "p-author",
                                "p-approver",
                                "what the histories are judged by",
                                Instant.parse("2026-03-11T00:00:00Z"),
                                true))
                .events();
    }

    /** Sends all of it and waits until it is judged. */
    void feed(List<? extends Event> events) {
        Map<String, Instant> claims = new HashMap<>();
        try (InboundSender sender =
                        new InboundSender(cluster.bootstrapServers(), topics, cluster.serdes(), cluster.config());
                SettleWatch watch = new SettleWatch(cluster.bootstrapServers(), topics, processor.codecs())) {
            for (Event event : events) {
                sender.send(event);
                if (event instanceof Heartbeat heartbeat) {
                    claims.put(heartbeat.sourceId(), heartbeat.completeTo());
                }
            }
            sender.flush();
            watch.await(sender.pins(), claims, Duration.ofMinutes(2), processor::throwIfFailed, status -> {});
        }
    }

    List<ExceptionRecord> exceptions() {
        return new KafkaInstallation(CONTROLS).exceptions(cluster);
    }

    @Override
    public void close() {
        processor.close();
        local.close();
    }
}
