package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.Scenario.ExpectedException;
import io.plumbline.monitor.Scenario.Step;
import java.util.List;
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
        return definition.variants().stream()
                .filter(variant -> scenariosOf(variant).isEmpty())
                .toList();
    }

    /** Traps no scenario of the folder names under {@code covers}. */
    public List<String> trapsWithoutScenario() {
        return definition.traps().keySet().stream()
                .filter(trap -> scenariosOf(trap).isEmpty())
                .toList();
    }

    /** The scenarios that show a variant or a trap. */
    public List<Scenario> scenariosOf(String variantOrTrap) {
        return scenarios.stream()
                .filter(scenario -> scenario.covers().contains(variantOrTrap)
                        || expected(scenario).anyMatch(variantOrTrap::equals))
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
