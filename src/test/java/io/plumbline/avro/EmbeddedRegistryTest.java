package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls that genuine clients, ksqlDB and topic browsers make, with the answers they expect. */
class EmbeddedRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final EmbeddedRegistry registry = EmbeddedRegistry.startInMemory(0);

    @AfterEach
    void stop() {
        registry.close();
    }

    private record Answer(int status, JsonNode body) {
        int code() {
            return body.path("error_code").asInt();
        }
    }

    @Test
    void registersLooksUpAndReadsBack() throws Exception {
        assertEquals(
                1,
                post("/subjects/a-value/versions?normalize=false", schema(LoginSchemas.V1))
                        .path("id")
                        .asInt());
        assertEquals(
                2,
                post("/subjects/a-value/versions?normalize=true", schema(LoginSchemas.V2))
                        .path("id")
                        .asInt());

        JsonNode found = post("/subjects/a-value?normalize=false&deleted=false", schema(LoginSchemas.V1));
        assertEquals("a-value", found.path("subject").asText());
        assertEquals(1, found.path("version").asInt());
        assertEquals(1, found.path("id").asInt());
        assertEquals(LoginSchemas.V1, found.path("schema").asText());
        assertEquals(found, post("/subjects/a-value?normalize=false&deleted=true", schema(LoginSchemas.V1)));

        for (String newest : new String[] {"latest", "-1", "2"}) {
            assertEquals(
                    2, get("/subjects/a-value/versions/" + newest).path("id").asInt());
        }
        assertEquals("[1,2]", get("/subjects/a-value/versions").toString());
        assertEquals("[\"a-value\"]", get("/subjects").toString());
        assertEquals(
                "Login", get("/subjects/a-value/versions/1/schema").path("name").asText());
        assertEquals("[]", get("/subjects/a-value/versions/1/referencedby").toString());
    }

    @Test
    void givesASchemaByIdWhateverSubjectTheReaderNames() throws Exception {
        post("/subjects/a-value/versions", schema(LoginSchemas.V1));
        post("/subjects/b-value/versions", schema(LoginSchemas.V1));
        for (String subject : new String[] {"a-value", "", "unknown-value"}) {
            JsonNode answer = get("/schemas/ids/1?fetchMaxId=false&subject=" + subject);
            assertEquals(LoginSchemas.V1, answer.path("schema").asText());
            assertFalse(answer.has("schemaType"));
        }
        assertEquals(1, get("/schemas/ids/1?fetchMaxId=true").path("maxId").asInt());
        assertEquals("Login", get("/schemas/ids/1/schema").path("name").asText());
        assertEquals("[\"a-value\",\"b-value\"]", get("/schemas/ids/1/subjects").toString());
        assertEquals(
                "[{\"subject\":\"a-value\",\"version\":1},{\"subject\":\"b-value\",\"version\":1}]",
                get("/schemas/ids/1/versions").toString());
        assertEquals("[\"AVRO\"]", get("/schemas/types").toString());
    }

    @Test
    void acceptsWhatOlderAndNewerClientsAddToTheBody() throws Exception {
        String body = "{\"schema\":" + JSON.valueToTree(LoginSchemas.V1)
                + ",\"schemaType\":null,\"references\":[],\"metadata\":null,\"ruleSet\":null,\"version\":1,\"id\":9,\"new\":{}}";
        assertEquals(
                1, post("/subjects/a-value/versions?later=1", body).path("id").asInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /subjects/nosuch/versions | | 404 | 40401",
                "GET | /subjects/nosuch/versions/latest | | 404 | 40401",
                "GET | /subjects/a-value/versions/2 | | 404 | 40402",
                "GET | /subjects/a-value/versions/first | | 422 | 42202",
                "GET | /subjects/a-value/versions/0 | | 422 | 42202",
                "GET | /schemas/ids/99 | | 404 | 40403",
                "GET | /schemas/ids/99/versions | | 404 | 40403",
                "POST | /subjects/nosuch | V1 | 404 | 40401",
                "POST | /subjects/a-value | V2 | 404 | 40403",
                "POST | /subjects/a-value/versions | BROKEN | 409 | 409",
                "POST | /subjects/a-value/versions | {\"schema\":\"{}\"} | 422 | 42201",
                "POST | /subjects/a-value/versions | {\"schema\":\"nonsense\"} | 422 | 42201",
                "POST | /subjects/a-value/versions | {} | 422 | 42201",
                "POST | /subjects/a-value/versions | {\"schema\":\"x\",\"schemaType\":\"JSON\"} | 422 | 42201",
                "POST | /subjects/a-value/versions | {\"schema\":\"x\",\"references\":[{}]} | 422 | 42201",
                "POST | /subjects/a-value/versions | not json | 400 | 400",
                "GET | /config/a-value | | 404 | 40408",
                "PUT | /config | {\"compatibility\":\"SIDEWAYS\"} | 422 | 42203",
                "POST | /compatibility/subjects/a-value/versions/7 | V2 | 404 | 40402",
                "GET | /nosuch | | 404 | 404",
                "GET | /subjects/a-value/nosuch | | 404 | 404",
                "DELETE | /subjects/a-value/versions/1 | | 405 | 405",
            })
    void errorsCarryTheStatusAndCodeClientsExpect(String method, String path, String body, int status, int code)
            throws Exception {
        registry.registry().register("a-value", LoginSchemas.V1);
        String sent = body == null ? "" : body;
        sent = switch (sent) {
            case "V1" -> schema(LoginSchemas.V1);
            case "V2" -> schema(LoginSchemas.V2);
            case "BROKEN" -> schema(LoginSchemas.V2_WITHOUT_DEFAULT);
            default -> sent;
        };
        Answer answer = send(method, path, sent);
        assertEquals(status, answer.status());
        assertEquals(code, answer.code());
        assertFalse(answer.body().path("message").asText().isEmpty());
    }

    @Test
    void subjectsMayHoldAnyCharacter() throws Exception {
        post("/subjects/a%2Fb%20c+d%C3%A9/versions", schema(LoginSchemas.V1));
        assertEquals("[\"a/b c+dé\"]", get("/subjects").toString());
        assertEquals(
                1, get("/subjects/a%2Fb%20c%2Bd%C3%A9/versions/1").path("id").asInt());
    }

    @Test
    void compatibilityLevelsAreReadAndSet() throws Exception {
        assertEquals("{\"compatibilityLevel\":\"BACKWARD\"}", get("/config").toString());
        assertEquals(
                "{\"compatibility\":\"FULL\"}",
                put("/config/a-value", "{\"compatibility\":\"FULL\"}").toString());
        assertEquals("{\"compatibilityLevel\":\"FULL\"}", get("/config/a-value").toString());
        assertEquals(
                "{\"compatibilityLevel\":\"BACKWARD\"}",
                get("/config/b?defaultToGlobal=true").toString());
        put("/config", "{\"compatibility\":\"NONE\"}");
        assertEquals("{\"compatibilityLevel\":\"NONE\"}", get("/config").toString());
        assertEquals("{\"mode\":\"READWRITE\"}", get("/mode").toString());
    }

    @Test
    void compatibilityIsAnsweredWithoutRegistering() throws Exception {
        registry.registry().register("a-value", LoginSchemas.V1);
        String path = "/compatibility/subjects/a-value/versions/latest";
        assertEquals(
                "{\"is_compatible\":true}", post(path, schema(LoginSchemas.V2)).toString());
        JsonNode refused = post(path + "?verbose=true", schema(LoginSchemas.V2_WITHOUT_DEFAULT));
        assertFalse(refused.path("is_compatible").asBoolean(true));
        assertTrue(refused.path("messages").path(0).asText().contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
        assertTrue(post("/compatibility/subjects/new/versions/latest", schema(LoginSchemas.V1))
                .path("is_compatible")
                .asBoolean());
        assertEquals(1, registry.registry().maxId());
    }

    @Test
    void newerClientsFindNoAssociationsAndFallBackToTheTopicName() throws Exception {
        assertEquals(
                "[]",
                get("/associations/resources/-/t?resourceType=topic&associationType=value")
                        .toString());
        assertEquals("{}", get("/").toString());
    }

    @Test
    void whatWasAnsweredIsServedAgainAfterARestart(@TempDir Path directory) throws Exception {
        try (EmbeddedRegistry first = EmbeddedRegistry.start(directory, 0)) {
            first.registry().register("a-value", LoginSchemas.V1);
            assertEquals(
                    2,
                    send(first.url(), "POST", "/subjects/b/versions", schema(LoginSchemas.OTHER))
                            .body()
                            .path("id")
                            .asInt());
        }
        try (EmbeddedRegistry second = EmbeddedRegistry.start(directory, 0)) {
            Answer answer = send(second.url(), "GET", "/schemas/ids/2", "");
            assertEquals(LoginSchemas.OTHER, answer.body().path("schema").asText());
        }
    }

    @Test
    void aClosedRegistryFreesItsPortAndATakenPortIsNamed() {
        EmbeddedRegistry first = EmbeddedRegistry.startInMemory(0);
        UncheckedIOException taken =
                assertThrows(UncheckedIOException.class, () -> EmbeddedRegistry.startInMemory(first.port()));
        assertTrue(taken.getMessage().contains(":" + first.port()), taken.getMessage());
        first.close();
        assertThrows(ConnectException.class, () -> send(first.url(), "GET", "/subjects", ""));
    }

    private JsonNode get(String path) throws Exception {
        return ok("GET", path, "");
    }

    private JsonNode post(String path, String body) throws Exception {
        return ok("POST", path, body);
    }

    private JsonNode put(String path, String body) throws Exception {
        return ok("PUT", path, body);
    }

    private JsonNode ok(String method, String path, String body) throws Exception {
        Answer answer = send(method, path, body);
        assertEquals(200, answer.status(), () -> method + " " + path + ": " + answer.body());
        return answer.body();
    }

    private Answer send(String method, String path, String body) throws Exception {
        return send(registry.url(), method, path, body);
    }

    /** With the headers a genuine client sends. */
    private Answer send(URI base, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .header("Accept", "text/html, image/gif, image/jpeg, */*; q=0.2")
                .header("Confluent-Accept-Unknown-Properties", "true")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        assertEquals(
                "application/vnd.schemaregistry.v1+json",
                response.headers().firstValue("Content-Type").orElse(""));
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static String schema(String text) {
        return JSON.createObjectNode()
                .put("schemaType", "AVRO")
                .put("schema", text)
                .toString();
    }
}
