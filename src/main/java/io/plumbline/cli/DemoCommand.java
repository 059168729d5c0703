package io.plumbline.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline demo}: see it find something, in one command. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start everything, feed real histories, and print the exceptions found with their reasons.")
final class DemoCommand implements Callable<Integer> {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            description = "Keep everything here; a temporary directory where absent.")
    private Path directory;

    @Option(names = "--keep", description = "Go on running afterwards, to look further.")
    private boolean keep;

    DemoCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        return workbench
                .installation()
                .demo(
                        Optional.ofNullable(directory),
                        keep,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .number();
    }
}
