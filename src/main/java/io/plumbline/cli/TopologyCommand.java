package io.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline topology}: the stream processor's topology, as Kafka Streams describes it. */
@Command(name = "topology", mixinStandardHelpOptions = true, description = "Print the topology.")
final class TopologyCommand implements Callable<Integer> {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--prefix",
            defaultValue = "ccm.",
            description = "Prefix of topic names. Default: ${DEFAULT-VALUE}.")
    private String prefix;

    TopologyCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(workbench.installation().topology(prefix));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }
}
