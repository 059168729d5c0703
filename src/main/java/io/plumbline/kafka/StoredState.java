package io.plumbline.kafka;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the state of the timekeeper in as many records of its store as it needs: with many sources behind, it may be larger
 * than the brokers take at once. All of them are written in one transaction.
 */
final class StoredState {

    /** Bytes of one record. */
    static final int MAX_BYTES = 900_000;

    private static final String FIRST = "state";

    private final KeyValueStore<String, byte[]> store;
    private final Serde<TimekeeperState> serde;

    StoredState(KeyValueStore<String, byte[]> store, Serde<TimekeeperState> serde) {
        this.store = store;
        this.serde = serde;
    }

    TimekeeperState load() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; store.get(key(i)) != null; i++) {
            bytes.writeBytes(store.get(key(i)));
        }
        return bytes.size() == 0
                ? TimekeeperState.INITIAL
                : serde.deserializer().deserialize(store.name(), bytes.toByteArray());
    }

    void save(TimekeeperState state) {
        byte[] bytes = serde.serializer().serialize(store.name(), state);
        int parts = (bytes.length + MAX_BYTES - 1) / MAX_BYTES;
        for (int i = 0; i < parts; i++) {
            store.put(key(i), Arrays.copyOfRange(bytes, i * MAX_BYTES, Math.min(bytes.length, (i + 1) * MAX_BYTES)));
        }
        for (int i = parts; store.get(key(i)) != null; i++) {
            store.delete(key(i));
        }
    }

    private static String key(int part) {
        return part == 0 ? FIRST : FIRST + "-" + part;
    }
}
