package io.plumbline.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of one schema registry at one or more addresses, over HTTP/1.1.
 *
 * <p>A call is tried on one address until its tries are used up, waiting longer each time, then on the next. Only a
 * failed connection and the statuses 408, 429, 500, 502, 503 and 504 are tried again. An address that failed is not
 * asked first again until the others have failed too.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistryClient {
    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final Logger LOG = LoggerFactory.getLogger(HttpSchemaRegistryClient.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> WORTH_RETRYING = Set.of(408, 429, 500, 502, 503, 504);

    private final RegistryConfig config;
    private final List<RegistryUrl> addresses;
    private final HttpClient http;
    private volatile int first;

    public HttpSchemaRegistryClient(RegistryConfig config) {
        this.config = config;
        this.addresses = config.urls().stream().map(RegistryUrl::parse).toList();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(timeout(RegistryConfig.CONNECT_TIMEOUT));
        config.proxy().map(ProxySelector::of).ifPresent(builder::proxy);
        config.tls().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public int register(String subject, String schema, boolean normalize) {
        String path = "/subjects/" + encode(subject) + "/versions?normalize=" + normalize;
        return intIn(call("POST", path, schemaBody(schema)), "id");
    }

    @Override
    public int lookup(String subject, String schema, boolean normalize) {
        String path = "/subjects/" + encode(subject) + "?normalize=" + normalize + "&deleted=false";
        return intIn(call("POST", path, schemaBody(schema)), "id");
    }

    @Override
    public RegisteredSchema latest(String subject) {
        JsonNode answer = call("GET", "/subjects/" + encode(subject) + "/versions/latest", "");
        return new RegisteredSchema(subject, intIn(answer, "version"), intIn(answer, "id"), textIn(answer, "schema"));
    }

    @Override
    public String schemaById(int id, String subject) {
        return textIn(call("GET", "/schemas/ids/" + id + "?fetchMaxId=false&subject=" + encode(subject), ""), "schema");
    }

    private JsonNode call(String method, String path, String body) {
        int start = first;
        for (int i = 0; ; i++) {
            int address = (start + i) % addresses.size();
            try {
                JsonNode answer = callWithRetries(addresses.get(address), method, path, body);
                first = address;
                return answer;
            } catch (IOException unreachable) {
                if (i == addresses.size() - 1) {
                    throw new RegistryUnreachableException(
                            "no schema registry answers at " + bases() + ": check " + RegistryConfig.URL
                                    + " and that it is running (" + unreachable + ")",
                            unreachable);
                }
                LOG.warn(
                        "schema registry {} does not answer ({}), trying the next",
                        bases().get(address),
                        unreachable.toString());
            } catch (RegistryException failed) {
                if (!WORTH_RETRYING.contains(failed.status()) || i == addresses.size() - 1) {
                    throw failed;
                }
                LOG.warn("schema registry {} fails ({}), trying the next", bases().get(address), failed.getMessage());
            }
        }
    }

    private JsonNode callWithRetries(RegistryUrl address, String method, String path, String body) throws IOException {
        for (int retry = 0; ; retry++) {
            try {
                return callOnce(address, method, path, body);
            } catch (IOException failed) {
                if (retry == config.maxRetries()) {
                    throw failed;
                }
            } catch (RegistryException failed) {
                if (!WORTH_RETRYING.contains(failed.status()) || retry == config.maxRetries()) {
                    throw failed;
                }
            }
            backOff(retry);
        }
    }

    private JsonNode callOnce(RegistryUrl address, String method, String path, String body) throws IOException {
        BodyPublisher content = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.base() + path))
                .timeout(timeout(RegistryConfig.READ_TIMEOUT))
                .header("Content-Type", CONTENT_TYPE)
                .method(method, content);
        config.requestHeaders().forEach(request::header);
        config.authorization()
                .or(() -> config.credentialsInUrl()
                        ? address.userInfo().map(RegistryConfig::basicHeader)
                        : Optional.empty())
                .ifPresent(value -> request.setHeader("Authorization", value));
        try {
            return answer(address, http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private static JsonNode answer(RegistryUrl address, HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        if (status / 100 == 2 && body.isObject()) {
            return body;
        }
        if (status / 100 == 2) {
            throw new IOException(address.base() + " answers, but not as a schema registry; check the path");
        }
        String message = body.path("message").asText("no message");
        throw new RegistryException(
                status,
                body.path("error_code").asInt(status),
                "HTTP " + status + " from " + address.base() + ": " + message);
    }

    /** What the text holds, or a missing node when it is not JSON, as an error page of a proxy is not. */
    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    /** Sleeps a random part of a wait that doubles each time. */
    private void backOff(int retry) {
        long longest = config.milliseconds(RegistryConfig.RETRIES_MAX_WAIT);
        long wait = Math.min(longest, (long) config.milliseconds(RegistryConfig.RETRIES_WAIT) << Math.min(retry, 30));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(wait + 1));
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private List<String> bases() {
        return addresses.stream().map(RegistryUrl::base).toList();
    }

    private Duration timeout(String property) {
        return Duration.ofMillis(config.milliseconds(property));
    }

    private static String schemaBody(String schema) {
        return JSON.createObjectNode()
                .put("schemaType", "AVRO")
                .put("schema", schema)
                .toString();
    }

    private static int intIn(JsonNode answer, String field) {
        if (!answer.path(field).isInt()) {
            throw new RegistryUnreachableException("the schema registry's answer has no number '" + field + "'");
        }
        return answer.path(field).intValue();
    }

    private static String textIn(JsonNode answer, String field) {
        if (!answer.path(field).isTextual()) {
            throw new RegistryUnreachableException("the schema registry's answer has no text '" + field + "'");
        }
        return answer.path(field).textValue();
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
