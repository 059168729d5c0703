package io.plumbline.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A parsed file that still knows on which line each field stands.
 *
 * <p>A key that stands twice in one object is a problem, and so is anything after the end of the document. A scalar keeps the
 * characters it was written with: a number that would lose any (an exponent, a leading plus) stays text.
 */
public final class Document {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Integer> lines = new HashMap<>();
    private final Problems problems;
    private JsonNode root = NODES.nullNode();

    private Document(String file) {
        this.problems = new Problems(file, this::lineOf);
    }

    /** Reads one document, in whatever format the parser is for; what is wrong with it stands in {@link #problems()}. */
    public static Document parse(String file, JsonParser parser) {
        Document document = new Document(file);
        try (parser) {
            JsonToken first = parser.nextToken();
            if (first != null) {
                document.root = document.value(parser, "");
                if (parser.nextToken() != null) {
                    document.problems.add("", "holds more than one document; keep the first and remove the rest");
                }
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            document.lines.put("", Math.max(line, 0));
            document.root = NODES.nullNode();
            document.problems.add("", "cannot be parsed: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return document;
    }

    /** The content; a null node where the file is empty or cannot be parsed. */
    public JsonNode root() {
        return root;
    }

    /** What is wrong with the file so far; readers add to it. */
    public Problems problems() {
        return problems;
    }

    /** A second collector for the same file, for what is worth saying and not wrong. */
    public Problems warnings() {
        return new Problems(file(), this::lineOf);
    }

    private String file() {
        return problems.file();
    }

    /** The line of a field, or of the nearest field around it; 0 where none is known. */
    private int lineOf(String path) {
        String at = path;
        while (!lines.containsKey(at)) {
            if (at.isEmpty()) {
                return 0;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return lines.get(at);
    }

    private JsonNode value(JsonParser parser, String path) throws IOException {
        lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path);
            case START_ARRAY -> array(parser, path);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_STRING, FIELD_NAME, VALUE_EMBEDDED_OBJECT, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                NODES.textNode(parser.getText());
        };
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String at = Problems.key(path, name);
            int line = parser.currentTokenLocation().getLineNr();
            boolean again = object.has(name);
            lines.put(at, line);
            parser.nextToken();
            JsonNode value = value(parser, at);
            if (again) {
                problems.add(at, "stands twice; keep one");
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String path) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, Problems.item(path, array.size())));
        }
        return array;
    }

    private static JsonNode number(JsonParser parser) throws IOException {
        String written = parser.getText();
        JsonNode number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                ? NODES.numberNode(parser.getBigIntegerValue())
                : NODES.numberNode(parser.getDecimalValue());
        return number.asText().equals(written) ? number : NODES.textNode(written);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
