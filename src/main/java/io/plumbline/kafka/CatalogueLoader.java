package io.plumbline.kafka;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.kafka.InstanceStatus.CatalogueStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the catalogue topic all the time and hands out immutable versions of the catalogue, shared by all tasks of an
 * instance.
 *
 * <p>A version is asked for when a tick announces it, which is after its closing record was written; so it is here already or
 * comes soon. The wait is bounded well below the transaction timeout: when it is over, the task that asked fails clearly and
 * starts again. What was there at the start is read before any task asks, see {@link #awaitRead}, since that may take longer
 * than a task can wait. Changes of all versions stay in memory; of compiled versions only the last few asked for.
 */
public final class CatalogueLoader implements LongFunction<Catalogue>, AutoCloseable {

    private static final int COMPILED_VERSIONS = 4;
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<CatalogueRecord> deserializer;
    private final Duration patience;
    private final Thread thread;

    private final CatalogueHistory history = new CatalogueHistory();
    private volatile Set<String> declaredSources = Set.of();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean caughtUp;
    private volatile boolean running = true;
    private final Map<Long, Catalogue> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Catalogue> eldest) {
            return size() > COMPILED_VERSIONS;
        }
    };

    /**
     * @param consumer reads committed records only; closed with this loader
     * @param patience how long a version is waited for
     */
    public CatalogueLoader(
            String topic,
            Consumer<byte[], byte[]> consumer,
            Deserializer<CatalogueRecord> deserializer,
            Duration patience) {
        this.topic = topic;
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.patience = patience;
        this.thread = new Thread(this::read, "catalogue-loader");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * Waits until everything has been read that was on the topic when the reading began.
     *
     * @throws IllegalStateException if that takes longer than {@code limit}, or the topic cannot be read
     */
    public synchronized void awaitRead(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!caughtUp) {
            throwIfFailed();
            long left = deadline - System.nanoTime();
            if (left <= 0 || !running) {
                throw new IllegalStateException(
                        running
                                ? topic + " was not read to its end within " + limit + "; check that it can be read"
                                : "closed before " + topic + " was read");
            }
            await(left);
        }
    }

    /**
     * One version of the catalogue; waits for it if it has not been read yet.
     *
     * @throws IllegalStateException if it does not come in time, or the topic cannot be read
     */
    @Override
    public synchronized Catalogue apply(long version) {
        if (version == 0) {
            return Catalogue.EMPTY;
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (history.version(version).isEmpty()) {
            throwIfFailed();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("catalogue version " + version + " was not read from " + topic
                        + " within " + patience + ", newest is " + newest()
                        + "; check that the topic can be read");
            }
            await(left);
        }
        return compiled.computeIfAbsent(
                version, v -> Catalogue.of(v, history.upTo(history.version(v).orElseThrow())));
    }

    /** The newest version read; 0 before the first. */
    public synchronized long newest() {
        return history.newest().map(CatalogueHistory.Version::number).orElse(0L);
    }

    /** Ids of the sources declared in any version read; for a quick look by every thread. */
    public Set<String> declaredSources() {
        return declaredSources;
    }

    /** Where the reading stands. */
    public synchronized CatalogueStatus status() {
        return new CatalogueStatus(
                newest(),
                history.newest().map(CatalogueHistory.Version::digest).orElse(CatalogueRecord.NO_DIGEST),
                caughtUp,
                failure.map(Throwable::toString));
    }

    @Override
    public void close() {
        synchronized (this) {
            running = false;
            notifyAll();
        }
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            List<TopicPartition> only = List.of(new TopicPartition(topic, 0));
            consumer.assign(only);
            consumer.seekToBeginning(only);
            long end = consumer.endOffsets(only).get(only.get(0));
            while (running) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(
                            deserializer.deserialize(topic, record.value()),
                            Instant.ofEpochMilli(Math.max(0, record.timestamp())));
                }
                if (consumer.position(only.get(0)) >= end) {
                    sayCaughtUp();
                }
            }
        } catch (WakeupException e) {
            // Closing.
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = Optional.of(e);
                notifyAll();
            }
        }
    }

    private synchronized void sayCaughtUp() {
        if (!caughtUp) {
            caughtUp = true;
            notifyAll();
        }
    }

    private void throwIfFailed() {
        failure.ifPresent(why -> {
            throw new IllegalStateException("reading " + topic + " failed", why);
        });
    }

    private synchronized void take(CatalogueRecord record, Instant writtenAt) {
        history.take(record, writtenAt);
        if (record instanceof CatalogueRecord.Closed) {
            declaredSources = history.newest().map(history::upTo).orElse(List.of()).stream()
                    .filter(ReferenceEvent.SourceDeclared.class::isInstance)
                    .map(entry -> ((ReferenceEvent.SourceDeclared) entry).sourceId())
                    .collect(Collectors.toUnmodifiableSet());
        }
        notifyAll();
    }

    private void await(long nanos) {
        try {
            wait(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the catalogue", e);
        }
    }
}
