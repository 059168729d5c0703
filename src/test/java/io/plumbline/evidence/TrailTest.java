package io.plumbline.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.json.EventLines;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a verdict leaves behind for each regime, so that somebody else can come to it again. */
class TrailTest {

    private static final ControlLibrary CONTROLS = Controls.library();

    @Test
    void oneItemLeavesARecordOfItsOwnForEachRegimeInTheWordsOfThatRegime() {
        Backtest history = history("p-r", "p-cab");
        ControlDefinition control = CONTROLS.entry("CHG-01").orElseThrow().definition();
        for (Regime regime : Regime.values()) {
            AssertionRecord record = record(history, regime);
            Assertion assertion = control.assertions().get(regime);
            assertEquals(assertion.objective(), record.objective());
            assertEquals(assertion.criteria(), record.criteria());
            assertEquals(assertion.testMethod(), record.testMethod());
            assertEquals(assertion.owners().control(), record.controlOwner());
            assertEquals(control.version(), record.controlVersion());
        }
        AssertionRecord soc = record(history, Regime.SOC);
        AssertionRecord sox = record(history, Regime.SOX);
        assertNotEquals(soc.assertionId(), sox.assertionId());
        assertNotEquals(soc.objective(), sox.objective());
        assertNotEquals(soc.testMethod(), sox.testMethod());
        assertNotEquals(soc.criteria(), sox.criteria());
    }

    @Test
    void approverAndTheThreeOwnersAreFourFieldsAndTheRiskIsOwnedPerRegime() {
        Backtest history = history("p-r", "p-cab");
        AssertionRecord sox = record(history, Regime.SOX);
        assertEquals(Optional.of("p-cab"), sox.approver());
        assertEquals(Optional.of("p-b"), sox.businessOwner());
        assertEquals(Optional.of("p-s"), sox.systemOwner());
        assertEquals(Optional.of("p-r"), sox.riskOwner());
        assertEquals(Optional.of("p-q"), record(history, Regime.SOC).riskOwner());
        assertFalse(sox.roleCollapse());
        assertTrue(record(history("p-r", "p-s"), Regime.SOX).roleCollapse(), "the owner of the system approved");
    }

    @Test
    void whatARegimeAsksForAndNobodySuppliedIsListed() {
        Backtest history = history("", "p-cab");
        assertTrue(record(history, Regime.SOX).missing().contains("riskOwner"));
        assertFalse(record(history, Regime.SOC).missing().contains("riskOwner"));
        assertFalse(record(history, Regime.SOX).missing().contains("approver"));
    }

    @Test
    void aPassingVerdictLeavesARecordWithWhatItRestsOnAndWhatItWasMeasuredBy() {
        Backtest history = history("p-r", "p-cab");
        AssertionRecord record = record(history, Regime.SOX);
        assertEquals(Verdict.OPERATED, record.verdict());
        assertEquals("implementation:erp/d-1", record.subjectKey());
        assertEquals(Instant.parse("2026-03-02T10:00:00Z"), record.at());
        assertEquals(
                List.of("itsm:a1", "pipeline:d1"),
                record.evidence().stream()
                        .map(event -> event.source() + ":" + event.sourceEventId())
                        .filter(id -> !id.equals("itsm:r1"))
                        .sorted()
                        .toList());
        record.evidence().forEach(event -> assertEquals(64, event.digest().length()));
        Map<String, String> parameters = record.parameters();
        CONTROLS.entry("CHG-01")
                .orElseThrow()
                .definition()
                .parameters()
                .forEach(parameter -> assertEquals(parameter.defaultValue(), parameters.get(parameter.name())));
        assertEquals(history.catalogue().digest(), record.catalogueDigest());
    }

    /** The last word on the deployment to one regime. */
    private static AssertionRecord record(Backtest history, Regime regime) {
        return history.assertions().stream()
                .filter(assertion -> assertion.regime() == regime)
                .filter(assertion -> assertion.controlId().equals("CHG-01"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Backtest history(String icfrRiskOwner, String approver) {
        Backtest history = new Backtest(CONTROLS, MonitorSettings.DEFAULTS, Mode.LIVE);
        String owner = icfrRiskOwner.isEmpty() ? "" : "'icfrRiskOwner':'" + icfrRiskOwner + "',";
        history.publish(List.of(
                (ReferenceEvent)
                        event("{'kind':'system.registered','source':'cmdb','id':'s','at':'2020-01-01T00:00:00Z',"
                                + "'systemId':'erp','effectiveFrom':'2020-01-01T00:00:00Z','production':true,"
                                + "'soxInScope':true,'socInScope':true,'owners':{" + owner
                                + "'businessOwner':'p-b','systemOwner':'p-s','securityRiskOwner':'p-q'}}"),
                (ReferenceEvent) event("{'kind':'source.declared','source':'cmdb','id':'d','at':'2020-01-01T00:00:00Z',"
                        + "'sourceId':'itsm','effectiveFrom':'2020-01-01T00:00:00Z','feeds':['CHANGES'],"
                        + "'systems':['erp'],'grace':'PT6H'}")));
        history.accept(event("{'kind':'change.requested','source':'itsm','id':'r1','at':'2026-03-01T08:00:00Z',"
                + "'changeId':'C-1','changeType':'NORMAL','systemId':'erp','requesterId':'p-dev'}"));
        history.accept(event("{'kind':'change.approved','source':'itsm','id':'a1','at':'2026-03-01T09:00:00Z',"
                + "'changeId':'C-1','systemId':'erp','approverId':'" + approver + "'}"));
        history.accept(event("{'kind':'deployment.executed','source':'pipeline','id':'d1','at':'2026-03-02T10:00:00Z',"
                + "'deploymentId':'d-1','systemId':'erp','environment':'production','changeIds':['C-1'],"
                + "'artefactDigest':'sha-a','deployer':'p-ops','authorIds':['p-dev']}"));
        history.settle(Map.of("itsm", Instant.parse("2026-03-05T00:00:00Z")));
        return history;
    }

    private static Event event(String line) {
        return EventLines.read("history", Stream.of(line.replace('\'', '"')))
                .findFirst()
                .orElseThrow()
                .event()
                .orElseThrow();
    }
}
