package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.FunctionUse;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Business steps as uses of functions: of the one the source names, and of those the step's entitlement gave at the time.
 *
 * <p>Controls ask in three ways: whether standing access was used, through the entitlement that gives it ({@link
 * #throughAccess}); what was done in a temporary window, by either ({@link #either}); which step on a business object it was, of
 * which the source knows best ({@link #namedElseGiven}).
 */
final class Uses {

    private Uses() {}

    /** The steps of a system in a span that used one of the functions, by what the source says or the entitlement gave. */
    static List<StepPerformed> of(
            Collection<String> functions,
            String systemId,
            Interval span,
            List<StepPerformed> activity,
            Catalogue catalogue) {
        return steps(functions, systemId, span, activity, step -> either(step, catalogue));
    }

    /** The steps of a system in a span that used one of the functions through the access that gives it. */
    static List<StepPerformed> ofAccess(
            Collection<String> functions,
            String systemId,
            Interval span,
            List<StepPerformed> activity,
            Catalogue catalogue) {
        return steps(functions, systemId, span, activity, step -> throughAccess(step, catalogue));
    }

    private static List<StepPerformed> steps(
            Collection<String> functions,
            String systemId,
            Interval span,
            List<StepPerformed> activity,
            Function<StepPerformed, Set<String>> used) {
        return activity.stream()
                .filter(step -> step.systemId().equals(systemId)
                        && span.contains(step.header().occurredAt()))
                .filter(step -> used.apply(step).stream().anyMatch(functions::contains))
                .toList();
    }

    /** The functions that the step's entitlement gave at the time; looking is not performing. */
    static Set<String> throughAccess(StepPerformed step, Catalogue catalogue) {
        Set<String> functions = new TreeSet<>();
        given(step, catalogue).stream()
                .filter(use -> use.level().acts())
                .forEach(use -> functions.add(use.functionId()));
        return functions;
    }

    /** The function the source names, and those the entitlement gave. */
    static Set<String> either(StepPerformed step, Catalogue catalogue) {
        Set<String> functions = throughAccess(step, catalogue);
        step.functionId().ifPresent(functions::add);
        return functions;
    }

    /** The function the source names, else those the entitlement gave. */
    static Set<String> namedElseGiven(StepPerformed step, Catalogue catalogue) {
        return step.functionId().map(Set::of).orElseGet(() -> throughAccess(step, catalogue));
    }

    /** What the step's entitlement gave at the time, looking included. */
    static List<FunctionUse> given(StepPerformed step, Catalogue catalogue) {
        Instant at = step.header().occurredAt();
        return catalogue.mapping(step.systemId(), step.entitlement()).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .flatMap(mapping -> mapping.value().functions().stream())
                .toList();
    }
}
