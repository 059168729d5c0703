package io.plumbline.cli;

import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Exceptions as rows, and one of them as a text to read. */
public final class ExceptionTable {

    private static final int SHORT_ID = 12;

    private static final List<Output.Column<ExceptionRecord>> COLUMNS = List.of(
            new Output.Column<>("id", ExceptionRecord::exceptionId),
            new Output.Column<>("control", ExceptionRecord::controlId),
            new Output.Column<>("variant", ExceptionRecord::variant),
            new Output.Column<>("rule", record -> record.rule().orElse("")),
            new Output.Column<>("severity", record -> record.severity().name()),
            new Output.Column<>("status", record -> record.status().name()),
            new Output.Column<>("subject", ExceptionRecord::subjectKey),
            new Output.Column<>("object", ExceptionRecord::object),
            new Output.Column<>("since", record -> record.since().toString()),
            new Output.Column<>(
                    "until", record -> record.until().map(Object::toString).orElse("")));

    private ExceptionTable() {}

    static List<Output.Column<ExceptionRecord>> columns() {
        return COLUMNS;
    }

    /** How many exceptions each variant of each control has in each system. */
    public static void counts(List<ExceptionRecord> records, PrintWriter out) {
        SortedMap<String, List<ExceptionRecord>> groups = records.stream()
                .collect(Collectors.groupingBy(
                        record -> record.controlId() + "|" + record.variant() + "|" + record.systemId(),
                        TreeMap::new,
                        Collectors.toList()));
        Output.table(
                List.copyOf(groups.values()),
                List.of(
                        new Output.Column<>("control", group -> group.get(0).controlId()),
                        new Output.Column<>("variant", group -> group.get(0).variant()),
                        new Output.Column<>("system", group -> group.get(0).systemId()),
                        new Output.Column<>("count", group -> Integer.toString(group.size())),
                        new Output.Column<>(
                                "open",
                                group -> Long.toString(group.stream()
                                        .filter(record -> record.status() == ExceptionStatus.OPEN)
                                        .count())),
                        new Output.Column<>(
                                "departs from", group -> group.get(0).controlTitle())),
                out);
    }

    /** Exceptions of one system as rows, each with the line that says what is wrong. */
    public static void rows(List<ExceptionRecord> records, PrintWriter out) {
        Output.table(
                records,
                List.of(
                        new Output.Column<>("id", ExceptionTable::shortId),
                        new Output.Column<>("since", record -> record.since().toString()),
                        new Output.Column<>("control", ExceptionRecord::controlId),
                        new Output.Column<>("variant", ExceptionRecord::variant),
                        new Output.Column<>(
                                "severity", record -> record.severity().name()),
                        new Output.Column<>("status", record -> record.status().name()),
                        new Output.Column<>("subject", ExceptionTable::subjectInSystem),
                        new Output.Column<>("why", ExceptionTable::why)),
                out);
    }

    /** The beginning of the id, enough to find it by. */
    public static String shortId(ExceptionRecord record) {
        return record.exceptionId()
                .substring(0, Math.min(SHORT_ID, record.exceptionId().length()));
    }

    private static String subjectInSystem(ExceptionRecord record) {
        String subject = record.subjectKey().substring(record.subjectKey().indexOf(':') + 1);
        return subject.startsWith(record.systemId() + "/")
                ? subject.substring(record.systemId().length() + 1)
                : subject;
    }

    /** Of a broken rule the first line names it; else the first says what happened and the second what is wrong with it. */
    private static String why(ExceptionRecord record) {
        List<String> lines = record.explanation();
        int telling = record.rule().isPresent() ? 0 : 1;
        return lines.isEmpty() ? "" : lines.get(Math.min(telling, lines.size() - 1));
    }

    /** The exception with its reasons and the events behind it. */
    public static void explain(ExceptionRecord record, PrintWriter out) {
        out.printf(
                "%s  %s %s/%s  %s  %s%n",
                record.exceptionId(),
                record.controlId(),
                record.kind(),
                record.variant(),
                record.severity(),
                record.status());
        out.printf("  departs from: %s%n", record.controlTitle());
        out.printf("  about:        %s, %s in %s%n", record.subjectKey(), record.object(), record.systemId());
        out.printf(
                "  when:         since %s%s%n",
                record.since(), record.until().map(until -> " until " + until).orElse(""));
        out.printf("  regimes:      %s%n", record.assertions());
        if (!record.flags().isEmpty()) {
            out.printf("  flags:        %s%n", String.join(", ", record.flags()));
        }
        out.println("  why:");
        record.explanation().forEach(line -> out.println("    - " + line));
        record.basis().forEach(line -> out.println("    - rests on: " + line));
        out.println("  events:");
        record.evidence()
                .forEach(event -> out.printf(
                        "    %s  %-20s %s:%s  sha256 %s%n",
                        event.occurredAt(),
                        event.kind(),
                        event.source(),
                        event.sourceEventId(),
                        event.digest().substring(0, 12)));
        out.println("  history:");
        record.history()
                .forEach(phase -> out.printf(
                        "    %s  %-12s %s%s%n",
                        phase.at(),
                        phase.status(),
                        phase.reason(),
                        phase.by().map(by -> " (" + by + ")").orElse("")));
        record.refusedDecisions().forEach(refused -> out.println("    refused: " + refused));
        out.printf(
                "  judged by:    %s %s, catalogue %d (%s), as of %s%n",
                record.controlId(),
                record.controlVersion(),
                record.catalogueVersion(),
                record.catalogueDigest()
                        .substring(0, Math.min(12, record.catalogueDigest().length())),
                record.asOf());
        out.flush();
    }
}
