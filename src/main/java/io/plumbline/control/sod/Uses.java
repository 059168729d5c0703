package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.FunctionUse;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Business steps as uses of functions. */
final class Uses {

    private Uses() {}

    /** The steps of a system in a span that used one of the functions, by the mapping in force at the time. */
    static List<StepPerformed> of(
            Collection<String> functions,
            String systemId,
            Interval span,
            List<StepPerformed> activity,
            Catalogue catalogue) {
        return activity.stream()
                .filter(step -> step.systemId().equals(systemId)
                        && span.contains(step.header().occurredAt()))
                .filter(step -> functionsOf(step, catalogue).stream().anyMatch(functions::contains))
                .toList();
    }

    /** The functions a step used: what its source says, and what its entitlement gave at the time above display. */
    static Set<String> functionsOf(StepPerformed step, Catalogue catalogue) {
        Instant at = step.header().occurredAt();
        Stream<String> mapped = catalogue.mapping(step.systemId(), step.entitlement()).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .flatMap(mapping -> mapping.value().functions().stream())
                .filter(use -> use.level() != ActivityLevel.DISPLAY)
                .map(FunctionUse::functionId);
        return Stream.concat(step.functionId().stream(), mapped).collect(Collectors.toSet());
    }
}
