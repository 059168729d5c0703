package io.plumbline.avro;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * What no event from outside may hold, whatever its kind: ids that are blank, too long or hold control characters; texts too
 * long to be any; times that no clock has shown. Later stages reckon with ids as keys and with times, and must not stumble.
 *
 * <p>Ids are the fields {@code source}, {@code topic}, {@code entitlement}, and those whose names end in {@code Id}, with their
 * plurals. {@code eventId} is ignored when reading and not looked at.
 */
final class InboundLimits {

    /** What {@link RejectedRecord} keeps of an id. */
    static final int MAX_ID_CHARS = 1_024;

    static final int MAX_TEXT_CHARS = 65_536;

    private static final Set<String> FURTHER_IDS = Set.of("source", "topic", "entitlement", "entitlements");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant FIRST_OF_ENVELOPE = Instant.EPOCH;
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    private InboundLimits() {}

    /** @throws MappingException naming the first field that is wrong */
    static void check(IndexedRecord envelope) {
        check(envelope, FIRST_OF_ENVELOPE);
    }

    private static void check(IndexedRecord record, Instant first) {
        for (Schema.Field field : record.getSchema().getFields()) {
            if (field.name().equals(EventEnvelope.EVENT_ID)) {
                continue;
            }
            try {
                check(field.name(), field.schema(), record.get(field.pos()), first);
            } catch (MappingException e) {
                throw MappingException.at(field.name(), e);
            }
        }
    }

    private static void check(String name, Schema schema, Object value, Instant first) {
        if (value instanceof CharSequence text) {
            checkText(text.toString(), isId(name));
        } else if (value instanceof IndexedRecord record) {
            check(record, FIRST);
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> check(name, schema, element, first));
        } else if (value instanceof Long millis && isTime(schema)) {
            checkTime(Instant.ofEpochMilli(millis), first);
        } else if (value instanceof Instant time) {
            checkTime(time, first);
        }
    }

    private static void checkText(String text, boolean id) {
        int max = id ? MAX_ID_CHARS : MAX_TEXT_CHARS;
        if (text.length() > max) {
            throw new MappingException("has " + text.length() + " characters, at most " + max + " are taken; send "
                    + (id ? "the id itself, not a text about it" : "a shorter text"));
        }
        if (id && text.isBlank()) {
            throw new MappingException("must not be blank; send the id that the source uses");
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) && (id || !Character.isWhitespace(character))) {
                throw new MappingException(String.format(
                        "holds the control character U+%04X at position %d; remove it where the source is read, and send"
                                + " the event again",
                        (int) character, i));
            }
        }
    }

    private static void checkTime(Instant time, Instant first) {
        if (time.isBefore(first) || time.isAfter(END)) {
            throw new MappingException(time + " lies outside " + first + " to " + END
                    + "; send milliseconds since 1970, and nothing in place of a time that is not known");
        }
    }

    private static boolean isId(String name) {
        return name.endsWith("Id") || name.endsWith("Ids") || FURTHER_IDS.contains(name);
    }

    private static boolean isTime(Schema schema) {
        return switch (schema.getType()) {
            case LONG -> schema.getLogicalType() != null;
            case UNION -> schema.getTypes().stream().anyMatch(InboundLimits::isTime);
            case ARRAY -> isTime(schema.getElementType());
            case RECORD, ENUM, MAP, FIXED, STRING, BYTES, INT, FLOAT, DOUBLE, BOOLEAN, NULL -> false;
        };
    }
}
