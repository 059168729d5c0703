package io.plumbline.avro;

import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** How the subject of a schema is named. Configured with Confluent's class names, with or without their package. */
public enum SubjectNameStrategy {
    /** {@code <topic>-key} or {@code <topic>-value}: one record type, evolving, per topic. */
    TOPIC("TopicNameStrategy"),
    /** The record's full name: the same type under one subject wherever it is used. */
    RECORD("RecordNameStrategy"),
    /** {@code <topic>-<full name>}: several types per topic, each evolving by itself. */
    TOPIC_RECORD("TopicRecordNameStrategy");

    static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String className;

    SubjectNameStrategy(String className) {
        this.className = className;
    }

    /** The strategy a class name stands for. {@code AssociatedNameStrategy} falls back to the topic's name. */
    static SubjectNameStrategy of(String property, String name) {
        String simple = name.startsWith(CONFLUENT_PACKAGE) ? name.substring(CONFLUENT_PACKAGE.length()) : name;
        if (simple.equals("AssociatedNameStrategy")) {
            return TOPIC;
        }
        return Arrays.stream(values())
                .filter(strategy -> strategy.className.equals(simple))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        property,
                        name,
                        "use one of " + CONFLUENT_PACKAGE + "{TopicNameStrategy, RecordNameStrategy, "
                                + "TopicRecordNameStrategy}, or plug in the Confluent classes with "
                                + AvroSerdes.SERIALIZER_CLASS + " and " + AvroSerdes.DESERIALIZER_CLASS));
    }

    /** Confluent's own name of this strategy. */
    String confluentName() {
        return CONFLUENT_PACKAGE + className;
    }

    String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC -> topic + (isKey ? "-key" : "-value");
            case RECORD -> schema.getFullName();
            case TOPIC_RECORD -> topic + "-" + schema.getFullName();
        };
    }

    /** What a reader, who does not know the schema yet, can say of the subject; empty when nothing. */
    String subjectBeforeReading(String topic, boolean isKey) {
        return this == TOPIC ? topic + (isKey ? "-key" : "-value") : "";
    }
}
