package io.plumbline.cli;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.ScenarioRunner;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.Scenarios;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline controls}: the controls, and the proof that each does what it says. */
@Command(name = "controls", mixinStandardHelpOptions = true, description = "List, show and verify the controls.")
final class ControlsCommand {

    /** Histories that several controls share, by what they are called in the list. */
    private static final Map<String, String> SHARED =
            Map.of("engine", "scenarios/engine/index.yaml", "golden", "scenarios/golden/index.yaml");

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    ControlsCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the controls.")
    int list(@Mixin Output output) {
        output.print(
                workbench.controls().definitions(),
                List.of(
                        new Output.Column<>("id", ControlDefinition::id),
                        new Output.Column<>("version", ControlDefinition::version),
                        new Output.Column<>("family", ControlDefinition::family),
                        new Output.Column<>("regimes", ControlsCommand::regimes),
                        new Output.Column<>("variants", control -> String.join(" ", control.variants())),
                        new Output.Column<>("title", ControlDefinition::title)),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one control whole.")
    int show(@Parameters(paramLabel = "ID", description = "Control id, for example JML-01.") String id) {
        ControlDefinition control = workbench.controls().definitions().stream()
                .filter(definition -> definition.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(List.of("there is no control '" + id + "'; the controls are "
                        + workbench.controls().definitions().stream()
                                .map(ControlDefinition::id)
                                .collect(Collectors.joining(", ")))));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s %s (%s)%n%n%s%n", control.id(), control.title(), control.version(), control.procedure());
        control.assertions().forEach((regime, assertion) -> {
            out.printf("%n%s  %s%n", regime, assertion.objective());
            out.printf("     criteria: %s%n", String.join(", ", assertion.criteria()));
            out.printf("     test:     %s%n", assertion.testMethod());
            out.printf(
                    "     owners:   control %s; business %s; system %s; risk %s%n",
                    assertion.owners().control(),
                    assertion.owners().business(),
                    assertion.owners().system(),
                    assertion.owners().risk());
        });
        out.printf("%nIt can deviate:%n");
        control.kinds()
                .forEach(kind -> out.printf(
                        "  %-24s %-10s %s%n", kind.name(), kind.nature(), String.join(", ", kind.variants())));
        out.printf("%nParameters:%n");
        control.parameters()
                .forEach(parameter -> out.printf(
                        "  %-24s %-10s %s (%s)%n",
                        parameter.name(), parameter.defaultValue(), parameter.description(), parameter.basis()));
        out.printf("%nFrameworks:%n");
        control.mappings().forEach((framework, ids) -> out.printf("  %-16s %s%n", framework, String.join(", ", ids)));
        out.printf("%nWhat to do: %s%n%nKnown limits:%n", control.guidance());
        control.limitations().forEach(limitation -> out.printf("  - %s%n", limitation));
        out.flush();
        return ExitCode.OK.number();
    }

    /** What one scenario came to. */
    private record Verified(String control, String scenario, boolean holds, List<String> mismatches) {}

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Run the scenarios of the controls and say which hold.")
    int verify(
            @Mixin Output output,
            @Option(
                            names = "--orders",
                            defaultValue = "10",
                            description = "Other orders of arrival to try each scenario in. Default: ${DEFAULT-VALUE}.")
                    int orders,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Controls to verify; all where none is named.")
                    List<String> ids) {
        ScenarioRunner runner = new ScenarioRunner(workbench.controls(), MonitorSettings.DEFAULTS);
        List<Verified> results = new ArrayList<>();
        for (ControlFolder folder : workbench.folders()) {
            if (wanted(ids, folder.definition().id())) {
                folder.scenarios()
                        .forEach(scenario ->
                                results.add(verified(folder.definition().id(), scenario, runner, orders)));
            }
        }
        if (ids == null || ids.isEmpty()) {
            new TreeMap<>(SHARED).forEach((name, index) -> Scenarios.load(
                            FileTree.ofProduct(), index, workbench.controls().definitions())
                    .orElseThrow()
                    .forEach(scenario -> results.add(verified(name, scenario, runner, orders))));
        }
        output.print(
                results,
                List.of(
                        new Output.Column<>("control", Verified::control),
                        new Output.Column<>("holds", result -> result.holds() ? "yes" : "NO"),
                        new Output.Column<>("scenario", Verified::scenario)),
                spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        results.stream().filter(result -> !result.holds()).forEach(result -> {
            err.println(result.control() + ": " + result.scenario());
            result.mismatches().forEach(mismatch -> err.println("    " + mismatch));
        });
        long failed = results.stream().filter(result -> !result.holds()).count();
        err.printf("%d scenarios, %d hold, %d do not%n", results.size(), results.size() - failed, failed);
        err.flush();
        return (failed == 0 ? ExitCode.OK : ExitCode.NOT_AS_EXPECTED).number();
    }

    private static boolean wanted(List<String> ids, String id) {
        return ids == null || ids.isEmpty() || ids.contains(id);
    }

    private static Verified verified(String control, Scenario scenario, ScenarioRunner runner, int orders) {
        List<String> mismatches = runner.run(scenario, orders);
        return new Verified(control, scenario.name(), mismatches.isEmpty(), mismatches);
    }

    private static String regimes(ControlDefinition control) {
        return control.assertions().keySet().stream().map(Regime::name).collect(Collectors.joining("+"));
    }
}
