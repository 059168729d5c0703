package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.SodRules;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Subject;
import io.plumbline.facts.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Functions that a rule keeps apart, carried out one after the other on one business object, each in a temporary window of its own
 * and never held together.
 *
 * @param rule the version in force at the step that completed it
 * @param steps one for each side, in order of time
 * @param windows the temporary access each step was done with, in the same order
 */
record StepwiseConflict(SodRulePublished rule, List<StepPerformed> steps, List<Grant> windows) {

    private static final Comparator<StepPerformed> IN_ORDER = Comparator.comparing(
                    (StepPerformed step) -> step.header().occurredAt())
            .thenComparing(StepPerformed::id);

    /** A step and the temporary access it was done with. */
    record Done(StepPerformed step, Grant window, Set<String> functions) {}

    Instant at() {
        return steps.get(steps.size() - 1).header().occurredAt();
    }

    /** The source's own keys of the steps. */
    String anchor() {
        return String.join(
                "+",
                new TreeSet<>(steps.stream().map(step -> step.id().toString()).toList()));
    }

    /**
     * The conflicts of one rule.
     *
     * @param done steps of one person that were done with temporary access alone, while the sides were not held together
     * @param lookbackAt how far is looked back from a step that completes a conflict
     */
    static List<StepwiseConflict> with(
            List<Dated<SodRulePublished>> versions, Collection<Done> done, Function<Instant, Duration> lookbackAt) {
        List<Done> inOrder =
                done.stream().sorted(Comparator.comparing(Done::step, IN_ORDER)).toList();
        List<StepwiseConflict> found = new ArrayList<>();
        for (int last = 0; last < inOrder.size(); last++) {
            Done completing = inOrder.get(last);
            List<Done> before = inOrder.subList(0, last);
            versions.stream()
                    .filter(version -> version.inForce()
                            .contains(completing.step().header().occurredAt()))
                    .findFirst()
                    .flatMap(version -> completed(version.value(), completing, before, lookbackAt))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The earliest earlier step for every other side, on the same object, each in a window of its own. */
    private static Optional<StepwiseConflict> completed(
            SodRulePublished rule, Done completing, List<Done> before, Function<Instant, Duration> lookbackAt) {
        Instant at = completing.step().header().occurredAt();
        Instant earliest = at.minus(lookbackAt.apply(at));
        List<Done> related = before.stream()
                .filter(done -> !done.step().header().occurredAt().isBefore(earliest))
                .filter(done -> shareObject(done.step(), completing.step()))
                .toList();
        for (int own = 0; own < rule.slots().size(); own++) {
            if (fills(rule, own, completing)) {
                List<Done> sides = new ArrayList<>();
                for (int side = 0; side < rule.slots().size(); side++) {
                    if (side != own) {
                        int slot = side;
                        related.stream()
                                .filter(done -> fills(rule, slot, done))
                                .filter(done -> !sameWindow(done, completing))
                                .findFirst()
                                .ifPresent(sides::add);
                    }
                }
                if (sides.size() + 1 >= SodRules.needed(rule)) {
                    sides.add(completing);
                    sides.sort(Comparator.comparing(Done::step, IN_ORDER));
                    return Optional.of(new StepwiseConflict(
                            rule,
                            sides.stream().map(Done::step).toList(),
                            sides.stream().map(Done::window).toList()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean fills(SodRulePublished rule, int slot, Done done) {
        return rule.slots().get(slot).anyOf().stream().anyMatch(done.functions()::contains);
    }

    private static boolean sameWindow(Done one, Done other) {
        return one.window().object().equals(other.window().object());
    }

    private static boolean shareObject(StepPerformed one, StepPerformed other) {
        List<Subject> objects = other.objects();
        return one.objects().stream().anyMatch(objects::contains);
    }

    /** The steps that took something back, and those that were taken back, are no acts. */
    static List<StepPerformed> standing(List<StepPerformed> activity) {
        Set<String> reversed = new TreeSet<>();
        activity.forEach(step -> step.reversalOf().ifPresent(reversed::add));
        return activity.stream()
                .filter(step -> step.reversalOf().isEmpty()
                        && !reversed.contains(step.header().sourceEventId()))
                .toList();
    }

    /** Whether a step touches the books by what it was done with. */
    boolean isFinancial(Catalogue catalogue) {
        return steps.stream().anyMatch(step -> catalogue.mapping(step.systemId(), step.entitlement()).stream()
                .filter(mapping -> mapping.inForce().contains(step.header().occurredAt()))
                .anyMatch(mapping -> mapping.value().financeSensitive()));
    }
}
