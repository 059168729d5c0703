package io.plumbline.app;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.MonitorTopology;
import io.plumbline.kafka.Observer;
import io.plumbline.kafka.PlumblineStreams;
import io.plumbline.kafka.StreamsSettings;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.Monitor;
import io.plumbline.monitor.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** One instance of the stream processor in this process, with all controls in it. */
final class ProcessorInstance implements AutoCloseable {

    private final Codecs codecs;
    private final PlumblineStreams streams;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch failed = new CountDownLatch(1);

    /**
     * @param config settings of the registry client and the Avro serdes
     * @param overrides settings of Kafka Streams and its clients
     */
    ProcessorInstance(
            ControlLibrary controls,
            String bootstrapServers,
            Topics topics,
            Path state,
            Optional<String> name,
            Map<String, Object> config,
            Map<String, String> overrides) {
        this(controls, bootstrapServers, topics, state, name, config, overrides, Observer.NONE);
    }

    /** @param observer is told what the stages do */
    ProcessorInstance(
            ControlLibrary controls,
            String bootstrapServers,
            Topics topics,
            Path state,
            Optional<String> name,
            Map<String, Object> config,
            Map<String, String> overrides,
            Observer observer) {
        Schemas schemas = Schemas.bundled();
        this.codecs = AvroCodecs.of(topics, new CoreSerdes(schemas), schemas, config);
        StreamsSettings settings = StreamsSettings.of(bootstrapServers, applicationId(topics), state)
                .withOverrides(overrides);
        this.streams = new PlumblineStreams(
                name.map(settings::withInstanceId).orElse(settings),
                topics,
                codecs,
                catalogues -> topology(controls, topics, codecs, catalogues).observedBy(observer),
                this::fail);
    }

    /** The topology of the product: the same monitor in every partition. */
    static MonitorTopology topology(
            ControlLibrary controls, Topics topics, Codecs codecs, LongFunction<Catalogue> catalogues) {
        return new MonitorTopology(
                topics, codecs, partition -> new Monitor(controls, catalogues, MonitorSettings.DEFAULTS)::apply);
    }

    /** Name of the consumer group, and the beginning of the names of changelogs. */
    static String applicationId(Topics topics) {
        return topics.prefix() + "plumbline";
    }

    void start() {
        streams.start();
    }

    boolean awaitRunning(Duration limit) throws InterruptedException {
        return streams.awaitRunning(limit);
    }

    /** The running instance, for whoever watches it. */
    PlumblineStreams streams() {
        return streams;
    }

    /** Why it has given up; empty where it has not. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    Codecs codecs() {
        return codecs;
    }

    /** @throws IllegalStateException if the instance has given up */
    void throwIfFailed() {
        Optional.ofNullable(failure.get()).ifPresent(why -> {
            throw new IllegalStateException("the stream processor gave up: " + why.getMessage(), why);
        });
    }

    /** Waits until the instance gives up, and says why; for ever if it does not. */
    Throwable awaitFailure() throws InterruptedException {
        failed.await();
        return failure.get();
    }

    @Override
    public void close() {
        streams.close();
    }

    private void fail(Throwable why) {
        failure.compareAndSet(null, why);
        failed.countDown();
    }
}
