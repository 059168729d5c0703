package io.plumbline.app;

import io.plumbline.avro.EmbeddedRegistry;
import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import io.plumbline.kafka.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A broker and a schema registry in this process, with their data beside each other so that they live and die together. */
final class LocalCluster implements AutoCloseable {

    /** Port of the broker where nothing else is said; the default of the commands that connect. */
    static final int KAFKA_PORT = Keys.EMBEDDED_BROKER_PORT.standard().orElseThrow();

    /** Port of the schema registry where nothing else is said. */
    static final int REGISTRY_PORT = Keys.EMBEDDED_REGISTRY_PORT.standard().orElseThrow();

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private LocalCluster(EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Starts both on a directory, where they find what they kept there.
     *
     * @param kafkaPort 0 for any free port, as for the registry
     */
    static LocalCluster start(Path directory, int kafkaPort, int registryPort) {
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"), registryPort);
        try {
            return new LocalCluster(EmbeddedKafka.kept(directory.resolve("broker"), kafkaPort), registry);
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** Whether no process listens on the port of this machine. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** What a configuration says, with the addresses of this cluster. */
    Settings settings(Configuration configuration) {
        return Settings.of(configuration).withBroker(bootstrapServers()).withRegistry(registryUrl());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.url().toString();
    }

    /** Whether commands find it without being told where it is. */
    boolean isOnDefaultPorts() {
        return bootstrapServers().endsWith(":" + KAFKA_PORT) && registry.port() == REGISTRY_PORT;
    }

    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            registry.close();
        }
    }
}
