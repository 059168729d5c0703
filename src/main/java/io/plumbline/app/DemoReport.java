package io.plumbline.app;

import io.plumbline.cli.ExceptionTable;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the demonstration prints in the end: counts, the exceptions, two of them explained whole, and how to look further. */
final class DemoReport {

    /** Exceptions of one variant in one system that are listed singly; more are only counted. */
    private static final int LISTED = 12;

    /** Control and object of the two exceptions that are explained whole. */
    private static final Map<String, String> STORIES =
            new TreeMap<>(Map.of("CHG-01", "deployment:payments/D-1042", "SOD-01", "system:erp"));

    private final PrintWriter out;

    DemoReport(PrintWriter out) {
        this.out = out;
    }

    void print(List<ExceptionRecord> all, LocalCluster cluster, Optional<Path> kept, boolean keep) {
        List<ExceptionRecord> found = all.stream()
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .sorted(Comparator.comparing(ExceptionRecord::systemId)
                        .thenComparing(ExceptionRecord::since)
                        .thenComparing(ExceptionRecord::exceptionId))
                .toList();
        SortedMap<String, List<ExceptionRecord>> groups =
                found.stream().collect(Collectors.groupingBy(DemoReport::group, TreeMap::new, Collectors.toList()));
        out.printf("%n%,d exceptions%n%n", found.size());
        ExceptionTable.counts(found, out);
        Map<String, List<ExceptionRecord>> bySystem = found.stream()
                .filter(record -> groups.get(group(record)).size() <= LISTED)
                .collect(Collectors.groupingBy(ExceptionRecord::systemId, TreeMap::new, Collectors.toList()));
        bySystem.forEach((system, records) -> {
            out.printf("%nIn %s:%n%n", system);
            ExceptionTable.rows(records, out);
        });
        STORIES.forEach((control, object) -> found.stream()
                .filter(record ->
                        record.controlId().equals(control) && record.object().equals(object))
                .forEach(record -> {
                    out.println();
                    ExceptionTable.explain(record, out);
                }));
        further(found, cluster, kept, keep);
        out.flush();
    }

    private void further(List<ExceptionRecord> found, LocalCluster cluster, Optional<Path> kept, boolean keep) {
        String where = cluster.isOnDefaultPorts()
                ? ""
                : " --bootstrap-servers " + cluster.bootstrapServers() + " --schema-registry " + cluster.registryUrl();
        String id = found.isEmpty() ? "ID" : ExceptionTable.shortId(found.get(0));
        out.printf("%nTo look further:%n");
        if (!keep) {
            String again = kept.map(directory -> "plumbline run --embedded --dir " + directory)
                    .orElse("plumbline demo --keep");
            out.printf("  %-76s %s%n", again, "run on; then, in another terminal:");
        }
        String at = keep ? where : "";
        out.printf(
                "  %-76s %s%n", "plumbline exceptions list --control EFF-01" + at, "-o json, ndjson or csv for more");
        out.printf("  %-76s %s%n", "plumbline exceptions show " + id + at, "one of them, whole");
        out.printf(
                "  %-76s %s%n",
                "plumbline access list --system erp --as-of 2026-03-04T00:00:00Z" + at, "who could do what, then");
        out.printf("Without a broker:%n");
        out.printf("  %-76s %s%n", "plumbline controls list", "what is tested");
        out.printf("  %-76s %s%n", "plumbline controls verify", "run the scenarios of every control");
    }

    private static String group(ExceptionRecord record) {
        return record.controlId() + "|" + record.variant() + "|" + record.systemId();
    }
}
