package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpSchemaRegistryClientTest {
    private final ScriptedRegistry server = new ScriptedRegistry();

    HttpSchemaRegistryClientTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsTheCallsAndHeadersThatGenuineClientsSend() {
        HttpSchemaRegistryClient client = client(server.url() + "/", Map.of("request.header.X-Tenant", "audit"));
        server.then(200, "{\"id\":7,\"guid\":\"new\"}");
        assertEquals(7, client.register("a/b c-value", LoginSchemas.V1, false));
        server.then(200, "{\"id\":8}");
        assertEquals(8, client.lookup("a-value", LoginSchemas.V1, true));
        server.then(200, "{\"schema\":\"x\"}");
        assertEquals("x", client.schemaById(9, "a-value"));
        server.then(200, "{\"subject\":\"a-value\",\"version\":3,\"id\":4,\"schema\":\"x\"}");
        assertEquals(new RegisteredSchema("a-value", 3, 4, "x"), client.latest("a-value"));

        assertEquals(
                "/subjects/a%2Fb%20c-value/versions?normalize=false",
                server.requests.get(0).uri());
        assertEquals(
                "/subjects/a-value?normalize=true&deleted=false",
                server.requests.get(1).uri());
        assertEquals(
                "/schemas/ids/9?fetchMaxId=false&subject=a-value",
                server.requests.get(2).uri());
        assertEquals("/subjects/a-value/versions/latest", server.requests.get(3).uri());
        assertTrue(server.requests.get(0).body().startsWith("{\"schemaType\":\"AVRO\",\"schema\":\"{"));
        for (ScriptedRegistry.Request request : server.requests) {
            assertEquals("application/vnd.schemaregistry.v1+json", request.header("Content-type"));
            assertEquals("audit", request.header("X-tenant"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, ScriptedRegistry.DROP_CONNECTION})
    void troubleThatMayPassIsTriedAgain(int status) {
        server.then(status).then(status).then(200, "{\"id\":5}");
        assertEquals(5, client(server.url(), Map.of()).register("a-value", LoginSchemas.V1, false));
        assertTrue(server.requests.size() >= 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 422})
    void anAnswerThatWillNotChangeIsNotAskedForTwiceNorElsewhere(int status) throws IOException {
        server.then(status);
        try (ScriptedRegistry second = new ScriptedRegistry()) {
            HttpSchemaRegistryClient client = client(server.url() + "," + second.url(), Map.of());
            RegistryException refused =
                    assertThrows(RegistryException.class, () -> client.register("a-value", LoginSchemas.V1, false));
            assertEquals(status, refused.status());
            assertEquals(1, server.requests.size());
            assertEquals(0, second.requests.size());
        }
    }

    @Test
    void theNumberOfTriesIsTheFirstAndMaxRetriesMore() {
        server.then(503);
        HttpSchemaRegistryClient client = client(server.url(), Map.of(RegistryConfig.MAX_RETRIES, 2));
        RegistryException failed =
                assertThrows(RegistryException.class, () -> client.register("a-value", LoginSchemas.V1, false));
        assertEquals(503, failed.status());
        assertEquals(3, server.requests.size());
    }

    @Test
    void theNextRegistryAnswersForOneThatIsDownAndIsAskedFirstFromThenOn() throws IOException {
        String down = unusedUrl();
        HttpSchemaRegistryClient client = client(down + ", " + server.url(), Map.of(RegistryConfig.MAX_RETRIES, 0));
        assertEquals(1, client.register("a-value", LoginSchemas.V1, false));
        assertEquals(1, client.lookup("a-value", LoginSchemas.V1, false));
        assertEquals(2, server.requests.size());
    }

    @Test
    void theNextRegistryAnswersForOneInTrouble() throws IOException {
        server.then(500);
        try (ScriptedRegistry second = new ScriptedRegistry()) {
            HttpSchemaRegistryClient client =
                    client(server.url() + "," + second.url(), Map.of(RegistryConfig.MAX_RETRIES, 1));
            client.register("a-value", LoginSchemas.V1, false);
            client.register("a-value", LoginSchemas.V2, false);
            assertEquals(2, server.requests.size());
            assertEquals(2, second.requests.size());
        }
    }

    @Test
    void aRegistryThatComesBackIsUsedAgainWhenTheOtherFails() throws IOException {
        server.then(500).then(200, "{\"id\":1}");
        try (ScriptedRegistry second = new ScriptedRegistry()) {
            HttpSchemaRegistryClient client =
                    client(server.url() + "," + second.url(), Map.of(RegistryConfig.MAX_RETRIES, 0));
            client.register("a-value", LoginSchemas.V1, false);
            second.close();
            assertEquals(1, client.register("a-value", LoginSchemas.V1, false));
            assertEquals(2, server.requests.size());
        }
    }

    @Test
    void whenNoRegistryAnswersTheMessageNamesThemWithoutTheirPasswords() throws IOException {
        String url = unusedUrl().replace("http://", "http://someone:secret@");
        HttpSchemaRegistryClient client = client(url, Map.of(RegistryConfig.MAX_RETRIES, 1));
        RegistryUnreachableException failed = assertThrows(
                RegistryUnreachableException.class, () -> client.register("a-value", LoginSchemas.V1, false));
        assertTrue(failed.getMessage().contains("127.0.0.1"), failed.getMessage());
        assertFalse(failed.getMessage().contains("secret"), failed.getMessage());
    }

    @Test
    void anAnswerThatTakesTooLongIsNoAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            HttpSchemaRegistryClient client = client(
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    Map.of(RegistryConfig.READ_TIMEOUT, 50, RegistryConfig.MAX_RETRIES, 1));
            assertThrows(RegistryUnreachableException.class, () -> client.schemaById(1, ""));
        }
    }

    @Test
    void aPageThatIsNotARegistrysAnswerIsNotTakenForOne() {
        server.then(200, "<html>Welcome</html>");
        HttpSchemaRegistryClient client = client(server.url(), Map.of(RegistryConfig.MAX_RETRIES, 0));
        assertThrows(RegistryUnreachableException.class, () -> client.schemaById(1, ""));
        server.then(200, "{\"welcome\":true}");
        assertThrows(RegistryUnreachableException.class, () -> client.schemaById(1, ""));
    }

    @Test
    void credentialsComeFromTheUrlTheSettingsOrTheSaslLogin() {
        String basic = "Basic dTpw";
        assertEquals(basic, authorizationSentBy(server.url().replace("http://", "http://u:p@"), Map.of()));
        assertEquals(
                basic,
                authorizationSentBy(
                        server.url(),
                        Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "u:p")));
        assertEquals(
                basic,
                authorizationSentBy(
                        server.url(),
                        Map.of(
                                "schema.registry.basic.auth.credentials.source", "USER_INFO",
                                "schema.registry.basic.auth.user.info", "u:p")));
        assertEquals(
                basic,
                authorizationSentBy(
                        server.url(),
                        Map.of(
                                "basic.auth.credentials.source",
                                "SASL_INHERIT",
                                "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";")));
        assertEquals(
                "Bearer tok",
                authorizationSentBy(
                        server.url(),
                        Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "tok")));
        assertEquals("", authorizationSentBy(server.url(), Map.of("basic.auth.user.info", "u:p")));
    }

    private String authorizationSentBy(String url, Map<String, Object> settings) {
        client(url, settings).register("a-value", LoginSchemas.V1, false);
        return server.requests.get(server.requests.size() - 1).header("Authorization");
    }

    private static HttpSchemaRegistryClient client(String urls, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(RegistryConfig.URL, urls);
        all.putIfAbsent(RegistryConfig.RETRIES_WAIT, 1);
        return new HttpSchemaRegistryClient(new RegistryConfig(all));
    }

    private static String unusedUrl() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
