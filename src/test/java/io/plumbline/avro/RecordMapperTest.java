package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** What the mapper maps, what it refuses at the start, and what it says about wrong values. */
class RecordMapperTest {

    enum Level {
        LOW,
        HIGH,
        UNKNOWN
    }

    enum Closed {
        YES,
        NO
    }

    record Values(
            String text,
            boolean flag,
            int count,
            long total,
            double ratio,
            Instant at,
            Duration length,
            Level level,
            Optional<Instant> until,
            List<List<String>> table,
            Map<String, Level> levels) {}

    private static final String LEVEL =
            "{'type':'enum','name':'Level','symbols':['LOW','HIGH','UNKNOWN'],'default':'UNKNOWN'}";
    private static final String INSTANT = "{'type':'long','logicalType':'timestamp-millis'}";
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00.001Z");

    private static final RecordMapper<Values> VALUES = RecordMapper.of(
            Values.class,
            schema(
                    "Values",
                    "text:'string'",
                    "flag:'boolean'",
                    "count:'int'",
                    "total:'long'",
                    "ratio:'double'",
                    "at:" + INSTANT,
                    "length:'string'",
                    "level:" + LEVEL,
                    "until:['null'," + INSTANT + "]",
                    "table:{'type':'array','items':{'type':'array','items':'string'}}",
                    "levels:{'type':'map','values':'Level'}"));

    private static Values values(Instant at, List<List<String>> table, Map<String, Level> levels) {
        return new Values(
                "é",
                true,
                -1,
                Long.MIN_VALUE,
                0.1,
                at,
                Duration.ofSeconds(90),
                Level.LOW,
                Optional.of(at),
                table,
                levels);
    }

    @Test
    void everySupportedTypeComesBackUnchanged() {
        Values values = values(NOON, List.of(List.of("a", "b"), List.of()), Map.of("x", Level.HIGH));

        GenericRecord datum = VALUES.toAvro(values);

        assertEquals("PT1M30S", datum.get("length"));
        assertEquals(NOON.toEpochMilli(), datum.get("until"));
        assertTrue(GenericData.get().validate(datum.getSchema(), datum));
        assertEquals(values, VALUES.fromAvro(datum));
    }

    @Test
    void mapsAreSortedByKeySoThatEqualMapsHaveEqualBytes() {
        Values values = values(NOON, List.of(), Map.of("c", Level.LOW, "a", Level.HIGH, "b", Level.LOW));

        assertEquals(
                List.of("a", "b", "c"),
                new ArrayList<>(((Map<?, ?>) VALUES.toAvro(values).get("levels")).keySet()));
        assertEquals(
                List.of("a", "b", "c"),
                new ArrayList<>(VALUES.fromAvro(VALUES.toAvro(values)).levels().keySet()));
    }

    record Blob(ByteBuffer bytes, SortedMap<String, Integer> counts) {}

    @Test
    void bytesAndSortedMapsComeBackUnchangedAndReadOnly() {
        RecordMapper<Blob> mapper =
                RecordMapper.of(Blob.class, schema("Blob", "bytes:'bytes'", "counts:{'type':'map','values':'int'}"));
        Blob blob = new Blob(ByteBuffer.wrap(new byte[] {0, -1, 7}), new TreeMap<>(Map.of("b", 1, "a", 2)));
        GenericRecord datum = mapper.toAvro(blob);

        Blob back = mapper.fromAvro(datum);

        assertEquals(blob, back);
        assertEquals("a", back.counts().firstKey());
        assertTrue(back.bytes().isReadOnly());
        back.bytes().get();
        assertEquals(3, ((ByteBuffer) datum.get("bytes")).remaining());
        assertEquals(3, blob.bytes().remaining());
    }

    @Test
    void anUnknownSymbolIsReadAsUnknownWhereTheEnumHasIt() {
        GenericRecord datum = VALUES.toAvro(values(NOON, List.of(), Map.of()));
        datum.put("level", "EXTREME");

        assertEquals(Level.UNKNOWN, VALUES.fromAvro(datum).level());
    }

    record Answer(Closed closed) {}

