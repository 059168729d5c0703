package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.event.Subject;
import io.plumbline.json.Problems;
import io.plumbline.json.RecordReader;
import io.plumbline.monitor.Scenario.Expected;
import io.plumbline.monitor.Scenario.ExpectedException;
import io.plumbline.monitor.Scenario.ExpectedVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Reads what a scenario expects, and checks it against the controls it is about. */
final class ExpectationReader {

    private final Set<String> controls;
    private final Collection<ControlDefinition> definitions;
    private final Problems problems;

    ExpectationReader(Set<String> controls, Collection<ControlDefinition> definitions, Problems problems) {
        this.controls = controls;
        this.definitions = definitions;
        this.problems = problems;
    }

    /** What is read of an object with {@code exceptions} and {@code verdicts}; no exceptions means that none stands. */
    Expected read(JsonNode node, String path) {
        List<ExpectedException> exceptions = new ArrayList<>();
        List<ExpectedVerdict> verdicts = new ArrayList<>();
        if (RecordReader.isObject(node, path, problems)) {
            RecordReader.checkKeys(node, List.of("exceptions", "verdicts"), path, problems);
            items(node, "exceptions", path, ExpectedException.class, (exception, at) -> {
                check(exception, at);
                exceptions.add(exception);
            });
            items(node, "verdicts", path, ExpectedVerdict.class, (verdict, at) -> {
                checkControl(verdict.control(), at);
                checkSubject(verdict.subject(), at);
                verdicts.add(verdict);
            });
        }
        return new Expected(List.copyOf(exceptions), List.copyOf(verdicts));
    }

    private <T extends Record> void items(
            JsonNode node, String key, String path, Class<T> type, BiConsumer<T, String> then) {
        JsonNode list = node.path(key);
        String at = Problems.key(path, key);
        if (list.isMissingNode() || list.isNull()) {
            return;
        }
        if (!list.isArray()) {
            problems.add(at, "must be a list; write [] where none stands");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String item = Problems.item(at, i);
            if (RecordReader.isObject(list.get(i), item, problems)) {
                RecordReader.YAML
                        .read(withControl((ObjectNode) list.get(i)), type, item, problems)
                        .ifPresent(read -> then.accept(read, item));
            }
        }
    }

    private ObjectNode withControl(ObjectNode node) {
        ObjectNode copy = node.deepCopy();
        if (!node.hasNonNull("control") && controls.size() == 1) {
            copy.put("control", controls.iterator().next());
        }
        return copy;
    }

    private void check(ExpectedException exception, String path) {
        checkControl(exception.control(), path);
        exception.subject().ifPresent(subject -> checkSubject(subject, path));
        Optional<ControlDefinition> control = definitions.stream()
                .filter(definition -> definition.id().equals(exception.control()))
                .findFirst();
        if (control.isEmpty()) {
            return;
        }
        Optional<DeviationKind> kind = control.get().kinds().stream()
                .filter(defined -> defined.name().equals(exception.kind()))
                .findFirst();
        if (kind.isEmpty()) {
            String names =
                    control.get().kinds().stream().map(DeviationKind::name).collect(Collectors.joining(", "));
            problems.add(
                    Problems.key(path, "kind"),
                    exception.control() + " has no kind '" + exception.kind() + "'; use one of " + names);
        } else if (!kind.get().variants().contains(exception.variant())) {
            problems.add(
                    Problems.key(path, "variant"),
                    exception.kind() + " has no variant '" + exception.variant() + "'; use one of "
                            + String.join(", ", kind.get().variants()));
        }
    }

    private void checkControl(String control, String path) {
        if (!controls.contains(control)) {
            problems.add(
                    Problems.key(path, "control"),
                    "must be a control of the file: " + String.join(", ", controls) + "; was '" + control + "'");
        }
    }

    private void checkSubject(String subject, String path) {
        try {
            Subject.parse(subject);
        } catch (IllegalArgumentException e) {
            problems.add(
                    Problems.key(path, "subject"), "must be a subject such as identity:p-1, was '" + subject + "'");
        }
    }
}
