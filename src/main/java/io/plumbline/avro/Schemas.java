package io.plumbline.avro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The Avro schemas Plumbline ships with, by full name.
 *
 * <p>They are the files under {@code schemas/}, one named type each. {@code schemas/index.txt} lists them in reading order: a
 * file may refer only to types of files above it. A new schema is a file and a line.
 */
public final class Schemas {

    private static final String ROOT = "/schemas/";
    private static final String INDEX = "index.txt";

    private static final class Bundled {
        static final Schemas INSTANCE = parse(Schemas::resource);
    }

    private final SortedMap<String, Schema> byName;

    private Schemas(SortedMap<String, Schema> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /** The schemas on the class path, parsed once. */
    public static Schemas bundled() {
        return Bundled.INSTANCE;
    }

    /**
     * Parses the files of an index.
     *
     * @param files text of a file by its path under {@code schemas/}, the index included
     * @throws IllegalStateException naming the file that is missing or wrong
     */
    static Schemas parse(Function<String, Optional<String>> files) {
        SortedMap<String, Schema> parsed = new TreeMap<>();
        Schema.Parser parser = new Schema.Parser();
        for (String path : pathsOf(textOf(INDEX, files))) {
            Schema schema;
            try {
                schema = parser.parse(textOf(path, files));
            } catch (AvroRuntimeException e) {
                throw new IllegalStateException(
                        "schemas/" + path + ": " + e.getMessage()
                                + " (types it refers to must stand above it in schemas/" + INDEX + ")",
                        e);
            }
            String expected = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.avsc$", "");
            if (!schema.getName().equals(expected)) {
                throw new IllegalStateException("schemas/" + path + ": the type must be named " + expected
                        + " like its file, was " + schema.getName());
            }
            parsed.put(schema.getFullName(), schema);
        }
        return new Schemas(parsed);
    }

    /** The paths an index lists, in order; blank lines and lines that begin with {@code #} mean nothing. */
    static List<String> pathsOf(String index) {
        return index.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /**
     * The schema of a full name such as {@code io.plumbline.events.AccessEvent}.
     *
     * @throws IllegalArgumentException where there is none
     */
    public Schema named(String fullName) {
        Schema schema = byName.get(fullName);
        if (schema == null) {
            throw new IllegalArgumentException("no schema is named " + fullName
                    + "; add its file under schemas/ and its line to schemas/" + INDEX);
        }
        return schema;
    }

    /** All schemas by full name. */
    public SortedMap<String, Schema> all() {
        return byName;
    }

    private static String textOf(String path, Function<String, Optional<String>> files) {
        return files.apply(path)
                .orElseThrow(() -> new IllegalStateException(
                        "schemas/" + path + " is missing; every file listed in schemas/" + INDEX + " must exist"));
    }

    private static Optional<String> resource(String path) {
        try (InputStream in = Schemas.class.getResourceAsStream(ROOT + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("schemas/" + path + " cannot be read", e);
        }
    }
}
