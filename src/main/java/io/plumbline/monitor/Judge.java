package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Completeness;
import io.plumbline.control.Coverage;
import io.plumbline.control.Deadline;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parties;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.Watermarks;
import io.plumbline.event.DecisionEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.evidence.Trail;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.exceptions.Ledger;
import io.plumbline.facts.ApproverFacts;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.Facts;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.ObjectFacts;
import io.plumbline.facts.RoleFacts;
import io.plumbline.facts.SourceFacts;
import io.plumbline.monitor.SubjectState.VerdictOnRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges one subject: facts, then controls, then the ledger, then evidence. */
final class Judge {

    private final ControlLibrary controls;

    Judge(ControlLibrary controls) {
        this.controls = controls;
    }

    /** Whether subjects of the kind are populations of controls; the others only collect and pass on. */
    static boolean judges(Subject subject) {
        return switch (subject.kind()) {
            case IDENTITY, ACCOUNT, IMPLEMENTATION, SOURCE, APPROVER, OBJECT, ROLE -> true;
            case CHANGE, ARTEFACT, SESSION, CREDENTIAL, EXCEPTION -> false;
        };
    }

    /** The state after judging; what changed goes to {@code out}: alerts, current records, evidence. */
    SubjectState judge(SubjectState state, Catalogue catalogue, Watermarks settled, Consumer<Output> out) {
        List<Event> events = state.events();
        Instant asOf = asOf(state, events, settled);
        Optional<Facts> facts = facts(state.subject(), events, state.overflowed());
        List<Answer> answers = facts.map(known -> new Answers(controls, catalogue, settled).of(known, state))
                .orElse(List.of());

        Coverage coverage = new Coverage(
                catalogue,
                new Completeness(catalogue, settled),
                state.subject(),
                concerned(state, facts, answers),
                controls.entry(Coverage.CONTROL).map(ControlLibrary.Entry::definition));
        Ledger.Reconciled reconciled = new Ledger(state.subject(), catalogue, coverage, asOf, decisions(events))
                .reconcile(
                        state.exceptions(),
                        answers.stream()
                                .flatMap(answer -> answer.found(catalogue))
                                .toList(),
                        answers.stream()
                                .filter(Answer::failed)
                                .map(answer -> answer.control().id())
                                .collect(Collectors.toSet()));
        reconciled.alerts().forEach(alert -> {
            if (alert.change() == ExceptionAlert.Change.RAISED) {
                out.accept(new Output.Forward(registration(alert, asOf)));
            }
            out.accept(new Output.Alert(alert));
        });
        reconciled.changed().forEach(record -> out.accept(new Output.Current(record)));

        return new SubjectState(
                state.subject(),
                state.held(),
                state.passedTo(),
                reconciled.records(),
                evidence(state, answers, reconciled.records(), catalogue, settled, asOf, out),
                deadlines(state, answers, reconciled.nextChanges(), coverage, settled),
                Optional.of(asOf),
                state.overflowed());
    }

    /**
     * The newest instant known of: how far anything is settled, or the newest event, or where it was before. What was decided
     * beforehand may lie ahead of all of them.
     */
    private static Instant asOf(SubjectState state, List<Event> events, Watermarks settled) {
        return Stream.of(
                        settled.frontier().stream(),
                        state.asOf().stream(),
                        events.stream()
                                .filter(event -> !(event instanceof ExemptionGranted))
                                .map(event -> event.header().occurredAt()))
                .flatMap(instants -> instants)
                .max(Instant::compareTo)
                .orElseGet(() -> events.get(events.size() - 1).header().occurredAt());
    }

    /** The facts of a population; none for an account that belongs to an identity, which answers for it. */
    static Optional<Facts> facts(Subject subject, List<Event> events, boolean overflowed) {
        if (Routing.isSpokenFor(subject, events)) {
            return Optional.empty();
        }
        return switch (subject.kind()) {
            case IDENTITY, ACCOUNT -> Optional.of(IdentityFacts.of(subject, events));
            case IMPLEMENTATION -> Optional.of(ChangeFacts.of(subject, events));
            case APPROVER -> Optional.of(ApproverFacts.of(subject, events));
            case SOURCE -> Optional.of(SourceFacts.of(subject, events));
            case OBJECT -> Optional.of(ObjectFacts.of(subject, events));
            case ROLE -> Optional.of(RoleFacts.of(subject, events, overflowed));
            case CHANGE, ARTEFACT, SESSION, CREDENTIAL, EXCEPTION -> Optional.empty();
        };
    }

