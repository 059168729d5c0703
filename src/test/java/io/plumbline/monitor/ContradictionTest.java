package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.DecisionEvent;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvent.Merged;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.RuleEvents;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A source that states two things under one event id is told, in the same words whatever came first. */
class ContradictionTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void anyOrderOfThreeStatementsGivesTheSameExceptionDatedByTheOneThatCounts() {
        Event first = granted("erp", "PAY", 0);
        Event second = granted("erp", "VENDOR", 1);
        Event third = granted("erp", "LEDGER", 2);
        for (List<Event> order : List.of(
                List.of(first, second, third),
                List.of(first, third, second),
                List.of(second, first, third),
                List.of(second, third, first),
                List.of(third, first, second, third),
                List.of(third, second, first, first))) {
            List<ExceptionRecord> found = exceptions(order);
            assertEquals(1, found.size());
            assertEquals("CONTRADICTED", found.get(0).variant());
            assertEquals("source:erp", found.get(0).subjectKey());
            assertEquals("event:e-1", found.get(0).object());
            assertEquals(NOON.plus(Duration.ofHours(2)), found.get(0).since());
        }
    }

    @Test
    void twoStatementsRecordedAtOnceContradictEachOtherToo() {
        Event one = granted("erp", "PAY", 0);
        Event other = granted("erp", "VENDOR", 0);
        assertEquals(ids(exceptions(List.of(one, other))), ids(exceptions(List.of(other, one))));
        assertEquals(1, exceptions(List.of(one, other)).size());
    }

    @Test
    void theSameEventTwiceIsNoContradictionAndNeitherAreWhatPlumblineCorrectsItself() {
        assertEquals(List.of(), exceptions(List.of(granted("erp", "PAY", 0), granted("erp", "PAY", 0))));
        assertEquals(List.of(), exceptions(List.of(granted("plumbline", "PAY", 0), granted("plumbline", "VENDOR", 1))));
    }

    @Test
    void theIdOfASourceMayHoldAnyCharacters() {
        String odd = "a:b/c|d é";
        List<ExceptionRecord> found = exceptions(List.of(granted(odd, "PAY", 0), granted(odd, "VENDOR", 1)));
        assertEquals("source:" + odd, found.get(0).subjectKey());
    }

    @Test
    void aLinkThatIsCorrectedUnderItsIdLeavesNothingWithTheFormerOwnerInAnyOrder() {
        Event wrong = linked("p-1", 0);
        Event right = linked("p-2", 1);
        Event grant = grantedTo(Principal.account("erp", "a-1"), "g-1");
        Event another = grantedTo(Principal.account("erp", "a-1"), "g-2");
        for (List<Event> order : List.of(
                List.of(wrong, right, grant, another),
                List.of(right, wrong, grant, another),
                List.of(wrong, grant, right, another),
                List.of(right, grant, wrong, another),
                List.of(grant, wrong, another, right),
                List.of(grant, right, another, wrong))) {
            Backtest history = settled(order);
            assertEquals(
                    List.of("identity:p-2 grant:erp/PAY/g-1", "identity:p-2 grant:erp/PAY/g-2"),
                    history.exceptions().values().stream()
                            .filter(record -> record.controlId().equals("EFF-01"))
                            .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                            .map(record -> record.subjectKey() + " " + record.object())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void aMergeThatIsCorrectedToOneOfOthersIsForgottenByThoseItNamedInAnyOrder() {
        Event wrong = merged("p-1", "p-2", 0);
        Event right = merged("p-3", "p-4", 1);
        Event whereBothAreHeard = IdentityEvents.positionChanged(
                        Header.of("hr", "position-1", NOON), "p-4", "clerk", NOON)
                .manager("p-2")
                .build();
        everyOrderFinds(
                "identity:p-1 grant:erp/PAY/g-1",
                List.of(wrong, right, whereBothAreHeard, grantedTo(Principal.identity("p-1"), "g-1")));
    }

    @Test
    void anAccountThatALinkIsCorrectedAwayFromAnswersForItselfInAnyOrder() {
        everyOrderFinds(
                "account:erp/a-1 grant:erp/PAY/g-1",
                List.of(
                        linked("a-1", "p-1", 0),
                        linked("a-2", "p-1", 1),
                        grantedTo(Principal.account("erp", "a-1"), "g-1")));
    }

    @Test
    void twoEntriesOfTheCatalogueUnderOneIdStandBesideEachOtherWithThoseTheyNameInAnyOrder() {
        Event clerk = IdentityEvents.created(
                        Header.of("hr", "created-1", NOON.minus(Duration.ofDays(9))), "p-1", IdentityType.HUMAN)
                .build();
        Event ofOneControl = exemption("X-1", "EVD-04", NOON);
        Event ofAnother = exemption("X-2", "SOD-01", NOON.plus(Duration.ofDays(1)));
        for (List<Event> order : orders(List.of(clerk, ofOneControl, ofAnother))) {
            Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
            history.publish(CompanyReference.inForce());
            order.forEach(history::accept);
            history.settle(Map.of("hr", NOON.plus(Duration.ofDays(9)), "grc", NOON.plus(Duration.ofDays(9))));
            assertEquals(
                    List.of("EVD-04 CONTRADICTED source:grc"),
                    history.exceptions().values().stream()
                            .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                            .filter(record -> record.controlId().equals("EVD-04")
                                    || record.object().startsWith("exemption:X-"))
                            .map(record -> String.join(" ", record.controlId(), record.variant(), record.subjectKey()))
                            .toList(),
                    order::toString);
        }
    }

    @Test
    void twoDecisionsUnderOneIdAboutDifferentExceptionsCountBothAndAreAContradictionInAnyOrder() {
        List<Event> grants =
                List.of(grantedTo(Principal.identity("p-1"), "g-1"), grantedTo(Principal.identity("p-1"), "g-2"));
        List<String> unapproved = settled(grants).exceptions().values().stream()
                .filter(record -> record.controlId().equals("EFF-01"))
                .map(ExceptionRecord::exceptionId)
                .toList();
        assertEquals(2, unapproved.size());
        List<Event> events = new ArrayList<>(grants);
        for (int i = 0; i < unapproved.size(); i++) {
            events.add(acknowledged(unapproved.get(i), i));
        }
        for (List<Event> order : orders(events)) {
            Backtest history = settled(order);
            assertEquals(
                    List.of(ExceptionStatus.ACKNOWLEDGED, ExceptionStatus.ACKNOWLEDGED),
                    unapproved.stream()
                            .map(id -> history.exceptions().get(id).status())
                            .toList(),
                    order::toString);
            assertTrue(
                    history.exceptions().values().stream()
                            .anyMatch(record -> record.variant().equals("CONTRADICTED")
                                    && record.subjectKey().equals("source:decisions")),
                    order::toString);
        }
    }

    /** The monitor after these, when the sources of access and of approvals have said everything. */
    private static Backtest settled(List<Event> events) {
        Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        history.publish(CompanyReference.inForce());
        events.forEach(history::accept);
        history.settle(Map.of("iga", NOON.plus(Duration.ofDays(9)), "erp", NOON.plus(Duration.ofDays(9))));
        return history;
    }

    private static void everyOrderFinds(String unapproved, List<Event> events) {
        for (List<Event> order : orders(events)) {
            Backtest history = settled(order);
            assertEquals(
                    List.of(unapproved),
                    history.exceptions().values().stream()
                            .filter(record -> record.controlId().equals("EFF-01"))
                            .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                            .map(record -> record.subjectKey() + " " + record.object())
                            .toList(),
                    () -> order.stream()
                            .map(event -> event.kind() + " ")
                            .toList()
                            .toString());
        }
    }

    private static List<List<Event>> orders(List<Event> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Event>> orders = new ArrayList<>();
        for (Event first : events) {
            List<Event> others = new ArrayList<>(events);
            others.remove(first);
            for (List<Event> rest : orders(others)) {
                List<Event> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    private static Event exemption(String id, String control, Instant from) {
        return RuleEvents.exemption(Header.of("grc", "exemption-1", from), id, from, ExemptionKind.WAIVER, control)
                .until(from.plus(Duration.ofDays(1)))
                .riskOwner("p-1")
                .because("one id for two exemptions")
                .build();
    }

    private static Event acknowledged(String exceptionId, int recordedAfter) {
        return new DecisionEvent.Decided(
                Header.of("decisions", "decision-1", NOON.plus(Duration.ofDays(1)))
                        .withRecordedAt(NOON.plus(Duration.ofHours(24 + recordedAfter))),
                exceptionId,
                DecisionEvent.Action.ACKNOWLEDGE,
                "p-9",
                Optional.empty(),
                "seen",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Event merged(String identity, String into, int recordedAfter) {
        return new Merged(
                Header.of("hr", "merge-1", NOON).withRecordedAt(NOON.plus(Duration.ofHours(recordedAfter))),
                identity,
                into,
                MatchMethod.PERSON_KEY);
    }

    private static Event linked(String who, int recordedAfter) {
        return linked("a-1", who, recordedAfter);
    }

    private static Event linked(String account, String who, int recordedAfter) {
        return new AccountLinked(
                Header.of("erp", "link-1", NOON).withRecordedAt(NOON.plus(Duration.ofHours(recordedAfter))),
                new AccountRef("erp", account),
                who);
    }

    private static Event grantedTo(Principal holder, String grantId) {
        return AccessEvents.granted(Header.of("erp", "event-" + grantId, NOON), grantId, holder, "erp", "PAY")
                .build();
    }

    private static List<String> ids(List<ExceptionRecord> records) {
        return records.stream().map(ExceptionRecord::exceptionId).toList();
    }

    private static List<ExceptionRecord> exceptions(List<Event> order) {
        Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
        history.publish(CompanyReference.inForce());
        order.forEach(history::accept);
        return history.exceptions().values().stream()
                .filter(record -> record.controlId().equals("EVD-04"))
                .toList();
    }

    private static Event granted(String source, String entitlement, int recordedAfter) {
        return AccessEvents.granted(
                        Header.of(source, "e-1", NOON).withRecordedAt(NOON.plus(Duration.ofHours(recordedAfter))),
                        "g-1",
                        Principal.identity("p-1"),
                        "erp",
                        entitlement)
                .build();
    }
}
