package io.plumbline.cli;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files of a source. */
class SourceOptions {

    @Option(
            names = "--source",
            required = true,
            paramLabel = "NAME",
            description = "What the files are: cloudtrail, rust-team, go-changes, github, midpoint or events.")
    private String source;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or directories whose files are all read.")
    private List<Path> files = List.of();

    /** Reads the files; what could not be understood is reported to {@code err} and does not stop the rest. */
    Delivery deliver(Workbench workbench, PrintWriter err) {
        Delivery delivery = adapter(workbench).read(sourceFiles());
        report(delivery, err);
        return delivery;
    }

    /** The reference data that the files state and that needs approval. */
    List<ReferenceEvent> proposals(Workbench workbench) {
        return adapter(workbench).proposals(sourceFiles());
    }

    private SourceAdapter adapter(Workbench workbench) {
        SourceAdapter adapter = workbench.sources().get(source);
        if (adapter == null) {
            throw new InputException(List.of("--source " + source + ": must be one of "
                    + String.join(", ", workbench.sources().keySet())));
        }
        return adapter;
    }

    private List<SourceFile> sourceFiles() {
        List<SourceFile> read = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : files) {
            try {
                for (Path file : Files.isDirectory(path) ? dataIn(path) : List.of(path)) {
                    read.add(SourceFile.read(file));
                }
            } catch (IOException e) {
                problems.add(path + ": cannot be read; name a file or directory that exists");
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return read;
    }

    /** What a directory of records holds besides them, such as a licence, is not read. */
    private static List<Path> dataIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(SourceOptions::isData).sorted().toList();
        }
    }

    private static boolean isData(Path file) {
        String name = file.getFileName().toString();
        return name.matches(".*\\.(json|jsonl|ndjson|xml)(\\.gz)?") || name.equals("taken-at.txt");
    }

    static void report(Delivery delivery, PrintWriter err) {
        Tally tally = delivery.tally();
        err.printf(
                "%s: %,d records: %,d mapped, %,d not modelled, %,d failed calls, %,d read-only, %,d rejected%n",
                delivery.sourceId(),
                tally.records(),
                tally.mapped(),
                tally.notModelledCount(),
                tally.failed(),
                tally.readOnly(),
                tally.rejected());
        delivery.rejections().forEach(rejection -> err.println("rejected: " + rejection));
        err.flush();
    }
}
