package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.app.Controls;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.RuleEvents;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What runs out is an alert, by itself and at its own instant; what is carried on in time is none. */
class LapsingExemptionsTest {

    @Test
    void aMitigationThatLapsesAndComesBackIsAnAlertEachTime() {
        Backtest history = history(exemption("X-1", ExemptionKind.MITIGATION, 0, 50, Optional.of(Duration.ofDays(10))));
        settle(history, 20);
        assertEquals(
                List.of("RAISED null->OPEN@2", "STATUS OPEN->MITIGATED@2", "STATUS MITIGATED->OPEN@19"),
                alerts(history),
                "due on day 12, a Tuesday, and five business days later");
        history.accept(performed(20));
        settle(history, 21);
        assertEquals("STATUS OPEN->MITIGATED@20", last(alerts(history)));
    }

    @Test
    void aWaiverThatExpiresIsAnAlertAndOneThatIsCarriedOnIsNone() {
        Backtest expiring = history(exemption("X-1", ExemptionKind.WAIVER, 0, 10, Optional.empty()));
        settle(expiring, 12);
        assertEquals("STATUS ACCEPTED->OPEN@10", last(alerts(expiring)));

        Backtest renewed = history(
                exemption("X-1", ExemptionKind.WAIVER, 0, 10, Optional.empty()),
                exemption("X-2", ExemptionKind.WAIVER, 10, 20, Optional.empty()));
        settle(renewed, 12);
        assertEquals(
                List.of("RAISED null->OPEN@2", "STATUS OPEN->ACCEPTED@2", "STATUS ACCEPTED->ACCEPTED@10"),
                alerts(renewed));
    }

    @Test
    void theRecordNamesItsPerformancesAsEvidenceOfTheLapse() {
        Backtest history = history(exemption("X-1", ExemptionKind.MITIGATION, 0, 50, Optional.of(Duration.ofDays(10))));
        history.accept(performed(20));
        settle(history, 21);
        Map<String, String> details = history.exceptions().values().stream()
                .filter(record -> record.controlId().equals("SOD-07"))
                .findFirst()
                .orElseThrow()
                .details();
        assertEquals("X-1", details.get("exemption_id"));
        assertEquals("i", details.get("exemption_approver"));
        assertEquals("MC-1", details.get("mitigation_control_id"));
        assertEquals("PT240H", details.get("frequency"));
        assertEquals(day(20).toString(), details.get("performed_at_list"));
        assertEquals("clerk", details.get("performer"));
        assertEquals("not stated", details.get("coverage_ratio"));
    }

    private static Backtest history(ExemptionGranted... exemptions) {
        Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        List<ReferenceEvent> reference = new ArrayList<>(CompanyReference.inForce());
        reference.addAll(List.of(exemptions));
        history.publish(reference);
        history.accept(grant("VENDOR", 1));
        history.accept(grant("PAY", 2));
        return history;
    }

    private static void settle(Backtest history, int to) {
        for (int day = 3; day <= to; day++) {
            history.settle(Map.of("erp", day(day), "grc", day(day)));
        }
    }

    private static List<String> alerts(Backtest history) {
        return history.alerts().stream()
                .filter(alert -> alert.controlId().equals("SOD-01"))
                .map(alert -> alert.change() + " "
                        + alert.fromStatus().map(Enum::name).orElse("null") + "->" + alert.toStatus() + "@"
                        + Duration.between(day(0), alert.changedAt()).toDays())
                .toList();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static Granted grant(String entitlement, int day) {
        return AccessEvents.granted(
                        Header.of("erp", "g-" + entitlement, day(day)),
                        "g-" + entitlement,
                        Principal.identity("p1"),
                        "erp",
                        entitlement)
                .build();
    }

    private static MitigationPerformed performed(int day) {
        return new MitigationPerformed(
                Header.of("grc", "m-" + day, day(day)),
                "MC-1",
                day(day),
                "clerk",
                Optional.empty(),
                Optional.of("doc"),
                Optional.empty());
    }

    private static ExemptionGranted exemption(
            String id, ExemptionKind kind, int from, int to, Optional<Duration> frequency) {
        return RuleEvents.exemption(Header.of("grc", id, day(from)), id, day(from), kind, "SOD-01")
                .subject("identity:p1")
                .until(day(to))
                .riskOwner("i")
                .because("accepted")
                .mitigation("MC-1")
                .frequency(frequency)
                .build();
    }

    private static Instant day(int number) {
        return RandomHistory.START.plus(Duration.ofDays(number));
    }
}
