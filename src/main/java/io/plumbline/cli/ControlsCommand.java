package io.plumbline.cli;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.ScenarioRunner;
import io.plumbline.yaml.ClauseCoverage;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.Demands;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.Framework;
import io.plumbline.yaml.Scenarios;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private static final String PARAMETERS =
            "Values of parameters of one's own: a reference file of param.changed entries alone, each with reason, approvedBy and"
                    + " effectiveFrom.";
    private static final String WITH_OWN =
            "The scenarios of the controls it names are run with them; those that come out"
                    + " otherwise are listed with what differs.";

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
    int show(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID", description = "Control id, for example JML-01.") String id,
            @Option(names = "--parameters", paramLabel = "FILE", description = PARAMETERS) Path parameters,
            @Option(
                            names = "--in-force",
                            description = "With the values of parameters that are in force in a running installation.")
                    boolean inForce) {
        ControlDefinition control = control(workbench, id);
        Map<String, String> own = new TreeMap<>();
        if (inForce) {
            Installation.CatalogueLog log = workbench.installation().catalogue(connection.configuration(workbench));
            control.parameters().forEach(parameter -> log.at(log.newest())
                    .parameter(id, parameter.name(), log.readAt())
                    .ifPresent(value -> own.put(parameter.name(), value)));
        }
        OwnParameters.read(parameters, workbench).of(id).forEach(own::put);
        ControlFolder folder = workbench.folders().get().stream()
                .filter(each -> each.definition().id().equals(id))
                .findFirst()
                .orElseThrow();
        ControlText.show(folder, own, spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    /** The definition of a control the user names. */
    static ControlDefinition control(Workbench workbench, String id) {
        return workbench.controls().definitions().stream()
                .filter(definition -> definition.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(List.of("there is no control '" + id + "'; the controls are "
                        + workbench.controls().definitions().stream()
                                .map(ControlDefinition::id)
                                .collect(Collectors.joining(", ")))));
    }

    /** What {@code coverage} goes by. */
    enum By {
        demand,
        clause
    }

    @Command(
            name = "coverage",
            mixinStandardHelpOptions = true,
            description =
                    "Say what shows each demand on the product, or which controls cover each clause of the frameworks.")
    int coverage(
            @Mixin Output output,
            @Option(
                            names = "--by",
                            defaultValue = "demand",
                            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
                    By by) {
        PrintWriter out = spec.commandLine().getOut();
        switch (by) {
            case demand ->
                output.print(
                        demands(),
                        List.of(
                                new Output.Column<>("demand", Shown::demand),
                                new Output.Column<>(
                                        "status", shown -> shown.status().name()),
                                new Output.Column<>("title", Shown::title),
                                new Output.Column<>("controls", shown -> String.join(" ", shown.controls())),
                                new Output.Column<>("scenarios", shown -> String.join("; ", shown.scenarios())),
                                new Output.Column<>("tests", shown -> String.join(" ", shown.tests())),
                                new Output.Column<>("pages", shown -> String.join(" ", shown.pages())),
                                new Output.Column<>(
                                        "open", shown -> shown.open().orElse(""))),
                        out);
            case clause ->
                output.print(
                        ClauseCoverage.of(
                                workbench.folders().get(),
                                Framework.all(FileTree.ofProduct()).orElseThrow()),
                        List.of(
                                new Output.Column<>("framework", ClauseCoverage::framework),
                                new Output.Column<>("clause", ClauseCoverage::clause),
                                new Output.Column<>("controls", clause -> String.join(" ", clause.controls())),
                                new Output.Column<>("scenarios", clause -> Long.toString(clause.scenarios()))),
                        out);
        }
        return ExitCode.OK.number();
    }

    /** A demand with what shows it, as it is printed. */
    private record Shown(
            String demand,
            String group,
            String title,
            Demands.Status status,
            List<String> controls,
            List<String> scenarios,
            List<String> tests,
            List<String> pages,
            Optional<String> open) {}

    private List<Shown> demands() {
        Demands demands =
                Demands.ofProduct(workbench.folders().get(), allShared()).orElseThrow();
        return demands.demands().stream()
                .map(demand -> new Shown(
                        demand.id(),
                        demand.group(),
                        demand.title(),
                        demands.statusOf(demand),
                        demand.controls(),
                        demand.scenarios(),
                        demand.tests(),
                        demand.pages(),
                        demand.open()))
                .toList();
    }

    private List<Scenario> allShared() {
        return SHARED.keySet().stream().flatMap(name -> shared(name).stream()).toList();
    }

    private List<Scenario> shared(String name) {
        return Scenarios.load(
                        FileTree.ofProduct(),
                        SHARED.get(name),
                        workbench.controls().definitions())
                .orElseThrow();
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
            @Option(names = "--parameters", paramLabel = "FILE", description = PARAMETERS + " " + WITH_OWN)
                    Path parameters,
            @Parameters(arity = "0..*", paramLabel = "ID", description = "Controls to verify; all where none is named.")
                    List<String> ids) {
        List<String> named = ids == null ? List.of() : ids;
        named.forEach(id -> control(workbench, id));
        OwnParameters own = OwnParameters.read(parameters, workbench);
        ScenarioRunner runner = new ScenarioRunner(workbench.controls(), MonitorSettings.DEFAULTS);
        List<Verified> results = new ArrayList<>();
        for (ControlFolder folder : workbench.folders().get()) {
            String id = folder.definition().id();
            boolean wanted = named.isEmpty() ? own.concern(Set.of(id)) : named.contains(id);
            if (wanted) {
                folder.scenarios().forEach(scenario -> results.add(verified(id, own.in(scenario), runner, orders)));
            }
        }
        if (named.isEmpty()) {
            new TreeSet<>(SHARED.keySet()).forEach(name -> shared(name).stream()
                    .filter(scenario -> own.concern(scenario.controls()))
                    .forEach(scenario -> results.add(verified(name, own.in(scenario), runner, orders))));
        }
        own.lines().forEach(line -> spec.commandLine().getErr().println(line));
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

    private static Verified verified(String control, Scenario scenario, ScenarioRunner runner, int orders) {
        List<String> mismatches = runner.run(scenario, orders);
        return new Verified(control, scenario.name(), mismatches.isEmpty(), mismatches);
    }

    private static String regimes(ControlDefinition control) {
        return control.assertions().keySet().stream().map(Regime::name).collect(Collectors.joining("+"));
    }
}
