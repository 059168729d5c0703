package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.ScenarioRunner;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.Scenarios;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scenario of every control, and every golden timeline, as written and in other orders with duplicates: in five, or as
 * many as the system property {@code plumbline.orders} says.
 */
class ScenariosTest {

    private static final int ORDERS = Integer.getInteger("plumbline.orders", 5);
    private static final List<ControlFolder> FOLDERS = Controls.folders();
    private static final ControlLibrary CONTROLS = Controls.library(FOLDERS);
    private static final ScenarioRunner RUNNER = new ScenarioRunner(CONTROLS, MonitorSettings.DEFAULTS);

    @TestFactory
    Stream<DynamicContainer> everyControlDoesWhatItsScenariosSay() {
        return FOLDERS.stream()
                .map(folder -> dynamicContainer(
                        folder.path(), folder.scenarios().stream().map(ScenariosTest::holds)));
    }

    @TestFactory
    Stream<DynamicTest> theSharedHistoriesHold() {
        return Stream.of("scenarios/golden/index.yaml", "scenarios/engine/index.yaml")
                .flatMap(index ->
                        Scenarios.load(FileTree.ofProduct(), index, CONTROLS.definitions()).orElseThrow().stream())
                .map(ScenariosTest::holds);
    }

    /** Failures of the monitor need a defect or twenty thousand events; {@code MonitorFailureTest} shows them. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("RULE_ERROR", "SUBJECT_TOO_LARGE");

    @Test
    void everyVariantHasAScenarioThatShowsIt() {
        List<String> missing = FOLDERS.stream()
                .flatMap(folder -> folder.variantsWithoutScenario().stream()
                        .filter(variant -> !SHOWN_ELSEWHERE.contains(variant))
                        .map(variant -> folder.path() + " " + variant))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyTrapHasAScenarioThatShowsIt() {
        List<String> missing = FOLDERS.stream()
                .flatMap(folder -> folder.trapsWithoutScenario().stream().map(trap -> folder.path() + " " + trap))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static DynamicTest holds(Scenario scenario) {
        return dynamicTest(scenario.name(), () -> assertEquals(List.of(), RUNNER.run(scenario, ORDERS)));
    }
}
