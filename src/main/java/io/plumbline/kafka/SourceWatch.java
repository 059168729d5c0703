package io.plumbline.kafka;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.ClockOff;
import io.plumbline.event.SourceHealthEvent.FellSilent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watches when declared sources are heard of and how their clocks go. It knows no Kafka and no clock; the instant is handed in.
 *
 * <p>A source is heard of by its heartbeats, at the instant it stated each; one never heard of counts from its declaration. It
 * is silent when more than its {@code silentAfter} has passed since. That is a judgement about what is not there, so it is
 * stated neither while a backlog is read nor in the first {@code quiet} after a start; what is there, a heartbeat that ends
 * the silence or names a clock that is off, is stated at once. A heartbeat that comes late corrects what was stated.
 */
final class SourceWatch {

    /** Sources watched at most, so that this state always fits into a record. */
    static final int MAX_WATCHED = 1_000;

    /** Longest id of a source that is watched, in characters. */
    static final int MAX_ID_CHARS = 255;

    private final Duration quiet;
    private final SortedMap<String, Watched> watched = new TreeMap<>();
    private final List<SourceHealthEvent> statements = new ArrayList<>();
    private Optional<Instant> startedAt = Optional.empty();

    SourceWatch(Duration quiet, List<Watched> known) {
        this.quiet = quiet;
        known.forEach(source -> watched.put(source.source(), source));
    }

    /**
     * What is known of one source.
     *
     * @param declaredFrom start of the declaration that counts, with {@code declaredAt} when it was recorded
     * @param heardAt when its newest heartbeat was stated; until the first, when it was declared
     * @param silence the last silence stated
     * @param readAt when the newest heartbeat that named its clock was stated
     * @param clock while its clock is off, since when
     */
    public record Watched(
            String source,
            Instant declaredFrom,
            Instant declaredAt,
            Optional<Duration> silentAfter,
            Optional<Duration> clockTolerance,
            Instant heardAt,
            Optional<Silence> silence,
            Optional<Instant> readAt,
            Optional<ClockSpan> clock) {

        Watched declared(SourceDeclared again) {
            return new Watched(
                    source,
                    again.effectiveFrom(),
                    again.header().recordedAt(),
                    again.silentAfter(),
                    again.clockTolerance(),
                    heardAt,
                    silence,
                    readAt,
                    clock);
        }

        Watched heard(Instant at) {
            return new Watched(
                    source,
                    declaredFrom,
                    declaredAt,
                    silentAfter,
                    clockTolerance,
                    heardAt.isAfter(at) ? heardAt : at,
                    silence,
                    readAt,
                    clock);
        }

        Watched silent(Silence now) {
            return new Watched(
                    source,
                    declaredFrom,
                    declaredAt,
                    silentAfter,
                    clockTolerance,
                    heardAt,
                    Optional.of(now),
                    readAt,
                    clock);
        }

        Watched clock(Instant at, Optional<ClockSpan> span) {
            return new Watched(
                    source,
                    declaredFrom,
                    declaredAt,
                    silentAfter,
                    clockTolerance,
                    heardAt,
                    silence,
                    Optional.of(at),
                    span);
        }
    }

    /** A silence as stated at {@code statedAt}; {@code due} is when it was to be heard of at the latest. */
    public record Silence(Instant lastHeardAt, Instant due, Optional<Instant> heardAgainAt, Instant statedAt) {}

    /** A clock that is off, as stated at {@code statedAt}. */
    public record ClockSpan(Instant since, Duration offset, Instant statedAt) {}

