package io.plumbline.cli;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.config.Configuration;
import io.plumbline.evidence.PeriodReport;
import io.plumbline.evidence.PeriodReport.Item;
import io.plumbline.evidence.PeriodReport.Known;
import io.plumbline.evidence.PeriodReport.Measure;
import io.plumbline.monitor.Backtest;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline report}: what controls came to, for those who test them. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Report what controls came to.")
final class ReportCommand {

    /** What to print. */
    enum Show {
        results,
        exceptions
    }

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    ReportCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(
            name = "period",
            mixinStandardHelpOptions = true,
            description = {
                "Report one period: of each control that is claimed to both regimes the results of SOC and SOX side by side.",
                "Reads a running installation, or files where --source is given. What is known now counts."
            })
    int period(
            @Mixin Connection connection,
            @Mixin Output output,
            @ArgGroup(exclusive = false) JudgedSourceOptions files,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "INSTANT",
                            description = "Beginning of the period, as 2026-01-01T00:00:00Z.")
                    Instant from,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "INSTANT",
                            description = "End of the period, which is not part of it.")
                    Instant to,
            @Option(names = "--control", paramLabel = "ID", description = "Only this control, claimed to both or one.")
                    String controlId,
            @Option(names = "--system", paramLabel = "ID", description = "Only this system.") String systemId,
            @Option(
                            names = "--show",
                            defaultValue = "results",
                            description = "What to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
                    Show show) {
        if (!from.isBefore(to)) {
            throw new InputException(List.of("--to " + to + ": must be after --from " + from));
        }
        List<ControlDefinition> controls = controls(controlId);
        Known known = files == null
                ? installed(connection.configuration(workbench))
                : judged(files, spec.commandLine().getErr());
        PeriodReport report =
                PeriodReport.of(controls, known, from, to, system -> systemId == null || systemId.equals(system));
        PrintWriter out = spec.commandLine().getOut();
        switch (show) {
            case results ->
                output.print(
                        report.measures(),
                        List.of(
                                new Output.Column<>("control", Measure::control),
                                new Output.Column<>("measure", Measure::measure),
                                new Output.Column<>("soc", measure -> text(measure.soc())),
                                new Output.Column<>("sox", measure -> text(measure.sox()))),
                        out);
            case exceptions ->
                output.print(
                        report.exceptions(),
                        List.of(
                                new Output.Column<>("id", Item::exceptionId),
                                new Output.Column<>("control", Item::control),
                                new Output.Column<>("variant", Item::variant),
                                new Output.Column<>("subject", Item::subjectKey),
                                new Output.Column<>("object", Item::object),
                                new Output.Column<>(
                                        "since", item -> item.since().toString()),
                                new Output.Column<>("until", item -> text(item.until())),
                                new Output.Column<>("soc", item -> text(item.soc())),
                                new Output.Column<>("sox", item -> text(item.sox())),
                                new Output.Column<>("reason", Item::reason),
                                new Output.Column<>("difference", item -> text(item.difference())),
                                new Output.Column<>("flags", item -> String.join(" ", item.flags()))),
                        out);
        }
        return ExitCode.OK.number();
    }

    private List<ControlDefinition> controls(String id) {
        return id == null
                ? workbench.controls().definitions().stream()
                        .filter(control -> control.assertions().keySet().containsAll(List.of(Regime.values())))
                        .toList()
                : List.of(ControlsCommand.control(workbench, id));
    }

    private Known installed(Configuration configuration) {
        Installation.CatalogueLog catalogue = workbench.installation().catalogue(configuration);
        return new Known(
                workbench.installation().assertions(configuration),
                workbench.installation().exceptions(configuration),
                catalogue.at(catalogue.newest()));
    }

    private Known judged(JudgedSourceOptions files, PrintWriter err) {
        Backtest backtest = files.judge(workbench, err);
        return new Known(backtest.assertions(), backtest.exceptions().values(), backtest.catalogue());
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
