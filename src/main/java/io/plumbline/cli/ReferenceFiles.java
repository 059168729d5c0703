package io.plumbline.cli;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Reading;
import io.plumbline.yaml.ReferenceFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads reference data as the user names it: YAML files, and directories of them. */
final class ReferenceFiles {

    private ReferenceFiles() {}

    /**
     * The entries of all files, by file name; warnings go to {@code err}.
     *
     * @param paths of a directory, every {@code *.yaml} and {@code *.yml} in it is read
     * @param inForce what the files may name besides what they hold
     * @throws InputException with all problems of all files
     */
    static List<ReferenceEvent> read(
            List<Path> paths, Collection<ReferenceEvent> inForce, Workbench workbench, PrintWriter err) {
        SortedMap<String, String> texts = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            try {
                for (Path file : Files.isDirectory(path) ? yamlIn(path) : List.of(path)) {
                    texts.put(file.toString(), Files.readString(file));
                }
            } catch (IOException e) {
                problems.add(path + ": cannot be read: " + e.getMessage());
            }
        }
        Reading<ReferenceFile> reading =
                ReferenceFile.readAll(texts, workbench.controls().definitions(), inForce);
        reading.problems().forEach(problem -> problems.add(problem.toString()));
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        ReferenceFile read = reading.orElseThrow();
        read.warnings().forEach(warning -> err.println("warning: " + warning));
        err.flush();
        return read.events();
    }

    private static List<Path> yamlIn(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.getFileName().toString().matches(".*\\.ya?ml"))
                    .toList();
        }
    }
}
