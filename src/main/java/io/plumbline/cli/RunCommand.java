package io.plumbline.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    private ProcessorOptions options;

    RunCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        return workbench
                .installation()
                .run(options.configuration(workbench), spec.commandLine().getErr())
                .number();
    }
}
