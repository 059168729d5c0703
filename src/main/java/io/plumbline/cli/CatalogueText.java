package io.plumbline.cli;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CataloguePlan;
import io.plumbline.cli.Installation.CatalogueLog;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Versions of the catalogue, and who brought them about, as people read them. */
final class CatalogueText {

    private CatalogueText() {}

    /**
     * One change of one version.
     *
     * @param change its id; {@code -} for what sources stated of their own systems, without a change
     */
    record Line(
            long version,
            Instant closedAt,
            String change,
            String author,
            String approver,
            String approvedAt,
            boolean backdated,
            long entries,
            String reason) {}

    /** Every change, in the order of versions. */
    static List<Line> history(CatalogueLog log) {
        List<Line> lines = new ArrayList<>();
        for (CatalogueLog.Version version : log.versions()) {
            CatalogueCommand.changes(version.changes()).forEach(change -> lines.add(line(version, change)));
            long stated = version.changes().stream()
                    .filter(entry -> CatalogueChange.idIn(entry).isEmpty())
                    .count();
            if (stated > 0) {
                lines.add(new Line(
                        version.number(), version.closedAt(), "-", "-", "-", "-", false, stated, "stated by sources"));
            }
        }
        return lines;
    }

    private static Line line(CatalogueLog.Version version, CatalogueChangeApproved change) {
        return new Line(
                version.number(),
                version.closedAt(),
                change.changeId(),
                change.author(),
                change.approver(),
                change.effectiveFrom().toString(),
                change.backdated(),
                change.entries(),
                change.reason());
    }

    static List<Output.Column<Line>> historyColumns() {
        return List.of(
                new Output.Column<>("version", line -> Long.toString(line.version())),
                new Output.Column<>("closed", line -> line.closedAt().toString()),
                new Output.Column<>("change", Line::change),
                new Output.Column<>("author", Line::author),
                new Output.Column<>("approver", Line::approver),
                new Output.Column<>("approved", Line::approvedAt),
                new Output.Column<>("backdated", line -> Boolean.toString(line.backdated())),
                new Output.Column<>("entries", line -> Long.toString(line.entries())),
                new Output.Column<>("reason", Line::reason));
    }

    /** A version: its numbers, its changes with what they brought, and the entries in force by kind. */
    static void show(CatalogueLog.Version version, Catalogue catalogue, PrintWriter out) {
        out.print("version  " + version.number() + "\n");
        out.print("closed   " + version.closedAt() + "\n");
        out.print("digest   " + catalogue.digest() + "\n");
        out.print("chain    " + version.chain() + "\n");
        CatalogueCommand.changes(version.changes()).forEach(change -> {
            out.print("\n" + change.changeId() + ": " + change.reason() + "\n");
            out.print("  written by " + change.author() + ", approved by " + change.approver() + " at "
                    + change.effectiveFrom() + (change.backdated() ? ", backdated" : "") + "\n");
            entries(
                    version.changes().stream()
                            .filter(CatalogueChange::isEntry)
                            .filter(entry -> CatalogueChange.idIn(entry)
                                    .filter(change.changeId()::equals)
                                    .isPresent())
                            .toList(),
                    out);
        });
        List<ReferenceEvent> stated = version.changes().stream()
                .filter(entry -> CatalogueChange.idIn(entry).isEmpty())
                .toList();
        if (!stated.isEmpty()) {
            out.print("\nstated by sources:\n");
            entries(stated, out);
        }
        out.print("\n");
        TreeMap<String, Long> kinds = catalogue.entries().stream()
                .filter(CatalogueChange::isEntry)
                .collect(Collectors.groupingBy(entry -> entry.kind().wireName(), TreeMap::new, Collectors.counting()));
        Output.table(
                List.copyOf(kinds.entrySet()),
                List.of(
                        new Output.Column<>("kind", kind -> kind.getKey()),
                        new Output.Column<>("entries", kind -> Long.toString(kind.getValue()))),
                out);
        out.flush();
    }

    private static void entries(List<ReferenceEvent> entries, PrintWriter out) {
        entries.forEach(
                entry -> out.print("  " + CataloguePlan.nameOf(entry) + " from " + entry.effectiveFrom() + "\n"));
    }
}
