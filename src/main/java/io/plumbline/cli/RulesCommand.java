package io.plumbline.cli;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Stage;
import io.plumbline.json.RecordWriter;
import io.plumbline.yaml.RuleSet;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline rules}: the segregation-of-duties rules that come with the product, as reference data to begin with. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "List and export the segregation-of-duties rules that come with the product.")
final class RulesCommand {

    private static final String BASE = "base";
    private static final String SET =
            "base: business and IT; aws-escalation: AWS permissions that give more of them. Default: ${DEFAULT-VALUE}.";

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    RulesCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the rules.")
    int list(@Mixin Output output, @Option(names = "--set", defaultValue = BASE, description = SET) String name) {
        output.print(
                set(name).rules(),
                List.of(
                        new Output.Column<>("id", RuleSet.Rule::id),
                        new Output.Column<>("type", rule -> rule.type().name()),
                        new Output.Column<>("severity", rule -> rule.severity().name()),
                        new Output.Column<>("regimes", rule -> String.join(" ", rule.regimes())),
                        new Output.Column<>("functions", RulesCommand::functions),
                        new Output.Column<>("title", RuleSet.Rule::title)),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Write functions, the mappings of one application and the rules as a reference file.",
                "Check the codes against the application, then give the file to plumbline catalogue plan."
            })
    int export(
            @Option(names = "--set", defaultValue = BASE, description = SET) String name,
            @Option(names = "--system", required = true, description = "Id of the system the mappings are for.")
                    String systemId,
            @Option(names = "--application", required = true, description = "Which application it runs.")
                    String application,
            @Option(names = "--from", required = true, description = "From when on, as 2026-01-01T00:00:00Z.")
                    Instant from,
            @Option(names = "--stage", description = "SHADOW to try the rules out, ACTIVE otherwise.") Stage stage) {
        RuleSet set = set(name);
        if (!set.applications().contains(application)) {
            throw new InputException(List.of("--application " + application + ": the rules know the codes of "
                    + String.join(", ", set.applications())));
        }
        List<ReferenceEvent> entries = new ArrayList<>(set.functions(from));
        entries.addAll(set.mappings(systemId, application, from));
        entries.addAll(set.rules(from, Optional.ofNullable(stage)));
        print(
                entries,
                "Rule set " + set.name() + " " + set.version() + " for " + application
                        + "; check the codes against the application.");
        return ExitCode.OK.number();
    }

    @Command(
            name = "propose",
            mixinStandardHelpOptions = true,
            description = {
                "Write the rules a source states of its own, such as exclusions of roles, as a reference file.",
                "Look at them, then give the file to plumbline catalogue plan."
            })
    int propose(@Mixin SourceOptions source) {
        List<ReferenceEvent> proposals = source.proposals(workbench);
        print(proposals, proposals.isEmpty() ? "The source states none." : "As the source states them.");
        return ExitCode.OK.number();
    }

    private void print(List<ReferenceEvent> entries, String comment) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# " + comment);
        out.println(entries.isEmpty() ? "reference: []" : "reference:");
        entries.forEach(entry -> out.println("  - " + RecordWriter.content(entry)));
        out.flush();
    }

    private static RuleSet set(String name) {
        if (!RuleSet.NAMES.contains(name)) {
            throw new InputException(List.of(
                    "--set " + name + ": there is no such set; use one of " + String.join(", ", RuleSet.NAMES)));
        }
        return RuleSet.ofProduct(name);
    }

    private static String functions(RuleSet.Rule rule) {
        return Stream.concat(
                        rule.slots().stream().map(slot -> String.join("|", slot.anyOf())),
                        rule.steps().stream().map(step -> String.join("|", step.anyOf())))
                .collect(Collectors.joining(" + "));
    }
}
