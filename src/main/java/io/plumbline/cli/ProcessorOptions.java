package io.plumbline.cli;

import io.plumbline.config.Configuration;
import io.plumbline.config.Given;
import io.plumbline.config.Keys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} is told on the command line; files and the environment say the rest. */
final class ProcessorOptions {

    @Mixin
    private Connection connection;

    @Option(names = "--embedded", description = "Start a broker and a registry in this process.")
    private boolean embedded;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            description = "Where state is kept, and the broker's data with --embedded. The key plumbline.directory.")
    private String directory;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            description = "Partitions, chosen once. The key plumbline.partitions.")
    private String partitions;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "Name of this instance in the group; one that comes back under its name takes up its work at once."
                            + " The key group.instance.id.")
    private String instance;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port of metrics, health and status; 0 for any that is free, -1 for none."
                    + " The key plumbline.management.port.")
    private String managementPort;

    /** @throws InputException with all that is wrong with it */
    Configuration configuration(Workbench workbench) {
        return connection.configuration(workbench, given());
    }

    /** The configuration as it is, problems included. */
    Configuration read(Workbench workbench) {
        return connection.read(workbench, given());
    }

    private List<Given> given() {
        Object yes = embedded ? true : null;
        return Stream.of(
                        Connection.given(Keys.EMBEDDED_BROKER, yes),
                        Connection.given(Keys.EMBEDDED_REGISTRY, yes),
                        Connection.given(Keys.DIRECTORY, directory),
                        Connection.given(Keys.PARTITIONS, partitions),
                        Connection.given(Keys.INSTANCE, instance),
                        Connection.given(Keys.MANAGEMENT_PORT, managementPort))
                .flatMap(Optional::stream)
                .toList();
    }
}
