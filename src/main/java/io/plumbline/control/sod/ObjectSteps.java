package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.StepEffect;
import io.plumbline.facts.ObjectFacts;
import io.plumbline.facts.Performer;
import io.plumbline.facts.Performer.Standing;
import io.plumbline.facts.Performers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The steps an object holds, as rules about acts look at them: which function each was, who did it, and whether it still counts. */
final class ObjectSteps {

    private final ObjectFacts facts;
    private final Catalogue catalogue;
    private final Performers performers;
    private final Set<EventId> reversals;
    private final Map<EventId, Performer> resolved = new HashMap<>();

    ObjectSteps(ObjectFacts facts, Catalogue catalogue) {
        this.facts = facts;
        this.catalogue = catalogue;
        this.performers = facts.performers();
        this.reversals = facts.reversals();
    }

    ObjectFacts facts() {
        return facts;
    }

    Performers performers() {
        return performers;
    }

    Performer performer(StepPerformed step) {
        return resolved.computeIfAbsent(step.id(), id -> performers.of(step));
    }

    /** Steps that fill any part of the rule, whoever did them. */
    Stream<StepPerformed> touchedBy(SodRulePublished rule) {
        return facts.steps().stream().filter(step -> rule.steps().stream().anyMatch(part -> isFunctionOf(part, step)));
    }

    /** For every part of the rule the steps that fill it and are somebody's act; what was taken back is not. */
    List<List<StepPerformed>> acts(SodRulePublished rule) {
        return rule.steps().stream()
                .map(part -> facts.steps().stream()
                        .filter(step -> isFunctionOf(part, step)
                                && !reversals.contains(step.id())
                                && performer(step).standing() != Standing.NOBODY)
                        .toList())
                .toList();
    }

    /** For every part of a sequence the steps that fill it; a sensitive value that was put back is what it looks for. */
    List<List<StepPerformed>> inSequence(SodRulePublished rule) {
        return rule.steps().stream()
                .map(part -> facts.steps().stream()
                        .filter(step -> isFunctionOf(part, step))
                        .filter(step -> asksForChange(part)
                                ? facts.isOn(step) && changes(step)
                                : !reversals.contains(step.id()))
                        .toList())
                .toList();
    }

    static boolean asksForChange(RuleStep part) {
        return part.effect() == StepEffect.CHANGED || part.effect() == StepEffect.CHANGED_BACK;
    }

    private static boolean changes(StepPerformed step) {
        return step.valueBefore().isPresent()
                && step.valueAfter().isPresent()
                && !step.valueBefore().equals(step.valueAfter());
    }

    boolean isFunctionOf(RuleStep part, StepPerformed step) {
        return functions(step).stream().anyMatch(part.anyOf()::contains);
    }

    Set<String> functions(StepPerformed step) {
        return Uses.namedElseGiven(step, catalogue);
    }

    /** Whether the step released something, by the level at which its entitlement gave the function. */
    boolean isRelease(StepPerformed step) {
        return !reversals.contains(step.id())
                && Uses.given(step, catalogue).stream()
                        .anyMatch(use -> use.level() == ActivityLevel.APPROVE
                                && step.functionId()
                                        .filter(id -> !id.equals(use.functionId()))
                                        .isEmpty());
    }
}
