package io.plumbline.cli;

import io.plumbline.event.ReferenceEvent;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Files of a source, and the reference data to judge them by without a cluster. */
final class JudgedSourceOptions extends SourceOptions {

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "Reference data (YAML): systems, sources, roles, rules, parameters. May be given several times.")
    private List<Path> references = List.of();

    List<ReferenceEvent> reference(Workbench workbench, PrintWriter err) {
        return ReferenceFiles.read(references, List.of(), workbench, err);
    }
}
