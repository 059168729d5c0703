package io.plumbline.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline run}: the stream processor, until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Run the stream processor against a cluster, or with a broker and registry of its own.",
            "Ctrl-C or SIGTERM stops it cleanly, within half a minute."
        })
final class RunCommand implements Callable<Integer> {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Connection connection;

    @Mixin
    private ManagementOptions management;

    @Option(names = "--embedded", description = "Start a broker and a registry in this process, on the default ports.")
    private boolean embedded;

    @Option(
            names = "--dir",
            defaultValue = "plumbline-data",
            paramLabel = "DIRECTORY",
            description = "Where state is kept, and the broker's data with --embedded. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    @Option(names = "--partitions", defaultValue = "4", description = "Partitions, once. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "Name of this instance in the group; one that comes back under its name takes up its work at once.")
    private String instance;

    RunCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        Optional<Connection> cluster = embedded ? Optional.empty() : Optional.of(connection);
        return workbench
                .installation()
                .run(
                        cluster,
                        directory,
                        partitions,
                        connection.config(),
                        Optional.ofNullable(instance),
                        management,
                        spec.commandLine().getErr())
                .number();
    }
}
