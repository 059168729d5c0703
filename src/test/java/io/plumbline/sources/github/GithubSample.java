package io.plumbline.sources.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.sources.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real payloads under {@code src/test/resources/github}, bare and as deliveries, and deliveries made from them. */
public final class GithubSample {

    /** When the payloads are said to have been delivered, which they do not say themselves. */
    public static final Instant DELIVERED_AT = Instant.parse("2023-07-05T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PAYLOADS = Path.of("src/test/resources/github/api.github.com");

    private GithubSample() {}

    /** All payloads as they lie in their folders. */
    public static List<SourceFile> bare() {
        return paths().stream().map(GithubSample::read).toList();
    }

    /** One payload as it lies in its folder. */
    public static SourceFile bare(String path) {
        return read(PAYLOADS.resolve(path));
    }

    /** The events of the payloads: the names of their folders. */
    public static Set<String> events() {
        return paths().stream()
                .map(path -> path.getParent().getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All payloads, each as GitHub's REST API gives a delivery, in one file. */
    public static SourceFile delivered() {
        return delivered("");
    }

    /** The payloads of one event, or of all where it is empty, in the same form. */
    public static SourceFile delivered(String event) {
        StringBuilder lines = new StringBuilder();
        for (Path path : paths()) {
            String name = PAYLOADS.relativize(path).toString();
            if (event.isEmpty() || name.startsWith(event + "/")) {
                lines.append(delivery(name, DELIVERED_AT, payload -> {})).append('\n');
            }
        }
        return SourceFile.of("deliveries.jsonl", lines.toString());
    }

    /**
     * One delivery, as a line of JSON.
     *
     * @param path of the payload it delivers
     * @param change what is different in the payload
     */
    public static String delivery(String path, Instant deliveredAt, Consumer<ObjectNode> change) {
        try {
            ObjectNode payload =
                    (ObjectNode) JSON.readTree(PAYLOADS.resolve(path).toFile());
            change.accept(payload);
            ObjectNode delivery = JSON.createObjectNode()
                    .put("guid", path)
                    .put("delivered_at", deliveredAt.toString())
                    .put("redelivery", false)
                    .put("event", path.substring(0, path.indexOf('/')))
                    .put("action", payload.path("action").asText(null));
            delivery.putObject("request").set("payload", payload);
            return delivery.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a payload, to be changed. */
    public static ObjectNode part(JsonNode payload, String... path) {
        JsonNode part = payload;
        for (String step : path) {
            part = part.path(step);
        }
        return (ObjectNode) part;
    }

    private static List<Path> paths() {
        try (Stream<Path> paths = Files.walk(PAYLOADS)) {
            return new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile read(Path path) {
        try {
            return SourceFile.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
