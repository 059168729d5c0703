package io.plumbline.sources;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One record as it stands in a file: a JSON object, read field by field with errors that name the field. */
public final class RawRecord {

    private final Place place;
    private final JsonNode json;

    RawRecord(Place place, JsonNode json) {
        this.place = place;
        this.json = json;
    }

    public Place place() {
        return place;
    }

    /** Whether the field is there and not null. */
    public boolean has(String... path) {
        JsonNode node = find(path);
        return !node.isMissingNode() && !node.isNull();
    }

    /** A text that must be there and not be blank. */
    public String text(String... path) throws BadRecordException {
        return optionalText(path).orElseThrow(() -> new BadRecordException(name(path), "is missing or empty"));
    }

    /** A text; absent where the field is missing, null or blank. */
    public Optional<String> optionalText(String... path) throws BadRecordException {
        if (!has(path)) {
            return Optional.empty();
        }
        JsonNode node = find(path);
        if (!node.isTextual()) {
            throw new BadRecordException(name(path), "must be a text, was " + shortened(node));
        }
        return Optional.of(node.textValue()).filter(text -> !text.isBlank());
    }

    /** A whole number that must be there. */
    public long number(String... path) throws BadRecordException {
        JsonNode node = find(path);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new BadRecordException(name(path), "must be a whole number, was " + shortened(node));
        }
        return node.longValue();
    }

    /** Whether a flag is set; false where it is missing. */
    public boolean flag(String... path) throws BadRecordException {
        if (!has(path)) {
            return false;
        }
        JsonNode node = find(path);
        if (!node.isBoolean()) {
            throw new BadRecordException(name(path), "must be true or false, was " + shortened(node));
        }
        return node.booleanValue();
    }

    /** A list of texts; empty where the field is missing. */
    public List<String> texts(String... path) throws BadRecordException {
        if (!has(path)) {
            return List.of();
        }
        JsonNode node = find(path);
        if (!node.isArray()) {
            throw new BadRecordException(name(path), "must be a list of texts, was " + shortened(node));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isTextual() || element.textValue().isBlank()) {
                throw new BadRecordException(name(path), "must hold texts only, held " + shortened(element));
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The objects of a list, each to be read as a record; empty where the field is missing. */
    public List<RawRecord> all(String... path) throws BadRecordException {
        if (!has(path)) {
            return List.of();
        }
        JsonNode node = find(path);
        if (!node.isArray()) {
            throw new BadRecordException(name(path), "must be a list of objects, was " + shortened(node));
        }
        List<RawRecord> objects = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isObject()) {
                objects.add(new RawRecord(place, element));
            }
        }
        return objects;
    }

    /** An object that must be there, to be read as a record. */
    public RawRecord object(String... path) throws BadRecordException {
        JsonNode node = find(path);
        if (!node.isObject()) {
            throw new BadRecordException(name(path), "must be an object, was " + shortened(node));
        }
        return new RawRecord(place, node);
    }

    /** The fields of an object by name, each as JSON text; none where the object is missing. */
    public SortedMap<String, String> fields(String... path) throws BadRecordException {
        SortedMap<String, String> fields = new TreeMap<>();
        if (has(path)) {
            object(path)
                    .json
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().toString()));
        }
        return fields;
    }

    /** A time with its offset, such as {@code 2018-11-04T21:28:43+01:00}, that must be there. */
    public OffsetDateTime time(String... path) throws BadRecordException {
        String text = text(path);
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new BadRecordException(
                    name(path), "must be a time with an offset such as 2023-07-10T11:42:18Z, was '" + text + "'");
        }
    }

    /** How headers write the offset of a time: {@code +02:00}. */
    public static String offset(OffsetDateTime time) {
        return time.getOffset().equals(ZoneOffset.UTC)
                ? "+00:00"
                : time.getOffset().getId();
    }

    private JsonNode find(String... path) {
        JsonNode node = json;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    private static String name(String... path) {
        return String.join(".", path);
    }

    private static String shortened(JsonNode node) {
        if (node.isMissingNode()) {
            return "missing";
        }
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
