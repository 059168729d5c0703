package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.exceptions.EventRef;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.json.EventLines;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.yaml.ReferenceFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an exception says of the answer that foretold it: who was told when, who approved all the same, and where that is on record. */
class PredictedConflictTest {

    private static final String REFERENCE =
            """
            reference:
              - {kind: system.registered, systemId: erp, effectiveFrom: 2020-01-01T00:00:00Z, production: true, soxInScope: true, socInScope: true}
              - {kind: source.declared, sourceId: erp, effectiveFrom: 2020-01-01T00:00:00Z, feeds: [ACCOUNTS, GRANTS, ACTIVITY], grace: PT0S}
              - {kind: entitlement.mapped, systemId: erp, entitlement: VENDOR, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP01:MAINTAIN"]}
              - {kind: entitlement.mapped, systemId: erp, entitlement: PAY, effectiveFrom: 2020-01-01T00:00:00Z, functions: ["AP06:POST"]}
              - {kind: rule.published, ruleId: P2P-1, version: "1", effectiveFrom: 2020-01-01T00:00:00Z, title: Vendors and payments, slots: [[AP01], [AP06]], severity: CRITICAL}
            """;

    private static final String HOLDS =
            """
            {"kind":"access.granted","source":"erp","id":"1","at":"2026-03-01T10:00:00Z","holder":"p-1","systemId":"erp","entitlement":"VENDOR"}
            """;
    private static final String ASKED =
            """
            {"kind":"access.predicted","source":"whatif","id":"2","at":"2026-03-02T10:00:00Z","actor":"p-m","predictionId":"q-1","holder":"p-1","systemId":"erp","entitlement":"PAY","requestId":"REQ-1","conflicts":["SOD-01 P2P-1 1"],"catalogueVersion":1,"catalogueDigest":"d"}
            """;
    private static final String ASKED_AGAIN =
            """
            {"kind":"access.predicted","source":"whatif","id":"3","at":"2026-03-02T12:00:00Z","actor":"p-n","predictionId":"q-2","holder":"p-1","systemId":"erp","entitlement":"PAY","conflicts":["SOD-01 P2P-1 1"],"catalogueVersion":1,"catalogueDigest":"d"}
            """;
    private static final String FIRST_STAGE =
            """
            {"kind":"access.approved","source":"iga","id":"4","at":"2026-03-02T11:00:00Z","requestId":"REQ-1","holder":"p-1","systemId":"erp","entitlements":["PAY"],"approverId":"p-a"}
            """;
    private static final String SECOND_STAGE =
            """
            {"kind":"access.approved","source":"iga","id":"5","at":"2026-03-03T11:00:00Z","requestId":"REQ-1","holder":"p-1","systemId":"erp","entitlements":["PAY"],"approverId":"p-b"}
            """;
    private static final String GIVEN =
            """
            {"kind":"access.granted","source":"erp","id":"6","at":"2026-03-05T10:00:00Z","holder":"p-1","systemId":"erp","entitlement":"PAY","requestId":"REQ-1"}
            """;

    @Test
    void who_was_told_and_who_approved_all_the_same_are_details_with_the_events_as_evidence() {
        ExceptionRecord found = conflict(HOLDS, ASKED, FIRST_STAGE, SECOND_STAGE, GIVEN);

        assertEquals(List.of("PREDICTED"), found.flags());
        assertEquals("2026-03-02T10:00:00Z", found.details().get("predicted_at"));
        assertEquals("p-m", found.details().get("predicted_to"));
        assertEquals("p-a, p-b", found.details().get("approved_despite_prediction"));
        assertTrue(
                found.explanation()
                        .contains("Predicted: at 2026-03-02T10:00:00Z p-m was told that PAY of erp would break the rule"
                                + " (whatif:2)"),
                found.explanation().toString());
        assertTrue(
                found.explanation().contains("Approved all the same by p-b at 2026-03-03T11:00:00Z (iga:5)"),
                found.explanation().toString());
        assertTrue(
                evidence(found).containsAll(Set.of("2", "4", "5")),
                found.evidence().toString());
    }

    /** Told between two stages, only the second was decided with the answer on record. */
    @Test
    void the_newest_answer_counts_and_only_who_approved_after_it() {
        ExceptionRecord found = conflict(GIVEN, SECOND_STAGE, ASKED_AGAIN, FIRST_STAGE, ASKED, HOLDS);

        assertEquals("2026-03-02T12:00:00Z", found.details().get("predicted_at"));
        assertEquals("p-n", found.details().get("predicted_to"));
        assertEquals("p-b", found.details().get("approved_despite_prediction"));
    }

    @Test
    void where_nobody_approved_nobody_is_named() {
        ExceptionRecord found = conflict(HOLDS, ASKED, GIVEN);

        assertEquals(List.of("PREDICTED"), found.flags());
        assertTrue(!found.details().containsKey("approved_despite_prediction"));
    }

    private static ExceptionRecord conflict(String... lines) {
        Backtest backtest = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        backtest.publish(ReferenceFile.read("reference", REFERENCE, List.of())
                .orElseThrow()
                .events());
        EventLines.read("lines", Stream.of(lines))
                .forEach(line -> backtest.accept(line.event().orElseThrow()));
        List<ExceptionRecord> found = backtest.exceptions().values().stream()
                .filter(record -> record.controlId().equals("SOD-01"))
                .toList();
        assertEquals(1, found.size());
        return found.get(0);
    }

    private static Set<String> evidence(ExceptionRecord found) {
        return found.evidence().stream().map(EventRef::sourceEventId).collect(Collectors.toSet());
    }
}
