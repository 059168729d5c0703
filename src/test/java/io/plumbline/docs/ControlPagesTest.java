package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.monitor.Scenario;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The page of each control. */
class ControlPagesTest {

    static final Path PAGES = Path.of("src/site/markdown/controls");

    private static final List<ControlFolder> FOLDERS =
            ControlDefinitions.ofProduct().orElseThrow();

    /** With {@code -Dplumbline.docs.write=true} the pages are written instead. */
    @TestFactory
    Stream<DynamicTest> the_page_of_a_control_is_that_of_its_folder() {
        return FOLDERS.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.definition().id(), () -> {
                    Path file = PAGES.resolve(folder.definition().id() + ".md");
                    if (Boolean.getBoolean("plumbline.docs.write")) {
                        Files.createDirectories(PAGES);
                        Files.writeString(file, page(folder));
                    }
                    assertEquals(page(folder), Files.readString(file));
                }));
    }

    @Test
    void no_page_is_left_of_a_control_that_is_gone() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertEquals(
                    List.of(),
                    pages.map(page -> page.getFileName().toString().replace(".md", ""))
                            .filter(id -> FOLDERS.stream()
                                    .noneMatch(
                                            folder -> folder.definition().id().equals(id)))
                            .toList());
        }
    }

    static String page(ControlFolder folder) {
        ControlDefinition control = folder.definition();
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(control.id())
                .append(": ")
                .append(control.title())
                .append("\n\nVersion ")
                .append(control.version())
                .append(", family ")
                .append(control.family())
                .append(". This page is generated from the [folder of the control](../../../main/resources/controls/")
                .append(folder.path())
                .append("/control.yaml); [all controls](../controls.md), [coverage](../coverage.md).\n\n");
        control.assertions().forEach((regime, assertion) -> text.append("## For ")
                .append(regime)
                .append("\n\n")
                .append(assertion.objective().strip())
                .append("\n\n")
                .append(line("Criteria", String.join(", ", assertion.criteria())))
                .append(line("Test", assertion.testMethod()))
                .append(line("Evidence asked for", String.join(", ", assertion.requiredEvidence())))
                .append(line(
                        "Owners",
                        "control: " + assertion.owners().control() + "; business: "
                                + assertion.owners().business() + "; system: "
                                + assertion.owners().system() + "; risk: "
                                + assertion.owners().risk()))
                .append("\n"));
        text.append("## Procedure\n\n").append(oneLine(control.procedure())).append("\n\n");
        text.append(
                "## Variants\n\n| Variant | Kind | Late performance remedies for | Shown by |\n|---|---|---|---|\n");
        for (DeviationKind kind : control.kinds()) {
            kind.variants().forEach(variant -> text.append("| ")
                    .append(variant)
                    .append(" | ")
                    .append(kind.name())
                    .append(kind.nature() == Nature.ACT ? ", an act" : ", a condition")
                    .append(kind.regimes().isEmpty() ? "" : ", for " + names(kind.regimes()) + " only")
                    .append(" | ")
                    .append(names(kind.curedLateFor()))
                    .append(" | ")
                    .append(scenarios(folder, variant))
                    .append(" |\n"));
        }
        text.append("\n## Parameters\n\n");
        if (control.parameters().isEmpty()) {
            text.append("None.\n");
        } else {
            text.append("| Parameter | Type | Default | Bounds | Meaning | Basis |\n|---|---|---|---|---|---|\n");
        }
        control.parameters().forEach(parameter -> text.append("| `")
                .append(parameter.name())
                .append("` | ")
                .append(parameter.type())
                .append(" | `")
                .append(cell(parameter.defaultValue()))
                .append("` | ")
                .append(parameter.minimum().orElse(""))
                .append(parameter.minimum().isPresent() || parameter.maximum().isPresent() ? " to " : "")
                .append(parameter.maximum().orElse(""))
                .append(" | ")
                .append(cell(parameter.description()))
                .append(" | ")
                .append(cell(parameter.basis()))
                .append(" |\n"));
        text.append("\n## Frameworks\n\n| Framework | Clauses |\n|---|---|\n");
        control.mappings().forEach((framework, ids) -> text.append("| ")
                .append(framework)
                .append(" | ")
                .append(String.join(", ", ids))
                .append(" |\n"));
        text.append("\n## Traps\n\n| Trap | Shown by |\n|---|---|\n");
        control.traps().forEach((name, trap) -> text.append("| ")
                .append(cell(trap))
                .append(" | ")
                .append(scenarios(folder, name))
                .append(" |\n"));
        text.append("\n## What to do\n\n").append(oneLine(control.guidance())).append("\n\n");
        text.append("## Limitations\n\n");
        control.limitations()
                .forEach(limitation ->
                        text.append("- ").append(oneLine(limitation)).append("\n"));
        return text.toString();
    }

    private static String line(String name, String value) {
        return "- **" + name + ".** " + oneLine(value) + "\n";
    }

    private static String names(Collection<Regime> regimes) {
        return regimes.isEmpty()
                ? "neither"
                : regimes.stream().map(Regime::name).sorted().collect(Collectors.joining(" and "));
    }

    private static String scenarios(ControlFolder folder, String variantOrTrap) {
        List<Scenario> scenarios = folder.scenariosOf(variantOrTrap);
        return scenarios.isEmpty()
                ? "a test of its own"
                : scenarios.stream().map(scenario -> cell(scenario.name())).collect(Collectors.joining("; "));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String cell(String text) {
        return oneLine(text).replace("|", "\\|");
    }
}
