package io.plumbline.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers every few seconds whether they are there, and remembers when they last answered. */
final class BrokerWatch implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Admin admin;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "broker-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<Instant> lastSeen = Optional.empty();

    /** @param admin closed with this watch */
    BrokerWatch(Admin admin) {
        this.admin = admin;
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** When the brokers last answered; empty before the first time. */
    Optional<Instant> lastSeen() {
        return lastSeen;
    }

    @Override
    public void close() {
        looks.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }

    private void look() {
        try {
            admin.describeCluster().nodes().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            lastSeen = Optional.of(Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.info("the brokers do not answer: {}", e.toString());
        }
    }
}
