package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What an instance answers over HTTP. */
final class ManagementReplies {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ManagementReplies() {}

    interface Condition {
        boolean holds(HttpResponse<String> reply);
    }

    static void await(Management management, String path, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        HttpResponse<String> reply = get(management, path);
        while (!condition.holds(reply)) {
            assertTrue(System.nanoTime() < end, path + " not in time: " + reply.body());
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            reply = get(management, path);
        }
    }

    static long lag(HttpResponse<String> status) {
        long[] sum = {0};
        json(status).get("lag").forEach(topic -> sum[0] += topic.get("records").asLong());
        return sum[0];
    }

    static Map<String, HttpResponse<String>> ask(Management management) throws Exception {
        Map<String, HttpResponse<String>> replies = new LinkedHashMap<>();
        for (String path : List.of("/livez", "/startupz", "/readyz", "/readyz?verbose", "/status", "/metrics")) {
            replies.put(path, get(management, path));
        }
        return replies;
    }

    private static HttpResponse<String> get(Management management, String path) throws Exception {
        URI uri = management.url().orElseThrow().resolve(path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> reply) {
        try {
            return new ObjectMapper().readTree(reply.body());
        } catch (IOException e) {
            throw new IllegalStateException(reply.body(), e);
        }
    }
}
