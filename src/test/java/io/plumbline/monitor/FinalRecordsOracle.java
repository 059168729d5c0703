package io.plumbline.monitor;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Asks the controls once more about the facts at the end: every deviation must have a record of its own, and no other. */
final class FinalRecordsOracle {

    private FinalRecordsOracle() {}

    static List<String> violations(Backtest backtest, ControlLibrary controls) {
        TreeMap<String, Instant> settled = new TreeMap<>();
        backtest.sources().forEach(source -> settled.put(source, RandomHistory.END));
        List<String> violations = new ArrayList<>();
        for (SubjectState state : backtest.subjects()) {
            long found = 0;
            for (ControlLibrary.Entry entry : controls.entries()) {
                Reference reference = new Reference(entry.definition(), backtest.catalogue(), Watermarks.of(settled));
                found += deviations(entry.control(), state.subject(), state.events(), reference);
            }
            long recorded = state.exceptions().stream()
                    .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                    .count();
            if (found != recorded) {
                violations.add(state.subject() + ": " + found + " deviations but " + recorded + " records");
            }
        }
        return violations;
    }

    private static <F extends Facts> long deviations(
            Control<F> control, Subject subject, List<Event> events, Reference reference) {
        if (Routing.isSpokenFor(subject, events) || !Judge.judges(subject)) {
            return 0;
        }
        Facts facts = Judge.facts(subject, events).orElseThrow();
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
