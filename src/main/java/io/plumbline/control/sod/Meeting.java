package io.plumbline.control.sod;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Subject;
import io.plumbline.facts.ObjectFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where steps on several objects meet: at one object, the same one whoever looks.
 *
 * <p>Steps meet at an object that all of them name; where there is none, at one that what they name follows from. Of several
 * the object of the earliest step is taken, then that of the next, then the one whose key comes first. A rule that names kinds
 * of objects wants one of these kinds; one that names none wants the object of one of the steps, so that two documents of one
 * vendor are no chain.
 */
record Meeting(Subject at, List<StepPerformed> steps) {

    /** Whether the object is where the steps meet; {@code steps} in order of time. */
    static boolean isAt(ObjectFacts object, List<String> types, List<StepPerformed> steps) {
        List<Set<Subject>> named = steps.stream()
                .map(step -> (Set<Subject>) new LinkedHashSet<>(step.objects()))
                .toList();
        List<Subject> direct = common(named, types, steps);
        if (!direct.isEmpty()) {
            return direct.get(0).equals(object.subject());
        }
        List<Set<Subject>> reached = new ArrayList<>();
        for (Set<Subject> objects : named) {
            Set<Subject> all = new TreeSet<>(objects);
            all.addAll(object.followedFrom(objects));
            reached.add(all);
        }
        List<Subject> further = common(reached, types, steps);
        return !further.isEmpty() && further.get(0).equals(object.subject());
    }

    /** What all have in common and the rule wants, in order of preference. */
    private static List<Subject> common(List<Set<Subject>> sets, List<String> types, List<StepPerformed> steps) {
        Set<Subject> common = new TreeSet<>(sets.get(0));
        sets.forEach(common::retainAll);
        Set<Subject> inOrder = new LinkedHashSet<>();
        steps.forEach(step -> step.object().filter(common::contains).ifPresent(inOrder::add));
        if (!types.isEmpty()) {
            inOrder.addAll(common);
        }
        return inOrder.stream()
                .filter(object -> types.isEmpty() || types.contains(type(object, steps.get(0))))
                .toList();
    }

    private static String type(Subject object, StepPerformed step) {
        String typeAndId = object.id().substring(step.systemId().length() + 1);
        return typeAndId.substring(0, Math.max(0, typeAndId.indexOf(':')));
    }

    String variant() {
        return steps.stream().map(StepPerformed::object).distinct().count() == 1 ? "SAME_OBJECT" : "LINKED_CHAIN";
    }

    /** What lies on the way from step to step: their objects, and what these follow from below the meeting. */
    Set<Subject> chain() {
        Set<Subject> chain = new HashSet<>();
        steps.forEach(step -> chain.addAll(step.objects()));
        chain.remove(at);
        steps.forEach(step -> step.object().ifPresent(chain::add));
        return chain;
    }

    /** Which object follows from which, as the steps say. */
    String links() {
        return steps.stream()
                .filter(step -> !step.parents().isEmpty() && step.object().isPresent())
                .map(step -> step.objectType().orElseThrow() + ":"
                        + step.objectId().orElseThrow() + " from " + String.join(" and ", step.parents()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
