package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What readers of the outbound topics may rely on. */
class OutboundSchemasTest {

    private static final Schemas SCHEMAS = Schemas.bundled();
    private static final Set<Schema.Type> NESTED =
            EnumSet.of(Schema.Type.RECORD, Schema.Type.ARRAY, Schema.Type.MAP, Schema.Type.UNION);

    @Test
    void alertsAreFlatSoThatSqlEnginesAndSinkConnectorsTakeThemAsTheyAre() {
        assertEquals(List.of(), columnsThatAreNotFlat(SCHEMAS.named("io.plumbline.outbound.ExceptionAlert")));
    }

    @Test
    void rejectedRecordsAreFlatToo() {
        assertEquals(List.of(), columnsThatAreNotFlat(SCHEMAS.named("io.plumbline.outbound.RejectedRecord")));
    }

    @Test
    void recordsThatAreNotFlatAreTold() {
        assertEquals(
                List.of("history", "evidence"),
                columnsThatAreNotFlat(SCHEMAS.named("io.plumbline.outbound.ExceptionRecord")));
    }

    @Test
    void noOutboundRecordHasAUnionOfMoreThanNullAndOneType() {
        List<String> wrong = new ArrayList<>();
        List<Schema> records = SCHEMAS.all().values().stream()
                .filter(schema -> schema.getNamespace().equals("io.plumbline.outbound"))
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .toList();
        for (Schema schema : records) {
            schema.getFields().stream()
                    .filter(field -> field.schema().getType() == Schema.Type.UNION
                            && field.schema().getTypes().size() != 2)
                    .forEach(field -> wrong.add(schema.getName() + "." + field.name()));
        }
        assertTrue(records.size() >= 6, records.toString());
        assertEquals(List.of(), wrong);
    }

    /** Flat is a value, null or a value, a list of texts, or a map to values. */
    private static List<String> columnsThatAreNotFlat(Schema record) {
        return record.getFields().stream()
                .filter(field -> !isFlat(field.schema()))
                .map(Schema.Field::name)
                .toList();
    }

    private static boolean isFlat(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().size() == 2
                        && schema.getTypes().get(0).getType() == Schema.Type.NULL
                        && isValue(schema.getTypes().get(1));
            case ARRAY -> schema.getElementType().getType() == Schema.Type.STRING;
            case MAP -> isValue(schema.getValueType());
            case RECORD, ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> isValue(schema);
        };
    }

    private static boolean isValue(Schema schema) {
        return !NESTED.contains(schema.getType());
    }
}
