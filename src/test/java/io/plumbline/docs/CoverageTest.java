package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.json.Problem;
import io.plumbline.monitor.Scenario;
import io.plumbline.yaml.ClauseCoverage;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.Demands;
import io.plumbline.yaml.Demands.Demand;
import io.plumbline.yaml.FileTree;
import io.plumbline.yaml.Framework;
import io.plumbline.yaml.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that shows what demonstrates each demand, and the file it comes from. */
class CoverageTest {

    private static final Path PAGE = Path.of("src/site/markdown/coverage.md");

    private static final List<ControlFolder> FOLDERS =
            ControlDefinitions.ofProduct().orElseThrow();
    private static final List<Scenario> SHARED = Stream.of("engine", "golden")
            .flatMap(name -> Scenarios.load(
                    FileTree.ofProduct(),
                    "scenarios/" + name + "/index.yaml",
                    FOLDERS.stream().map(ControlFolder::definition).toList())
                    .orElseThrow()
                    .stream())
            .toList();

    /** With {@code -Dplumbline.docs.write=true} the page is written instead. */
    @Test
    void the_page_of_coverage_is_that_of_the_file() throws IOException {
        String page = page(demands());
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE));
    }

    @Test
    void every_test_and_page_that_is_named_exists() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> missing = new ArrayList<>();
        for (Demand demand : demands().demands()) {
            demand.tests().stream()
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> missing.add(demand.id() + " names the test " + test));
            demand.pages().stream()
                    .filter(page -> !Files.exists(Path.of(page)))
                    .forEach(page -> missing.add(demand.id() + " names the page " + page));
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void what_is_wrong_with_the_file_is_said_all_at_once() {
        String text = "awaited: [JML-01, NEW-01]\ndemands:\n"
                + "  - {id: R1, group: g, title: t, controls: [NEW-01, NONE-01, JML-02/NOTHING], scenarios: [none]}\n"
                + "  - {id: R1, group: g, title: t, open: later}\n"
                + "  - {id: R86, group: g, title: t, open: later}\n"
                + "  - {id: R2, group: g, title: t}\n";
        List<String> problems = Demands.read("coverage.yaml", text, FOLDERS, SHARED).problems().stream()
                .map(Problem::toString)
                .toList();
        for (String expected : List.of(
                "coverage.yaml:1: awaited[0]: JML-01 is there; take it off the list",
                "demands[0].controls[1]: there is no control 'NONE-01'",
                "demands[0].controls[2]: no scenario shows 'JML-02/NOTHING'",
                "demands[0].scenarios[0]: no shared scenario is called 'none'",
                "demands[1].id: R1 stands twice",
                "demands[2].id: must be R1 to R85, was 'R86'",
                "demands[3]: R2 names nothing that shows it",
                "demands: R3 is missing",
                "demands: R85 is missing")) {
            assertTrue(problems.stream().anyMatch(problem -> problem.contains(expected)), expected + " in " + problems);
        }
        assertTrue(problems.stream().noneMatch(problem -> problem.contains("NEW-01")), problems.toString());
    }

    private static Demands demands() {
        return Demands.ofProduct(FOLDERS, SHARED).orElseThrow();
    }

    private static String page(Demands demands) {
        StringBuilder text = new StringBuilder("# Coverage\n\n"
                + "What the product must satisfy, by number, with what shows each demand; and of each framework the clauses that\n"
                + "controls cover. This page is generated from `coverage.yaml` and the control folders; `plumbline controls coverage`\n"
                + "prints the same.\n\n## Demands\n\n");
        Map<Demands.Status, Long> counts = new TreeMap<>(
                demands.demands().stream().collect(Collectors.groupingBy(demands::statusOf, Collectors.counting())));
        text.append(counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        String group = "";
        for (Demand demand : demands.demands()) {
            if (!demand.group().equals(group)) {
                group = demand.group();
                text.append("\n### ").append(group).append("\n\n");
                text.append("| Demand | | Status | Shown by | Not there |\n|---|---|---|---|---|\n");
            }
            text.append("| ")
                    .append(demand.id())
                    .append(" | ")
                    .append(cell(demand.title()))
                    .append(" | ")
                    .append(demands.statusOf(demand))
                    .append(" | ")
                    .append(shownBy(demand, demands.awaited()))
                    .append(" | ")
                    .append(cell(demand.open().orElse("")))
                    .append(" |\n");
        }
        SortedMap<String, Framework> frameworks =
                Framework.all(FileTree.ofProduct()).orElseThrow();
        text.append("\n## Frameworks\n\nHow many scenarios show the controls of each clause stands in brackets.\n");
        Map<String, List<ClauseCoverage>> clauses = ClauseCoverage.of(FOLDERS, frameworks).stream()
                .collect(Collectors.groupingBy(ClauseCoverage::framework));
        frameworks.forEach(
                (key, framework) -> text.append(clauses(key, framework, clauses.getOrDefault(key, List.of()))));
        return text.toString();
    }

    private static String shownBy(Demand demand, List<String> awaited) {
        List<String> parts = new ArrayList<>();
        for (String reference : demand.controls()) {
            String id = Demands.controlOf(reference);
            parts.add(
                    awaited.contains(id)
                            ? reference + " (awaited)"
                            : "[" + reference + "](controls/" + id + ".md) (" + scenarios(reference) + ")");
        }
        demand.scenarios().forEach(scenario -> parts.add("\"" + cell(scenario) + "\""));
        demand.tests().forEach(test -> parts.add("`" + test + "`"));
        demand.pages().forEach(page -> {
            String name = page.substring(page.lastIndexOf('/') + 1);
            parts.add("[" + name.replace(".md", "") + "](" + name + ")");
        });
        return String.join("; ", parts);
    }

    /** One scenario by name, several by number. */
    private static String scenarios(String reference) {
        List<Scenario> scenarios = Demands.scenariosOf(reference, FOLDERS);
        return scenarios.size() == 1 ? cell(scenarios.get(0).name()) : scenarios.size() + " scenarios";
    }

    private static String clauses(String key, Framework framework, List<ClauseCoverage> covered) {
        StringBuilder text = new StringBuilder("\n### ")
                .append(framework.framework())
                .append(" (`")
                .append(key)
                .append("`)\n\nVersion ")
                .append(framework.version())
                .append(": ")
                .append(covered.size())
                .append(" of ")
                .append(framework.ids().size())
                .append(framework.partial() ? " clauses listed" : " clauses")
                .append(" are covered.\n");
        if (!covered.isEmpty()) {
            text.append("\n| Clause | Controls |\n|---|---|\n");
        }
        covered.forEach(clause -> text.append("| ")
                .append(clause.clause())
                .append(" | ")
                .append(clause.controls().stream()
                        .map(id -> "[" + id + "](controls/" + id + ".md)")
                        .collect(Collectors.joining(", ")))
                .append(" (")
                .append(clause.scenarios())
                .append(") |\n"));
        return text.toString();
    }

    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }
}
