package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.json.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sample control of the tests, and edits of its files. */
final class Sample {

    static final String INDEX = "yaml/controls/index.yaml";
    static final String FOLDER = "yaml/controls/lifecycle/JML-01-leaver-access-removed/";
    static final String CONTROL = FOLDER + "control.yaml";
    static final String SCENARIOS = FOLDER + "scenarios.yaml";

    private Sample() {}

    static String text(String path) {
        return FileTree.ofProduct().read(path).orElseThrow();
    }

    static ControlDefinition definition() {
        return ControlDefinitions.load(FileTree.ofProduct(), INDEX)
                .orElseThrow()
                .get(0)
                .definition();
    }

    /** The product's files, some of them with another text. */
    static FileTree with(Map<String, String> texts) {
        return path -> Optional.ofNullable(texts.get(path))
                .or(() -> FileTree.ofProduct().read(path));
    }

    /** The text of a file with each first part replaced by the second; each must be there. */
    static String edited(String path, String... parts) {
        String text = text(path);
        for (int i = 0; i < parts.length; i += 2) {
            if (!text.contains(parts[i])) {
                throw new IllegalArgumentException("nothing to replace: " + parts[i]);
            }
            text = text.replace(parts[i], parts[i + 1]);
        }
        return text;
    }

    static List<String> lines(List<Problem> problems) {
        return problems.stream()
                .map(Problem::toString)
                .map(line -> line.replace(FOLDER, ""))
                .toList();
    }
}
