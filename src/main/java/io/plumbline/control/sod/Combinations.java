package io.plumbline.control.sod;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.StepEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Every way in which steps of an object fill all parts of a rule, within its window. */
final class Combinations {

    static final Comparator<StepPerformed> IN_ORDER = Comparator.comparing(
                    (StepPerformed step) -> step.header().occurredAt())
            .thenComparing(StepPerformed::id);

    private final SodRulePublished rule;
    private final ObjectSteps steps;
    private final Function<Instant, Duration> windowAt;
    private final Set<Set<EventId>> seen = new HashSet<>();
    private final List<List<StepPerformed>> found = new ArrayList<>();

    private Combinations(SodRulePublished rule, ObjectSteps steps, Function<Instant, Duration> windowAt) {
        this.rule = rule;
        this.steps = steps;
        this.windowAt = windowAt;
    }

    /**
     * Steps in any order that may be of one actor, each combination in order of time.
     *
     * @param windowAt how far apart they may be where the last was done at an instant
     */
    static List<List<StepPerformed>> ofOneActor(
            SodRulePublished rule, ObjectSteps steps, Function<Instant, Duration> windowAt) {
        Combinations all = new Combinations(rule, steps, windowAt);
        all.extend(steps.acts(rule), new ArrayList<>(), new Sameness(steps));
        return all.found;
    }

    /** Steps one after the other, whoever did them. */
    static List<List<StepPerformed>> inSequence(
            SodRulePublished rule, ObjectSteps steps, Function<Instant, Duration> windowAt) {
        Combinations all = new Combinations(rule, steps, windowAt);
        all.follow(steps.inSequence(rule), new ArrayList<>());
        return all.found;
    }

    private void extend(List<List<StepPerformed>> parts, List<StepPerformed> taken, Sameness sameness) {
        if (taken.size() == parts.size()) {
            add(taken.stream().sorted(IN_ORDER).toList());
            return;
        }
        int part = taken.size();
        for (StepPerformed next : parts.get(part)) {
            if (!taken.contains(next) && mayJoin(next, part, taken, sameness)) {
                taken.add(next);
                extend(parts, taken, sameness);
                taken.remove(part);
            }
        }
    }

    private boolean mayJoin(StepPerformed next, int part, List<StepPerformed> taken, Sameness sameness) {
        for (int i = 0; i < taken.size(); i++) {
            if (!within(taken.get(i), next)
                    || sameness.together(
                                    rule,
                                    rule.steps().get(i),
                                    taken.get(i),
                                    rule.steps().get(part),
                                    next)
                            == Sameness.Answer.NO) {
                return false;
            }
        }
        return true;
    }

    private boolean within(StepPerformed one, StepPerformed other) {
        Instant a = one.header().occurredAt();
        Instant b = other.header().occurredAt();
        Instant last = a.isAfter(b) ? a : b;
        return Duration.between(a, b).abs().compareTo(windowAt.apply(last)) <= 0;
    }

    private void follow(List<List<StepPerformed>> parts, List<StepPerformed> taken) {
        int part = taken.size();
        if (part == parts.size()) {
            add(List.copyOf(taken));
            return;
        }
        for (StepPerformed next : parts.get(part)) {
            boolean after = taken.isEmpty() || IN_ORDER.compare(taken.get(part - 1), next) < 0;
            if (after && (taken.isEmpty() || within(taken.get(0), next)) && hasEffect(part, next, taken)) {
                taken.add(next);
                follow(parts, taken);
                taken.remove(part);
            }
        }
    }

    /** A value is put back by the first step that makes it what it was before the first change. */
    private boolean hasEffect(int part, StepPerformed next, List<StepPerformed> taken) {
        if (rule.steps().get(part).effect() != StepEffect.CHANGED_BACK) {
            return true;
        }
        Optional<StepPerformed> first = changed(taken);
        return first.isPresent()
                && next.valueAfter().equals(first.get().valueBefore())
                && steps.facts().steps().stream()
                        .noneMatch(step -> steps.facts().isOn(step)
                                && step.valueAfter().equals(first.get().valueBefore())
                                && !step.valueAfter().equals(step.valueBefore())
                                && IN_ORDER.compare(first.get(), step) < 0
                                && IN_ORDER.compare(step, next) < 0);
    }

    private Optional<StepPerformed> changed(List<StepPerformed> taken) {
        for (int i = 0; i < taken.size(); i++) {
            if (rule.steps().get(i).effect() == StepEffect.CHANGED) {
                return Optional.of(taken.get(i));
            }
        }
        return Optional.empty();
    }

    private void add(List<StepPerformed> inOrder) {
        Set<EventId> ids = new TreeSet<>();
        inOrder.forEach(step -> ids.add(step.id()));
        if (seen.add(ids)) {
            found.add(inOrder);
        }
    }
}
