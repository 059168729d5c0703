package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Completeness;
import io.plumbline.control.Coverage;
import io.plumbline.control.Parties;
import io.plumbline.control.Watermarks;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.Event;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.exceptions.Ledger;
import io.plumbline.exceptions.Ledger.Reconciled;
import io.plumbline.facts.Facts;
import io.plumbline.facts.Finding;
import io.plumbline.facts.Findings;
import io.plumbline.facts.ObjectFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two passes over one subject: controls test the subject itself, and what they find is put on record; then other controls
 * test how that is dealt with, and what they find is put on record beside it. The second pass sees nothing of what it finds
 * itself, so there is no third.
 */
final class Passes {

    /**
     * What both passes came to.
     *
     * @param answers of all controls
     * @param reconciled the records of both
     * @param coverages what was asked of exemptions, and when that can next change
     */
    record Outcome(List<Answer> answers, Reconciled reconciled, List<Coverage> coverages) {}

    private final ControlLibrary controls;
    private final SubjectState state;
    private final Catalogue catalogue;
    private final Watermarks settled;
    private final Instant asOf;
    private final Map<String, List<Decided>> decisions;
    private final Set<String> ofSecond;

    Passes(ControlLibrary controls, SubjectState state, Catalogue catalogue, Watermarks settled, Instant asOf) {
        this.controls = controls;
        this.state = state;
        this.catalogue = catalogue;
        this.settled = settled;
        this.asOf = asOf;
        this.decisions = decisions(state.events());
        this.ofSecond = controls.entries().stream()
                .filter(ControlLibrary.Entry::testsFindings)
                .map(entry -> entry.definition().id())
                .collect(Collectors.toSet());
    }

    Outcome over(Optional<Facts> facts) {
        Answers asked = new Answers(controls, catalogue, settled);
        List<Answer> answers =
                new ArrayList<>(facts.map(known -> asked.of(known, state)).orElse(List.of()));
        Coverage coverage = coverage(concerned(facts, answers));
        Predicate<ExceptionRecord> isOfSecond =
                record -> ofSecond.contains(record.controlId()) || Failures.isAbout(record, ofSecond);
        Reconciled first = reconciled(coverage, answers, answers, isOfSecond.negate());
        if (ofSecond.isEmpty()) {
            return new Outcome(answers, first, List.of(coverage));
        }
        List<Answer> about = facts.map(
                        known -> asked.ofFindings(findings(known, answers, first, coverage.parties()), state))
                .orElse(List.of());
        answers.addAll(about);
        Coverage again = coverage(concerned(facts, answers));
        Reconciled both = first.and(reconciled(again, about, answers, isOfSecond));
        return new Outcome(answers, both, List.of(coverage, again));
    }

    private Coverage coverage(Parties parties) {
        return new Coverage(
                catalogue,
                new Completeness(catalogue, settled),
                state.subject(),
                parties,
                controls.entry(Coverage.CONTROL).map(ControlLibrary.Entry::definition));
    }

    /** Puts answers on record. What is on record of a control that gave none stands. */
    private Reconciled reconciled(
            Coverage coverage, List<Answer> answers, List<Answer> all, Predicate<ExceptionRecord> ours) {
        return new Ledger(state.subject(), catalogue, coverage, asOf, decisions)
                .reconcile(
                        state.exceptions().stream().filter(ours).toList(),
                        answers.stream()
                                .flatMap(answer -> answer.found(catalogue))
                                .toList(),
                        all.stream()
                                .filter(Answer::failed)
                                .map(answer -> answer.control().id())
                                .collect(Collectors.toSet()));
    }

    /** Of the many business objects without exceptions nobody is asked for. */
    private Parties concerned(Optional<Facts> facts, List<Answer> answers) {
        boolean nothingFound = state.exceptions().isEmpty() && answers.stream().noneMatch(Answer::deviated);
        return facts.isPresent() && facts.get() instanceof ObjectFacts && nothingFound
                ? Parties.of(Set.of())
                : Parties.of(state.subject(), facts);
    }

    private static Map<String, List<Decided>> decisions(List<Event> events) {
        return events.stream()
                .filter(Decided.class::isInstance)
                .map(Decided.class::cast)
                .collect(Collectors.groupingBy(Decided::exceptionId, TreeMap::new, Collectors.toList()));
    }

    private Findings findings(Facts tested, List<Answer> answers, Reconciled reconciled, Parties parties) {
        return new Findings(
                state.subject(),
                tested,
                Stream.concat(parties.persons().stream(), parties.machines().stream())
                        .collect(Collectors.toSet()),
                reconciled.records().stream()
                        .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                        .map(record -> finding(
                                record, reconciled.courses().getOrDefault(record.exceptionId(), asOnRecord(record))))
                        .toList(),
                answers.stream()
                        .flatMap(answer -> answer.incomplete(catalogue, asOf))
                        .toList());
    }

    /** Of a record that stands because its control gave no answer only the least settled course is known. */
    private static Map<Regime, List<ExceptionRecord.Phase>> asOnRecord(ExceptionRecord record) {
        return record.assertions().keySet().stream()
                .collect(Collectors.toMap(Regime::valueOf, regime -> record.history()));
    }

    private Finding finding(ExceptionRecord record, Map<Regime, List<ExceptionRecord.Phase>> perRegime) {
        SortedMap<String, List<Finding.Phase>> courses = new TreeMap<>();
        perRegime.forEach((regime, course) -> courses.put(regime.name(), phases(course)));
        return new Finding(
                record.exceptionId(),
                record.controlId(),
                record.kind(),
                record.variant(),
                record.nature() == Nature.ACT,
                record.rule(),
                record.object(),
                record.systemId(),
                record.severity(),
                record.since(),
                record.until(),
                Set.copyOf(record.flags()),
                phases(record.history()),
                courses,
                decisions.getOrDefault(record.exceptionId(), List.of()).stream()
                        .sorted(Comparator.comparing(
                                        (Decided decided) -> decided.header().occurredAt())
                                .thenComparing(Decided::id))
                        .toList());
    }

    private static List<Finding.Phase> phases(List<ExceptionRecord.Phase> course) {
        return course.stream()
                .map(phase -> new Finding.Phase(phase.at(), phase.status().name(), phase.reason(), phase.by()))
                .toList();
    }
}
