package io.plumbline.cli;

import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.Backtest;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline replay}: the core over files, without Kafka; the same answers as the running installation. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Judge the records of a source from files, without Kafka.")
final class ReplayCommand implements Callable<Integer> {

    /** What to print. */
    enum Show {
        exceptions,
        shadow,
        alerts,
        assertions,
        verdicts
    }

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JudgedSourceOptions options;

    @Mixin
    private Output output;

    @Option(
            names = "--show",
            defaultValue = "exceptions",
            description = "What to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Show show;

    ReplayCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Backtest backtest = options.judge(workbench, err);
        print(backtest, spec.commandLine().getOut());
        summary(backtest)
                .forEach(count -> err.printf(
                        "%-8s %-14s %-32s %,8d%n", count.control(), count.verdict(), count.reason(), count.items()));
        err.flush();
        return ExitCode.OK.number();
    }

    private void print(Backtest backtest, PrintWriter out) {
        switch (show) {
            case exceptions -> printExceptions(backtest.exceptions().values(), out);
            case shadow -> printExceptions(backtest.foundOnTrial().values(), out);
            case alerts ->
                output.print(
                        backtest.alerts(),
                        List.of(
                                new Output.Column<>("exception", ExceptionAlert::exceptionId),
                                new Output.Column<>("sequence", alert -> Long.toString(alert.sequence())),
                                new Output.Column<>(
                                        "change", alert -> alert.change().name()),
                                new Output.Column<>(
                                        "status", alert -> alert.toStatus().name()),
                                new Output.Column<>(
                                        "at", alert -> alert.changedAt().toString()),
                                new Output.Column<>("control", ExceptionAlert::controlId),
                                new Output.Column<>("variant", ExceptionAlert::variant)),
                        out);
            case assertions ->
                output.print(
                        backtest.assertions(),
                        List.of(
                                new Output.Column<>(
                                        "regime",
                                        assertion -> assertion.regime().name()),
                                new Output.Column<>("control", AssertionRecord::controlId),
                                new Output.Column<>(
                                        "verdict",
                                        assertion -> assertion.verdict().name()),
                                new Output.Column<>("reason", AssertionRecord::verdictReason),
                                new Output.Column<>("subject", AssertionRecord::subjectKey),
                                new Output.Column<>("object", AssertionRecord::object)),
                        out);
            case verdicts ->
                output.print(
                        summary(backtest),
                        List.of(
                                new Output.Column<>("control", Count::control),
                                new Output.Column<>("verdict", Count::verdict),
                                new Output.Column<>("reason", Count::reason),
                                new Output.Column<>("items", count -> Long.toString(count.items()))),
                        out);
        }
    }

    private void printExceptions(Collection<ExceptionRecord> records, PrintWriter out) {
        output.print(
                records.stream()
                        .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                        .sorted(Comparator.comparing(ExceptionRecord::since)
                                .thenComparing(ExceptionRecord::exceptionId))
                        .toList(),
                ExceptionTable.columns(),
                out);
    }

    /** How many items of a control's population came to one verdict for one reason. */
    record Count(String control, String verdict, String reason, long items) {}

    private static List<Count> summary(Backtest backtest) {
        SortedMap<String, Count> counts = new TreeMap<>();
        backtest.subjects().forEach(state -> state.verdicts().forEach((item, verdict) -> {
            String control = item.substring(0, item.indexOf('|'));
            counts.merge(
                    control + verdict.verdict() + verdict.reason(),
                    new Count(control, verdict.verdict().name(), verdict.reason(), 1),
                    (a, b) -> new Count(a.control(), a.verdict(), a.reason(), a.items() + b.items()));
        }));
        return List.copyOf(counts.values());
    }
}
