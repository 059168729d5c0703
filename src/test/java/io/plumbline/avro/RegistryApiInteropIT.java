package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One suite of the registry's REST interface on both servers. Where Apicurio answers otherwise than Confluent's registry, and
 * ours with it, its answer stands in a column of its own: none of these is a call that our serde or a genuine client rests on.
 */
@ExtendWith(InteropRegistry.Start.class)
@Timeout(60)
class RegistryApiInteropIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String subject = "s-" + UUID.randomUUID();

    private record Answer(int status, JsonNode body) {
        int number(String field) {
            return body.path(field).asInt(-1);
        }

        String text(String field) {
            return body.path(field).asText();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /subjects/nosuch/versions                      |                                | 404 40401 | same",
                "GET  | /subjects/nosuch/versions/latest               |                                | 404 40401 | same",
                "POST | /subjects/nosuch                               | V1                             | 404 40401 | same",
                "GET  | /subjects/SUBJECT/versions/2                   |                                | 404 40402 | same",
                "POST | /compatibility/subjects/SUBJECT/versions/7     | V2                             | 404 40402 | same",
                "POST | /subjects/SUBJECT                              | V2                             | 404 40403 | same",
                "GET  | /schemas/ids/2000000000                        |                                | 404 40403 | same",
                "GET  | /schemas/ids/2000000000/versions               |                                | 404 40403 | same",
                "POST | /subjects/SUBJECT/versions                     | INCOMPATIBLE                   | 409 409   | same",
                "POST | /subjects/SUBJECT/versions                     | {\"schema\":\"{}\"}            | 422 42201 | same",
                "POST | /subjects/SUBJECT/versions                     | {\"schema\":\"nonsense\"}      | 422 42201 | same",
                "GET  | /subjects/SUBJECT/versions/first               |                                | 422 42202 | 404 40402",
                "GET  | /subjects/SUBJECT/versions/0                   |                                | 422 42202 | 404 40402",
                "POST | /subjects/SUBJECT/versions                     | {}                             | 422 42201 | 500 0",
                "POST | /subjects/SUBJECT/versions                     | {\"schema\":\"x\",\"schemaType\":\"FOO\"} | 422 42201 | 500 0",
                "PUT  | /config/SUBJECT                                | {\"compatibility\":\"ASKEW\"}  | 422 42203 | 500 0",
                "POST | /subjects/SUBJECT/versions                     | not json                       | 400 400   | 400 no JSON",
                "GET  | /config/SUBJECT                                |                                | 404 40408 | 200 NONE",
                "GET  | /config/SUBJECT?defaultToGlobal=true           |                                | 200 BACKWARD | 200 NONE",
                "GET  | /mode                                          |                                | 200 READWRITE | 404 no JSON",
                "GET  | /nosuch                                        |                                | 404 404   | 404 no JSON",
            })
    void answersWithStatusAndCode(String method, String path, String body, String ours, String apicurios)
            throws Exception {
        for (InteropRegistry registry : InteropRegistry.values()) {
            register(registry, subject, LoginSchemas.V1);
            Answer answer = send(registry, method, path.replace("SUBJECT", subject), body == null ? "" : sent(body));
            String expected = registry == InteropRegistry.EMBEDDED || apicurios.equals("same") ? ours : apicurios;
            assertEquals(expected, answer.status() + " " + shown(answer.body()), registry + ": " + answer.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void idsAreOneForASchemaWhateverTheSubject(InteropRegistry registry) throws Exception {
        int id = register(registry, subject, LoginSchemas.V1);
        assertEquals(id, register(registry, subject, LoginSchemas.V1), "again");
        assertEquals(id, register(registry, "other-" + subject, LoginSchemas.V1), "under another subject");
        int second = register(registry, subject, LoginSchemas.V2);
        assertTrue(second != id);
        assertEquals(
                "[1,2]", get(registry, "/subjects/" + subject + "/versions").toString());
        for (String newest : new String[] {"latest", "-1", "2"}) {
            Answer answer = send(registry, "GET", "/subjects/" + subject + "/versions/" + newest, "");
            assertEquals(second, answer.number("id"));
            assertEquals(2, answer.number("version"));
            assertEquals(subject, answer.text("subject"));
        }
        for (String reader : new String[] {subject, "", "unknown-value"}) {
            JsonNode read = get(registry, "/schemas/ids/" + id + "?fetchMaxId=false&subject=" + reader);
            assertEquals(
                    LoginSchemas.parse(LoginSchemas.V1),
                    LoginSchemas.parse(read.path("schema").asText()));
        }
        Answer found = send(
                registry, "POST", "/subjects/" + subject + "?normalize=false&deleted=false", body(LoginSchemas.V1));
        assertEquals(1, found.number("version"));
        assertEquals(id, found.number("id"));
    }

    @ParameterizedTest
    @EnumSource
    void anIdenticalSchemaIsNoNewVersionEvenWhereItWouldBeIncompatible(InteropRegistry registry) throws Exception {
        int first = register(registry, subject, LoginSchemas.V1);
        register(registry, subject, LoginSchemas.V2);
        assertEquals(first, register(registry, subject, LoginSchemas.V1));
        assertEquals(
                "[1,2]", get(registry, "/subjects/" + subject + "/versions").toString());
    }

    @ParameterizedTest
    @EnumSource
    void compatibilityIsJudgedWithoutRegistering(InteropRegistry registry) throws Exception {
        register(registry, subject, LoginSchemas.V1);
        String path = "/compatibility/subjects/" + subject + "/versions/latest";
        assertTrue(send(registry, "POST", path, body(LoginSchemas.V2))
                .body()
                .path("is_compatible")
                .asBoolean());
        assertFalse(send(registry, "POST", path, body(LoginSchemas.V2_WITHOUT_DEFAULT))
                .body()
                .path("is_compatible")
                .asBoolean(true));
        assertEquals("[1]", get(registry, "/subjects/" + subject + "/versions").toString());
    }

    @ParameterizedTest
    @EnumSource
    void aSubjectMayHaveALevelOfItsOwn(InteropRegistry registry) throws Exception {
        register(registry, subject, LoginSchemas.V1);
        assertEquals(
                200,
                send(registry, "PUT", "/config/" + subject, "{\"compatibility\":\"FULL\"}")
                        .status());
        assertEquals(
                "FULL",
                get(registry, "/config/" + subject).path("compatibilityLevel").asText());
    }

    @ParameterizedTest
    @EnumSource
    void subjectsMayHoldAnyCharacter(InteropRegistry registry) throws Exception {
        int id = register(registry, "a%2Fb%20c%2Bd%C3%A9" + subject, LoginSchemas.OTHER);
        assertEquals(
                id,
                send(registry, "GET", "/subjects/a%2Fb%20c%2Bd%C3%A9" + subject + "/versions/1", "")
                        .number("id"));
        assertTrue(get(registry, "/subjects").toString().contains("\"a/b c+dé" + subject + "\""));
    }

    private int register(InteropRegistry registry, String encodedSubject, String schema) throws Exception {
        Answer answer =
                send(registry, "POST", "/subjects/" + encodedSubject + "/versions?normalize=false", body(schema));
        assertEquals(200, answer.status(), registry + ": " + answer.body());
        return answer.number("id");
    }

    private JsonNode get(InteropRegistry registry, String path) throws Exception {
        Answer answer = send(registry, "GET", path, "");
        assertEquals(200, answer.status(), registry + ": " + answer.body());
        return answer.body();
    }

    private Answer send(InteropRegistry registry, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .header("Accept", "text/html, image/gif, image/jpeg, */*; q=0.2")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException noJson) {
            return new Answer(response.statusCode(), JSON.missingNode());
        }
    }

    /** Its error code, level or mode. */
    private static String shown(JsonNode body) {
        for (String field : new String[] {"error_code", "compatibilityLevel", "mode"}) {
            if (body.has(field)) {
                return body.path(field).asText();
            }
        }
        return "no JSON";
    }

    private static String sent(String body) {
        return switch (body) {
            case "V1" -> body(LoginSchemas.V1);
            case "V2" -> body(LoginSchemas.V2);
            case "INCOMPATIBLE" -> body(LoginSchemas.V2_WITHOUT_DEFAULT);
            default -> body;
        };
    }

    private static String body(String schema) {
        return JSON.createObjectNode()
                .put("schemaType", "AVRO")
                .put("schema", schema)
                .toString();
    }
}
