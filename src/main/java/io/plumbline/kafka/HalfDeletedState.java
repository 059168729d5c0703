package io.plumbline.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local state that a process was killed in the midst of deleting.
 *
 * <p>Kafka Streams deletes the state of a task whose last transaction was cut off, to read it back from its changelogs. Killed
 * while it does so, it leaves a store without the file {@code CURRENT} that RocksDB finds everything else by; RocksDB does not
 * open such a store, and the client does not start. So the rest of the deletion is done before it is.
 */
final class HalfDeletedState {

    private HalfDeletedState() {}

    /**
     * Deletes the state of every task that has such a store; to be called before a client is started on the directory.
     *
     * @param directory of the application, which has a directory for each task
     * @return ids of the tasks concerned
     * @throws UncheckedIOException if the directory cannot be read or a file in it not be deleted
     */
    static List<String> removeFrom(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try {
            List<Path> tasks = among(directory).stream()
                    .filter(task -> among(task.resolve("rocksdb")).stream().anyMatch(HalfDeletedState::isHalfDeleted))
                    .toList();
            for (Path task : tasks) {
                delete(task);
            }
            return tasks.stream().map(task -> task.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear away the local state in " + directory, e);
        }
    }

    private static boolean isHalfDeleted(Path store) {
        return Files.isDirectory(store) && !among(store).isEmpty() && !Files.exists(store.resolve("CURRENT"));
    }

    private static List<Path> among(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
