package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.catalogue.CataloguePlan;
import io.plumbline.catalogue.CataloguePlan.Effect;
import io.plumbline.catalogue.CataloguePlan.Item;
import io.plumbline.cli.Installation.CatalogueLog;
import io.plumbline.cli.Installation.ChangeResult;
import io.plumbline.config.Configuration;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline catalogue}: what verdicts are measured against, changed by one person and approved by another. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = "Plan, apply and show changes of the reference data.")
final class CatalogueCommand {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    CatalogueCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    /** Files, and what they would change in the catalogue in force. */
    private record Planned(CatalogueLog log, Catalogue inForce, CataloguePlan plan) {}

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = {
                "Say what files would change, and what would be refused.",
                "Ends with 0 where there is nothing to do, 3 where there is, 4 where something would be refused."
            })
    int plan(
            @Mixin Connection connection,
            @Mixin Output output,
            @Option(names = "--backdated", description = "Let rules and parameters take effect before today.")
                    boolean backdated,
            @Option(names = "--all", description = "Also what would not change.") boolean all,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "YAML files, or directories whose YAML files are all read.")
                    List<Path> files) {
        Planned planned = planned(connection.configuration(workbench), files, backdated);
        output.print(
                planned.plan().items().stream()
                        .filter(item -> all || item.effect() != Effect.UNCHANGED)
                        .toList(),
                List.of(
                        new Output.Column<>("effect", item -> item.effect().name()),
                        new Output.Column<>("entry", Item::entry),
                        new Output.Column<>(
                                "from", item -> item.event().effectiveFrom().toString()),
                        new Output.Column<>("what", CatalogueCommand::what)),
                spec.commandLine().getOut());
        summary(planned);
        if (!planned.plan().refused().isEmpty()) {
            return ExitCode.BAD_INPUT.number();
        }
        return (planned.plan().toSend().isEmpty() ? ExitCode.OK : ExitCode.NOT_AS_EXPECTED).number();
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Send what is new as one change, and wait until it is in force or refused.")
    int apply(
            @Mixin Connection connection,
            @Option(names = "--author", required = true, description = "Identity id of who wrote the change.")
                    String author,
            @Option(
                            names = "--approver",
                            required = true,
                            description = "Identity id of who approved it; not the author.")
                    String approver,
            @Option(names = "--reason", required = true, description = "What the change is for.") String reason,
            @Option(
                            names = "--backdated",
                            description = "The approver allows rules and parameters to take effect before today.")
                    boolean backdated,
            @Option(
                            names = "--change",
                            paramLabel = "ID",
                            description = "Id of the change, used once. Default: the time and the author.")
                    String change,
            @Option(
                            names = "--wait",
                            defaultValue = "60",
                            paramLabel = "SECONDS",
                            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
                    int seconds,
            @Parameters(
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "YAML files, or directories whose YAML files are all read.")
                    List<Path> files) {
        PrintWriter err = spec.commandLine().getErr();
        Planned planned = planned(connection.configuration(workbench), files, backdated);
        summary(planned);
        Terms terms = new Terms(
                Optional.ofNullable(change).orElseGet(() -> planned.log().readAt() + "-" + author.strip()),
                author.strip(),
                approver.strip(),
                reason.strip(),
                planned.log().readAt(),
                backdated);
        CatalogueChange whole = CatalogueChange.of(planned.plan().toSend(), terms);
        List<String> problems = new ArrayList<>();
        planned.plan().refused().forEach(item -> problems.add(item.entry() + ": " + what(item)));
        if (!whole.entries().isEmpty()) {
            problems.addAll(whole.problems());
        }
        if (changes(planned.inForce().entries())
                .anyMatch(known -> known.changeId().equals(terms.changeId()))) {
            problems.add("--change " + terms.changeId() + ": a change of this id is in force; use another id");
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        } else if (whole.entries().isEmpty()) {
            err.println("nothing to do");
            err.flush();
            return ExitCode.OK.number();
        }
        ChangeResult result = workbench
                .installation()
                .apply(connection.configuration(workbench), whole, Duration.ofSeconds(seconds), err);
        return report(connection.configuration(workbench), whole, result, seconds);
    }

    @Command(
            name = "show",
            description = "Show a version: what it brought, who wrote and approved that, and what it holds.")
    int show(
            @Mixin Connection connection,
            @Option(names = "--version", paramLabel = "NUMBER", description = "Version to show. Default: the newest.")
                    Long number,
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "Show this help message and exit.")
                    boolean help) {
        CatalogueLog log = workbench.installation().catalogue(connection.configuration(workbench));
        long wanted = Optional.ofNullable(number).orElse(log.newest());
        CatalogueLog.Version version = log.versions().stream()
                .filter(each -> each.number() == wanted)
                .findFirst()
                .orElseThrow(() -> new InputException(List.of(
                        log.newest() == 0
                                ? "the catalogue has no version yet; 'plumbline catalogue apply' makes the first"
                                : "the catalogue has no version " + wanted + "; the newest is " + log.newest())));
        CatalogueText.show(version, log.at(wanted), spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "List every change of every version: who wrote it, who approved it, when and why.")
    int history(@Mixin Connection connection, @Mixin Output output) {
        output.print(
                CatalogueText.history(workbench.installation().catalogue(connection.configuration(workbench))),
                CatalogueText.historyColumns(),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    private Planned planned(Configuration configuration, List<Path> files, boolean backdated) {
        CatalogueLog log = workbench.installation().catalogue(configuration);
        Catalogue inForce = log.at(log.newest());
        List<ReferenceEvent> entries = ReferenceFiles.read(
                files, inForce.entries(), workbench, spec.commandLine().getErr());
        return new Planned(log, inForce, CataloguePlan.of(inForce, entries, log.readAt(), backdated));
    }

    private void summary(Planned planned) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "catalogue version %d, digest %s: %s%n",
                planned.inForce().version(),
                planned.inForce().digest(),
                Stream.of(Effect.values())
                        .map(effect -> planned.plan().items().stream()
                                        .filter(item -> item.effect() == effect)
                                        .count() + " " + effect.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
        err.flush();
    }

    private int report(Configuration configuration, CatalogueChange change, ChangeResult result, int seconds) {
        PrintWriter err = spec.commandLine().getErr();
        String id = change.approval().changeId();
        if (result.version().isPresent()) {
            Catalogue now = workbench
                    .installation()
                    .catalogue(configuration)
                    .at(result.version().getAsLong());
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%s is in force: catalogue version %d, digest %s%n", id, now.version(), now.digest());
            out.flush();
            return ExitCode.OK.number();
        } else if (!result.refusals().isEmpty()) {
            throw new InputException(result.refusals().stream()
                    .map(refusal -> id + " was refused: " + refusal)
                    .toList());
        }
        err.println(id + " was sent and is not in force after " + seconds
                + " s; is a processor running on this cluster?" + " 'plumbline catalogue history' lists it once it is");
        err.flush();
        return ExitCode.FAILED.number();
    }

    private static String what(Item item) {
        return item.problem().orElseGet(() -> item.differences().stream()
                .map(each -> each.field() + ": " + each.before() + " -> " + each.after())
                .collect(Collectors.joining("; ")));
    }

    static Stream<CatalogueChangeApproved> changes(List<ReferenceEvent> entries) {
        return entries.stream()
                .filter(CatalogueChangeApproved.class::isInstance)
                .map(CatalogueChangeApproved.class::cast);
    }
}
