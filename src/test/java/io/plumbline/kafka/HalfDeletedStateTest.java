package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class HalfDeletedStateTest {

    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};

    @TempDir
    private Path application;

    @Test
    void theStateOfATaskWithAHalfDeletedStoreIsDeletedWhole() throws Exception {
        Path cutOff = store("2_3", "deadlines");
        Path besideIt = store("2_3", "clock");
        Files.delete(cutOff.resolve("CURRENT"));

        assertEquals(List.of("2_3"), HalfDeletedState.removeFrom(application));

        assertFalse(Files.exists(cutOff));
        assertFalse(Files.exists(besideIt), "a task is read back as a whole");
    }

    @Test
    void suchAStoreIsNotOpened() throws Exception {
        Path cutOff = store("2_3", "deadlines");
        Files.delete(cutOff.resolve("CURRENT"));
        assertThrows(
                RocksDBException.class, () -> RocksDB.open(cutOff.toString()).close());
    }

    @Test
    void storesThatCanBeOpenedKeepWhatTheyHold() throws Exception {
        Path whole = store("2_1", "deadlines");
        Path empty = Files.createDirectories(application.resolve("2_1/rocksdb/subjects"));
        Files.createFile(application.resolve("kafka-streams-process-metadata"));

        assertEquals(List.of(), HalfDeletedState.removeFrom(application));

        assertTrue(Files.exists(empty));
        try (RocksDB store = RocksDB.open(whole.toString())) {
            assertArrayEquals(VALUE, store.get(KEY));
        }
    }

    @Test
    void aFirstStartFindsNothing() {
        assertEquals(List.of(), HalfDeletedState.removeFrom(application.resolve("never-started")));
    }

    private Path store(String task, String name) throws Exception {
        Path directory = Files.createDirectories(application.resolve(task + "/rocksdb/" + name));
        try (RocksDB store = RocksDB.open(directory.toString())) {
            store.put(KEY, VALUE);
        }
        return directory;
    }
}
