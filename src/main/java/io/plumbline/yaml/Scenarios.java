package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.event.EventKind;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import io.plumbline.monitor.Scenario;
import io.plumbline.monitor.Scenario.Expected;
import io.plumbline.monitor.Scenario.Step;
import io.plumbline.yaml.ReferenceEntries.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads scenario files: dated events and what is expected of them.
 *
 * <p>Keys of a file: {@code control} or {@code controls}, {@code reference}, {@code scenarios}. Each scenario has a
 * {@code name}, {@code steps} and {@code expect}, and may have {@code covers} and a {@code reference} of its own, which is added
 * to that of the file and, for the same version of an entry, replaces it.
 */
public final class Scenarios {

    /** The {@code source} of reference entries that name none. */
    public static final String SOURCE = "scenario";

    private static final RecordReader RECORDS = RecordReader.YAML;

    private final JsonNode root;
    private final Problems problems;
    private final Collection<ControlDefinition> definitions;
    private final Set<String> controls = new TreeSet<>();

    private Scenarios(JsonNode root, Problems problems, Collection<ControlDefinition> definitions) {
        this.root = root;
        this.problems = problems;
        this.definitions = definitions;
    }

    /**
     * The scenarios of a file's text.
     *
     * @param definitions kinds and variants are checked where the control is among these
     */
    public static Reading<List<Scenario>> read(String file, String text, Collection<ControlDefinition> definitions) {
        Document document = YamlDocument.parse(file, text);
        Problems problems = document.problems();
        List<Scenario> scenarios = List.of();
        if (problems.count() == 0 && RecordReader.isObject(document.root(), "", problems)) {
            scenarios = new Scenarios(document.root(), problems, definitions).scenarios();
        }
        return Reading.of(scenarios, problems.all());
    }

    /** The scenarios of all files an index lists under {@code scenarios}, in its order; the files stand beside the index. */
    public static Reading<List<Scenario>> load(
            FileTree files, String index, Collection<ControlDefinition> definitions) {
        Optional<String> text = files.read(index);
        if (text.isEmpty()) {
            return new Reading<>(Optional.empty(), List.of(new Problem(index, 0, "", "is missing; add the file")));
        }
        Document document = YamlDocument.parse(index, text.get());
        List<Problem> all = new ArrayList<>();
        List<Scenario> scenarios = new ArrayList<>();
        if (RecordReader.isObject(document.root(), "", document.problems())) {
            RecordReader.checkKeys(document.root(), List.of("scenarios"), "", document.problems());
            String folder = index.substring(0, index.lastIndexOf('/') + 1);
            for (String name : RECORDS.texts(document.root(), "scenarios", "", document.problems())) {
                String file = folder + name;
                Optional<String> histories = files.read(file);
                if (histories.isEmpty()) {
                    all.add(new Problem(file, 0, "", "is missing; add the file or take it off the index"));
                } else {
                    Reading<List<Scenario>> reading = read(file, histories.get(), definitions);
                    all.addAll(reading.problems());
                    reading.value().ifPresent(scenarios::addAll);
                }
            }
        }
        all.addAll(0, document.problems().all());
        return Reading.of(List.copyOf(scenarios), all);
    }

    private List<Scenario> scenarios() {
        RecordReader.checkKeys(root, List.of("control", "controls", "reference", "scenarios"), "", problems);
        readControls();
        List<Entry> shared = ReferenceEntries.read(root, "", SOURCE, problems);
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> names = new HashSet<>();
        JsonNode list = root.path("scenarios");
        if (!list.isArray() || list.isEmpty()) {
            problems.add("scenarios", "must be a list of at least one scenario");
            return scenarios;
        }
        for (int i = 0; i < list.size(); i++) {
            String path = Problems.item("scenarios", i);
            if (RecordReader.isObject(list.get(i), path, problems)) {
                Scenario scenario = scenario(list.get(i), path, shared);
                if (!names.add(scenario.name())) {
                    problems.add(
                            Problems.key(path, "name"), "stands twice in the file; give each scenario its own name");
                }
                scenarios.add(scenario);
            }
        }
        return List.copyOf(scenarios);
    }

