package io.plumbline.cli;

import io.plumbline.config.Configuration;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plumbline config}: what is in force, where it comes from and what is wrong with it. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Show and check the configuration that 'run' would have, given the same options.")
final class ConfigCommand {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    ConfigCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "List what is in force and where each value comes from; secrets are hidden.")
    int show(@Mixin ProcessorOptions options, @Mixin Output output) {
        Configuration configuration = options.read(workbench);
        output.print(
                configuration.lines(),
                List.of(
                        new Output.Column<>("key", Configuration.Line::key),
                        new Output.Column<>("value", Configuration.Line::value),
                        new Output.Column<>("from", Configuration.Line::from)),
                spec.commandLine().getOut());
        return told(configuration).number();
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Say all that is wrong with the configuration, without connecting to anything.")
    int check(@Mixin ProcessorOptions options) {
        ExitCode code = told(options.read(workbench));
        if (code == ExitCode.OK) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("nothing is wrong with the configuration");
            err.flush();
        }
        return code.number();
    }

    private ExitCode told(Configuration configuration) {
        PrintWriter err = spec.commandLine().getErr();
        configuration.notes().forEach(note -> err.println("note: " + note));
        configuration.problems().forEach(err::println);
        err.flush();
        return configuration.problems().isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT;
    }
}
