package io.plumbline.app;

import static io.plumbline.app.CommandsTest.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.app.CommandsTest.Ended;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.cli.ExitCode;
import io.plumbline.yaml.ControlFolder;
import io.plumbline.yaml.Demands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about controls: each of them can be listed and shown whole, and run with values of one's own. */
@Timeout(120)
class ControlsCommandTest {

    private static final String HEAD = "reference:\n";
    private static final String SHORTER =
            "  - {kind: param.changed, controlId: JML-01, parameter: sla_default, value: PT4H,"
                    + " effectiveFrom: 2026-01-01T00:00:00Z, reason: our policy, approvedBy: p-q}\n";

    @TempDir
    private Path directory;

    @Test
    void everyControlIsListedAndShownWhole() {
        Ended list = run("controls", "list", "-o", "csv");
        assertEquals(ExitCode.OK, list.code());
        assertEquals(Controls.folders().size() + 1, list.lines().size());
        for (ControlFolder folder : Controls.folders()) {
            ControlDefinition control = folder.definition();
            Ended shown = run("controls", "show", control.id());
            assertEquals(ExitCode.OK, shown.code(), shown.err());
            control.assertions().keySet().forEach(regime -> assertShown(shown, "\n" + regime + "  "));
            control.kinds().forEach(kind -> assertShown(shown, kind.name()));
            control.variants().forEach(variant -> assertShown(shown, variant));
            control.parameters().forEach(parameter -> assertShown(shown, parameter.name()));
            control.traps().values().forEach(trap -> assertShown(shown, trap.strip()));
            folder.scenarios().forEach(scenario -> assertShown(shown, scenario.name()));
        }
    }

    @Test
    void aControlThatThereIsNotIsNeitherShownNorVerified() {
        for (String command : List.of("show", "verify")) {
            Ended ended = run("controls", command, "XXX-99");
            assertEquals(ExitCode.BAD_INPUT, ended.code());
            assertTrue(ended.err().contains("there is no control 'XXX-99'"), ended.err());
        }
    }

    @Test
    void valuesOfOnesOwnAreShownAndTheScenariosSayWhatTheyChange() throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), HEAD + SHORTER);
        Ended shown = run("controls", "show", "JML-01", "--parameters", file.toString());
        assertTrue(
                shown.lines().stream()
                        .anyMatch(line -> line.matches("  sla_default +PT4H .*own value; the default is PT24H.*")),
                shown.out());

        Ended verified = run("controls", "verify", "--orders", "0", "--parameters", file.toString());
        assertEquals(ExitCode.NOT_AS_EXPECTED, verified.code());
        assertTrue(
                verified.err().contains("with JML-01 sla_default PT4H from 2026-01-01T00:00:00Z: our policy"),
                verified.err());
        assertTrue(verified.err().contains("expected but not found"), verified.err());
        assertTrue(verified.out().contains("yes") && verified.out().contains("NO"), verified.out());
        assertTrue(
                verified.lines().stream().noneMatch(line -> line.startsWith("SOD")),
                "controls it does not name are left alone");

        Ended other = run("controls", "verify", "--orders", "0", "--parameters", file.toString(), "EVD-04");
        assertEquals(ExitCode.OK, other.code(), other.err());
    }

    @Test
    void theFileOfValuesIsCheckedWhole() throws IOException {
        Path file = Files.writeString(
                directory.resolve("own.yaml"),
                HEAD
                        + SHORTER.replace("PT4H", "PT4000H")
                        + SHORTER.replace("JML-01", "JML-99")
                        + SHORTER.replace("sla_default", "sla")
                        + SHORTER.replace("sla_default", "sla_involuntary").replace("reason: our policy, ", "")
                        + SHORTER.replace("sla_default", "critical_after").replace(", approvedBy: p-q", "")
                        + SHORTER.replace("sla_default", "hr_notice_tolerance")
                                .replace("effectiveFrom: 2026-01-01T00:00:00Z, ", "")
                        + "  - {kind: rule.disabled, ruleId: X, effectiveFrom: 2026-01-01T00:00:00Z}\n");
        Ended ended = run("controls", "verify", "--parameters", file.toString());
        assertEquals(ExitCode.BAD_INPUT, ended.code());
        for (String expected : List.of(
                "own.yaml:2: reference[0].value: JML-01: parameter 'sla_default' must be at most P30D",
                "own.yaml:3: reference[1].controlId: unknown control 'JML-99'",
                "own.yaml:4: reference[2].parameter: JML-01 has no parameter 'sla'",
                "own.yaml:5: reference[3].reason: is missing",
                "own.yaml:6: reference[4].approvedBy: is missing",
                "own.yaml:7: reference[5].effectiveFrom: is missing",
                "own.yaml:8: reference[6].kind: must be param.changed")) {
            assertTrue(ended.err().contains(expected), expected + "\nin\n" + ended.err());
        }
    }

    @Test
    void coverageNamesEveryDemandAndTheClausesOfFrameworks() throws IOException {
        JsonNode demands = new ObjectMapper()
                .readTree(run("controls", "coverage", "-o", "json").out());
        assertEquals(Demands.LAST, demands.size());
        demands.forEach(demand -> assertTrue(demand.hasNonNull("status"), demand.toString()));
        Ended clauses = run("controls", "coverage", "--by", "clause", "-o", "csv");
        assertEquals("framework,clause,controls,scenarios", clauses.lines().get(0));
        assertTrue(clauses.out().contains("soc2-tsc-2017,CC6.2,"), clauses.out());
    }

    private static void assertShown(Ended shown, String text) {
        assertTrue(shown.out().contains(text), () -> text + "\nis not in\n" + shown.out());
    }
}
