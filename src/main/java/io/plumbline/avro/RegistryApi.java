package io.plumbline.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's REST interface over {@link SchemaRegistry}. Unknown query parameters and body fields are ignored, as
 * clients of different ages send different ones. Every answer, errors included, is JSON.
 */
final class RegistryApi implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryApi.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final RegistryException NO_SUCH_PATH = new RegistryException(404, 404, "HTTP 404 Not Found");
    private static final RegistryException NO_SUCH_METHOD =
            new RegistryException(405, 405, "HTTP 405 Method Not Allowed");

    private final SchemaRegistry registry;

    RegistryApi(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** One request, taken apart: decoded path segments, decoded query parameters, body as text. */
    private record Call(String method, List<String> path, Map<String, String> query, String body) {
        boolean is(String wanted) {
            return method.equals(wanted);
        }

        boolean flag(String parameter) {
            return Boolean.parseBoolean(query.get(parameter));
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            JsonNode answer;
            try {
                answer = route(read(exchange));
            } catch (RegistryException refused) {
                status = refused.status();
                answer = error(refused.errorCode(), refused.getMessage());
            } catch (RuntimeException failed) {
                LOG.error(
                        "schema registry: {} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), failed);
                status = 500;
                answer = error(50001, "Error in the backend data store: " + failed.getMessage());
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", HttpSchemaRegistryClient.CONTENT_TYPE);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    private JsonNode route(Call call) {
        if (call.path().isEmpty()) {
            get(call);
            return NODES.objectNode();
        }
        return switch (call.path().get(0)) {
            case "subjects" -> subjects(call);
            case "schemas" -> schemas(call);
            case "config" -> config(call);
            case "mode" -> mode(call);
            case "compatibility" -> compatibility(call);
            case "associations" -> get(call, NODES.arrayNode());
            default -> throw NO_SUCH_PATH;
        };
    }

    private JsonNode subjects(Call call) {
        List<String> path = call.path();
        if (path.size() == 1) {
            return get(call, JSON.valueToTree(registry.subjects()));
        }
        String subject = path.get(1);
        if (path.size() == 2) {
            post(call);
            return registered(registry.lookup(subject, schemaIn(call)));
        }
        if (!path.get(2).equals("versions") || path.size() > 5) {
            throw NO_SUCH_PATH;
        }
        if (path.size() == 3) {
            if (call.is("POST")) {
                return registered(registry.register(subject, schemaIn(call)));
            }
            return get(call, JSON.valueToTree(registry.versions(subject)));
        }
        get(call);
        RegisteredSchema version = version(subject, path.get(3));
        if (path.size() == 4) {
            return registered(version);
        }
        return switch (path.get(4)) {
            case "schema" -> tree(version.schema());
            case "referencedby" -> NODES.arrayNode();
            default -> throw NO_SUCH_PATH;
        };
    }

    private JsonNode schemas(Call call) {
        get(call);
        List<String> path = call.path();
        if (path.size() == 2 && path.get(1).equals("types")) {
            return NODES.arrayNode().add("AVRO");
        }
        if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
            throw NO_SUCH_PATH;
        }
        int id = id(path.get(2));
        if (path.size() == 3) {
            ObjectNode answer = NODES.objectNode().put("schema", registry.schemaById(id));
            return call.flag("fetchMaxId") ? answer.put("maxId", registry.maxId()) : answer;
        }
        return switch (path.get(3)) {
            case "schema" -> tree(registry.schemaById(id));
            case "subjects" ->
                JSON.valueToTree(registry.uses(id).stream()
                        .map(RegisteredSchema::subject)
                        .distinct()
                        .toList());
            case "versions" ->
                JSON.valueToTree(registry.uses(id).stream()
                        .map(use ->
                                NODES.objectNode().put("subject", use.subject()).put("version", use.version()))
                        .toList());
            default -> throw NO_SUCH_PATH;
        };
    }

    private JsonNode config(Call call) {
        Optional<String> subject = optionalSubject(call);
        if (call.is("PUT")) {
            CompatibilityLevel level = levelIn(call);
            subject.ifPresentOrElse(name -> registry.setLevel(name, level), () -> registry.setLevel(level));
            return NODES.objectNode().put("compatibility", level.name());
        }
        get(call);
        if (subject.isEmpty()) {
            return NODES.objectNode().put("compatibilityLevel", registry.level().name());
        }
        Optional<CompatibilityLevel> own = registry.level(subject.get());
        if (own.isEmpty() && !call.flag("defaultToGlobal")) {
            throw new RegistryException(
                    404, 40408, "Subject '" + subject.get() + "' does not have subject-level compatibility configured");
        }
        return NODES.objectNode()
                .put("compatibilityLevel", own.orElseGet(registry::level).name());
    }

    private JsonNode mode(Call call) {
        optionalSubject(call);
        return get(call, NODES.objectNode().put("mode", "READWRITE"));
    }

    private JsonNode compatibility(Call call) {
        List<String> path = call.path();
        if (path.size() < 4
                || path.size() > 5
                || !path.get(1).equals("subjects")
                || !path.get(3).equals("versions")) {
            throw NO_SUCH_PATH;
        }
        post(call);
        List<String> problems = problems(path.get(2), schemaIn(call), path.size() == 5 ? path.get(4) : "");
        ObjectNode answer = NODES.objectNode().put("is_compatible", problems.isEmpty());
        if (call.flag("verbose")) {
            answer.set("messages", JSON.valueToTree(problems));
        }
        return answer;
    }

    /** Against all that the level demands when no version is named; anything may be the first of a new subject. */
    private List<String> problems(String subject, String schema, String version) {
        boolean known = registry.subjects().contains(subject);
        if (version.isEmpty() || (!known && isLatest(version))) {
            return registry.problems(subject, schema);
        }
        return registry.problems(subject, schema, version(subject, version).version());
    }

    private RegisteredSchema version(String subject, String text) {
        if (isLatest(text)) {
            return registry.latest(subject);
        }
        try {
            int version = Integer.parseInt(text);
            if (version > 0) {
                return registry.version(subject, version);
            }
        } catch (NumberFormatException notANumber) {
            LOG.debug("version '{}' is not a number", text);
        }
        throw new RegistryException(
                422,
                42202,
                "The specified version '" + text + "' is not a valid version id. Allowed values are between [1, 2^31-1]"
                        + " and the string \"latest\"");
    }

    private static boolean isLatest(String version) {
        return version.equals("latest") || version.equals("-1");
    }

    private static int id(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw NO_SUCH_PATH;
        }
    }

    private static Optional<String> optionalSubject(Call call) {
        if (call.path().size() > 2) {
            throw NO_SUCH_PATH;
        }
        return call.path().size() == 2 ? Optional.of(call.path().get(1)) : Optional.empty();
    }

    private static String schemaIn(Call call) {
        JsonNode body = body(call);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") && !type.isEmpty() && !type.equals("null")) {
            throw RegistryException.invalidSchema("type " + type + " is not supported, only AVRO");
        }
        if (body.path("references").size() > 0) {
            throw RegistryException.invalidSchema("references are not supported; send one self-contained schema");
        }
        if (!body.path("schema").isTextual()) {
            throw RegistryException.invalidSchema("field 'schema' must hold the schema as a JSON string");
        }
        return body.path("schema").textValue();
    }

    private static CompatibilityLevel levelIn(Call call) {
        String level = body(call).path("compatibility").asText();
        return Arrays.stream(CompatibilityLevel.values())
                .filter(known -> known.name().equals(level))
                .findFirst()
                .orElseThrow(() -> new RegistryException(
                        422,
                        42203,
                        "Invalid compatibility level '" + level + "'. Valid values are "
                                + Arrays.toString(CompatibilityLevel.values())));
    }

    private static JsonNode body(Call call) {
        try {
            JsonNode body = JSON.readTree(call.body());
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException malformed) {
            LOG.debug("malformed request body", malformed);
        }
        throw new RegistryException(400, 400, "The request body must be a JSON object");
    }

    private static ObjectNode registered(RegisteredSchema schema) {
        return NODES.objectNode()
                .put("subject", schema.subject())
                .put("version", schema.version())
                .put("id", schema.id())
                .put("schema", schema.schema());
    }

    private static ObjectNode error(int code, String message) {
        return NODES.objectNode().put("error_code", code).put("message", message);
    }

    private static JsonNode tree(String schema) {
        try {
            return JSON.readTree(schema);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("canonical schema text is not JSON: " + schema, impossible);
        }
    }

    private static void get(Call call) {
        if (!call.is("GET") && !call.is("HEAD")) {
            throw NO_SUCH_METHOD;
        }
    }

    private static JsonNode get(Call call, JsonNode answer) {
        get(call);
        return answer;
    }

    private static void post(Call call) {
        if (!call.is("POST")) {
            throw NO_SUCH_METHOD;
        }
    }

    private static Call read(HttpExchange exchange) throws IOException {
        return new Call(
                exchange.getRequestMethod(),
                segments(exchange.getRequestURI().getRawPath()),
                parameters(exchange.getRequestURI().getRawQuery()),
                body(exchange.getRequestBody()));
    }

    private static String body(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RegistryException(413, 413, "The request body must not exceed " + MAX_BODY_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Segments are split before they are decoded, so that a subject may hold an encoded slash. */
    private static List<String> segments(String rawPath) {
        return Arrays.stream(rawPath.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> decode(segment.replace("+", "%2B")))
                .toList();
    }

    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new HashMap<>();
        if (rawQuery != null) {
            for (String parameter : rawQuery.split("&")) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
