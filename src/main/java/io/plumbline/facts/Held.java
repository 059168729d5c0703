package io.plumbline.facts;

import io.plumbline.event.Event;
import java.time.Instant;
import java.util.Comparator;

/**
 * An event a subject holds, with the instant Plumbline first received it.
 *
 * <p>The order is that of time in the world, then of the event's identity, then of its text; arrival plays no part.
 */
public record Held(Event event, Instant ingestedAt) implements Comparable<Held> {

    private static final Comparator<Held> ORDER = Comparator.comparing(
                    (Held held) -> held.event.header().occurredAt())
            .thenComparing(held -> held.event.id())
            .thenComparing(held -> held.event.toString());

    @Override
    public int compareTo(Held other) {
        return ORDER.compare(this, other);
    }
}
