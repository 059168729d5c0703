package io.plumbline.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer: status code, media type and body, made whole before anything is sent.
 *
 * @param contentType media type of the body, its character set included
 */
public record Reply(int status, String contentType, byte[] body) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A JSON document of maps, lists, texts, numbers and truth values. */
    public static Reply json(int status, Object document) {
        return written(status, "application/json", document);
    }

    /**
     * A problem in the form of RFC 9457.
     *
     * @param title what kind of problem it is; the same for every problem with the status
     * @param detail what is wrong here and what to do
     */
    public static Reply problem(int status, String title, String detail) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        return written(status, "application/problem+json", document);
    }

    private static Reply written(int status, String contentType, Object document) {
        try {
            return new Reply(status, contentType, JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON: " + document, e);
        }
    }
}
