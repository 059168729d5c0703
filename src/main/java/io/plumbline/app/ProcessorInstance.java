package io.plumbline.app;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.config.Keys;
import io.plumbline.kafka.AvroCodecs;
import io.plumbline.kafka.Codecs;
import io.plumbline.kafka.MonitorTopology;
import io.plumbline.kafka.Observer;
import io.plumbline.kafka.PlumblineStreams;
import io.plumbline.kafka.RegistryWatch;
import io.plumbline.kafka.Topics;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.Monitor;
import java.time.Duration;
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

    ProcessorInstance(ControlLibrary controls, Settings settings) {
        this(controls, settings, Observer.NONE);
    }

    /** @param observer is told what the stages do */
    ProcessorInstance(ControlLibrary controls, Settings settings, Observer observer) {
        Schemas schemas = Schemas.bundled();
        Topics topics = settings.topics();
        this.codecs = AvroCodecs.of(topics, new CoreSerdes(schemas), schemas, settings.forProcessor());
        this.streams = new PlumblineStreams(
                settings.streams(),
                topics,
                codecs,
                catalogues -> topology(controls, settings, codecs, catalogues).observedBy(observer),
                this::fail);
    }

    /** The topology of the product: the same monitor in every partition. */
    static MonitorTopology topology(
            ControlLibrary controls, Settings settings, Codecs codecs, LongFunction<Catalogue> catalogues) {
        return new MonitorTopology(
                settings.topics(),
                codecs,
                partition -> new Monitor(controls, catalogues, settings.monitor())::apply,
                settings.timekeeper(),
                settings.configuration().get(Keys.CLOCK_SKEW),
                settings.configuration().get(Keys.REPORT_INTERVAL));
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

    /** What it waits for the schema registry with; empty while it does not wait. */
    Optional<RegistryWatch.Waiting> waitingForRegistry() {
        return streams.waitingForRegistry();
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
