package io.plumbline.kafka;

import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.kafka.CatalogueChanges.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps what {@link CatalogueChanges} remembers in the stores of the timekeeper. */
final class StoredChanges implements CatalogueChanges.Memory {

    static final String WAITING = "catalogue-changes-waiting";
    static final String DECIDED = "catalogue-changes-decided";

    private final KeyValueStore<String, Progress> waiting;
    private final KeyValueStore<String, String> decided;
    private final Predicate<ReferenceEvent> inForce;

    /**
     * @param waiting parts of incomplete changes, as ingest stated them
     * @param decided what became of each change, by its id
     * @param inForce whether exactly this is in the catalogue
     */
    StoredChanges(
            KeyValueStore<String, Progress> waiting,
            KeyValueStore<String, String> decided,
            Predicate<ReferenceEvent> inForce) {
        this.waiting = waiting;
        this.decided = decided;
        this.inForce = inForce;
    }

    @Override
    public Collection<Part> waiting() {
        List<Part> parts = new ArrayList<>();
        try (KeyValueIterator<String, Progress> all = waiting.all()) {
            while (all.hasNext()) {
                KeyValue<String, Progress> each = all.next();
                Progress.Stated stated = (Progress.Stated) each.value;
                parts.add(
                        new Part((ReferenceEvent) stated.event(), stated.place().orElseThrow()));
            }
        }
        return parts;
    }

    @Override
    public void hold(String changeId, Part part) {
        waiting.put(key(changeId, part), new Progress.Stated(part.event(), Optional.of(part.place())));
    }

    @Override
    public void release(String changeId, Part part) {
        waiting.delete(key(changeId, part));
    }

    @Override
    public Optional<String> decided(String changeId) {
        return Optional.ofNullable(decided.get(changeId));
    }

    @Override
    public void decide(String changeId, String outcome) {
        decided.put(changeId, outcome);
    }

    @Override
    public boolean isInForce(ReferenceEvent event) {
        return inForce.test(event);
    }

    /** An approval and an entry may have the same id; a change has one approval. */
    private static String key(String changeId, Part part) {
        boolean entry = CatalogueChange.isEntry(part.event());
        return changeId + (entry ? "\n" + part.event().id() : "");
    }
}