    @Test
    void anUnknownSymbolNamesItsFieldWhereTheEnumHasNoUnknown() {
        RecordMapper<Answer> mapper = RecordMapper.of(
                Answer.class,
                schema("Answer", "closed:{'type':'enum','name':'Closed','symbols':['YES','NO','UNKNOWN']}"));
        GenericRecord datum = mapper.toAvro(new Answer(Closed.NO));
        datum.put("closed", "UNKNOWN");

        assertEquals(
                "closed: 'UNKNOWN' is no Closed; it may come from a newer build",
                assertThrows(MappingException.class, () -> mapper.fromAvro(datum))
                        .getMessage());
    }

    @Test
    void anInstantFinerThanAMillisecondIsRefusedAndNotCut() {
        Values values = values(NOON.plusNanos(1), List.of(), Map.of());

        assertEquals(
                "at: 2024-02-29T12:00:00.001000001Z is finer than a millisecond; truncate it where it is read",
                assertThrows(MappingException.class, () -> VALUES.toAvro(values))
                        .getMessage());
    }

    @Test
    void anInstantBeyondTheRangeIsRefused() {
        MappingException wrong =
                assertThrows(MappingException.class, () -> VALUES.toAvro(values(Instant.MIN, List.of(), Map.of())));

        assertEquals("at", wrong.path());
        assertTrue(wrong.reason().contains("beyond what timestamp-millis can hold"), wrong.reason());
    }

    @Test
    void elementsOfListsAndMapsAreNamedByPlaceAndKey() {
        GenericRecord list = VALUES.toAvro(values(NOON, List.of(List.of("a"), List.of("b", "c")), Map.of()));
        list.put("table", List.of(List.of("a"), Collections.singletonList(null)));
        GenericRecord map = VALUES.toAvro(values(NOON, List.of(), Map.of()));
        map.put("levels", Collections.singletonMap("k", null));

        assertEquals(
                "table[1][0]: must not be null",
                assertThrows(MappingException.class, () -> VALUES.fromAvro(list))
                        .getMessage());
        assertEquals(
                "levels[k]: must not be null",
                assertThrows(MappingException.class, () -> VALUES.fromAvro(map)).getMessage());
    }

    @Test
    void aDurationThatCannotBeReadSaysWhatOneLooksLike() {
        GenericRecord datum = VALUES.toAvro(values(NOON, List.of(), Map.of()));
        datum.put("length", "90 s");

        assertEquals(
                "length: must be an ISO-8601 duration such as PT1H, was '90 s'",
                assertThrows(MappingException.class, () -> VALUES.fromAvro(datum))
                        .getMessage());
    }

    @Test
    void aMissingComponentIsNamedWhenWriting() {
        Values values = values(NOON, null, Map.of());

        assertEquals(
                "table: must not be null",
                assertThrows(MappingException.class, () -> VALUES.toAvro(values))
                        .getMessage());
    }

    sealed interface Shape {
        record Circle(int radius) implements Shape {}

        record Square(int side) implements Shape {}
    }

    record Drawing(Shape first, Optional<Shape> second) {}

    @Test
    void sealedTypesAreUnionsOfRecordsNamedLikeTheirRecords() {
        RecordMapper<Drawing> mapper = RecordMapper.of(
                Drawing.class,
                schema(
                        "Drawing",
                        "first:[" + record("Circle", "radius:'int'") + "," + record("ShapeSquare", "side:'int'") + "]",
                        "second:['null','Circle','ShapeSquare']"));
        Drawing both = new Drawing(new Shape.Square(2), Optional.of(new Shape.Circle(1)));
        Drawing one = new Drawing(new Shape.Circle(2), Optional.empty());

        assertEquals(both, mapper.fromAvro(mapper.toAvro(both)));
        assertEquals(one, mapper.fromAvro(mapper.toAvro(one)));
        assertTrue(GenericData.get().validate(mapper.schema(), mapper.toAvro(both)));
    }

