package io.plumbline.yaml;

import static io.plumbline.yaml.Sample.CONTROL;
import static io.plumbline.yaml.Sample.INDEX;
import static io.plumbline.yaml.Sample.SCENARIOS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.catalogue.Regime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlDefinitionsTest {

    @Test
    void a_folder_is_read_into_a_definition_and_its_scenarios() {
        ControlFolder folder = ControlDefinitions.load(FileTree.ofProduct(), INDEX)
                .orElseThrow()
                .get(0);
        ControlDefinition definition = folder.definition();
        assertEquals("JML-01", definition.id());
        assertEquals(
                List.of("CC6.2", "CC6.3"),
                definition.assertions().get(Regime.SOC).criteria());
        assertEquals(
                "Finance risk owner",
                definition.assertions().get(Regime.SOX).owners().risk());
        assertEquals(Nature.CONDITION, definition.kind("ACCESS_NOT_REMOVED").nature());
        assertEquals(Set.of(Regime.SOC, Regime.SOX), definition.kinds().get(0).curedLateFor());
        assertEquals(
                Optional.of(new ParameterDefinition(
                        "sample_size",
                        ParameterDefinition.Type.INTEGER,
                        "25",
                        Optional.of("1"),
                        Optional.of("100"),
                        "Items",
                        "Audit practice")),
                definition.parameter("sample_size"));
        assertEquals(List.of("NHI1:2025"), definition.mappings().get("owasp-nhi-2025"));
        assertEquals(2, folder.scenarios().size());
        assertEquals(List.of("ACCOUNT_ACTIVE"), folder.variantsWithoutScenario());
    }

    @Test
    void all_problems_of_a_definition_are_reported_together() {
        String control = Sample.edited(
                CONTROL,
                "version: 1.0.0",
                "version: 1",
                "family: lifecycle",
                "family: access",
                "criteria: [CC6.2, CC6.3]",
                "criteria: [CC6.2, CC6.9]",
                "criteria: [ACCESS_TO_PROGRAMS_AND_DATA]",
                "criteria: []",
                "[systemOwner, riskOwner]",
                "[systemOwner, system_owner]",
                "variants: [ACCOUNT_ACTIVE, LATE_DISABLED]",
                "variants: [LATE_DISABLED, LATE_DISABLED, late]",
                "default: PT24H",
                "default: PT0S",
                "default: 25, min: 1",
                "default: 25, min: one",
                "[PS-4, AC-2, AC-2(3)]",
                "[PS-4, AC-99, PS-4]",
                "nist-csf-2.0:",
                "nist-csf-3.0:");
        assertEquals(
                List.of(
                        "control.yaml:4: family: must be 'lifecycle' as the folder, was 'access'",
                        "control.yaml:3: version: must be three numbers such as 1.0.0, was '1'",
                        "control.yaml:11: assertions.SOC.criteria[1]: 'CC6.9' is no id of AICPA Trust Services Criteria "
                                + "2017; correct it, or add it to frameworks/soc2-tsc-2017.yaml",
                        "control.yaml:13: assertions.SOC.requiredEvidence[1]: must be one of approver, businessOwner, "
                                + "justification, riskOwner, systemOwner, ticket, was 'system_owner'",
                        "control.yaml:17: assertions.SOX.criteria: must name at least one id of sox-itgc",
                        "control.yaml:24: kinds[0].variants[1]: variant 'LATE_DISABLED' is defined twice; each must be "
                                + "unique in its control",
                        "control.yaml:24: kinds[0].variants[2]: must be in upper case such as LATE_DISABLED, was 'late'",
                        "control.yaml:27: parameters[0].default: parameter 'sla_default' must be at least PT1M, was PT0S",
                        "control.yaml:28: parameters[1].min: parameter 'sample_size' must be a whole number, was 'one'",
                        "control.yaml:30: mappings.nist-800-53r5[1]: 'AC-99' is no id of NIST SP 800-53 Rev. 5, release "
                                + "5.1.1; correct it, or add it to frameworks/nist-800-53r5.yaml",
                        "control.yaml:30: mappings.nist-800-53r5[2]: 'PS-4' stands twice; keep one",
                        "control.yaml:31: mappings.nist-csf-3.0: unknown framework; use one of "
                                + String.join(", ", Framework.KEYS) + ", or add frameworks/nist-csf-3.0.yaml"),
                problems(Map.of(CONTROL, control)));
    }

    @Test
    void unknown_keys_missing_keys_and_wrong_types_are_named_with_what_would_be_right() {
        String control = Sample.edited(
                CONTROL,
                "title:",
                "tittle:",
                "nature: CONDITION",
                "nature: STATE",
                "limitations:\n  - Accounts",
                "limitations: Accounts");
        assertEquals(
                List.of(
                        "control.yaml:2: tittle: unknown key; remove it or use one of assertions, family, guidance, id, "
                                + "kinds, limitations, mappings, parameters, procedure, title, traps, version",
                        "control.yaml:1: title: is missing; it must be a text",
                        "control.yaml:23: kinds[0].nature: must be one of CONDITION, ACT, was 'STATE'",
                        "control.yaml:35: limitations: must be a list, was 'Accounts that are linked to nobody are not "
                                + "seen.'"),
                problems(Map.of(CONTROL, control)));
    }

    @Test
    void a_kind_without_regimes_is_for_all_and_one_with_them_for_these_only() {
        assertEquals(
                true,
                ControlDefinitions.load(FileTree.ofProduct(), INDEX).orElseThrow().stream()
                        .flatMap(folder -> folder.definition().kinds().stream())
                        .allMatch(kind -> kind.isFor(Regime.SOC) && kind.isFor(Regime.SOX)));
        DeviationKind narrowed =
                new DeviationKind("MISSING", Nature.ACT, List.of("NONE"), Set.of(), Set.of(Regime.SOX));
        assertEquals(true, narrowed.isFor(Regime.SOX));
        assertEquals(false, narrowed.isFor(Regime.SOC));
    }

    @Test
    void a_cure_for_a_regime_for_which_the_kind_is_no_deviation_is_refused() {
        String control =
                Sample.edited(CONTROL, "curedLateFor: [SOC, SOX]", "curedLateFor: [SOC, SOX]\n    regimes: [SOX]");
        assertEquals(
                List.of("control.yaml:25: kinds[0].curedLateFor: names SOC, for which the kind is no deviation; "
                        + "remove it or add it to regimes"),
                problems(Map.of(CONTROL, control)));
    }

    @Test
    void a_kind_for_a_regime_without_assertion_is_refused() {
        String text = Sample.text(CONTROL);
        String control = text.substring(0, text.indexOf("  SOX:"))
                + text.substring(text.indexOf("kinds:"))
                        .replace("curedLateFor: [SOC, SOX]", "curedLateFor: [SOC]\n    regimes: [SOC, SOX]");
        assertEquals(
                List.of("control.yaml:20: kinds[0].regimes: names SOX, to which the control makes no assertion; "
                        + "remove it or add the assertion"),
                problems(Map.of(CONTROL, control)));
    }

    @Test
    void a_cure_for_a_regime_without_assertion_is_refused() {
        String text = Sample.text(CONTROL);
        String control = text.substring(0, text.indexOf("  SOX:")) + text.substring(text.indexOf("kinds:"));
        assertEquals(
                List.of("control.yaml:19: kinds[0].curedLateFor: names SOX, to which the control makes no assertion; "
                        + "remove it or add the assertion"),
                problems(Map.of(CONTROL, control)));
    }

    @Test
    void keys_that_stand_twice_and_aliases_are_errors_and_broken_yaml_names_its_line() {
        assertEquals(
                List.of("control.yaml:3: title: stands twice; keep one"),
                problems(Map.of(CONTROL, Sample.edited(CONTROL, "version: 1.0.0", "title: Again\nversion: 1.0.0"))));
        assertEquals(
                List.of("control.yaml:1: holds YAML aliases (*name); write the values out in their place"),
                problems(Map.of(
                        CONTROL,
                        Sample.edited(
                                CONTROL,
                                "guidance: Disable the account.",
                                "guidance: &a Off",
                                "- Accounts that are linked to nobody are not seen.",
                                "- *a"))));
        List<String> broken = problems(Map.of(CONTROL, Sample.edited(CONTROL, "version: 1.0.0", "version: [1")));
        assertEquals(
                1,
                broken.stream()
                        .filter(line -> line.matches("control.yaml:\\d+: cannot be parsed: .+"))
                        .count());
    }

    @Test
    void the_folder_carries_the_id_of_its_control() {
        assertEquals(
                List.of(
                        "control.yaml:1: id: must begin the name of the folder, as in 'JML-02-the-compliant-condition'; "
                                + "the folder is 'JML-01-leaver-access-removed'"),
                problems(Map.of(CONTROL, Sample.edited(CONTROL, "id: JML-01", "id: JML-02"))).stream()
                        .filter(line -> line.startsWith("control.yaml"))
                        .toList());
    }

    @Test
    void what_the_index_lists_must_be_there_and_once() {
        String index = "controls:\n  - lifecycle/JML-01-leaver-access-removed\n  - lifecycle/JML-01-other\nmore: 1\n";
        assertEquals(
                List.of(
                        "yaml/controls/index.yaml:4: more: unknown key; remove it or use one of controls",
                        "yaml/controls/index.yaml:3: controls[1]: has the same control id as "
                                + "lifecycle/JML-01-leaver-access-removed; give it its own",
                        "yaml/controls/lifecycle/JML-01-other/control.yaml: is missing; add the file or take the folder "
                                + "off the index",
                        "yaml/controls/lifecycle/JML-01-other/scenarios.yaml: is missing; a control needs scenarios that "
                                + "show what it means"),
                problems(Map.of(INDEX, index)));
    }

    @Test
    void problems_of_definition_and_scenarios_come_together_and_stop_the_start() {
        Map<String, String> files = Map.of(
                CONTROL, Sample.edited(CONTROL, "default: PT24H", "default: PT0S"),
                SCENARIOS, Sample.edited(SCENARIOS, "grace: PT2H", "grace: 2h"));
        assertEquals(
                List.of(
                        "control.yaml:27: parameters[0].default: parameter 'sla_default' must be at least PT1M, was PT0S",
                        "scenarios.yaml:5: reference[2].grace: must be an ISO-8601 duration such as PT24H or P30D, was "
                                + "'2h'"),
                problems(files));
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> ControlDefinitions.load(Sample.with(files), INDEX)
                        .orElseThrow());
        assertEquals(2, thrown.getMessage().lines().count());
    }

    private static List<String> problems(Map<String, String> files) {
        return Sample.lines(ControlDefinitions.load(Sample.with(files), INDEX).problems());
    }
}
