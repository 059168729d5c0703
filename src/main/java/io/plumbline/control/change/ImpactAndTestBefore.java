package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.DataPatched;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * CHG-04: the impact of a change is assessed and the change tested before it is implemented.
 *
 * <p>Every change that an implementation names has to be assessed and tested; of several that merely approve its artefact one is
 * enough. What is asked for SOX alone is an item of its own: see {@link ReportingImpact}. Emergencies are reviewed afterwards,
 * which is the business of another control.
 */
public final class ImpactAndTestBefore implements Control<ChangeFacts> {

    @Override
    public String id() {
        return "CHG-04";
    }

    @Override
    public Class<ChangeFacts> population() {
        return ChangeFacts.class;
    }

    @Override
    public List<Judgement> evaluate(ChangeFacts facts, Reference reference) {
        return Implementation.of(facts, reference)
                .filter(implementation -> !(implementation.done() instanceof DataPatched))
                .map(ImpactAndTestBefore::judge)
                .orElse(List.of());
    }

    private static List<Judgement> judge(Implementation implementation) {
        List<ChangeAssurance> changes = ChangeAssurance.of(implementation);
        Optional<String> notApplicable = implementation
                .notApplicable()
                .or(() -> outOfScope(implementation))
                .or(() -> changes.isEmpty() && !implementation.changeIds().isEmpty()
                        ? Optional.of("EMERGENCY")
                        : Optional.empty());
        if (notApplicable.isPresent()) {
            return List.of(implementation.verdict(Verdict.NOT_APPLICABLE, notApplicable.get()));
        }
        Judgement both = assessedAndTested(changes, implementation);
        return implementation.soxInScope()
                ? List.of(both, new ReportingImpact(implementation, changes).judge())
                : List.of(both);
    }

    /** Scope is that of the instant of the implementation; what it is today does not matter. */
    private static Optional<String> outOfScope(Implementation implementation) {
        Optional<SystemRegistered> system = implementation.system();
        return system.filter(one -> one.soxInScope() || one.socInScope()).isPresent()
                ? Optional.empty()
                : Optional.of(system.isPresent() ? "OUT_OF_SCOPE" : "SYSTEM_NOT_REGISTERED");
    }

    private static Judgement assessedAndTested(List<ChangeAssurance> changes, Implementation implementation) {
        boolean standardExempt = implementation.parameters().flag("standard_change_exempt");
        List<ChangeAssurance> tested = changes.stream()
                .filter(change -> !(standardExempt && change.modelAssessed()))
                .toList();
        Optional<Missing> impact = missing(changes, ChangeAssurance::assessedAt, implementation);
        Optional<Missing> test = tested.isEmpty() && !changes.isEmpty()
                ? Optional.empty()
                : missing(tested, ChangeAssurance::testedAt, implementation);
        if (impact.isEmpty() && test.isEmpty()) {
            return implementation.verdict(
                    Verdict.OPERATED, tested.isEmpty() ? "STANDARD_MODEL_ASSESSED" : "ASSESSED_AND_TESTED");
        }
        Absence absence = implementation.noFurtherAssessment();
        if (!absence.proven()) {
            return implementation.undecided(absence);
        }
        AssuranceExplanation explanation = new AssuranceExplanation(implementation, changes);
        List<Deviation> deviations = new ArrayList<>();
        impact.ifPresent(missing -> deviations.add(explanation.of(
                deviation("NOT_ASSESSED", "NO_IMPACT", missing, implementation),
                "What it does had not been assessed before by somebody who did not write it.",
                List.of())));
        test.ifPresent(missing -> {
            boolean byAuthor = tested.stream()
                    .filter(change -> isLacking(change.testedAt(), implementation))
                    .anyMatch(change -> change.testByAuthor().isPresent());
            deviations.add(explanation.of(
                    deviation("NOT_TESTED", byAuthor ? "TESTER_IS_AUTHOR" : "NO_TEST", missing, implementation),
                    byAuthor
                            ? "Before it only somebody who wrote it had tested it."
                            : "Before it nobody had tested with success what was implemented.",
                    List.of()));
        });
        return Judgement.deviated(
                        implementation.object(), implementation.done().systemId(), implementation.at(), deviations)
                .approvedBy(
                        Optional.empty(),
                        Optional.empty(),
                        implementation.changeIds().stream().findFirst())
                .restingOn(absence);
    }

    /** Something was not done before the implementation; {@code late} is when it had been done for all that needed it. */
    private record Missing(Optional<Instant> late) {}

    private static Optional<Missing> missing(
            List<ChangeAssurance> changes,
            Function<ChangeAssurance, Optional<Instant>> done,
            Implementation implementation) {
        List<ChangeAssurance> lacking = changes.stream()
                .filter(change -> isLacking(done.apply(change), implementation))
                .toList();
        boolean all = !implementation.done().changeIds().isEmpty();
        if (!changes.isEmpty() && (all ? lacking.isEmpty() : lacking.size() < changes.size())) {
            return Optional.empty();
        }
        List<Instant> late = lacking.stream()
                .map(done)
                .flatMap(Optional::stream)
                .sorted(all ? Comparator.reverseOrder() : Comparator.naturalOrder())
                .toList();
        boolean allDone = all ? late.size() == lacking.size() : !late.isEmpty();
        return Optional.of(new Missing(allDone ? late.stream().findFirst() : Optional.empty()));
    }

    private static boolean isLacking(Optional<Instant> done, Implementation implementation) {
        return done.filter(at -> !at.isAfter(implementation.at())).isEmpty();
    }

    private static Deviation deviation(String kind, String variant, Missing missing, Implementation implementation) {
        return ended(
                Deviation.lasting(
                        kind, variant, implementation.done().implementationId(), implementation.at(), Severity.MEDIUM),
                missing.late(),
                implementation);
    }

    /** Whichever comes first: a verified rollback, or that it was done after all. */
    static Deviation ended(Deviation deviation, Optional<Instant> late, Implementation implementation) {
        Optional<Instant> rolledBack = implementation.rolledBackAt();
        Optional<Instant> first =
                Stream.concat(late.stream(), rolledBack.stream()).min(Comparator.naturalOrder());
        return first.map(at ->
                        deviation.ended(at, rolledBack.equals(Optional.of(at)) ? Ending.ENDED : Ending.PERFORMED_LATE))
                .orElse(deviation);
    }
}
