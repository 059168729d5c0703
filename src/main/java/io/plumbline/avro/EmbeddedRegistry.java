package io.plumbline.avro;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry in this process, served over HTTP on the loopback address: what genuine Confluent clients, ksqlDB
 * and topic browsers call of the registry's REST interface.
 *
 * <p>There is no authentication, so it listens on 127.0.0.1 only. Records keep schema ids for as long as their topic
 * lives; so where the topics outlive this process, the ids must too: use {@link #start(Path, int)}.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
    private static final int THREADS = 4;
    private static final InetAddress LOOPBACK = loopback();

    static {
        // The JDK's server sends head and body of an answer one after the other; without this, each answer waits some
        // 40 ms
        // for the acknowledgement of the head.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final SchemaRegistry registry;
    private final HttpServer server;
    private final ExecutorService executor;

    private EmbeddedRegistry(SchemaRegistry registry, int port) throws IOException {
        this.registry = registry;
        this.server = HttpServer.create(new InetSocketAddress(LOOPBACK, port), 0);
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "schema-registry-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/", new RegistryApi(registry));
        server.start();
        LOG.info("schema registry at {} with {} schemas", url(), registry.maxId());
    }

    /**
     * Starts a registry that keeps its content in a directory.
     *
     * @param directory created when missing; one registry at a time
     * @param port 0 for any free port
     */
    public static EmbeddedRegistry start(Path directory, int port) {
        return start(new SchemaRegistry(FileJournal.open(directory)), port);
    }

    /** Starts a registry that forgets everything when it is closed. Only beside a broker that does the same. */
    public static EmbeddedRegistry startInMemory(int port) {
        return start(new SchemaRegistry(RegistryJournal.none()), port);
    }

    private static EmbeddedRegistry start(SchemaRegistry registry, int port) {
        try {
            return new EmbeddedRegistry(registry, port);
        } catch (IOException failed) {
            registry.close();
            throw new UncheckedIOException(
                    "schema registry cannot listen on 127.0.0.1:" + port + ": choose another port, or 0 for any",
                    failed);
        }
    }

    /** The content served. Changes made through it are kept like those made over HTTP. */
    public SchemaRegistry registry() {
        return registry;
    }

    /** The value for {@code schema.registry.url}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops serving, then closes the journal. What was answered is kept. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
        registry.close();
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (IOException impossible) {
            throw new UncheckedIOException("four bytes are always an address", impossible);
        }
    }
}
