package io.plumbline.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be closed when a command ends, newest first, once: at its end, or when the process is told to stop by SIGTERM or
 * SIGINT.
 */
final class Closing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "stop");
    private boolean closing;

    Closing() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Closes {@code resource} before everything that was added earlier. */
    synchronized <T extends AutoCloseable> T add(T resource) {
        if (closing) {
            throw new IllegalStateException("the process is stopping");
        }
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            LOG.debug("the process is stopping", stopping);
        }
    }

    private synchronized void closeAll() {
        closing = true;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("did not close cleanly", e);
            }
        }
    }
}
