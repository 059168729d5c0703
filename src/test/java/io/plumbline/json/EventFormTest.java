package io.plumbline.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plumbline.event.EventKind;
import io.plumbline.event.EventKind.InboundTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventFormTest {

    private static final Path PAGE = Path.of("src/site/markdown/event-lines.md");
    private static final String TABLES = "<!-- the tables below are generated -->\n";

    /** With {@code -Dplumbline.docs.write=true} the page is written instead. */
    @Test
    void the_page_about_event_lines_shows_every_kind_as_it_is_read() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(TABLES) + TABLES.length());
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(PAGE, head + tables());
        }
        assertEquals(head + tables(), Files.readString(PAGE));
    }

    @Test
    void no_kind_has_a_key_of_the_header_for_its_own() {
        for (EventKind kind : EventKind.values()) {
            EventForm.of(kind).keys().forEach(key -> {
                assertFalse(EventReader.HEADER_KEYS.contains(key.name()), kind + " " + key.name());
                assertFalse(
                        List.of("kind", "sourceEventId", "occurredAt").contains(key.name()), kind + " " + key.name());
            });
        }
    }

    @Test
    void the_example_of_the_page_is_read_without_a_problem() throws IOException {
        List<String> lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("{\"kind\""))
                .toList();
        assertFalse(lines.isEmpty());
        assertEquals(
                List.of(),
                EventLines.read(PAGE.toString(), lines.stream())
                        .flatMap(line -> line.problems().stream())
                        .toList());
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        for (InboundTopic topic : InboundTopic.values()) {
            if (topic == InboundTopic.NONE) {
                continue;
            }
            text.append("\n## Topic `").append(topic.topicName()).append("`\n");
            Stream.of(EventKind.values())
                    .filter(kind -> kind.topic() == topic)
                    .forEach(kind -> table(EventForm.of(kind), text));
        }
        return text.toString();
    }

    private static void table(EventForm form, StringBuilder text) {
        text.append("\n### `").append(form.kind().wireName()).append("`\n\n");
        text.append("| Key | Required | Value |\n|---|---|---|\n");
        form.keys().forEach(key -> text.append("| `")
                .append(key.name())
                .append("` | ")
                .append(key.required() ? "yes" : "no")
                .append(" | ")
                .append(key.form())
                .append(" |\n"));
    }
}
