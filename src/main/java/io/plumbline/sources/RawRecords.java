package io.plumbline.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xml.sax.SAXException;

/**
 * The records of one file: one JSON object a line, a document {@code {"Records": [...]}} or {@code [...]}, the objects of an
 * XML document, or, where the source has such files, a JSON document that is one record.
 *
 * <p>A broken line costs that line. Where a document breaks off, the records before the break are kept, and the rest counts
 * as one rejected record.
 */
final class RawRecords {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SourceFile file;
    private final List<RawRecord> records = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    private RawRecords(SourceFile file) {
        this.file = file;
    }

    /** @param wholeDocuments whether an object without a list of records is a record by itself */
    static RawRecords of(SourceFile file, boolean wholeDocuments) {
        RawRecords raw = new RawRecords(file);
        if (file.isLines()) {
            raw.readLines();
        } else if (file.name().endsWith(".xml")) {
            raw.readXml();
        } else if (wholeDocuments) {
            raw.readWhole();
        } else {
            raw.readDocument();
        }
        return raw;
    }

    List<RawRecord> records() {
        return records;
    }

    List<Rejection> rejections() {
        return rejections;
    }

    private void readLines() {
        long number = 0;
        try (BufferedReader reader = file.open()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    readLine(line, new Place(file.name(), "line", number));
                }
            }
        } catch (IOException e) {
            reject(new Place(file.name(), "line", number + 1), "and all after it cannot be read: " + e.getMessage());
        }
    }

    private void readLine(String line, Place place) {
        try {
            add(place, JSON.readTree(line));
        } catch (JsonProcessingException e) {
            reject(place, "is not JSON: " + e.getOriginalMessage());
        }
    }

    private void readDocument() {
        try (JsonParser parser = JSON.createParser(file.open())) {
            JsonToken start = parser.nextToken();
            if (start == JsonToken.START_ARRAY || start == JsonToken.START_OBJECT && findRecords(parser)) {
                readElements(parser);
            } else {
                reject(
                        new Place(file.name(), "record", 1),
                        "cannot be found: expected {\"Records\": [...]}, an array of records, or one record a line in a file"
                                + " named .jsonl");
            }
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            reject(
                    new Place(file.name(), "record", records.size() + rejections.size() + 1L),
                    "and all after it cannot be read: " + why);
        }
    }

    private void readWhole() {
        Place place = new Place(file.name(), "record", 1);
        try (BufferedReader reader = file.open()) {
            JsonNode document = JSON.readTree(reader);
            JsonNode list = document.isObject() ? document.path("Records") : document;
            if (list.isArray()) {
                for (JsonNode element : list) {
                    add(new Place(file.name(), "record", records.size() + rejections.size() + 1L), element);
                }
            } else {
                add(place, document);
            }
        } catch (JsonProcessingException e) {
            reject(place, "is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            reject(place, "cannot be read: " + e.getMessage());
        }
    }

    private void readXml() {
        try (BufferedReader reader = file.open()) {
            XmlObjects.read(reader)
                    .forEach(object -> add(new Place(file.name(), "record", records.size() + 1L), object));
        } catch (IOException | SAXException e) {
            reject(new Place(file.name(), "record", 1), "is not XML that can be read: " + e.getMessage());
        }
    }

    private static boolean findRecords(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals("Records");
            JsonToken value = parser.nextToken();
            if (found && value == JsonToken.START_ARRAY) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private void readElements(JsonParser parser) throws IOException {
        for (long number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            add(new Place(file.name(), "record", number), JSON.readTree(parser));
        }
    }

    private void add(Place place, JsonNode node) {
        if (node.isObject()) {
            records.add(new RawRecord(place, node));
        } else {
            reject(place, "is not a JSON object");
        }
    }

    private void reject(Place place, String reason) {
        rejections.add(new Rejection(place, Optional.empty(), reason, Optional.empty()));
    }
}
