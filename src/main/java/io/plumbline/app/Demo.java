package io.plumbline.app;

import io.plumbline.cli.ExitCode;
import io.plumbline.monitor.ControlLibrary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

final class Demo {
    Demo(ControlLibrary controls, PrintWriter out, PrintWriter progress) {}

    ExitCode run(Optional<Path> directory, boolean keep) {
        return ExitCode.OK;
    }
}
