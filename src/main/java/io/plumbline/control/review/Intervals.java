package io.plumbline.control.review;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Whether something was reviewed often enough while it had to be.
 *
 * @param object the item of the population
 * @param longest the longest time until the next review, as of an instant
 * @param reviews when it was reviewed, with the event that says so
 * @param deviation of what is found, without its end
 * @param feeds what has to be complete for it to be claimed
 */
record Intervals(
        String object,
        String systemId,
        Reference reference,
        Function<Instant, Duration> longest,
        TreeMap<Instant, Event> reviews,
        Function<Instant, Deviation> deviation,
        List<Feed> feeds) {

    /** Over one stretch in which reviews were asked for: one part for every time between two. */
    List<Judgement> over(Interval asked) {
        Instant from =
                recordedFrom().filter(start -> start.isAfter(asked.from())).orElse(asked.from());
        List<Instant> starts = new ArrayList<>(List.of(from));
        reviews.tailMap(from, false).keySet().stream()
                .filter(at -> asked.until().filter(end -> !at.isBefore(end)).isEmpty())
                .forEach(starts::add);
        List<Judgement> parts = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Optional<Instant> next = i + 1 < starts.size() ? Optional.of(starts.get(i + 1)) : Optional.empty();
            parts.add(between(starts.get(i), next, asked.until()));
        }
        return parts;
    }

    private Judgement between(Instant start, Optional<Instant> next, Optional<Instant> end) {
        Instant due = start.plus(longest.apply(start));
        List<Event> evidence = new ArrayList<>();
        Optional.ofNullable(reviews.get(start)).ifPresent(evidence::add);
        next.map(reviews::get).ifPresent(evidence::add);
        Optional<Instant> over = next.isPresent() ? next : end;
        if (over.filter(at -> !at.isAfter(due)).isPresent()) {
            return Judgement.of(
                    object,
                    systemId,
                    start,
                    next.isPresent() ? Verdict.OPERATED : Verdict.NOT_APPLICABLE,
                    next.isPresent() ? "REVIEWED_IN_TIME" : "NO_LONGER_ASKED_FOR",
                    evidence);
        }
        Absence absence = Absence.all(feeds.stream()
                .map(feed -> reference.completeness().absence(feed, systemId, Interval.of(start, due)))
                .toList());
        if (!absence.proven()) {
            return Judgement.undecided(object, systemId, start, absence, evidence);
        }
        Deviation found = deviation.apply(due).anchoredAt(object + "@" + start);
        if (over.isPresent()) {
            found = found.ended(over.get(), next.isPresent() ? Ending.PERFORMED_LATE : Ending.RULE_RETIRED);
        }
        found = found.because(
                List.of(
                        (reviews.containsKey(start) ? "The last review was at " : "Reviews have been asked for since ")
                                + start,
                        "The next had to be by " + due + " and "
                                + next.map(at -> "came at " + at).orElse("has not come")),
                evidence);
        return Judgement.deviated(object, systemId, start, List.of(found)).restingOn(absence);
    }

    /** Before this nobody recorded reviews of the system dependably; empty where they always did. */
    private Optional<Instant> recordedFrom() {
        return reference.catalogue().sources(Feed.ACCESS_REVIEWS, systemId).stream()
                .map(SourceDeclared::completeFrom)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }
}
