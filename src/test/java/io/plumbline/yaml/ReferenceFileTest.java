package io.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReferenceFileTest {

    private static final String GOOD =
            """
            reference:
              - kind: system.registered
                systemId: erp
                effectiveFrom: 2020-01-01T00:00:00Z
                production: true
                soxInScope: true
                socInScope: true
                owners: {businessOwner: p-b, systemOwner: p-s, icfrRiskOwner: p-r, securityRiskOwner: p-q}
              - {kind: source.declared, sourceId: erp, effectiveFrom: 2020-01-01T00:00:00Z, feeds: [GRANTS], systems: [erp], grace: PT2H}
              - {kind: entitlement.mapped, systemId: erp, entitlement: FK01, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP01:MAINTAIN"]}
              - {kind: entitlement.mapped, systemId: erp, entitlement: F110, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP06:POST"]}
              - {kind: rule.published, ruleId: P2P-01, version: 1, effectiveFrom: 2020-01-01T00:00:00Z, title: Vendor and payment, slots: [[AP01], [AP06]], severity: CRITICAL}
              - {kind: param.changed, controlId: JML-01, parameter: sample_size, value: 30, effectiveFrom: 2026-01-01T00:00:00Z, reason: larger}
            """;

    @Test
    void entries_become_events_without_warnings() {
        ReferenceFile file = read(GOOD).orElseThrow();
        assertEquals(List.of(), file.warnings());
        assertEquals(6, file.events().size());
        assertEquals(
                new EventId("reference", "parameter/JML-01/sample_size@2026-01-01T00:00:00Z"),
                file.events().get(5).id());
        assertEquals("30", ((ReferenceEvent.ParameterChanged) file.events().get(5)).value());
    }

    @Test
    void a_correction_with_a_later_record_time_is_another_event() {
        ReferenceFile file = read(GOOD.replace("reason: larger", "reason: larger, recordedAt: 2026-02-01T00:00:00Z"))
                .orElseThrow();
        assertEquals(
                "parameter/JML-01/sample_size@2026-01-01T00:00:00Z#2026-02-01T00:00:00Z",
                file.events().get(5).id().sourceEventId());
    }

    @Test
    void what_would_never_work_is_refused_all_at_once() {
        String text = GOOD.replace(
                                "grace: PT2H",
                                "grace: -PT2H, assumedLateness: -PT1H, completeFrom: 2021-01-01T00:00:00Z, completeTo: 2020-01-01T00:00:00Z")
                        .replace("[[AP01], [AP06]]", "[[]]")
                        .replace("value: 30", "value: 500")
                + "  - {kind: param.changed, controlId: JML-01, parameter: sla, value: PT1H, effectiveFrom: 2026-01-01T00:00:00Z, reason: r}\n"
                + "  - {kind: param.changed, controlId: JML-99, parameter: sla, value: PT1H, effectiveFrom: 2026-01-01T00:00:00Z, reason: r}\n"
                + "  - {kind: entitlement.mapped, systemId: erp, entitlement: FK01, effectiveFrom: 2020-01-01T01:00:00+01:00, functions: []}\n"
                + "  - {kind: account.deleted, source: erp, id: e, at: 2020-01-01T00:00:00Z, account: erp/a-1}\n";
        assertEquals(
                List.of(
                        "reference.yaml:16: reference[8]: is the same version as reference[2] "
                                + "(entitlement/erp/FK01@2020-01-01T00:00:00Z); keep one, or give it a later effectiveFrom",
                        "reference.yaml:17: reference[9].kind: must be reference data, one of system.registered, "
                                + "source.declared, function.defined, entitlement.mapped, role.defined, "
                                + "birthright.published, rule.published, rule.disabled, param.changed, control.staged, calendar.published, "
                                + "exemption.granted, exemption.revoked, system.retired, boundary.registered, person.aliased, "
                                + "period.published, campaign.opened, campaign.closed, "
                                + "role.retired, position.modelled, delegation.recorded, mitigation.performed; was "
                                + "'account.deleted'",
                        "reference.yaml:9: reference[1].grace: must be at least PT0S, was PT-2H",
                        "reference.yaml:9: reference[1].assumedLateness: must be at least PT0S, was PT-1H",
                        "reference.yaml:9: reference[1].completeTo: must be after completeFrom 2021-01-01T00:00:00Z, was "
                                + "2020-01-01T00:00:00Z",
                        "reference.yaml:12: reference[4].slots[0]: must name at least one function; an empty slot can "
                                + "never be filled",
                        "reference.yaml:13: reference[5].value: JML-01: parameter 'sample_size' must be at most 100, was "
                                + "500",
                        "reference.yaml:14: reference[6].parameter: JML-01 has no parameter 'sla'; use one of "
                                + "sample_size, sla_default",
                        "reference.yaml:15: reference[7].controlId: unknown control 'JML-99'; use one of JML-01"),
                Sample.lines(read(text).problems()));
    }

    @Test
    void what_will_probably_not_do_what_was_meant_is_a_warning() {
        String text = GOOD.replace("icfrRiskOwner: p-r, ", "")
                        .replace("AP06:POST", "AP06:DISPLAY")
                        .replace("systems: [erp]", "systems: [erpp]")
                        .replace("feeds: [GRANTS]", "feeds: []")
                        .replace("[[AP01], [AP06]]", "[[AP01], [AP01, AP06]]")
                + "  - {kind: rule.disabled, ruleId: P2P-02, effectiveFrom: 2021-01-01T00:00:00Z}\n";
        assertEquals(
                List.of(
                        "reference.yaml:8: reference[0].owners.icfrRiskOwner: is missing for a system in SOX scope; its "
                                + "evidence will list the field as missing",
                        "reference.yaml:9: reference[1].feeds: is empty, so that the source can prove nothing",
                        "reference.yaml:9: reference[1].systems: system 'erpp' is not registered in this file",
                        "reference.yaml:12: reference[4].slots[1]: function 'AP01' fills another slot as well, so that it "
                                + "conflicts with itself",
                        "reference.yaml:12: reference[4].slots[1]: no entitlement is mapped to function 'AP06' above "
                                + "DISPLAY, so that it can never be held",
                        "reference.yaml:14: reference[6].ruleId: no rule 'P2P-02' is published in this file"),
                Sample.lines(read(text).orElseThrow().warnings()));
    }

    @Test
    void stages_calendars_exemptions_and_watched_sources_are_checked_too() {
        String good =
                """
                reference:
                  - {kind: control.staged, controlId: JML-01, stage: SHADOW, effectiveFrom: 2026-01-01T00:00:00Z, reason: trial}
                  - {kind: calendar.published, calendarId: default, effectiveFrom: 2026-01-01T00:00:00Z, zone: Europe/Zurich, workingDays: [MONDAY], holidays: ["2026-12-25"]}
                  - {kind: exemption.granted, exemptionId: x-1, effectiveFrom: 2026-01-01T00:00:00Z, validTo: 2026-02-01T00:00:00Z, exemptionKind: MITIGATION, controlId: JML-01, subjectKey: "identity:p-1", riskOwner: p-r, rationale: covered, mitigationRef: M-1, frequency: P30D}
                  - {kind: exemption.revoked, exemptionId: x-1, effectiveFrom: 2026-01-15T00:00:00Z, reason: over}
                  - {kind: source.declared, sourceId: hr, effectiveFrom: 2026-01-01T00:00:00Z, feeds: [IDENTITY], grace: PT0S, silentAfter: PT1H, clockTolerance: PT2M}
                """;
        assertEquals(List.of(), read(good).orElseThrow().warnings());
        String bad = good.replace("controlId: JML-01", "controlId: JML-99")
                .replace("stage: SHADOW, ", "")
                .replace("Europe/Zurich", "Zurich")
                .replace("[MONDAY]", "[Monday]")
                .replace("2026-12-25", "25.12.2026")
                .replace("validTo: 2026-02-01", "validTo: 2026-01-01")
                .replace(", mitigationRef: M-1", "")
                .replace("identity:p-1", "p-1")
                .replace("sourceId: hr", "sourceId: plumbline")
                .replace("silentAfter: PT1H", "silentAfter: PT0S")
                .replace("clockTolerance: PT2M", "clockTolerance: -PT2M");
        assertEquals(
                List.of(
                        "reference.yaml:2: reference[0].controlId: unknown control 'JML-99'; use one of JML-01",
                        "reference.yaml:2: reference[0].stage: is missing; use DRAFT, SHADOW, ACTIVE or RETIRED",
                        "reference.yaml:3: reference[1].zone: must be a time zone such as Europe/Zurich, was 'Zurich'",
                        "reference.yaml:3: reference[1].workingDays: must be days of the week in capitals, MONDAY to "
                                + "SUNDAY, was 'Monday'",
                        "reference.yaml:3: reference[1].holidays: must be dates such as 2026-12-25, was '25.12.2026'",
                        "reference.yaml:4: reference[2].controlId: unknown control 'JML-99'; use one of JML-01",
                        "reference.yaml:4: reference[2].validTo: must be after effectiveFrom 2026-01-01T00:00:00Z, was "
                                + "2026-01-01T00:00:00Z",
                        "reference.yaml:4: reference[2].mitigationRef: is missing; a mitigation names its mitigating "
                                + "control",
                        "reference.yaml:4: reference[2].subjectKey: must be a subject such as identity:p-17 or "
                                + "account:erp/TOMAS, was 'p-1'",
                        "reference.yaml:6: reference[4].sourceId: 'plumbline' is what Plumbline itself states; name the "
                                + "source otherwise",
                        "reference.yaml:6: reference[4].silentAfter: must be longer than PT0S, was PT0S; or leave it out",
                        "reference.yaml:6: reference[4].clockTolerance: must be longer than PT0S, was PT-2M; or leave it "
                                + "out"),
                Sample.lines(read(bad).problems()));
    }

    @Test
    void what_one_file_names_another_may_hold_and_no_two_say_the_same() {
        String system = GOOD.substring(0, GOOD.indexOf("  - {kind: source"));
        String rest = "reference:\n" + GOOD.substring(GOOD.indexOf("  - {kind: source"));
        assertEquals(
                List.of(),
                readAll(Map.of("a.yaml", rest, "b.yaml", system), List.of())
                        .orElseThrow()
                        .warnings());
        assertEquals(
                List.of(),
                readAll(Map.of("a.yaml", rest), read(system).orElseThrow().events())
                        .orElseThrow()
                        .warnings(),
                "or the catalogue in force holds it");
        assertEquals(
                "a.yaml:2: reference[0].systems: system 'erp' is not registered in these files",
                readAll(Map.of("a.yaml", rest), List.of())
                        .orElseThrow()
                        .warnings()
                        .get(0)
                        .toString());

        assertEquals(
                List.of(
                        "b.yaml:2: reference[0]: is the same version as an entry of a.yaml (system/erp@2020-01-01T00:00:00Z);"
                                + " keep one, or give it a later effectiveFrom",
                        "c.yaml:1: reference[0]: must be an object with keys and values, was 7"),
                Sample.lines(readAll(Map.of("a.yaml", system, "b.yaml", system, "c.yaml", "reference: [7]"), List.of())
                        .problems()),
                "all problems of all files");
    }

    private static Reading<ReferenceFile> readAll(Map<String, String> texts, List<ReferenceEvent> inForce) {
        return ReferenceFile.readAll(new TreeMap<>(texts), List.of(Sample.definition()), inForce);
    }

    private static Reading<ReferenceFile> read(String text) {
        return ReferenceFile.read("reference.yaml", text, List.of(Sample.definition()));
    }

    @Test
    void a_rule_is_about_what_is_held_or_about_what_is_done() {
        assertEquals(
                List.of(
                        "reference.yaml:2: reference[0].slots: must have at least one slot, or the rule must have steps; "
                                + "it has neither",
                        "reference.yaml:3: reference[1].steps: and slots are both given; a rule is about what is held or "
                                + "about what is done, keep one",
                        "reference.yaml:3: reference[1].steps[0]: must name at least one function; nothing can be this step",
                        "reference.yaml:3: reference[1].window: must be at least PT0S, was PT-1H",
                        "reference.yaml:4: reference[2].regimes: must be SOC, SOX or both, was 'GDPR'",
                        "reference.yaml:4: reference[2].minimumFilled: must be from 1 to 2, the number of slots, was 3"),
                ReferenceFile.read(
                                "reference.yaml",
                                """
                                reference:
                                  - {kind: rule.published, ruleId: R-1, version: "1", effectiveFrom: 2020-01-01T00:00:00Z, title: Nothing, severity: LOW}
                                  - {kind: rule.published, ruleId: R-2, version: "1", effectiveFrom: 2020-01-01T00:00:00Z, title: Both, slots: [[A], [B]], steps: [{anyOf: []}], window: PT-1H, severity: LOW}
                                  - {kind: rule.published, ruleId: R-3, version: "1", effectiveFrom: 2020-01-01T00:00:00Z, title: Three of two, slots: [[A], [B]], minimumFilled: 3, regimes: [GDPR], severity: LOW}
                                """,
                                List.of())
                        .problems()
                        .stream()
                        .map(Object::toString)
                        .toList());
    }
}
