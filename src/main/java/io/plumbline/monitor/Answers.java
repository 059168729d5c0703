package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.facts.Facts;
import io.plumbline.monitor.Failures.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Every control's answer, and where one has none, what the monitor says of itself. */
    List<Answer> of(Facts facts, SubjectState state) {
        Failures failures = new Failures(state, catalogue);
        List<Answer> answers = new ArrayList<>();
        for (ControlLibrary.Entry entry : controls.entries()) {
            Staging staging = Staging.of(entry.definition(), catalogue);
            if (entry.control().population().isInstance(facts) && staging.isEverApplied()) {
                Reference reference = controls.reference(entry.definition(), catalogue, settled);
                answers.add(
                        state.isTooLarge()
                                ? none(entry, reference, Failure.tooLarge(), staging, failures)
                                : answer(entry, facts, reference, staging, failures));
            }
        }
        controls.entry(Failures.CONTROL).map(ControlLibrary.Entry::definition).ifPresent(reporting -> {
            Staging staging = Staging.of(reporting, catalogue);
            Map<ControlDefinition, Failure> blind = new LinkedHashMap<>();
            answers.forEach(answer -> answer.failure()
                    .filter(failure -> Failures.reported(answer.control(), failure, reporting))
                    .ifPresent(failure -> blind.put(answer.control(), failure)));
            List<Judgement> findings =
                    failures.findings(blind).map(staging::apply).toList();
            answers.add(
                    new Answer(reporting, new Reference(reporting, catalogue, settled), findings, Optional.empty()));
        });
        return answers;
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
