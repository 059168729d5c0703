package io.plumbline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import io.plumbline.monitor.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Loads the control folders an index lists, each with its definition and its scenarios.
 *
 * <p>The index is a YAML file with one key: {@code controls: [lifecycle/JML-01-leaver-access-removed, ...]}; the folders stand
 * beside it. All folders are read before anything is reported.
 */
public final class ControlDefinitions {

    /** The index of the controls that ship with the product. */
    public static final String INDEX = "controls/index.yaml";

    private ControlDefinitions() {}

    /** The controls that ship with the product, in the order of their index. */
    public static Reading<List<ControlFolder>> ofProduct() {
        return load(FileTree.ofProduct(), INDEX);
    }

    /** The definitions of the controls that ship with the product, in the order of their index; their scenarios are not read. */
    public static Reading<List<ControlDefinition>> withoutScenarios() {
        return load(FileTree.ofProduct(), INDEX, ControlDefinitions::definition);
    }

    /** The controls an index lists, in its order; frameworks are those under {@code frameworks/} of the product. */
    public static Reading<List<ControlFolder>> load(FileTree files, String index) {
        return load(files, index, ControlDefinitions::folder);
    }

    /** Reads what is wanted of one folder. */
    private interface FolderReader<T> {
        Reading<T> read(FileTree files, String root, String path, SortedMap<String, Framework> frameworks);
    }

    private static <T> Reading<List<T>> load(FileTree files, String index, FolderReader<T> reader) {
        Reading<SortedMap<String, Framework>> frameworks = Framework.all(FileTree.ofProduct());
        if (frameworks.value().isEmpty()) {
            return new Reading<>(Optional.empty(), frameworks.problems());
        }
        Optional<String> text = files.read(index);
        if (text.isEmpty()) {
            return new Reading<>(Optional.empty(), List.of(new Problem(index, 0, "", "is missing; add the file")));
        }
        Document document = YamlDocument.parse(index, text.get());
        Problems problems = document.problems();
        List<String> paths = List.of();
        if (RecordReader.isObject(document.root(), "", problems)) {
            RecordReader.checkKeys(document.root(), List.of("controls"), "", problems);
            paths = RecordReader.YAML.texts(document.root(), "controls", "", problems);
        }
        List<T> folders = new ArrayList<>();
        List<Problem> inFolders = new ArrayList<>();
        Map<String, String> pathOfId = new HashMap<>();
        String root = index.substring(0, index.lastIndexOf('/') + 1);
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            Reading<T> reading = reader.read(files, root, path, frameworks.orElseThrow());
            inFolders.addAll(reading.problems());
            reading.value().ifPresent(folders::add);
            String other = pathOfId.putIfAbsent(idOf(path), path);
            if (other != null) {
                problems.add(Problems.item("controls", i), "has the same control id as " + other + "; give it its own");
            }
        }
        List<Problem> all = new ArrayList<>(problems.all());
        all.addAll(inFolders);
        return Reading.of(List.copyOf(folders), all);
    }

    private static Reading<ControlFolder> folder(
            FileTree files, String root, String path, SortedMap<String, Framework> frameworks) {
        List<Problem> all = new ArrayList<>();
        Optional<ControlDefinition> definition = definition(files, root, path, frameworks, all);
        String scenariosFile = root + path + "/scenarios.yaml";
        Optional<List<Scenario>> scenarios = Optional.empty();
        Optional<String> histories = files.read(scenariosFile);
        if (histories.isEmpty()) {
            all.add(new Problem(scenariosFile, 0, "", "is missing; a control needs scenarios that show what it means"));
        } else {
            Reading<List<Scenario>> reading = Scenarios.read(
                    scenariosFile, histories.get(), definition.stream().toList());
            all.addAll(reading.problems());
            scenarios = reading.value();
        }
        return all.isEmpty()
                ? Reading.of(new ControlFolder(path, definition.orElseThrow(), scenarios.orElseThrow()), all)
                : new Reading<>(Optional.empty(), all);
    }

    private static Reading<ControlDefinition> definition(
            FileTree files, String root, String path, SortedMap<String, Framework> frameworks) {
        List<Problem> all = new ArrayList<>();
        Optional<ControlDefinition> definition = definition(files, root, path, frameworks, all);
        return new Reading<>(definition.filter(read -> all.isEmpty()), all);
    }

    private static Optional<ControlDefinition> definition(
            FileTree files, String root, String path, SortedMap<String, Framework> frameworks, List<Problem> all) {
        String file = root + path + "/control.yaml";
        Optional<String> text = files.read(file);
        if (text.isEmpty()) {
            all.add(new Problem(file, 0, "", "is missing; add the file or take the folder off the index"));
            return Optional.empty();
        }
        Document document = YamlDocument.parse(file, text.get());
        Problems problems = document.problems();
        Optional<ControlDefinition> definition = read(document.root(), path, frameworks, problems);
        all.addAll(problems.all());
        return definition;
    }

    private static Optional<ControlDefinition> read(
            JsonNode root, String path, SortedMap<String, Framework> frameworks, Problems problems) {
        if (!RecordReader.isObject(root, "", problems)) {
            return Optional.empty();
        }
        Optional<ControlDefinition> definition = RecordReader.YAML.read(root, ControlDefinition.class, "", problems);
        definition.ifPresent(read -> {
            checkFolder(read, path, problems);
            DefinitionChecks.check(read, frameworks, problems);
        });
        return definition;
    }

    private static void checkFolder(ControlDefinition definition, String path, Problems problems) {
        int slash = path.indexOf('/');
        String family = slash < 0 ? "" : path.substring(0, slash);
        String name = path.substring(slash + 1);
        if (!definition.family().equals(family)) {
            problems.add("family", "must be '" + family + "' as the folder, was '" + definition.family() + "'");
        }
        if (!name.matches(Pattern.quote(definition.id()) + "-[a-z0-9]+(-[a-z0-9]+)*")) {
            problems.add(
                    "id",
                    "must begin the name of the folder, as in '" + definition.id()
                            + "-the-compliant-condition'; the folder is '" + name + "'");
        }
    }

    /** The control id a folder's name begins with: its parts up to the first in lower case. */
    private static String idOf(String path) {
        String name = path.substring(path.indexOf('/') + 1);
        return name.replaceFirst("-[a-z].*$", "");
    }

    /** Ids of the criteria an assertion to a regime is made against. */
    static String criteriaOf(Regime regime) {
        return switch (regime) {
            case SOC -> "soc2-tsc-2017";
            case SOX -> "sox-itgc";
        };
    }
}
