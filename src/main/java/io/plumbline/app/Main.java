package io.plumbline.app;

import io.plumbline.cli.Commands;
import io.plumbline.cli.Workbench;
import io.plumbline.monitor.ControlLibrary;
import java.util.Map;
import picocli.CommandLine;

/** The program: parses the command line and runs one command. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line of the product, with everything it needs behind it; it reads the environment of this process. */
    public static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        ControlLibrary controls = Controls.library();
        Workbench workbench =
                new Workbench(controls, Controls::folders, Sources.all(), environment, new KafkaInstallation(controls));
        return Commands.commandLine(workbench, Build.version());
    }
}
