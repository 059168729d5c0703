package io.plumbline.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a running installation is reached; the defaults are those of {@code run} and {@code demo --keep} without a cluster. */
public final class Connection {

    @Option(
            names = "--bootstrap-servers",
            defaultValue = "127.0.0.1:19092",
            paramLabel = "HOST:PORT,...",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrapServers;

    @Option(
            names = "--schema-registry",
            defaultValue = "http://127.0.0.1:18081",
            paramLabel = "URL,...",
            description = "Schema registry with Confluent's API. Default: ${DEFAULT-VALUE}.")
    private String schemaRegistry;

    @Option(
            names = "--prefix",
            defaultValue = "ccm.",
            description = "Prefix of topic names. Default: ${DEFAULT-VALUE}.")
    private String prefix;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties of Kafka's clients, of Kafka Streams and of the schema registry client, by their own"
                            + " names; for security, for example. May be given several times.")
    private List<Path> config = List.of();

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public String schemaRegistry() {
        return schemaRegistry;
    }

    public String prefix() {
        return prefix;
    }

    /** Properties files. */
    public List<Path> config() {
        return List.copyOf(config);
    }
}
