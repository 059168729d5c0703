package io.plumbline.avro;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that gives prepared answers, one per request, the last one again and again, and remembers what it was asked. */
final class ScriptedRegistry implements AutoCloseable {
    static final int DROP_CONNECTION = -1;

    private final HttpServer server;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private Answer last = new Answer(200, "{\"id\":1}");
    final List<Request> requests = new CopyOnWriteArrayList<>();

    record Answer(int status, String body) {}

    record Request(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.containsKey(name) ? headers.get(name).get(0) : "";
        }
    }

    ScriptedRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    ScriptedRegistry then(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    ScriptedRegistry then(int status) {
        return then(status, "{\"error_code\":" + status + ",\"message\":\"scripted\"}");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            last = answers.isEmpty() ? last : answers.remove();
            if (last.status() == DROP_CONNECTION) {
                throw new IOException("dropped on purpose");
            }
            byte[] body = last.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(last.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
