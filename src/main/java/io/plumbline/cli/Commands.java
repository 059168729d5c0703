package io.plumbline.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** All commands of the program, and how their failures become exit codes. */
public final class Commands {

    private Commands() {}

    @Command(
            name = "plumbline",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = "Tests access and change controls on the whole population, as events arrive.",
            footer = {
                "",
                "Exit codes: 0 done, 1 failed, 2 usage, 3 not as expected, 4 bad input, 5 cluster not reachable."
            })
    private static final class Root implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Missing command");
        }
    }

    /** The command line of the program. */
    public static CommandLine commandLine(Workbench workbench, String version) {
        CommandLine root = new CommandLine(new Root());
        root.getCommandSpec().version("plumbline " + version);
        root.addSubcommand(new DemoCommand(workbench));
        root.addSubcommand(new RunCommand(workbench));
        root.addSubcommand(new IngestCommand(workbench));
        root.addSubcommand(new CatalogueCommand(workbench));
        root.addSubcommand(new ReplayCommand(workbench));
        root.addSubcommand(new ExceptionsCommand(workbench));
        root.addSubcommand(new ReportCommand(workbench));
        root.addSubcommand(new AccessCommand(workbench));
        root.addSubcommand(new ControlsCommand(workbench));
        root.addSubcommand(new RulesCommand(workbench));
        root.addSubcommand(new WhatIfCommand(workbench));
        root.addSubcommand(new ConfigCommand(workbench));
        root.addSubcommand(new TopicsCommand(workbench));
        root.addSubcommand(new TopologyCommand(workbench));
        root.setExecutionExceptionHandler(Commands::report);
        return root;
    }

    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        ExitCode code;
        if (e instanceof InputException input) {
            input.problems().forEach(err::println);
            code = ExitCode.BAD_INPUT;
        } else if (e instanceof UnreachableException) {
            err.println(e.getMessage());
            code = ExitCode.UNREACHABLE;
        } else {
            err.println("plumbline: " + e);
            e.printStackTrace(err);
            code = ExitCode.FAILED;
        }
        err.flush();
        return code.number();
    }
}
