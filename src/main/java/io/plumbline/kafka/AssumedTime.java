package io.plumbline.kafka;

import io.plumbline.control.Watermarks;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lets time pass for sources that are declared to be complete a stated lateness after the fact and send no heartbeats.
 *
 * <p>What such a source is complete to follows from the newest instant anything is settled to. Where no other source moves
 * that, nobody would; so the timekeeper claims its own clock, as one more source, at a coarse interval. It does so only while
 * an assumed source is unheard, and only while it is live: while a backlog is read, what lies in it has not been seen.
 */
final class AssumedTime {

    private static final Comparator<Declared> IN_ORDER = Comparator.comparing(Declared::effectiveFrom)
            .thenComparing(Declared::recordedAt)
            .thenComparing(Declared::eventId);

    private final Duration interval;
    private final TreeMap<String, Declared> declarations = new TreeMap<>();
    private Optional<Instant> nextClaim = Optional.empty();

    /**
     * The declaration of a source that counts: the last in effect, as in the catalogue.
     *
     * @param assumed whether it is to be taken as complete a stated lateness after the fact
     */
    public record Declared(String source, Instant effectiveFrom, Instant recordedAt, String eventId, boolean assumed) {}

    AssumedTime(Duration interval, List<Declared> declared) {
        this.interval = interval;
        declared.forEach(each -> declarations.put(each.source(), each));
    }

    List<Declared> declared() {
        return List.copyOf(declarations.values());
    }

    void heard(SourceDeclared source) {
        Declared news = new Declared(
                source.sourceId(),
                source.effectiveFrom(),
                source.header().recordedAt(),
                source.id().toString(),
                source.assumedLateness().isPresent());
        declarations.merge(news.source(), news, (known, fresh) -> IN_ORDER.compare(known, fresh) > 0 ? known : fresh);
    }

    /** Whether the clock is to be claimed now; the first time one interval after the log became live. */
    boolean isDue(Instant now, boolean live, Watermarks settled) {
        boolean needed = live
                && declarations.values().stream()
                        .anyMatch(each ->
                                each.assumed() && settled.of(each.source()).isEmpty());
        if (!needed || nextClaim.isEmpty()) {
            nextClaim = needed ? Optional.of(now.plus(interval)) : Optional.empty();
            return false;
        }
        boolean due = !now.isBefore(nextClaim.get());
        nextClaim = due ? Optional.of(now.plus(interval)) : nextClaim;
        return due;
    }
}
