package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.json.Document;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import io.plumbline.monitor.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the product must satisfy, by number, and what demonstrates each demand.
 *
 * @param awaited ids of controls that are named and not there yet
 */
public record Demands(List<String> awaited, List<Demand> demands) {

    /** Where the product's own demands stand. */
    public static final String FILE = "coverage.yaml";

    /** Demands are numbered from R1 to this one. */
    public static final int LAST = 85;

    public Demands {
        awaited = List.copyOf(awaited);
        demands = List.copyOf(demands);
    }

    /**
     * One demand.
     *
     * @param id {@code R1} to {@code R85}
     * @param group heading it stands under
     * @param title what is demanded, in short
     * @param controls control ids, or a variant or trap of one: {@code CHG-01/NO_CHANGE}
     * @param scenarios names of scenarios that several controls share
     * @param tests simple names of test classes
     * @param pages documents, from the root of the project
     * @param open what is not there, and why; alone where nothing is
     */
    public record Demand(
            String id,
            String group,
            String title,
            List<String> controls,
            List<String> scenarios,
            List<String> tests,
            List<String> pages,
            Optional<String> open) {

        public Demand {
            controls = List.copyOf(controls);
            scenarios = List.copyOf(scenarios);
            tests = List.copyOf(tests);
            pages = List.copyOf(pages);
        }

        private boolean namesSomething() {
            return !(controls.isEmpty() && scenarios.isEmpty() && tests.isEmpty() && pages.isEmpty());
        }
    }

    /** How far a demand is demonstrated. */
    public enum Status {
        /** By all that is named. */
        SHOWN,
        /** A part is; the rest is said to be missing, or rests on controls that are awaited. */
        PARTLY,
        /** By controls alone that are awaited. */
        AWAITED,
        /** Not at all. */
        OPEN
    }

    /** How far one of the demands is demonstrated. */
    public Status statusOf(Demand demand) {
        long coming = demand.controls().stream()
                .filter(reference -> awaited.contains(controlOf(reference)))
                .count();
        boolean nothingElse = coming == demand.controls().size()
                && demand.scenarios().isEmpty()
                && demand.tests().isEmpty()
                && demand.pages().isEmpty();
        if (!demand.namesSomething()) {
            return Status.OPEN;
        } else if (coming > 0 && nothingElse) {
            return Status.AWAITED;
        }
        return coming > 0 || demand.open().isPresent() ? Status.PARTLY : Status.SHOWN;
    }

    /** The demands of the product, held against its controls and shared histories. */
    public static Reading<Demands> ofProduct(Collection<ControlFolder> folders, Collection<Scenario> shared) {
        return read(FILE, FileTree.ofProduct().read(FILE).orElse(""), folders, shared);
    }

    /** The demands of a file; every demand there is must stand in it, and every control and scenario it names must exist. */
    public static Reading<Demands> read(
            String file, String text, Collection<ControlFolder> folders, Collection<Scenario> shared) {
        Document document = YamlDocument.parse(file, text);
        Problems problems = document.problems();
        if (problems.count() > 0 || !RecordReader.isObject(document.root(), "", problems)) {
            return new Reading<>(Optional.empty(), problems.all());
        }
        Optional<Demands> demands = RecordReader.YAML.read(document.root(), Demands.class, "", problems);
        demands.ifPresent(read -> read.check(folders, shared, problems));
        return new Reading<>(problems.count() == 0 ? demands : Optional.empty(), problems.all());
    }

    /** The scenarios that one entry under {@code controls} stands for: of the variant or trap, or all of the control. */
    public static List<Scenario> scenariosOf(String reference, Collection<ControlFolder> folders) {
        int slash = reference.indexOf('/');
        return folder(reference, folders)
                .map(folder -> slash < 0 ? folder.scenarios() : folder.scenariosOf(reference.substring(slash + 1)))
                .orElse(List.of());
    }

    /** The control id of an entry under {@code controls}. */
    public static String controlOf(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0 ? reference : reference.substring(0, slash);
    }

    private static Optional<ControlFolder> folder(String reference, Collection<ControlFolder> folders) {
        return folders.stream()
                .filter(folder -> folder.definition().id().equals(controlOf(reference)))
                .findFirst();
    }

    private void check(Collection<ControlFolder> folders, Collection<Scenario> shared, Problems problems) {
        Set<String> missing = new TreeSet<>();
        for (int number = 1; number <= LAST; number++) {
            missing.add("R" + number);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            String path = Problems.item("demands", i);
            if (!seen.add(demand.id())) {
                problems.add(path + ".id", demand.id() + " stands twice; keep one");
            } else if (!missing.remove(demand.id())) {
                problems.add(path + ".id", "must be R1 to R" + LAST + ", was '" + demand.id() + "'");
            }
            check(demand, path, folders, shared, problems);
        }
        missing.forEach(id -> problems.add("demands", id + " is missing; say what shows it, or why it is open"));
        for (int i = 0; i < awaited.size(); i++) {
            if (folder(awaited.get(i), folders).isPresent()) {
                problems.add(Problems.item("awaited", i), awaited.get(i) + " is there; take it off the list");
            }
        }
    }

    private void check(
            Demand demand,
            String path,
            Collection<ControlFolder> folders,
            Collection<Scenario> shared,
            Problems problems) {
        for (int i = 0; i < demand.controls().size(); i++) {
            String reference = demand.controls().get(i);
            if (awaited.contains(controlOf(reference))) {
                continue;
            }
            String at = Problems.item(path + ".controls", i);
            if (folder(reference, folders).isEmpty()) {
                problems.add(at, "there is no control '" + controlOf(reference) + "'; use one of " + ids(folders));
            } else if (scenariosOf(reference, folders).isEmpty()) {
                problems.add(at, "no scenario shows '" + reference + "'; name a variant or trap of the control");
            }
        }
        for (int i = 0; i < demand.scenarios().size(); i++) {
            String name = demand.scenarios().get(i);
            if (shared.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                problems.add(Problems.item(path + ".scenarios", i), "no shared scenario is called '" + name + "'");
            }
        }
        if (!demand.namesSomething() && demand.open().isEmpty()) {
            problems.add(path, demand.id() + " names nothing that shows it; say under 'open' why");
        }
    }

    private static String ids(Collection<ControlFolder> folders) {
        List<String> ids = new ArrayList<>();
        folders.stream()
                .map(ControlFolder::definition)
                .map(ControlDefinition::id)
                .sorted()
                .forEach(ids::add);
        return String.join(", ", ids);
    }
}
