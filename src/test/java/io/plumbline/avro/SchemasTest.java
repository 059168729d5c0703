package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The rules that every schema file keeps. */
class SchemasTest {

    private static final Path ROOT = Path.of("schemas");
    private static final Schemas SCHEMAS = Schemas.bundled();

    @Test
    void theIndexListsEveryFileOnceAndNothingElse() throws IOException {
        List<String> listed = Schemas.pathsOf(Files.readString(ROOT.resolve("index.txt")));
        try (Stream<Path> files = Files.walk(ROOT)) {
            assertEquals(
                    files.filter(Files::isRegularFile)
                            .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                            .filter(path -> !path.equals("index.txt"))
                            .sorted()
                            .toList(),
                    listed.stream().sorted().toList());
        }
        assertEquals(listed.size(), SCHEMAS.all().size());
    }

    @Test
    void everyRecordFieldAndSymbolIsDocumented() {
        List<String> undocumented = new ArrayList<>();
        for (Schema schema : SCHEMAS.all().values()) {
            if (!isSentence(schema.getDoc())) {
                undocumented.add(schema.getFullName());
            }
            if (schema.getType() == Schema.Type.ENUM) {
                schema.getEnumSymbols().stream()
                        .filter(symbol -> !schema.getDoc().contains(symbol + ": "))
                        .forEach(symbol -> undocumented.add(schema.getFullName() + "." + symbol));
            } else {
                schema.getFields().stream()
                        .filter(field -> !isSentence(field.doc()))
                        .forEach(field -> undocumented.add(schema.getFullName() + "." + field.name()));
            }
        }
        assertEquals(List.of(), undocumented);
    }

    @Test
    void everyEnumEndsInUnknownWhichIsItsDefault() {
        List<String> wrong = new ArrayList<>();
        SCHEMAS.all().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.ENUM)
                .filter(schema -> !"UNKNOWN".equals(schema.getEnumDefault())
                        || schema.getEnumOrdinal("UNKNOWN")
                                != schema.getEnumSymbols().size() - 1)
                .forEach(schema -> wrong.add(schema.getFullName()));
        assertEquals(List.of(), wrong);
    }

    @Test
    void optionalFieldsPutNullFirstAndDefaultToItAndListsDefaultToEmpty() {
        List<String> wrong = new ArrayList<>();
        for (Schema schema : SCHEMAS.all().values()) {
            for (Schema.Field field :
                    schema.getType() == Schema.Type.RECORD ? schema.getFields() : List.<Schema.Field>of()) {
                Schema type = field.schema();
                boolean right =
                        switch (type.getType()) {
                            case UNION ->
                                !type.isNullable()
                                        || type.getTypes().get(0).getType() == Schema.Type.NULL
                                                && field.defaultVal() == JsonProperties.NULL_VALUE;
                            case ARRAY -> List.of().equals(field.defaultVal());
                            case MAP -> Map.of().equals(field.defaultVal());
                            case RECORD, ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
                        };
                if (!right) {
                    wrong.add(schema.getFullName() + "." + field.name());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void instantsSayThatTheyAreMillisecondsSince1970InUtc() {
        List<String> wrong = new ArrayList<>();
        for (Schema schema : SCHEMAS.all().values()) {
            for (Schema.Field field :
                    schema.getType() == Schema.Type.RECORD ? schema.getFields() : List.<Schema.Field>of()) {
                if (field.schema().toString().contains("timestamp-") && isPlain(field.schema())) {
                    if (!field.schema().toString().contains("timestamp-millis")
                            || !field.doc().contains("milliseconds since 1970-01-01 UTC")) {
                        wrong.add(schema.getFullName() + "." + field.name());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyEnvelopeHasTheSameHeader() {
        List<String> header = headerOf(SCHEMAS.named(EventCodec.ANY_EVENT));
        List<Schema> envelopes = SCHEMAS.all().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD && schema.getField("payload") != null)
                .toList();

        assertEquals(11, envelopes.size());
        envelopes.forEach(envelope -> assertEquals(header, headerOf(envelope), envelope.getFullName()));
    }

    @Test
    void anUnknownNameSaysHowToAddASchema() {
        assertEquals(
                "no schema is named io.plumbline.events.Nothing; add its file under schemas/ and its line to schemas/index.txt",
                assertThrows(IllegalArgumentException.class, () -> SCHEMAS.named("io.plumbline.events.Nothing"))
                        .getMessage());
    }

    @Test
    void aListedFileThatIsMissingIsNamed() {
        assertEquals(
                "schemas/common/Gone.avsc is missing; every file listed in schemas/index.txt must exist",
                failureOf(Map.of("index.txt", "common/Gone.avsc")));
    }

    @Test
    void aFileThatRefersToATypeBelowItIsNamed() {
        String failure = failureOf(Map.of(
                "index.txt",
                "# order matters\n\ncommon/A.avsc\ncommon/B.avsc\n",
                "common/A.avsc",
                "{\"type\":\"record\",\"name\":\"A\",\"namespace\":\"n\",\"fields\":[{\"name\":\"b\",\"type\":\"n.B\"}]}",
                "common/B.avsc",
                "{\"type\":\"record\",\"name\":\"B\",\"namespace\":\"n\",\"fields\":[]}"));

        assertTrue(failure.startsWith("schemas/common/A.avsc: "), failure);
        assertTrue(failure.contains("B"), failure);
        assertTrue(failure.endsWith("(types it refers to must stand above it in schemas/index.txt)"), failure);
    }

    @Test
    void aFileThatIsNotNamedLikeItsTypeIsRefused() {
        assertEquals(
                "schemas/common/A.avsc: the type must be named A like its file, was Other",
                failureOf(Map.of(
                        "index.txt",
                        "common/A.avsc",
                        "common/A.avsc",
                        "{\"type\":\"fixed\",\"name\":\"Other\",\"size\":1}")));
    }

    private static String failureOf(Map<String, String> files) {
        return assertThrows(
                        IllegalStateException.class, () -> Schemas.parse(path -> Optional.ofNullable(files.get(path))))
                .getMessage();
    }

    private static List<String> headerOf(Schema envelope) {
        return envelope.getFields().stream()
                .filter(field ->
                        !field.name().equals("payload") && !field.name().equals("eventId"))
                .map(field -> field.name() + " " + field.schema() + " = " + field.defaultVal() + " // " + field.doc())
                .toList();
    }

    /** True for a value or an optional value, whose whole text is its own. */
    private static boolean isPlain(Schema schema) {
        return schema.getType() == Schema.Type.LONG
                || schema.getType() == Schema.Type.UNION
                        && schema.getTypes().size() == 2
                        && schema.getTypes().get(1).getType() == Schema.Type.LONG;
    }

    private static boolean isSentence(String doc) {
        return doc != null && doc.length() > 8 && doc.endsWith(".");
    }
}
