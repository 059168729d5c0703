package io.plumbline.event;

import java.util.Comparator;
import java.util.Locale;

/** One item of a population, and the key of everything Plumbline keeps about it. */
public record Subject(SubjectKind kind, String id) implements Comparable<Subject> {

    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::key);

    public Subject {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a subject of kind " + kind + " needs an id");
        }
    }

    public static Subject identity(String id) {
        return new Subject(SubjectKind.IDENTITY, id);
    }

    /** The text form, {@code kind:id}; also the record key on the subject log. */
    public String key() {
        return kind.prefix() + ":" + id;
    }

    /** The subject of a {@link #key()}. */
    public static Subject parse(String key) {
        int colon = key.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a subject key (kind:id): " + key);
        }
        return new Subject(
                SubjectKind.valueOf(key.substring(0, colon).toUpperCase(Locale.ROOT)), key.substring(colon + 1));
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return key();
    }
}
