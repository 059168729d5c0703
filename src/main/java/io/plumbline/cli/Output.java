package io.plumbline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.plumbline.json.RecordWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a command puts its data, in the form the user asked for. */
public final class Output {

    /** Forms of output. */
    public enum Format {
        table,
        json,
        ndjson,
        csv
    }

    /** A column of a table or CSV file. */
    public record Column<T>(String name, Function<T, String> value) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "Form of the data: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    /** Prints records: as JSON whole, as table or CSV by column. */
    <T extends Record> void print(List<T> records, List<Column<T>> columns, PrintWriter out) {
        switch (format) {
            case table -> table(records, columns, out);
            case csv -> csv(records, columns, out);
            case ndjson -> records.forEach(record -> out.print(text(JSON.writer(), RecordWriter.write(record)) + "\n"));
            case json ->
                out.print(text(
                                PRETTY,
                                JSON.createArrayNode()
                                        .addAll(records.stream()
                                                .map(RecordWriter::write)
                                                .toList()))
                        + "\n");
        }
        out.flush();
    }

    static <T> void table(List<T> records, List<Column<T>> columns, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream()
                .map(column -> column.name().toUpperCase(Locale.ROOT))
                .toList());
        records.forEach(record -> rows.add(
                columns.stream().map(column -> column.value().apply(record)).toList()));
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i));
                if (i + 1 < widths.length) {
                    line.append(" ".repeat(widths[i] - row.get(i).length() + 2));
                }
            }
            out.print(line.toString().stripTrailing() + "\n");
        }
    }

    private static <T> void csv(List<T> records, List<Column<T>> columns, PrintWriter out) {
        out.print(columns.stream().map(Column::name).collect(Collectors.joining(",")) + "\n");
        for (T record : records) {
            out.print(columns.stream()
                            .map(column -> cell(column.value().apply(record)))
                            .collect(Collectors.joining(","))
                    + "\n");
        }
    }

    /** RFC 4180; a cell that a spreadsheet would run as a formula is kept from it by a leading apostrophe. */
    private static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.matches("(?s).*[,\"\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    private static String text(ObjectWriter writer, JsonNode node) {
        try {
            return writer.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values always has a text", e);
        }
    }
}
