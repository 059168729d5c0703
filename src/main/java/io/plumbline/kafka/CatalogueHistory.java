package io.plumbline.kafka;

import io.plumbline.event.ReferenceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of the catalogue as its topic tells them, in the order of its records; each is held against the count and the
 * digest it was closed with.
 */
public final class CatalogueHistory {

    /**
     * A closed version.
     *
     * @param digest chain of SHA-256 over every change of all versions so far, in hexadecimal
     * @param closedAt when its closing record was written
     * @param size number of changes of this version and all before it
     */
    public record Version(long number, String digest, Instant closedAt, int size) {}

    private final List<ReferenceEvent> changes = new ArrayList<>();
    private final TreeMap<Long, Version> closed = new TreeMap<>();
    private String digest = CatalogueRecord.NO_DIGEST;

    /**
     * Takes in the next record.
     *
     * @param writtenAt when it was written
     * @throws IllegalStateException if a version is not what it was closed as
     */
    public void take(CatalogueRecord record, Instant writtenAt) {
        if (record instanceof CatalogueRecord.Entry entry) {
            changes.add(entry.event());
            digest = CatalogueRecord.chain(digest, entry.event());
        } else if (record instanceof CatalogueRecord.Closed end) {
            int count = changes.size() - newest().map(Version::size).orElse(0);
            if (count != end.count() || !digest.equals(end.digest())) {
                throw new IllegalStateException("catalogue version " + end.version() + " is not what was written: "
                        + count + " changes of " + end.count() + ", digest " + digest + ", should be " + end.digest());
            }
            closed.put(end.version(), new Version(end.version(), digest, writtenAt, changes.size()));
        }
    }

    /** Closed versions, oldest first. */
    public List<Version> versions() {
        return List.copyOf(closed.values());
    }

    /** The newest closed version. */
    public Optional<Version> newest() {
        return Optional.ofNullable(closed.lastEntry()).map(each -> each.getValue());
    }

    public Optional<Version> version(long number) {
        return Optional.ofNullable(closed.get(number));
    }

    /** Every change up to the end of a version. */
    public List<ReferenceEvent> upTo(Version version) {
        return changes.subList(0, version.size());
    }

    /** The changes that a version brought. */
    public List<ReferenceEvent> changesOf(Version version) {
        int from = Optional.ofNullable(closed.lowerEntry(version.number()))
                .map(before -> before.getValue().size())
                .orElse(0);
        return List.copyOf(changes.subList(from, version.size()));
    }
}
