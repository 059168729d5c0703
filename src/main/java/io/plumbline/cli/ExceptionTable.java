package io.plumbline.cli;

import io.plumbline.exceptions.ExceptionRecord;
import java.io.PrintWriter;
import java.util.List;

/** Exceptions as rows, and one of them as a text to read. */
public final class ExceptionTable {

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
