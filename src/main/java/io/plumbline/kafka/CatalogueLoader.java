package io.plumbline.kafka;

import io.plumbline.catalogue.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
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
 * starts again. Changes of all versions stay in memory; of compiled versions only the last few asked for.
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
    private Optional<RuntimeException> failure = Optional.empty();
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
            if (failure.isPresent()) {
                throw new IllegalStateException("reading " + topic + " failed", failure.get());
            }
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

    @Override
    public void close() {
        running = false;
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
            while (running) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(
                            deserializer.deserialize(topic, record.value()),
                            Instant.ofEpochMilli(Math.max(0, record.timestamp())));
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

    private synchronized void take(CatalogueRecord record, Instant writtenAt) {
        history.take(record, writtenAt);
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
