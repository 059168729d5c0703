package io.plumbline.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Text files by path, parts separated by slashes: the product's own resources, or a directory of the customer's. */
@FunctionalInterface
public interface FileTree {

    /** The text of a file, UTF-8; empty where there is no such file. */
    Optional<String> read(String path);

    /** Files that ship inside the product. */
    static FileTree ofProduct() {
        return path -> {
            try (InputStream in = FileTree.class.getResourceAsStream("/" + path)) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Files under a directory. */
    static FileTree ofDirectory(Path root) {
        return path -> {
            Path file = root.resolve(path);
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
