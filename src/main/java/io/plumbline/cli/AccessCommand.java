package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline access}: who could do what, and when. */
@Command(name = "access", mixinStandardHelpOptions = true, description = "Answer who had which access, and when.")
final class AccessCommand {

    private final Workbench workbench;

    @Spec
    private CommandSpec spec;

    AccessCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    /** One way one subject could use one entitlement. */
    record Access(
            String subject,
            String systemId,
            String entitlement,
            GrantPath path,
            Optional<String> role,
            Instant since,
            Optional<Instant> until,
            String grant,
            Optional<String> account,
            String givenBy,
            Optional<String> ticket) {}

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "List effective access as of an instant: of a running installation, or of files with --source.")
    int list(
            @Mixin Connection connection,
            @Mixin Output output,
            @ArgGroup(exclusive = false) JudgedSourceOptions files,
            @Option(
                            names = "--as-of",
                            paramLabel = "INSTANT",
                            description = "UTC, for example 2026-03-01T00:00:00Z; all events held where absent.")
                    Instant asOf,
            @Option(names = "--system", description = "Only in this system.") String system,
            @Option(names = "--entitlement", description = "Only this entitlement.") String entitlement,
            @Option(names = "--grants", description = "What was granted, not what it gave through roles.")
                    boolean grants,
            @Option(names = "--path", description = "Only what is held this way: ${COMPLETION-CANDIDATES}.")
                    GrantPath path) {
        Installation.Log log = files == null
                ? workbench.installation().log(connection.configuration(workbench))
                : files.log(workbench, spec.commandLine().getErr());
        Instant at = asOf != null ? asOf : newest(log);
        List<Access> access = new ArrayList<>();
        log.events().forEach((subject, events) -> {
            if (answers(subject, events)) {
                IdentityFacts facts = IdentityFacts.of(subject, events);
                access.addAll(grants ? granted(facts, at) : effective(facts, log.catalogue(), at));
            }
        });
        List<Access> rows = access.stream()
                .filter(row -> system == null || row.systemId().equals(system))
                .filter(row -> path == null || row.path() == path)
                .filter(row -> entitlement == null || row.entitlement().equals(entitlement))
                .distinct()
                .toList();
        output.print(
                rows,
                List.of(
                        new Output.Column<>("subject", Access::subject),
                        new Output.Column<>("system", Access::systemId),
                        new Output.Column<>("entitlement", Access::entitlement),
                        new Output.Column<>("path", row -> row.path().name()),
                        new Output.Column<>("role", row -> row.role().orElse("")),
                        new Output.Column<>("since", row -> row.since().toString()),
                        new Output.Column<>(
                                "until",
                                row -> row.until().map(Object::toString).orElse("")),
                        new Output.Column<>("grant", Access::grant),
                        new Output.Column<>("account", row -> row.account().orElse("")),
                        new Output.Column<>("given-by", Access::givenBy),
                        new Output.Column<>("ticket", row -> row.ticket().orElse(""))),
                spec.commandLine().getOut());
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "%,d rows, %,d subjects, as of %s%n",
                rows.size(), rows.stream().map(Access::subject).distinct().count(), at);
        err.flush();
        return ExitCode.OK.number();
    }

    private static Instant newest(Installation.Log log) {
        return log.events().values().stream()
                .flatMap(List::stream)
                .map(event -> event.header().occurredAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Identities, and accounts that belong to none. */
    private static boolean answers(Subject subject, List<Event> events) {
        return subject.kind() == SubjectKind.IDENTITY
                || subject.kind() == SubjectKind.ACCOUNT && !Routing.isSpokenFor(subject, events);
    }

    private static List<Access> effective(IdentityFacts facts, Catalogue catalogue, Instant at) {
        return EffectiveAccess.of(facts, catalogue).paths().stream()
                .filter(path -> path.usable().contains(at))
                .map(path -> row(
                        facts,
                        path.grant(),
                        path.entitlement(),
                        Optional.of(path.roles()).filter(roles -> !roles.isEmpty()),
                        path.usable().from(),
                        path.usable().until()))
                .toList();
    }

    private static List<Access> granted(IdentityFacts facts, Instant at) {
        return facts.grants().stream()
                .filter(grant -> grant.usable().stream().anyMatch(usable -> usable.contains(at)))
                .map(grant -> row(
                        facts,
                        grant,
                        grant.entitlement(),
                        Optional.empty(),
                        grant.held().from(),
                        grant.held().until()))
                .toList();
    }

    private static Access row(
            IdentityFacts facts,
            Grant grant,
            String entitlement,
            Optional<String> role,
            Instant since,
            Optional<Instant> until) {
        return new Access(
                facts.subject().key(),
                grant.systemId(),
                entitlement,
                grant.path(),
                role,
                since,
                until,
                grant.key(),
                grant.account().map(Object::toString),
                grant.given().id().toString(),
                grant.given().header().ticket());
    }
}
