package io.plumbline.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The standstill of an instance while the schema registry does not answer.
 *
 * <p>The thread that needed the registry ends, so that its transaction is aborted and nothing of the record is written; its
 * successor and all others are paused. A paused instance stays in its group, commits, and neither processes nor times out,
 * however long it lasts. One thread asks the registry again, waiting longer each time, and lets the instance go on when
 * everything that waited has an answer. So state is restored once for an outage, not once for each attempt.
 */
final class RegistryPause implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final RegistryWatch registry;
    private final Runnable pause;
    private final Runnable resume;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean paused;

    /** @param pause stops all processing of the instance, {@code resume} lets it go on */
    RegistryPause(RegistryWatch registry, Runnable pause, Runnable resume) {
        this.registry = registry;
        this.pause = pause;
        this.resume = resume;
    }

    /** Called when a thread failed for want of the registry; returns at once. */
    synchronized void begin() {
        pause.run();
        if (!paused) {
            paused = true;
            Thread asking = new Thread(this::askUntilAnswered, "waiting-for-schema-registry");
            asking.setDaemon(true);
            asking.start();
        }
    }

    /** Stops asking; an instance that is paused stays so. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void askUntilAnswered() {
        Duration wait = SHORTEST;
        try {
            while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                if (registry.tryAgain() && ended()) {
                    return;
                }
                Duration next = wait.multipliedBy(2);
                wait = next.compareTo(LONGEST) < 0 ? next : LONGEST;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if more came to wait in the meantime. */
    private synchronized boolean ended() {
        if (registry.waiting().isPresent()) {
            return false;
        }
        paused = false;
        resume.run();
        return true;
    }
}
