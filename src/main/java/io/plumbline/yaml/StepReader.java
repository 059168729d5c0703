package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.json.EventReader;
import io.plumbline.json.EventReader.Defaults;
import io.plumbline.json.Problems;
import io.plumbline.json.RecordReader;
import io.plumbline.monitor.Scenario.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps of one scenario: events, {@code settled} and {@code expect}. */
final class StepReader {

    private static final EventReader EVENTS = EventReader.ofScenarios(RecordReader.YAML);

    private final ExpectationReader expectations;
    private final Problems problems;
    private final Map<EventId, Event> byId = new HashMap<>();

    StepReader(ExpectationReader expectations, Problems problems) {
        this.expectations = expectations;
        this.problems = problems;
    }

    /** The step at an index; an event that gives no id is {@code e} and the number of the step, from 1. */
    Optional<Step> read(ArrayNode steps, int index, String path) {
        JsonNode node = steps.get(index);
        if (!RecordReader.isObject(node, path, problems)) {
            return Optional.empty();
        } else if (node.has("settled")) {
            RecordReader.checkKeys(node, List.of("settled"), path, problems);
            return settled(node.path("settled"), Problems.key(path, "settled"));
        } else if (node.has("expect")) {
            RecordReader.checkKeys(node, List.of("expect"), path, problems);
            return Optional.of(new Step.Stands(expectations.read(node.path("expect"), Problems.key(path, "expect"))));
        }
        Defaults defaults =
                new Defaults(Optional.empty(), Optional.of(Scenarios.SOURCE), Optional.of("e" + (index + 1)), true);
        Optional<Event> event = EVENTS.read(node, path, defaults, problems);
        event.ifPresent(arriving -> checkId(arriving, path));
        return event.map(Step.Arrives::new);
    }

    private Optional<Step> settled(JsonNode node, String path) {
        if (node.isObject()) {
            return Optional.of(new Step.Settles(RecordReader.YAML.instants(node, path, problems)));
        }
        Optional<Instant> all = RecordReader.YAML.instant(node, path, problems);
        return all.map(at -> new Step.Settles(Map.of("*", at)));
    }

    private void checkId(Event event, String path) {
        Event before = byId.putIfAbsent(event.id(), event);
        if (before != null && before.kind() != event.kind()) {
            problems.add(
                    path,
                    "has the id " + event.id() + " of an earlier step that is a "
                            + before.kind().wireName() + "; give it an id of its own");
        }
    }
}
