package io.plumbline.event;

import java.util.Comparator;

/**
 * Identity of an event: the source system and the source's own key of the event.
 *
 * <p>Folding is idempotent by this id, so replays, backfills and redeliveries of a source change nothing.
 */
public record EventId(String source, String sourceEventId) implements Comparable<EventId> {

    private static final Comparator<EventId> ORDER =
            Comparator.comparing(EventId::source).thenComparing(EventId::sourceEventId);

    public EventId {
        if (source.isBlank() || sourceEventId.isBlank()) {
            throw new IllegalArgumentException("an event id needs a source and the source's own event id");
        }
    }

    @Override
    public int compareTo(EventId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return source + ":" + sourceEventId;
    }
}
