package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Nature;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.Stage;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the stages of a control make of what it says: drafts and retired controls find nothing, a control on trial finds what
 * nobody is notified of, and a control that came into force finds nothing from before.
 *
 * <p>An act counts by the stage at which it was done. A condition counts in each span of a stage by itself: on trial, and then,
 * from the instant the control is in force, as an exception of its own.
 */
final class Staging {

    /** Reason of the verdict on an item whose deviations all lie where the control was not applied. */
    static final String NOT_IN_FORCE = "NOT_IN_FORCE";

    private final ControlDefinition definition;
    private final List<Dated<Stage>> spans;

    private Staging(ControlDefinition definition, List<Dated<Stage>> spans) {
        this.definition = definition;
        this.spans = spans;
    }

    static Staging of(ControlDefinition definition, Catalogue catalogue) {
        List<Dated<ControlStaged>> stated = catalogue.stages(definition.id());
        List<Dated<Stage>> spans = new ArrayList<>();
        Optional<Instant> first =
                stated.stream().map(dated -> dated.inForce().from()).findFirst();
        add(spans, new Dated<>(new Interval(Instant.MIN, first), Stage.ACTIVE));
        stated.forEach(dated ->
                add(spans, new Dated<>(dated.inForce(), known(dated.value().stage()))));
        return new Staging(definition, spans);
    }

    private static Stage known(Stage stage) {
        return stage == Stage.UNKNOWN ? Stage.ACTIVE : stage;
    }

    /** A stage that is stated again goes on. */
    private static void add(List<Dated<Stage>> spans, Dated<Stage> next) {
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).value() == next.value()) {
            Interval before = spans.get(last).inForce();
            spans.set(
                    last, new Dated<>(new Interval(before.from(), next.inForce().until()), next.value()));
        } else if (!next.inForce().isEmpty()) {
            spans.add(next);
        }
    }

    /** Whether there is any time at which the control finds anything. */
    boolean isEverApplied() {
        return spans.stream().anyMatch(span -> isApplied(span.value()));
    }

    /** Whether what the control says of the item is asserted to anybody at {@code asOf}; what is yet to begin does not count. */
    boolean isAsserted(Judgement judgement, Instant asOf) {
        List<Deviation> begun = judgement.deviations().stream()
                .filter(deviation -> !deviation.since().isAfter(asOf))
                .toList();
        List<Deviation> counting = begun.isEmpty() ? judgement.deviations() : begun;
        boolean trialOnly = !counting.isEmpty()
                && counting.stream().allMatch(deviation -> deviation.flags().contains(Deviation.SHADOW));
        return !trialOnly
                && spans.stream()
                        .anyMatch(span ->
                                span.value() == Stage.ACTIVE && span.inForce().contains(asOf));
    }

    /** What remains of a judgement, to be asked again when the stage changes. */
    Judgement apply(Judgement judgement) {
        return apply(judgement, kind -> definition.kind(kind).nature() == Nature.ACT);
    }

    /** What remains of a finding that the control gives no answer, a condition: where it is not applied, none is missed. */
    Judgement applyToFailure(Judgement finding) {
        return apply(finding, kind -> false);
    }

    private Judgement apply(Judgement judgement, Predicate<String> isAct) {
        if (spans.size() == 1 && spans.get(0).value() == Stage.ACTIVE) {
            return judgement;
        }
        List<Deviation> counted = judgement.deviations().stream()
                .flatMap(deviation -> counted(deviation, isAct.test(deviation.kind())))
                .toList();
        Judgement staged = judgement.withDeviations(counted, NOT_IN_FORCE);
        for (Dated<Stage> span : spans.subList(1, spans.size())) {
            staged = staged.againAt(span.inForce().from());
        }
        return staged;
    }

    private Stream<Deviation> counted(Deviation deviation, boolean act) {
        return spans.stream()
                .filter(span -> isApplied(span.value()))
                .flatMap(span -> act ? ofAct(deviation, span).stream() : ofCondition(deviation, span).stream());
    }

    private static Optional<Deviation> ofAct(Deviation deviation, Dated<Stage> span) {
        if (!span.inForce().contains(deviation.since())) {
            return Optional.empty();
        }
        return Optional.of(span.value() == Stage.SHADOW ? deviation.onTrial() : deviation);
    }

    private static Optional<Deviation> ofCondition(Deviation deviation, Dated<Stage> span) {
        return span.inForce()
                .intersect(new Interval(deviation.since(), deviation.until()))
                .map(common -> {
                    boolean fromBefore = common.from().isAfter(deviation.since());
                    Deviation part = deviation.within(span.inForce());
                    Deviation flagged = fromBefore
                            ? part.anchoredAt(part.anchor() + "@" + common.from())
                                    .flagged(Deviation.NEW_RULE)
                            : part;
                    return span.value() == Stage.SHADOW ? flagged.onTrial() : flagged;
                });
    }

    private static boolean isApplied(Stage stage) {
        return stage == Stage.ACTIVE || stage == Stage.SHADOW;
    }
}
