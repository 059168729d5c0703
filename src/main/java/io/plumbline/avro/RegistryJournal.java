package io.plumbline.avro;

import java.util.List;

/**
 * Where a registry keeps its changes. The registry appends a change before it answers, so what {@link #append} accepted
 * must be returned by {@link #changes} after any stop, however sudden.
 */
public interface RegistryJournal extends AutoCloseable {

    /** The changes accepted before this journal was opened, oldest first. */
    List<RegistryChange> changes();

    /** Keeps one more change. Returns when it is safe; throws, and keeps nothing, when it cannot be made safe. */
    void append(RegistryChange change);

    @Override
    void close();

    /** Keeps nothing. Only for registries that live no longer than the records written with them. */
    static RegistryJournal none() {
        return new RegistryJournal() {
            @Override
            public List<RegistryChange> changes() {
                return List.of();
            }

            @Override
            public void append(RegistryChange change) {
                // The registry itself holds the change for as long as it lives.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
