package io.plumbline.cli;

import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline exceptions}: what is on record in a running installation. */
@Command(name = "exceptions", mixinStandardHelpOptions = true, description = "List and show exceptions.")
final class ExceptionsCommand {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    ExceptionsCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List exceptions, oldest first.")
    int list(
            @Mixin Connection connection,
            @Mixin Output output,
            @Option(names = "--control", description = "Only of this control.") String control,
            @Option(names = "--status", description = "Only in this status: ${COMPLETION-CANDIDATES}.")
                    ExceptionStatus status,
            @Option(names = "--all", description = "Also those that were withdrawn.") boolean all,
            @Option(names = "--shadow", description = "What controls and rules on trial found, instead.")
                    boolean shadow) {
        Stream<ExceptionRecord> found = (shadow
                        ? workbench.installation().foundOnTrial(connection.configuration(workbench))
                        : workbench.installation().exceptions(connection.configuration(workbench)))
                .stream()
                        .filter(record -> control == null || record.controlId().equals(control))
                        .filter(record -> status == null || record.status() == status)
                        .filter(record -> all || status != null || record.status() != ExceptionStatus.WITHDRAWN)
                        .sorted(Comparator.comparing(ExceptionRecord::since)
                                .thenComparing(ExceptionRecord::exceptionId));
        output.print(
                found.toList(), ExceptionTable.columns(), spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one exception with its reasons.")
    int show(
            @Mixin Connection connection,
            @Parameters(paramLabel = "ID", description = "Exception id, or its beginning.") String id) {
        List<ExceptionRecord> found = workbench.installation().exceptions(connection.configuration(workbench)).stream()
                .filter(record -> record.exceptionId().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new InputException(List.of(
                    found.isEmpty()
                            ? "no exception has the id '" + id + "'; 'exceptions list --all' lists them"
                            : "'" + id + "' begins " + found.size() + " ids; give more of it"));
        }
        ExceptionTable.explain(found.get(0), spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
