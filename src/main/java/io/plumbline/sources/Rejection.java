package io.plumbline.sources;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A record that could not be understood, and why.
 *
 * @param field the field that is wrong; absent where the whole record is
 * @param reason what is wrong with it, for a person to act on
 * @param at when the record says it happened, where that could be read
 */
public record Rejection(Place place, Optional<String> field, String reason, Optional<Instant> at)
        implements Comparable<Rejection> {

    private static final Comparator<Rejection> ORDER = Comparator.comparing(Rejection::place)
            .thenComparing(rejection -> rejection.field().orElse(""))
            .thenComparing(Rejection::reason);

    @Override
    public int compareTo(Rejection other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return place + ": " + field.map(name -> "field '" + name + "' ").orElse("") + reason;
    }
}
