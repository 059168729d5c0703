package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says whether absence may be claimed: "not approved", "not revoked".
 *
 * <p>It may when every source declared to carry the feed for the system is settled, or declared or assumed complete, past
 * the end of the span plus the source's grace, was recording at the end of the span, and has no gap in it. Where several
 * sources are missing, the first is waited for; when it is there the question is asked again, and the next is waited for.
 *
 * <p>One is made for each evaluation of a control, and remembers what it was asked.
 */
public final class Completeness {

    private final Catalogue catalogue;
    private final Watermarks watermarks;
    private final SortedMap<String, Instant> asked = new TreeMap<>();

    public Completeness(Catalogue catalogue, Watermarks watermarks) {
        this.catalogue = catalogue;
        this.watermarks = watermarks;
    }

    /** The newest instant anything is settled to; empty before the first heartbeat and declaration. */
    public Optional<Instant> frontier() {
        return watermarks.frontier();
    }

    /** Whether a planned end or start at {@code at} has come. */
    public boolean reached(Instant at) {
        return frontier().filter(frontier -> !frontier.isBefore(at)).isPresent();
    }

    /**
     * Whether anything that feed says of the system in {@code span} has certainly been heard.
     *
     * @param span closed at its end: a statement dated at the very end would still count
     * @throws IllegalArgumentException if the span has no end, since nobody can be complete to the end of time
     */
    public Absence absence(Feed feed, String systemId, Interval span) {
        Instant end = span.until()
                .orElseThrow(() -> new IllegalArgumentException("absence over a span without end is never proven"));
        List<SourceDeclared> sources = catalogue.sources(feed, systemId);
        if (sources.isEmpty()) {
            return undecidable("NO_SOURCE_DECLARED", "no source is declared to carry " + feed + " of " + systemId);
        }
        sources.forEach(source -> asked.merge(source.sourceId(), end, Completeness::later));
        List<String> basis = new ArrayList<>();
        Optional<Deadline> wait = Optional.empty();
        for (SourceDeclared source : sources) {
            if (source.completeFrom().filter(end::isBefore).isPresent()) {
                return undecidable(
                        "NOT_YET_RECORDING",
                        source.sourceId() + " recorded " + feed + " only from "
                                + source.completeFrom().get());
            }
            Optional<Interval> gap = watermarks.gapsOf(source.sourceId()).stream()
                    .filter(lost -> lost.contains(end) || lost.intersect(span).isPresent())
                    .findFirst();
            if (gap.isPresent()) {
                return undecidable("SOURCE_GAP", source.sourceId() + " has a gap " + gap.get());
            }
            Instant needed = end.plus(source.grace());
            Settled settled = settled(source);
            if (settled.at().filter(at -> at.isAfter(needed)).isPresent()) {
                basis.add(source.sourceId() + " complete to " + settled.at().get() + " (" + settled.how() + ")");
            } else if (settled.ended()) {
                return new Absence(
                        Absence.State.UNDECIDABLE,
                        "SOURCE_ENDED",
                        Optional.of(settled.deadlinePast(needed)),
                        List.of(source.sourceId() + " is declared complete only to "
                                + settled.at().orElseThrow() + ", needed past " + needed));
            } else {
                wait = wait.isPresent() ? wait : Optional.of(settled.deadlinePast(needed));
            }
        }
        return wait.isPresent()
                ? new Absence(Absence.State.NOT_YET, "SOURCE_NOT_SETTLED", wait, basis)
                : new Absence(Absence.State.PROVEN, "", Optional.empty(), basis);
    }

    /**
     * The latest end of a span over which absence was asked of each source, whatever the answer was: by source id. A gap that
     * opens or closes and begins by then may change what was answered.
     */
    public SortedMap<String, Instant> asked() {
        return Collections.unmodifiableSortedMap(asked);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** How far a source is complete, and on what ground. */
    private record Settled(Optional<Instant> at, String how, boolean ended, String source, Duration lateness) {
        Deadline deadlinePast(Instant needed) {
            return source.equals(Deadline.ANY_SOURCE)
                    ? Deadline.frontier(needed.plus(lateness).plusMillis(1))
                    : new Deadline(source, needed.plusMillis(1));
        }
    }

    private Settled settled(SourceDeclared source) {
        Optional<Instant> heard = watermarks.of(source.sourceId());
        Optional<Instant> declared = source.completeTo();
        if (declared.isPresent()
                && heard.filter(at -> at.isAfter(declared.get())).isEmpty()) {
            return new Settled(declared, "DECLARED", heard.isEmpty(), source.sourceId(), Duration.ZERO);
        }
        if (heard.isEmpty() && source.assumedLateness().isPresent()) {
            Duration lateness = source.assumedLateness().get();
            return new Settled(
                    frontier().map(at -> at.minus(lateness)), "ASSUMED", false, Deadline.ANY_SOURCE, lateness);
        }
        return new Settled(heard, "HEARTBEAT", false, source.sourceId(), Duration.ZERO);
    }

    private static Absence undecidable(String reason, String basis) {
        return new Absence(Absence.State.UNDECIDABLE, reason, Optional.empty(), List.of(basis));
    }
}
