package io.plumbline.cli;

import io.plumbline.config.Configuration;
import io.plumbline.config.Keys;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code plumbline topics}: the topics the product needs, against those a cluster has. */
@Command(name = "topics", mixinStandardHelpOptions = true, description = "Plan and create the topics of a cluster.")
final class TopicsCommand {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            scope = ScopeType.INHERIT,
            description =
                    "Partitions of the topics that have several; frozen once created. The key plumbline.partitions.")
    private String partitions;

    TopicsCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(name = "plan", mixinStandardHelpOptions = true, description = "Say what is missing or differs.")
    int plan(@Mixin Connection connection) {
        return print(workbench.installation().planTopics(configuration(connection)));
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Create what is missing.")
    int apply(@Mixin Connection connection) {
        return print(workbench.installation().applyTopics(configuration(connection)));
    }

    private Configuration configuration(Connection connection) {
        return connection.configuration(
                workbench,
                Connection.given(Keys.PARTITIONS, partitions).stream().toList());
    }

    private int print(List<String> differences) {
        PrintWriter out = spec.commandLine().getOut();
        differences.forEach(out::println);
        out.flush();
        return (differences.isEmpty() ? ExitCode.OK : ExitCode.NOT_AS_EXPECTED).number();
    }
}
