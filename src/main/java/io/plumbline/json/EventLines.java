package io.plumbline.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.plumbline.event.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Events a customer brings: one JSON object a line, in the form of {@link EventReader}, with {@code source}, {@code id} and
 * {@code at} given.
 *
 * <pre>{"kind":"account.disabled","source":"erp","id":"e-17","at":"2026-03-02T18:00:00Z","account":"erp/a-1"}</pre>
 *
 * <p>Lines are read one at a time and independently: a bad line is reported and the next is read. Blank lines are passed over.
 */
public final class EventLines {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final EventReader EVENTS = new EventReader(RecordReader.JSON);

    private EventLines() {}

    /**
     * One line that is not blank: its event, or what is wrong with it.
     *
     * @param number from 1, blank lines counted
     */
    public record Line(int number, Optional<Event> event, List<Problem> problems) {}

    /** The lines of a file, read as the stream is consumed and in order. */
    public static Stream<Line> read(String file, Stream<String> lines) {
        AtomicInteger number = new AtomicInteger();
        return lines.sequential()
                .map(line -> new Numbered(number.incrementAndGet(), line))
                .filter(line -> !line.text().isBlank())
                .map(line -> read(file, line.number(), line.text()));
    }

    private record Numbered(int number, String text) {}

    private static Line read(String file, int number, String text) {
        Document document = Document.parse(file, parser(withoutByteOrderMark(text)));
        Problems problems = new Problems(file, field -> number);
        document.problems().all().forEach(problem -> problems.add(problem.field(), problem.message()));
        boolean parsed = !document.root().isNull();
        if (!parsed && problems.count() == 0) {
            problems.add("", "must be an object with keys and values, was nothing");
        }
        Optional<Event> event =
                parsed ? EVENTS.read(document.root(), "", EventReader.Defaults.NONE, problems) : Optional.empty();
        return new Line(number, problems.count() == 0 ? event : Optional.empty(), problems.all());
    }

    private static JsonParser parser(String text) {
        try {
            return JSON.createParser(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
