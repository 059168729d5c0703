package io.plumbline.control.assurance;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deviation;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SourceFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A span that a source says it has lost, until backfills stated after that cover it.
 *
 * @param counts false where the source did not record anything dependable then anyway
 * @param coveredAt when the backfill was stated with which all of it was there again
 */
record LostSpan(Gap stated, boolean counts, Optional<Instant> coveredAt) {

    private static final Comparator<LostSpan> ORDER = Comparator.comparing(LostSpan::from)
            .thenComparing(span -> span.stated().id());

    /** The spans of a source by the UTC day on which they begin, each day's in order: a file may hold thousands. */
    static SortedMap<String, List<LostSpan>> byDay(SourceFacts source, Catalogue catalogue) {
        Optional<Instant> dependableFrom =
                catalogue.source(source.subject().id()).flatMap(SourceDeclared::completeFrom);
        SortedMap<String, List<LostSpan>> byDay = new TreeMap<>();
        for (Gap gap : source.gaps()) {
            if (gap.to().isAfter(gap.from())) {
                boolean counts =
                        dependableFrom.filter(from -> !gap.to().isAfter(from)).isEmpty();
                String day = gap.from().atOffset(ZoneOffset.UTC).toLocalDate().toString();
                byDay.computeIfAbsent(day, any -> new ArrayList<>())
                        .add(new LostSpan(gap, counts, coveredAt(gap, source.backfills())));
            }
        }
        byDay.values().forEach(spans -> spans.sort(ORDER));
        return byDay;
    }

    Instant from() {
        return stated.from();
    }

    /** What was lost on one day, in order; it ends when the last of it is there again. */
    static Deviation deviation(String day, List<LostSpan> spans, Severity severity) {
        Instant since = spans.get(0).from();
        boolean whole = spans.stream().allMatch(span -> span.coveredAt().isPresent());
        Optional<Instant> until = whole
                ? spans.stream()
                        .flatMap(span -> span.coveredAt().stream())
                        .max(Instant::compareTo)
                        .map(at -> at.isBefore(since) ? since : at)
                : Optional.empty();
        List<String> lines = new ArrayList<>();
        spans.forEach(span -> lines.add("Lost from " + span.stated().from() + " to "
                + span.stated().to()
                + span.coveredAt().map(at -> ", sent again by " + at).orElse("")));
        Deviation deviation = Deviation.lasting("SOURCE_GAP", "SOURCE_GAP", day, since, severity)
                .because(
                        lines, spans.stream().map(span -> (Event) span.stated()).toList())
                .with(Map.of(
                        "source_id", spans.get(0).stated().sourceId(),
                        "day", day,
                        "spans", Integer.toString(spans.size())));
        return NoBlindSpot.until(deviation, until);
    }

    private static Optional<Instant> coveredAt(Gap gap, List<Backfilled> backfills) {
        Timeline missing = Timeline.of(Interval.of(gap.from(), gap.to()));
        for (Backfilled backfill : backfills) {
            if (!backfill.header().occurredAt().isBefore(gap.header().occurredAt())) {
                missing = missing.minus(Timeline.of(Interval.of(backfill.from(), backfill.to())));
                if (missing.isEmpty()) {
                    return Optional.of(backfill.header().occurredAt());
                }
            }
        }
        return Optional.empty();
    }
}