    @Test
    void aSealedTypeAndItsUnionMustHoldTheSameRecords() {
        assertEquals(
                """
                Drawing does not fit its schema:
                  Drawing.first: the union must hold exactly one record for Shape.Square, named Square or ShapeSquare
                  Drawing.first: Shape has no record for test.Star of the union
                  Drawing.second: Java java.util.Optional<io.plumbline.avro.RecordMapperTest$Shape> needs Avro union with null, the schema has int""",
                refusal(
                        Drawing.class,
                        "first:[" + record("Circle", "radius:'int'") + "," + record("Star", "side:'int'") + "]",
                        "second:'int'"));
    }

    record Dated<V>(Instant since, V value) {}

    record History(List<Dated<String>> names, Dated<Optional<Level>> level) {}

    @Test
    void genericRecordsAreMappedForWhatTheyHold() {
        RecordMapper<History> mapper = RecordMapper.of(
                History.class,
                schema(
                        "History",
                        "names:{'type':'array','items':" + record("Name", "since:" + INSTANT, "value:'string'") + "}",
                        "level:" + record("DatedLevel", "since:" + INSTANT, "value:['null'," + LEVEL + "]")));
        History history = new History(
                List.of(new Dated<>(NOON, "a"), new Dated<>(NOON.plusSeconds(1), "b")),
                new Dated<>(NOON, Optional.of(Level.HIGH)));

        assertEquals(history, mapper.fromAvro(mapper.toAvro(history)));
    }

    record Node(Optional<Node> next) {}

    record Wrong(String missing, int number, Instant at, Level level, Object anything, Node node) {}

    @Test
    void everyDifferenceBetweenRecordAndSchemaIsReportedAtOnce() {
        String refusal = refusal(
                Wrong.class,
                "number:'long'",
                "at:'long'",
                "level:{'type':'enum','name':'Level','symbols':['LOW','MIDDLE','UNKNOWN']}",
                "anything:'string'",
                "node:" + record("Node", "next:['null','Node']"),
                "added:'string'");

        assertEquals(
                """
                Wrong does not fit its schema:
                  Wrong.missing: schema test.Wrong has no such field; add it there
                  Wrong.number: Java int needs Avro int, the schema has long
                  Wrong.at: Java java.time.Instant needs Avro long (timestamp-millis), the schema has long
                  Level.HIGH: schema test.Level has no such symbol; add it before UNKNOWN
                  Level: has no constant for symbol MIDDLE of test.Level; add it or remove the symbol
                  Wrong.anything: Java java.lang.Object is not supported; use a record, a list, a map or a value
                  Node: a record that holds itself is not supported
                  Wrong: has no component for field added of test.Wrong; add it or remove the field""",
                refusal);
    }

    @Test
    void aUnionCannotBeTheWholeOfAValue() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> RecordMapper.of(Shape.class, Schema.createUnion(Schema.create(Schema.Type.NULL))))
                .getMessage()
                .endsWith("put unions into a field of a record"));
    }

    @Test
    void listsAndMapsThatWereReadCannotBeChanged() {
        Values values = VALUES.fromAvro(VALUES.toAvro(values(NOON, List.of(List.of("a")), Map.of("a", Level.LOW))));

        assertThrows(UnsupportedOperationException.class, () -> values.table().clear());
        assertThrows(UnsupportedOperationException.class, () -> values.levels().clear());
        assertFalse(values.table().isEmpty());
    }

    private static String refusal(Class<?> type, String... fields) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> RecordMapper.of(type, schema(type.getSimpleName(), fields)))
                .getMessage()
                .replace("RecordMapperTest.", "");
    }

    private static Schema schema(String name, String... fields) {
        return new Schema.Parser().parse(record(name, fields).replace('\'', '"'));
    }

    /** Each field as {@code name:type}, in JSON with single quotes. */
    private static String record(String name, String... fields) {
        StringBuilder json = new StringBuilder("{'type':'record','name':'" + name + "','namespace':'test','fields':[");
        for (int i = 0; i < fields.length; i++) {
            int colon = fields[i].indexOf(':');
            json.append(i == 0 ? "" : ",")
                    .append("{'name':'" + fields[i].substring(0, colon) + "','type':" + fields[i].substring(colon + 1)
                            + "}");
        }
        return json.append("]}").toString();
    }
}
