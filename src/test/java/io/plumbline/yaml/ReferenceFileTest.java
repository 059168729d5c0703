package io.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.Reading;
import java.util.List;
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
                                + "exemption.granted, exemption.revoked; was "
                                + "'account.deleted'",
                        "reference.yaml:9: reference[1].grace: must be at least PT0S, was PT-2H",
                        "reference.yaml:9: reference[1].assumedLateness: must be at least PT0S, was PT-1H",
                        "reference.yaml:9: reference[1].completeTo: must be after completeFrom 2021-01-01T00:00:00Z, was "
                                + "2020-01-01T00:00:00Z",
                        "reference.yaml:12: reference[4].slots: must have at least two slots, had 1",
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

    private static Reading<ReferenceFile> read(String text) {
        return ReferenceFile.read("reference.yaml", text, List.of(Sample.definition()));
    }
}
