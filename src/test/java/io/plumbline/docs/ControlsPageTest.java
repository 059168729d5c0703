package io.plumbline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that shows, for every control, each variant and each trap with the scenarios that show it. */
class ControlsPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/controls.md");

    /** Failures of the monitor need a defect or thousands of events; {@code MonitorFailureTest} shows them. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of("RULE_ERROR", "SUBJECT_TOO_LARGE");

    private static final List<ControlFolder> FOLDERS =
            ControlDefinitions.ofProduct().orElseThrow();

    /** With {@code -Dplumbline.docs.write=true} the page is written instead. */
    @Test
    void the_page_of_controls_is_that_of_the_control_folders() throws IOException {
        String page = page();
        if (Boolean.getBoolean("plumbline.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE));
    }

    @Test
    void every_control_names_its_traps_and_every_trap_and_variant_has_a_scenario() {
        for (ControlFolder folder : FOLDERS) {
            assertFalse(folder.definition().traps().isEmpty(), folder.path() + " names no trap");
            assertEquals(List.of(), folder.trapsWithoutScenario(), folder.path());
            assertEquals(
                    List.of(),
                    folder.variantsWithoutScenario().stream()
                            .filter(variant -> !SHOWN_ELSEWHERE.contains(variant))
                            .toList(),
                    folder.path());
        }
    }

    private static String page() {
        return "# Controls\n\n"
                + "Every control with its variants and traps, and the scenarios that show each. The scenarios ship with the product;\n"
                + "`plumbline controls verify` runs them. Each control has a page of its own, and [coverage](coverage.md) says which demands\n"
                + "and which clauses of frameworks they meet. This page is generated from the control folders.\n\n"
                + FOLDERS.stream().map(ControlsPageTest::control).collect(Collectors.joining("\n"));
    }

    private static String control(ControlFolder folder) {
        ControlDefinition control = folder.definition();
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(control.id())
                .append(": ")
                .append(control.title())
                .append("\n\n");
        text.append("Claimed to ")
                .append(control.assertions().keySet().stream().map(Regime::name).collect(Collectors.joining(" and ")))
                .append("; [its page](controls/")
                .append(control.id())
                .append(".md), [definition](../../main/resources/controls/")
                .append(folder.path())
                .append("/control.yaml), [scenarios](../../main/resources/controls/")
                .append(folder.path())
                .append("/scenarios.yaml).\n\n");
        text.append("| Variant | Kind | Shown by |\n|---|---|---|\n");
        for (DeviationKind kind : control.kinds()) {
            for (String variant : kind.variants()) {
                text.append("| ")
                        .append(variant)
                        .append(" | ")
                        .append(kind.name())
                        .append(kind.nature() == Nature.ACT ? ", an act" : ", a condition")
                        .append(" | ")
                        .append(SHOWN_ELSEWHERE.contains(variant) ? "a test of its own" : names(folder, variant))
                        .append(" |\n");
            }
        }
        text.append("\n| Trap | Shown by |\n|---|---|\n");
        for (Map.Entry<String, String> trap : control.traps().entrySet()) {
            text.append("| ")
                    .append(trap.getValue().strip().replaceAll("\\s+", " ").replace("|", "\\|"))
                    .append(" | ")
                    .append(names(folder, trap.getKey()))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** The first three scenarios by name, and how many more there are. */
    private static String names(ControlFolder folder, String variantOrTrap) {
        List<Scenario> all = folder.scenariosOf(variantOrTrap);
        String first = all.stream()
                .limit(3)
                .map(scenario -> scenario.name().replace("|", "\\|"))
                .collect(Collectors.joining("; "));
        return all.size() <= 3 ? first : first + "; and " + (all.size() - 3) + " more";
    }
}
