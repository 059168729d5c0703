package io.plumbline.control;

import java.time.Instant;
import java.util.Comparator;

/**
 * When an answer can next change without a new event.
 *
 * @param source the source whose settled watermark must reach {@code at}; {@link #ANY_SOURCE} for the newest of all
 * @param at the instant it must reach
 */
public record Deadline(String source, Instant at) implements Comparable<Deadline> {

    /** Stands for the frontier: the newest settled instant of any source. */
    public static final String ANY_SOURCE = "*";

    private static final Comparator<Deadline> ORDER =
            Comparator.comparing(Deadline::source).thenComparing(Deadline::at);

    /** The answer changes when the world has reached {@code at}, whichever source says so. */
    public static Deadline frontier(Instant at) {
        return new Deadline(ANY_SOURCE, at);
    }

    @Override
    public int compareTo(Deadline other) {
        return ORDER.compare(this, other);
    }
}
