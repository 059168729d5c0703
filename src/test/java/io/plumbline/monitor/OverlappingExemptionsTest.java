package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.app.Controls;
import io.plumbline.control.privileged.SessionsElevated;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvents;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.RuleEvents;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several exemptions cover one exception: it stays covered as long as one of them does, and no longer. */
class OverlappingExemptionsTest {

    private static final Instant START = RandomHistory.START;

    @Test
    void aShortOneThatBeginsMeanwhileDoesNotEndTheLongOne() {
        List<ReferenceEvent> exemptions = List.of(waiver("X-1", 0, 50, "boss"), waiver("X-2", 5, 10, "boss"));
        assertEquals(ExceptionStatus.ACCEPTED, statusOnDay(8, exemptions));
        assertEquals(ExceptionStatus.ACCEPTED, statusOnDay(20, exemptions));
        assertEquals(ExceptionStatus.OPEN, statusOnDay(51, exemptions));
    }

    @Test
    void whatTheyGrantedThemselvesHidesNoSoundOne() {
        List<ReferenceEvent> exemptions = List.of(waiver("X-1", 0, 50, "p1"), waiver("X-2", 5, 10, "boss"));
        assertEquals(ExceptionStatus.OPEN, statusOnDay(4, exemptions));
        assertEquals(ExceptionStatus.ACCEPTED, statusOnDay(8, exemptions));
        assertEquals(ExceptionStatus.OPEN, statusOnDay(20, exemptions));
    }

    @Test
    void whenTheLongOneIsRevokedTheOtherStillCovers() {
        List<ReferenceEvent> exemptions = new ArrayList<>(
                List.of(waiver("X-1", 0, 50, "boss"), waiver("X-2", 5, 10, "boss"), waiver("X-3", 5, 10, "boss")));
        exemptions.add(new ExemptionRevoked(Header.of("grc", "revoked", day(7)), "X-1", day(7), "for the test"));
        assertEquals(ExceptionStatus.ACCEPTED, statusOnDay(8, exemptions));
        assertEquals(ExceptionStatus.OPEN, statusOnDay(20, exemptions));
    }

    private static ExceptionStatus statusOnDay(int days, List<ReferenceEvent> exemptions) {
        Backtest history = new Backtest(
                new ControlLibrary(
                        List.of(new SessionsElevated()),
                        Controls.folders().stream()
                                .map(folder -> folder.definition())
                                .filter(definition -> definition.id().equals("PAM-01"))
                                .toList()),
                MonitorSettings.DEFAULTS,
                Mode.LIVE);
        // Time goes on with whatever is stated: everything is published on its day.
        history.publish(on(0, CompanyReference.inForce()));
        history.publish(on(0, exemptions));
        history.accept(session());
        for (int day = 1; day <= days; day++) {
            history.publish(on(day, exemptions));
            history.settle(Map.of("pam", day(day)));
        }
        List<ExceptionRecord> found = List.copyOf(history.exceptions().values());
        assertEquals(1, found.size(), found.toString());
        return found.get(0).status();
    }

    /** What is recorded on that day; on the first, everything recorded until then. */
    private static List<ReferenceEvent> on(int day, List<ReferenceEvent> events) {
        return events.stream()
                .filter(event -> !event.header().recordedAt().isAfter(day(day)))
                .filter(event -> day == 0 || event.header().recordedAt().isAfter(day(day - 1)))
                .toList();
    }

    private static Event session() {
        return PrivilegedAccessEvents.sessionStarted(
                        Header.of("pam", "e-1", day(1)), "s-1", Principal.identity("p1"), "erp")
                .build();
    }

    private static ReferenceEvent waiver(String id, int from, int to, String riskOwner) {
        return RuleEvents.exemption(Header.of("grc", id, day(from)), id, day(from), ExemptionKind.WAIVER, "PAM-01")
                .subject("identity:p1")
                .until(day(to))
                .riskOwner(riskOwner)
                .because("accepted")
                .build();
    }

    private static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }
}
