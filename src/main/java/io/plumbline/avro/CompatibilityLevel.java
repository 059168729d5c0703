package io.plumbline.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Which schemas may follow which under one subject. The plain levels compare with the newest version, the transitive
 * ones with every version.
 */
public enum CompatibilityLevel {
    /** Anything may follow. */
    NONE(false, false, false),
    /** The new schema reads what the newest one wrote. */
    BACKWARD(true, false, false),
    /** The new schema reads what any version wrote. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The newest schema reads what the new one writes. */
    FORWARD(false, true, false),
    /** Every version reads what the new one writes. */
    FORWARD_TRANSITIVE(false, true, true),
    /** Both directions with the newest version. */
    FULL(true, true, false),
    /** Both directions with every version. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    /**
     * Why {@code next} may not follow {@code versions} (oldest first), each reason with its place in the schema; empty
     * when it may.
     */
    List<String> problems(Schema next, List<Schema> versions) {
        if (versions.isEmpty()) {
            return List.of();
        }
        List<Schema> compared = transitive ? versions : versions.subList(versions.size() - 1, versions.size());
        List<String> problems = new ArrayList<>();
        for (Schema old : compared) {
            if (newReadsOld) {
                problems.addAll(unreadable(next, old));
            }
            if (oldReadsNew) {
                problems.addAll(unreadable(old, next));
            }
        }
        return List.copyOf(problems);
    }

    /** Why {@code reader} cannot read what {@code writer} wrote; empty when it can. */
    static List<String> unreadable(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(CompatibilityLevel::describe)
                .toList();
    }

    private static String describe(Incompatibility found) {
        return found.getType() + " at " + found.getLocation() + ": " + found.getMessage();
    }
}
