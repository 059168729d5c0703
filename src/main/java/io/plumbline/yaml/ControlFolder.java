package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.Scenario.ExpectedException;
import io.plumbline.monitor.Scenario.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A control as its folder states it: the definition, and the scenarios that show what it means.
 *
 * @param path of the folder below the index, for example {@code lifecycle/JML-01-leaver-access-removed}
 */
public record ControlFolder(String path, ControlDefinition definition, List<Scenario> scenarios) {

    public ControlFolder {
        scenarios = List.copyOf(scenarios);
    }

    /** Variants no scenario of the folder shows, neither by expecting an exception of it nor by naming it under {@code covers}. */
    public List<String> variantsWithoutScenario() {
        Set<String> shown = scenarios.stream()
                .flatMap(scenario -> Stream.concat(scenario.covers().stream(), expected(scenario)))
                .collect(Collectors.toSet());
        return definition.variants().stream()
                .filter(variant -> !shown.contains(variant))
                .toList();
    }

    private static Stream<String> expected(Scenario scenario) {
        Stream<Scenario.Expected> onTheWay = scenario.steps().stream()
                .filter(Step.Stands.class::isInstance)
                .map(step -> ((Step.Stands) step).expected());
        return Stream.concat(onTheWay, Stream.of(scenario.expected()))
                .flatMap(expected -> expected.exceptions().stream())
                .map(ExpectedException::variant);
    }
}
