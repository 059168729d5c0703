package io.plumbline.monitor;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Facts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Asks the controls once more about the facts at the end: every deviation must have a record of its own, and no other. */
final class FinalRecordsOracle {

    private FinalRecordsOracle() {}

    static List<String> violations(Backtest backtest, List<Event> history, ControlLibrary controls) {
        TreeMap<String, Instant> settled = new TreeMap<>();
        backtest.sources().forEach(source -> settled.put(source, RandomHistory.END));
        Watermarks known = new Watermarks(settled, lost(history));
        List<String> violations = new ArrayList<>();
        for (SubjectState state : backtest.subjects()) {
            long found = 0;
            for (ControlLibrary.Entry entry : controls.entries()) {
                Reference reference = controls.reference(entry.definition(), backtest.catalogue(), known);
                found += deviations(entry.control(), state.subject(), state.events(), reference);
            }
            long recorded = state.exceptions().stream()
                    .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                    .filter(record -> !testsFindings(record.controlId(), controls))
                    .count();
            if (found != recorded) {
                violations.add(state.subject() + ": " + found + " deviations but " + recorded + " records");
            }
        }
        return violations;
    }

    /** What such a control finds rests on what is on record, which is not recomputed here. */
    private static boolean testsFindings(String controlId, ControlLibrary controls) {
        return controls.entry(controlId)
                .filter(ControlLibrary.Entry::testsFindings)
                .isPresent();
    }

    /** What is lost in the end: for each quarter of a day the last word on it, since all spans begin and end with one. */
    private static TreeMap<String, List<Interval>> lost(List<Event> history) {
        TreeMap<String, List<Interval>> lost = new TreeMap<>();
        Duration quarter = Duration.ofHours(6);
        for (Instant at = RandomHistory.START.minus(Duration.ofDays(30));
                at.isBefore(RandomHistory.END.plus(Duration.ofDays(30)));
                at = at.plus(quarter)) {
            Interval span = Interval.of(at, at.plus(quarter));
            TreeMap<String, Event> last = new TreeMap<>();
            for (Event event : history) {
                boolean covers = (event instanceof Gap gap
                                && Interval.of(gap.from(), gap.to()).contains(span.from()))
                        || (event instanceof Backfilled again
                                && Interval.of(again.from(), again.to()).contains(span.from()));
                if (covers) {
                    last.merge(event.header().source(), event, FinalRecordsOracle::later);
                }
            }
            last.forEach((source, word) -> {
                if (word instanceof Gap) {
                    lost.computeIfAbsent(source, any -> new ArrayList<>()).add(span);
                }
            });
        }
        return lost;
    }

    private static Event later(Event a, Event b) {
        Comparator<Event> order = Comparator.comparing(
                        (Event event) -> event.header().recordedAt())
                .thenComparing(event -> event.header().sourceEventId());
        return order.compare(a, b) >= 0 ? a : b;
    }

    private static <F extends Facts> long deviations(
            Control<F> control, Subject subject, List<Event> events, Reference reference) {
        if (Routing.isSpokenFor(subject, events) || !subject.kind().isJudged()) {
            return 0;
        }
        Facts facts = Judge.facts(subject, events, false).orElseThrow();
        if (!control.population().isInstance(facts)) {
            return 0;
        }
        return control.evaluate(control.population().cast(facts), reference).stream()
                .map(Judgement::deviations)
                .flatMap(List::stream)
                .filter(deviation -> !deviation.since().isAfter(RandomHistory.END))
                .count();
    }
}
