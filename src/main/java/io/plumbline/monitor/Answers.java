package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.facts.Facts;
import io.plumbline.facts.Findings;
import io.plumbline.monitor.Failures.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What all controls answer about a subject, by one version of the catalogue and as far as the world is settled. */
final class Answers {

    private final ControlLibrary controls;
    private final Catalogue catalogue;
    private final Watermarks settled;

    Answers(ControlLibrary controls, Catalogue catalogue, Watermarks settled) {
        this.controls = controls;
        this.catalogue = catalogue;
        this.settled = settled;
    }

    /**
     * The answer of every control that tests the subject itself, and where one has none, what the monitor says of itself. Of a
     * subject that holds too much the controls over what was found have none either.
     */
    List<Answer> of(Facts facts, SubjectState state) {
        return answers(
                facts,
                state,
                entry -> entry.control().population().isInstance(facts) || state.isTooLarge() && entry.testsFindings());
    }

    /** The answer of every control over how what was found is dealt with, and what the monitor says of itself where one has none. */
    List<Answer> ofFindings(Findings findings, SubjectState state) {
        return state.isTooLarge() ? List.of() : answers(findings, state, ControlLibrary.Entry::testsFindings);
    }

    private List<Answer> answers(Facts facts, SubjectState state, Predicate<ControlLibrary.Entry> concerned) {
        Failures failures = new Failures(state, catalogue);
        List<Answer> answers = new ArrayList<>();
        for (ControlLibrary.Entry entry : controls.entries()) {
            Staging staging = Staging.of(entry.definition(), catalogue);
            if (concerned.test(entry) && staging.isEverApplied()) {
                Reference reference = controls.reference(entry.definition(), catalogue, settled);
                answers.add(
                        state.isTooLarge()
                                ? none(entry, reference, Failure.tooLarge(), staging, failures)
                                : answer(entry, facts, reference, staging, failures));
            }
        }
        controls.entry(Failures.CONTROL)
                .map(ControlLibrary.Entry::definition)
                .ifPresent(reporting -> answers.add(failed(reporting, answers, failures)));
        return answers;
    }

    /** What the monitor says of itself where controls gave no answer. */
    private Answer failed(ControlDefinition reporting, List<Answer> answers, Failures failures) {
        Staging staging = Staging.of(reporting, catalogue);
        Map<ControlDefinition, Failure> blind = new LinkedHashMap<>();
        answers.forEach(answer -> answer.failure()
                .filter(failure -> Failures.reported(answer.control(), failure, reporting))
                .ifPresent(failure -> blind.put(answer.control(), failure)));
        List<Judgement> findings = failures.findings(blind).map(staging::apply).toList();
        return new Answer(reporting, new Reference(reporting, catalogue, settled), findings, Optional.empty());
    }

    /** One control's error is that control's indeterminate verdict; its neighbours are judged. */
    private static Answer answer(
            ControlLibrary.Entry entry, Facts facts, Reference reference, Staging staging, Failures failures) {
        try {
            List<Judgement> judgements = evaluate(entry.control(), facts, reference);
            judgements.stream()
                    .flatMap(judgement -> judgement.deviations().stream())
                    .forEach(deviation -> entry.definition().kind(deviation.kind()));
            return new Answer(
                    entry.definition(),
                    reference,
                    judgements.stream().map(staging::apply).toList(),
                    Optional.empty());
        } catch (RuntimeException e) {
            return none(entry, reference, Failure.of(e), staging, failures);
        }
    }

    /** To be asked again when the stage changes: a control on trial owes nobody a verdict, and then it does. */
    private static Answer none(
            ControlLibrary.Entry entry, Reference reference, Failure failure, Staging staging, Failures failures) {
        return new Answer(
                entry.definition(), reference, List.of(staging.apply(failures.verdict(failure))), Optional.of(failure));
    }

    private static <F extends Facts> List<Judgement> evaluate(Control<F> control, Facts facts, Reference reference) {
        return control.evaluate(control.population().cast(facts), reference);
    }
}
