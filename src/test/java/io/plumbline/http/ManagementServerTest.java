package io.plumbline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManagementServerTest {

    private static final ManagementSettings ANY_PORT = new ManagementSettings("127.0.0.1", 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ManagementServer server = ManagementServer.start(
            ANY_PORT,
            Map.of(
                    "/greeting",
                    any -> Reply.json(200, Map.of("hello", "world")),
                    "/broken",
                    any -> {
                        throw new IllegalStateException("a secret of the inside");
                    },
                    "/slow",
                    any -> {
                        asked.countDown();
                        awaitAnswer();
                        return Reply.json(200, Map.of());
                    },
                    "/health",
                    new HealthEndpoint(() -> List.of(
                            new Check("disk", true, "half empty"), new Check("clock", false, "stands still")))));

    @AfterEach
    void stop() {
        answer.countDown();
        server.close();
    }

    @Test
    void anEndpointIsAnsweredWithoutSayingWhatServerItIs() throws Exception {
        HttpResponse<String> reply = get("/greeting");
        assertEquals(200, reply.statusCode());
        assertEquals("application/json", header(reply, "content-type"));
        assertEquals("no-store", header(reply, "cache-control"));
        assertEquals("world", json(reply).get("hello").asText());
        assertTrue(reply.headers().firstValue("server").isEmpty());
        assertTrue(reply.headers().firstValue("x-powered-by").isEmpty());
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/greeting");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(header(get("/greeting"), "content-length"), header(head, "content-length"));
    }

    @Test
    void whatIsNotThereIsAProblemThatNamesWhatIs() throws Exception {
        HttpResponse<String> reply = get("/nothing");
        assertEquals(404, reply.statusCode());
        assertEquals("application/problem+json", header(reply, "content-type"));
        assertEquals(404, json(reply).get("status").asInt());
        assertTrue(json(reply).get("detail").asText().contains("/greeting"), reply.body());
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse<String> reply = send("POST", "/greeting");
        assertEquals(405, reply.statusCode());
        assertEquals("GET, HEAD", header(reply, "allow"));
        assertEquals("application/problem+json", header(reply, "content-type"));
        assertEquals(404, send("POST", "/nothing").statusCode());
    }

    @Test
    void anEndpointThatFailsIsAProblemWithoutItsInside() throws Exception {
        HttpResponse<String> reply = get("/broken");
        assertEquals(500, reply.statusCode());
        assertEquals("application/problem+json", header(reply, "content-type"));
        assertFalse(reply.body().contains("secret"), reply.body());
    }

    @Test
    void headersThatAreTooLargeAreRefusedInTheSameForm() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/greeting"))
                .header("X-Large", "x".repeat(20_000))
                .build();
        HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());
        assertEquals(431, reply.statusCode());
        assertEquals(431, json(reply).get("status").asInt());
        assertTrue(reply.headers().firstValue("server").isEmpty());
    }

    @Test
    void whatIsNoHttpIsRefusedWithoutAPage() throws Exception {
        for (String request : List.of("nonsense\r\n\r\n", "GET /greeting?a=%zz HTTP/1.0\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(reply.startsWith("HTTP/1.1 400"), reply);
                assertFalse(reply.contains("Jetty") || reply.contains("<html"), reply);
            }
        }
    }

    @Test
    void aProbeThatFailsSaysWhichCheckAndWithVerboseAllOfThem() throws Exception {
        HttpResponse<String> brief = get("/health");
        assertEquals(503, brief.statusCode());
        assertEquals("DOWN", json(brief).get("status").asText());
        assertEquals(1, json(brief).get("checks").size());
        assertEquals(
                "stands still", json(brief).get("checks").get(0).get("detail").asText());
        assertEquals(2, json(get("/health?verbose")).get("checks").size());
    }

    @Test
    void aPortThatIsTakenSaysSo() {
        CannotListenException taken = assertThrows(
                CannotListenException.class,
                () -> ManagementServer.start(new ManagementSettings("127.0.0.1", server.port()), Map.of()));
        assertEquals(
                "port " + server.port() + " of 127.0.0.1 cannot be opened: Address already in use", taken.getMessage());
    }

    @Test
    void stoppingLetsARequestUnderWayFinish() throws Exception {
        CompletableFuture<HttpResponse<String>> reply = client.sendAsync(
                HttpRequest.newBuilder(server.url().resolve("/slow")).build(), BodyHandlers.ofString());
        assertTrue(asked.await(10, TimeUnit.SECONDS));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(answer::countDown);
        assertEquals(200, reply.get(10, TimeUnit.SECONDS).statusCode());
        stopped.get(10, TimeUnit.SECONDS);
    }

    private void awaitAnswer() {
        try {
            assertTrue(answer.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = server.url().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("none");
    }

    private static JsonNode json(HttpResponse<String> reply) throws Exception {
        return new ObjectMapper().readTree(reply.body());
    }
}
