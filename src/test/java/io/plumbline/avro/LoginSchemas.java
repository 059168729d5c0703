package io.plumbline.avro;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** LoginSchemas of one record type as it evolves, and another type. */
final class LoginSchemas {
    static final String V1 =
            "{\"type\":\"record\",\"name\":\"Login\",\"namespace\":\"t\",\"fields\":[{\"name\":\"user\",\"type\":\"string\"}]}";
    static final String V2 = V1.replace("}]", "},{\"name\":\"host\",\"type\":\"string\",\"default\":\"none\"}]");
    static final String V2_WITHOUT_DEFAULT = V1.replace("}]", "},{\"name\":\"host\",\"type\":\"string\"}]");
    static final String OTHER = "{\"type\":\"record\",\"name\":\"Logout\",\"namespace\":\"t\",\"fields\":[]}";
    /** As a class generated with stringType=String carries it. */
    static final String V1_JAVA_STRING =
            V1.replace("\"type\":\"string\"", "\"type\":{\"type\":\"string\",\"avro.java.string\":\"String\"}");

    private LoginSchemas() {}

    static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    static GenericRecord record(String schema, Map<String, String> fields) {
        GenericRecordBuilder builder = new GenericRecordBuilder(parse(schema));
        fields.forEach(builder::set);
        GenericData.Record built = builder.build();
        return built;
    }

    static GenericRecord login(String user) {
        return record(V1, Map.of("user", user));
    }
}