    /** A source was declared, or declared anew; what counts is what the catalogue counts: the declaration in force latest. */
    void declared(SourceDeclared source, Instant now) {
        Watched known = watched.get(source.sourceId());
        if (known != null) {
            boolean older = source.effectiveFrom().isBefore(known.declaredFrom())
                    || (source.effectiveFrom().equals(known.declaredFrom())
                            && source.header().recordedAt().isBefore(known.declaredAt()));
            if (!older) {
                watched.put(source.sourceId(), known.declared(source));
            }
        } else if (watched.size() < MAX_WATCHED
                && source.sourceId().length() <= MAX_ID_CHARS
                && (source.silentAfter().isPresent() || source.clockTolerance().isPresent())) {
            watched.put(
                    source.sourceId(),
                    new Watched(
                            source.sourceId(),
                            source.effectiveFrom(),
                            source.header().recordedAt(),
                            source.silentAfter(),
                            source.clockTolerance(),
                            now,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** A source was heard of. */
    void heard(Heartbeat heartbeat, Instant now) {
        Optional.ofNullable(watched.get(heartbeat.sourceId())).ifPresent(source -> {
            Instant at = heartbeat.header().occurredAt();
            Watched after = heardAgain(source, at, now).heard(at);
            watched.put(source.source(), clock(after, heartbeat, now));
        });
    }

    /** Time has passed. */
    void advance(Instant now, boolean catchingUp) {
        Instant started = startedAt.orElse(now);
        startedAt = Optional.of(started);
        if (!catchingUp && !now.isBefore(started.plus(quiet))) {
            watched.replaceAll((id, source) -> silence(source, now));
        }
    }

    /** What is to be stated now; each once. */
    List<SourceHealthEvent> statements() {
        List<SourceHealthEvent> news = List.copyOf(statements);
        statements.clear();
        return news;
    }

    /** Everything known, to go on from after a restart. */
    List<Watched> state() {
        return List.copyOf(watched.values());
    }

    private Watched silence(Watched source, Instant now) {
        Instant since = source.heardAt();
        boolean stated = source.silence()
                .filter(silence -> silence.lastHeardAt().equals(since))
                .isPresent();
        Optional<Duration> allowed = source.silentAfter()
                .filter(after -> !after.isNegative() && !after.isZero())
                .filter(after -> Duration.between(since, now).compareTo(after) > 0);
        if (stated || allowed.isEmpty()) {
            return source;
        }
        Instant due = since.plus(allowed.get()).truncatedTo(ChronoUnit.MILLIS);
        return state(source, new Silence(since, due, Optional.empty(), now));
    }

    /** The first heartbeat after the last one before it ends a silence, whichever of them comes first. */
    private Watched heardAgain(Watched source, Instant at, Instant now) {
        Optional<Silence> ended = source.silence()
                .filter(silence -> at.isAfter(silence.lastHeardAt()))
                .filter(silence ->
                        silence.heardAgainAt().filter(end -> !at.isBefore(end)).isEmpty());
        return ended.map(silence -> state(
                        source,
                        new Silence(
                                silence.lastHeardAt(), silence.due(), Optional.of(at), after(silence.statedAt(), now))))
                .orElse(source);
    }

    private Watched state(Watched source, Silence silence) {
        Header header = Header.of("plumbline", "silent/" + source.source() + "/" + silence.lastHeardAt(), silence.due())
                .withRecordedAt(silence.statedAt());
        statements.add(new FellSilent(header, source.source(), silence.lastHeardAt(), silence.heardAgainAt()));
        return source.silent(silence);
    }

    /** Readings older than the newest one say nothing about now and are passed over. */
    private Watched clock(Watched source, Heartbeat heartbeat, Instant now) {
        Instant at = heartbeat.header().occurredAt();
        boolean reading = heartbeat.clockOffset().isPresent()
                && source.readAt().filter(last -> !at.isAfter(last)).isEmpty();
        if (!reading || (source.clockTolerance().isEmpty() && source.clock().isEmpty())) {
            return source;
        }
        Duration offset = heartbeat.clockOffset().get();
        boolean off = source.clockTolerance()
                .filter(tolerance -> !tolerance.isNegative())
                .filter(tolerance -> offset.compareTo(tolerance) > 0 || offset.compareTo(tolerance.negated()) < 0)
                .isPresent();
        if (off == source.clock().isPresent()) {
            return source.clock(at, source.clock());
        }
        ClockSpan span = source.clock()
                .map(begun -> new ClockSpan(begun.since(), begun.offset(), after(begun.statedAt(), now)))
                .orElseGet(() -> new ClockSpan(at, offset, now));
        Header header = Header.of("plumbline", "clock/" + source.source() + "/" + span.since(), span.since())
                .withRecordedAt(span.statedAt());
        statements.add(new ClockOff(header, source.source(), span.offset(), off ? Optional.empty() : Optional.of(at)));
        return source.clock(at, off ? Optional.of(span) : Optional.empty());
    }

    /** A correction is recorded after what it corrects, even by a machine whose clock is behind. */
    private static Instant after(Instant stated, Instant now) {
        Instant next = stated.plusMillis(1);
        return now.isAfter(next) ? now : next;
    }
}
