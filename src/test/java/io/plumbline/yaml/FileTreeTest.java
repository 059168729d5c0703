package io.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    @Test
    void controls_of_a_directory_are_read_like_those_of_the_product(@TempDir Path directory) throws IOException {
        for (String path : List.of(Sample.INDEX, Sample.CONTROL, Sample.SCENARIOS)) {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, Sample.text(path));
        }
        List<ControlFolder> folders = ControlDefinitions.load(FileTree.ofDirectory(directory), Sample.INDEX)
                .orElseThrow();
        assertEquals(
                List.of(Sample.definition()),
                folders.stream().map(ControlFolder::definition).toList());
    }

    @Test
    void a_file_that_is_not_there_is_empty_and_an_empty_file_is_a_problem(@TempDir Path directory) throws IOException {
        assertEquals(Optional.empty(), FileTree.ofDirectory(directory).read("index.yaml"));
        assertEquals(Optional.empty(), FileTree.ofProduct().read("index.yaml"));
        Files.writeString(directory.resolve("index.yaml"), "# nothing yet\n");
        assertEquals(
                List.of("index.yaml: must be an object with keys and values, was nothing"),
                Sample.lines(ControlDefinitions.load(FileTree.ofDirectory(directory), "index.yaml")
                        .problems()));
        assertTrue(Scenarios.read("s.yaml", "", List.of()).value().isEmpty());
    }
}