    /** Of the many business objects without exceptions nobody is asked for. */
    private static Parties concerned(SubjectState state, Optional<Facts> facts, List<Answer> answers) {
        boolean nothingFound = state.exceptions().isEmpty() && answers.stream().noneMatch(Answer::deviated);
        return facts.isPresent() && facts.get() instanceof ObjectFacts && nothingFound
                ? Parties.of(Set.of())
                : Parties.of(state.subject(), facts);
    }

    private static Map<String, List<DecisionEvent.Decided>> decisions(List<Event> events) {
        return events.stream()
                .filter(DecisionEvent.Decided.class::isInstance)
                .map(DecisionEvent.Decided.class::cast)
                .collect(Collectors.groupingBy(DecisionEvent.Decided::exceptionId, TreeMap::new, Collectors.toList()));
    }

    /** Tells the exception's own subject whom it is about, so that decisions, which name only the exception, arrive. */
    private static LogRecord.Delivery registration(ExceptionAlert alert, Instant asOf) {
        DecisionEvent.Registered registered = new DecisionEvent.Registered(
                Header.of("plumbline", "registered/" + alert.exceptionId(), alert.since()),
                alert.exceptionId(),
                alert.subjectKey());
        return new LogRecord.Delivery(registered.exception(), registered, asOf, 1);
    }

    /** Publishes every change of verdict, or of the exceptions behind it and their regimes, and returns the verdicts that now stand. */
    private SortedMap<String, VerdictOnRecord> evidence(
            SubjectState state,
            List<Answer> answers,
            List<ExceptionRecord> exceptions,
            Catalogue catalogue,
            Watermarks settled,
            Instant asOf,
            Consumer<Output> out) {
        Trail trail = new Trail(state.subject(), catalogue, asOf);
        SortedMap<String, VerdictOnRecord> standing = new TreeMap<>();
        for (Answer answer : withItemsGone(state, answers, catalogue, settled, asOf)) {
            for (Judgement judgement : answer.asserted(catalogue, asOf)) {
                String item = item(answer.control(), judgement.object());
                VerdictOnRecord verdict = new VerdictOnRecord(
                        judgement.verdict(), judgement.reason(), judgement.systemId(), judgement.at());
                boolean said = Optional.ofNullable(state.verdicts().get(item))
                                .filter(verdict::saysTheSameAs)
                                .isPresent()
                        && counted(state.exceptions(), answer.control(), judgement)
                                .equals(counted(exceptions, answer.control(), judgement));
                if (!said) {
                    trail.of(
                                    answer.control(),
                                    judgement,
                                    answer.reference().parameters(judgement.at()),
                                    ofItem(exceptions, answer.control().id(), judgement.object()))
                            .forEach(assertion -> out.accept(new Output.Evidence(assertion)));
                }
                if (!judgement.reason().equals(Answer.GONE)) {
                    standing.put(item, verdict);
                }
            }
            if (answer.failed()) {
                state.verdicts().forEach((item, verdict) -> {
                    if (item.startsWith(item(answer.control(), ""))) {
                        standing.putIfAbsent(item, verdict);
                    }
                });
            }
        }
        return Collections.unmodifiableSortedMap(standing);
    }

    private static String item(ControlDefinition control, String object) {
        return control.id() + "|" + object;
    }

