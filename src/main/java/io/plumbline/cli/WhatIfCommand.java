package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvent.Predicted;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import io.plumbline.monitor.WhatIf;
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

/** {@code plumbline whatif}: what would deviate, asked before it is done. */
@Command(name = "whatif", mixinStandardHelpOptions = true, description = "Say what would deviate before it is done.")
final class WhatIfCommand {

    /** Source of the answers. */
    private static final String SOURCE = "whatif";

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    WhatIfCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    /** What is asked. */
    static final class Question {
        @Option(names = "--identity", required = true, description = "Identity id of who would be given it.")
        private String identity;

        @Option(names = "--system", required = true, description = "Id of the system.")
        private String systemId;

        @Option(names = "--entitlement", required = true, description = "Role or entitlement id of the system.")
        private String entitlement;

        @Option(
                names = "--at",
                required = true,
                paramLabel = "INSTANT",
                description = "When it would be given, as 2026-03-01T00:00:00Z; facts up to then count.")
        private Instant at;

        @Option(names = "--until", paramLabel = "INSTANT", description = "Its planned end; for good where absent.")
        private Instant until;

        @Option(
                names = "--scope",
                paramLabel = "DIMENSION=VALUE",
                description = "Data scope it would be limited to. May be given several times.")
        private List<String> scope = List.of();

        @Option(names = "--request", description = "Id of the request it is asked for.")
        private String request;

        private Granted grant() {
            return new Granted(
                    Header.of(SOURCE, id(), at),
                    Optional.of(SOURCE),
                    Principal.identity(identity),
                    systemId,
                    entitlement,
                    until == null ? GrantPath.DIRECT : GrantPath.TEMPORARY,
                    Optional.empty(),
                    Optional.ofNullable(until),
                    Optional.ofNullable(request),
                    scope);
        }

        private String id() {
            return String.join("/", identity, systemId, entitlement, at.toString());
        }
    }

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = {
                "Say which rules somebody would break if they were given a role or entitlement.",
                "The answer of a running installation is recorded, so that it can be shown later who was told what.",
                "Ends with 0 where nothing would deviate, 3 where something would."
            })
    int grant(
            @Mixin Connection connection,
            @Mixin Output output,
            @ArgGroup(exclusive = false) JudgedSourceOptions files,
            @Mixin Question question,
            @Option(names = "--asked-by", description = "Identity id of who asks; needed unless files are judged.")
                    String askedBy) {
        if (files == null && (askedBy == null || askedBy.isBlank())) {
            throw new InputException(
                    List.of("--asked-by is missing; the answer is recorded with the name of who asked"));
        }
        PrintWriter err = spec.commandLine().getErr();
        Installation.Log log = files == null
                ? workbench.installation().log(connection.configuration(workbench))
                : files.log(workbench, err);
        Subject subject = Subject.identity(question.identity);
        List<Event> events = log.events().getOrDefault(subject, List.of()).stream()
                .filter(event -> !event.header().occurredAt().isAfter(question.at))
                .toList();
        List<WhatIf.Predicted> predicted =
                new WhatIf(workbench.controls()).grant(subject, events, question.grant(), log.catalogue());
        output.print(
                predicted,
                List.of(
                        new Output.Column<>("control", each -> each.control().id()),
                        new Output.Column<>(
                                "rule", each -> each.deviation().rule().orElse("")),
                        new Output.Column<>("kind", each -> each.deviation().kind()),
                        new Output.Column<>(
                                "severity", each -> each.deviation().severity().name()),
                        new Output.Column<>(
                                "since", each -> each.deviation().since().toString()),
                        new Output.Column<>(
                                "why",
                                each -> String.join("; ", each.deviation().explanation()))),
                spec.commandLine().getOut());
        if (log.readAt().isPresent()) {
            Predicted answer = answer(question, askedBy.strip(), log.readAt().get(), predicted, log.catalogue());
            workbench.installation().ingest(connection.configuration(workbench), List.of(answer), err);
        }
        err.printf(
                "%s with %s of %s: %,d deviations, judged by catalogue %d over %,d events%n",
                subject,
                question.entitlement,
                question.systemId,
                predicted.size(),
                log.catalogue().version(),
                events.size());
        err.flush();
        return (predicted.isEmpty() ? ExitCode.OK : ExitCode.NOT_AS_EXPECTED).number();
    }

    /** What was answered, and when; the same question may be asked again and answered otherwise. */
    private static Predicted answer(
            Question question, String askedBy, Instant askedAt, List<WhatIf.Predicted> predicted, Catalogue catalogue) {
        String id = question.id() + "#" + askedAt + "/" + askedBy;
        return new Predicted(
                Header.of(SOURCE, id, askedAt).withActor(Principal.identity(askedBy)),
                id,
                Principal.identity(question.identity),
                question.systemId,
                question.entitlement,
                Optional.ofNullable(question.request),
                predicted.stream().map(WhatIf.Predicted::conflict).toList(),
                catalogue.version(),
                catalogue.digest());
    }
}