    private void readControls() {
        boolean single = root.hasNonNull("control");
        if (single == root.hasNonNull("controls")) {
            problems.add("control", "give either 'control' with one id or 'controls' with a list of ids");
        } else if (single) {
            RECORDS.text(root, "control", "", problems).ifPresent(controls::add);
        } else {
            controls.addAll(RECORDS.texts(root, "controls", "", problems));
        }
    }

    private Scenario scenario(JsonNode node, String path, List<Entry> shared) {
        RecordReader.checkKeys(node, List.of("name", "covers", "reference", "steps", "expect"), path, problems);
        String name = RECORDS.text(node, "name", path, problems).orElse(path);
        List<String> covers = RECORDS.texts(node, "covers", path, problems);
        Map<String, ReferenceEvent> reference = new LinkedHashMap<>();
        shared.forEach(entry -> reference.put(entry.version(), entry.event()));
        ReferenceEntries.read(node, path, SOURCE, problems)
                .forEach(entry -> reference.put(entry.version(), entry.event()));
        checkCovers(covers, Problems.key(path, "covers"));
        ExpectationReader expectations = new ExpectationReader(controls, definitions, problems);
        List<Step> steps = steps(node, path, expectations);
        checkSources(steps, node, Problems.key(path, "steps"));
        String expect = Problems.key(path, "expect");
        Expected expected = new Expected(List.of(), List.of());
        if (node.hasNonNull("expect")) {
            expected = expectations.read(node.path("expect"), expect);
        } else {
            problems.add(expect, "is missing; write 'expect: {exceptions: []}' where nothing stands at the end");
        }
        return new Scenario(name, covers, Set.copyOf(controls), List.copyOf(reference.values()), steps, expected);
    }

    private void checkCovers(List<String> covers, String path) {
        Set<String> variants = new TreeSet<>();
        definitions.forEach(definition -> variants.addAll(definition.variants()));
        boolean known = definitions.stream().map(ControlDefinition::id).toList().containsAll(controls);
        for (int i = 0; i < covers.size(); i++) {
            String name = covers.get(i);
            boolean upper = name.equals(name.toUpperCase(Locale.ROOT));
            if (upper && known && !variants.contains(name)) {
                problems.add(
                        Problems.item(path, i),
                        "no variant '" + name + "'; use one of " + String.join(", ", variants)
                                + ", or lower case for a trap");
            }
        }
    }

    private List<Step> steps(JsonNode scenario, String path, ExpectationReader expectations) {
        JsonNode list = scenario.path("steps");
        String at = Problems.key(path, "steps");
        List<Step> steps = new ArrayList<>();
        if (!list.isArray()) {
            problems.add(at, "must be a list of events, 'settled' and 'expect'");
            return steps;
        }
        StepReader reader = new StepReader(expectations, problems);
        for (int i = 0; i < list.size(); i++) {
            reader.read((ArrayNode) list, i, Problems.item(at, i)).ifPresent(steps::add);
        }
        return List.copyOf(steps);
    }

    private void checkSources(List<Step> steps, JsonNode scenario, String path) {
        Set<String> declared = new TreeSet<>(List.of("*"));
        for (JsonNode list : List.of(root.path("reference"), scenario.path("reference"), scenario.path("steps"))) {
            list.forEach(entry -> {
                if (entry.path("kind").asText().equals(EventKind.SOURCE_DECLARED.wireName())) {
                    declared.add(entry.path("sourceId").asText());
                }
            });
        }
        for (Step step : steps) {
            if (step instanceof Step.Settles settles) {
                settles.sources().keySet().stream()
                        .filter(source -> !declared.contains(source))
                        .forEach(source -> problems.add(
                                path,
                                "settles the source '" + source
                                        + "', which nothing declares; add source.declared to the reference"));
            }
        }
    }
}