    /** The answers, and a last word on every item the subject held before and no longer does, so that populations add up. */
    private List<Answer> withItemsGone(
            SubjectState state, List<Answer> answers, Catalogue catalogue, Watermarks settled, Instant asOf) {
        List<Answer> all = new ArrayList<>(answers);
        for (ControlLibrary.Entry entry : controls.entries()) {
            String prefix = item(entry.definition(), "");
            List<Map.Entry<String, VerdictOnRecord>> before = state.verdicts().tailMap(prefix).entrySet().stream()
                    .takeWhile(verdict -> verdict.getKey().startsWith(prefix))
                    .toList();
            if (before.isEmpty()) {
                continue;
            }
            List<Answer> given = answers.stream()
                    .filter(answer ->
                            answer.control().id().equals(entry.definition().id()))
                    .toList();
            if (given.stream().noneMatch(Answer::failed)) {
                Set<String> held = given.stream()
                        .flatMap(answer -> answer.asserted(catalogue, asOf).stream())
                        .map(Judgement::object)
                        .collect(Collectors.toSet());
                List<Judgement> gone = before.stream()
                        .filter(verdict -> !held.contains(verdict.getKey().substring(prefix.length())))
                        .map(verdict -> Judgement.of(
                                verdict.getKey().substring(prefix.length()),
                                verdict.getValue().systemId(),
                                verdict.getValue().at(),
                                Verdict.NOT_APPLICABLE,
                                Answer.GONE,
                                List.of()))
                        .toList();
                all.add(new Answer(
                        entry.definition(),
                        new Reference(entry.definition(), catalogue, settled),
                        gone,
                        Optional.empty()));
            }
        }
        return all;
    }

    /** The exceptions an item counts, each with its regimes. */
    private static Set<String> counted(
            List<ExceptionRecord> exceptions, ControlDefinition control, Judgement judgement) {
        return ofItem(exceptions, control.id(), judgement.object()).stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .map(record -> record.exceptionId() + " " + record.assertions().keySet())
                .collect(Collectors.toSet());
    }

    private static List<ExceptionRecord> ofItem(List<ExceptionRecord> exceptions, String controlId, String object) {
        return exceptions.stream()
                .filter(record ->
                        record.controlId().equals(controlId) && record.object().equals(object))
                .toList();
    }

    /**
     * Deadlines that have not been reached; one that has cannot change anything any more. And one per source asked. A control
     * that fails cannot say when it would answer otherwise, so what was waited for before is waited for still.
     */
    private static List<Deadline> deadlines(
            SubjectState state, List<Answer> answers, Set<Instant> nextChanges, Coverage coverage, Watermarks settled) {
        List<Deadline> before = answers.stream().anyMatch(Answer::failed) ? state.deadlines() : List.of();
        Stream<Deadline> waiting = Stream.of(
                        answers.stream()
                                .flatMap(answer -> answer.judgements().stream())
                                .flatMap(judgement -> judgement.deadlines().stream()),
                        nextChanges.stream().map(Deadline::frontier),
                        coverage.deadlines().stream(),
                        before.stream().filter(deadline -> deadline.kind() == Deadline.Kind.SETTLED))
                .flatMap(deadlines -> deadlines)
                .filter(deadline -> !reached(deadline, settled));
        return Stream.concat(waiting, parked(answers, coverage, before))
                .sorted()
                .distinct()
                .toList();
    }

    /** Under each source that absence was asked of, the latest end: what it lost up to then may change an answer. */
    private static Stream<Deadline> parked(List<Answer> answers, Coverage coverage, List<Deadline> before) {
        SortedMap<String, Instant> latest = new TreeMap<>();
        before.stream()
                .filter(deadline -> deadline.kind() == Deadline.Kind.PARKED)
                .forEach(deadline -> latest.put(deadline.source(), deadline.at()));
        Stream.concat(
                        answers.stream().map(answer -> answer.reference().completeness()),
                        Stream.of(coverage.completeness()))
                .forEach(completeness -> completeness
                        .asked()
                        .forEach((source, end) -> latest.merge(source, end, (a, b) -> a.isAfter(b) ? a : b)));
        return latest.entrySet().stream().map(each -> Deadline.parked(each.getKey(), each.getValue()));
    }

    private static boolean reached(Deadline deadline, Watermarks settled) {
        Optional<Instant> at =
                deadline.source().equals(Deadline.ANY_SOURCE) ? settled.frontier() : settled.of(deadline.source());
        return at.filter(instant -> !instant.isBefore(deadline.at())).isPresent();
    }
}
