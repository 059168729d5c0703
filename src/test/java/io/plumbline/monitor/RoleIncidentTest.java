package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Routing;
import io.plumbline.event.Severity;
import io.plumbline.event.Stage;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.RoleFacts;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One change of a role that brings many conflicts is one incident, of which people are told once. */
class RoleIncidentTest {

    private static final Instant BEFORE = RandomHistory.START;
    private static final Instant CHANGE = BEFORE.plus(Duration.ofDays(30));

    private final Backtest history = new Backtest(Controls.library(), MonitorSettings.DEFAULTS, Mode.LIVE);
    private int number;

    RoleIncidentTest() {
        history.publish(CompanyReference.inForce());
    }

    @Test
    void aNestedRoleThatGainsPaymentsTellsOfItselfOnceAndNotOfItsFortyHolders() {
        define("BOSS", BEFORE, List.of("VENDOR"), List.of("TEAM"));
        define("TEAM", BEFORE, List.of(), List.of("PAYER"));
        define("PAYER", BEFORE, List.of(), List.of());
        IntStream.range(0, 40).forEach(person -> grant("p" + person, "BOSS"));
        settle(CHANGE);
        assertEquals(0, of("SOD-01").size() + of("SOD-04").size());
        int known = history.alerts().size();
        Map<Subject, Integer> held = held();

        define("PAYER", CHANGE, List.of("PAY"), List.of());
        settle(CHANGE.plus(Duration.ofDays(1)));

        assertEquals(1, of("SOD-04").size());
        ExceptionRecord role = of("SOD-04").get(0);
        assertEquals("role:erp/BOSS", role.subjectKey());
        assertEquals(CHANGE, role.since());
        assertEquals(Severity.CRITICAL, role.severity(), "forty hold it");
        assertEquals("40", role.details().get("holder_count"));
        assertTrue(role.notifies());
        assertEquals(40, of("SOD-01").size());
        of("SOD-01").forEach(member -> {
            assertEquals(role.incidentId(), member.incidentId());
            assertEquals(CHANGE, member.since());
            assertFalse(member.notifies());
        });
        List<ExceptionAlert> alerts = history
                .alerts()
                .subList(known, history.alerts().size())
                .stream()
                .filter(alert -> alert.incidentId().equals(role.incidentId()))
                .toList();
        assertEquals(41, alerts.size());
        assertEquals(1, alerts.stream().filter(ExceptionAlert::notifies).count());
        IntStream.range(0, 40)
                .mapToObj(person -> Subject.identity("p" + person))
                .forEach(person -> assertEquals(held.get(person), held().get(person), "holders heard of nothing"));
    }

    @Test
    void whereNoRoleConflictsByItselfTheMembersTellThemselves() {
        define("PAYER", BEFORE, List.of(), List.of());
        for (String person : List.of("p1", "p2")) {
            grant(person, "PAYER");
            grant(person, "VENDOR");
        }
        define("PAYER", CHANGE, List.of("PAY"), List.of());
        grantAt("p3", "VENDOR", CHANGE);
        grant("p3", "PAYER");
        settle(CHANGE.plus(Duration.ofDays(1)));

        assertEquals(List.of(), of("SOD-04"));
        Map<String, ExceptionRecord> members =
                of("SOD-01").stream().collect(Collectors.toMap(ExceptionRecord::subjectKey, record -> record));
        assertEquals(Set.of("identity:p1", "identity:p2", "identity:p3"), members.keySet());
        Optional<String> incident = members.get("identity:p1").incidentId();
        assertTrue(incident.isPresent());
        assertEquals(incident, members.get("identity:p2").incidentId());
        assertTrue(members.get("identity:p1").notifies()
                && members.get("identity:p2").notifies());
        assertEquals(
                Optional.empty(),
                members.get("identity:p3").incidentId(),
                "it took a grant of the same instant as well");
        assertTrue(members.get("identity:p3").notifies());
    }

    @Test
    void ofRolesThatConflictByOneChangeOneTellsWhicheverStillDoes() {
        define("A", BEFORE, List.of("VENDOR"), List.of("PAYER"));
        define("B", BEFORE, List.of("VENDOR"), List.of("PAYER"));
        define("PAYER", BEFORE, List.of(), List.of());
        grant("p1", "A");
        grant("p2", "B");
        define("PAYER", CHANGE, List.of("PAY"), List.of());
        settle(CHANGE.plus(Duration.ofDays(1)));
        assertEquals(Map.of("role:erp/A", true, "role:erp/B", false), notifying("SOD-04"));
        assertEquals(Map.of("identity:p1", false, "identity:p2", false), notifying("SOD-01"));
        assertEquals(
                1,
                history.exceptions().values().stream()
                        .filter(record -> record.controlId().startsWith("SOD"))
                        .map(ExceptionRecord::incidentId)
                        .distinct()
                        .count());

        define("A", CHANGE.minus(Duration.ofDays(1)), List.of("LEDGER"), List.of("PAYER"));
        settle(CHANGE.plus(Duration.ofDays(2)));
        assertEquals(Map.of("role:erp/B", true), notifying("SOD-04"), "it is the only one left");
        assertEquals(Map.of("identity:p2", false), notifying("SOD-01"));
    }

    @Test
    void whileRolesAreNotReportedTheirHoldersAre() {
        history.accept(new ControlStaged(Header.of("grc", "stage", BEFORE), "SOD-04", Stage.SHADOW, BEFORE, "trial"));
        define("PAYER", BEFORE, List.of("VENDOR"), List.of());
        grant("p1", "PAYER");
        define("PAYER", CHANGE, List.of("PAY", "VENDOR"), List.of());
        settle(CHANGE.plus(Duration.ofDays(1)));
        assertEquals(Map.of("role:erp/PAYER", false), notifying("SOD-04"));
        assertEquals(Map.of("identity:p1", true), notifying("SOD-01"));
    }

    @Test
    void aRoleWithMoreStatementsThanAreKeptIsWidelyHeldWhicheverCameFirst() {
        define("PAYER", BEFORE, List.of("PAY", "VENDOR"), List.of());
        for (int person = 0; person < RoleFacts.MOST_STATEMENTS; person++) {
            grantAt("p" + person % 5, "PAYER", BEFORE.plusSeconds(person));
        }
        settle(CHANGE);
        assertEquals(Severity.HIGH, of("SOD-04").get(0).severity(), "five hold it, however often it was said");
        grantAt("p1", "PAYER", BEFORE.plusSeconds(500));
        settle(CHANGE.plusSeconds(1));
        assertEquals(Severity.CRITICAL, of("SOD-04").get(0).severity());
        assertEquals("over 10", of("SOD-04").get(0).details().get("holder_count"));
        assertEquals(2, held().get(Routing.role("erp", "PAYER")), "its definition, and one statement that names it");
        assertEquals(List.of(), history.refused());

        define("PAYER", CHANGE.plusSeconds(2), List.of("PAY"), List.of());
        settle(CHANGE.plusSeconds(3));
        assertEquals(Optional.of(CHANGE.plusSeconds(2)), of("SOD-04").get(0).until(), "it goes on being judged");
    }

    private List<ExceptionRecord> of(String control) {
        return Stream.of(history.exceptions(), history.foundOnTrial())
                .flatMap(records -> records.values().stream())
                .filter(record -> record.controlId().equals(control))
                .filter(record -> !record.status().name().equals("WITHDRAWN"))
                .toList();
    }

    private Map<String, Boolean> notifying(String control) {
        return of(control).stream().collect(Collectors.toMap(ExceptionRecord::subjectKey, ExceptionRecord::notifies));
    }

    private Map<Subject, Integer> held() {
        return history.subjects().stream().collect(Collectors.toMap(SubjectState::subject, state -> state.held()
                .size()));
    }

    private void settle(Instant at) {
        Map<String, Instant> settled = new TreeMap<>();
        history.sources().forEach(source -> settled.put(source, at));
        history.settle(settled);
    }

    private void define(String role, Instant from, List<String> entitlements, List<String> children) {
        history.accept(ReferenceEvents.role(
                        Header.of("reference", role + "-" + ++number, from), "erp", role, from, entitlements)
                .children(children)
                .build());
    }

    private void grant(String person, String role) {
        grantAt(person, role, BEFORE.plus(Duration.ofDays(1)));
    }

    private void grantAt(String person, String role, Instant at) {
        history.accept(
                AccessEvents.granted(Header.of("erp", "grant-" + ++number, at), Principal.identity(person), "erp", role)
                        .path(GrantPath.ROLE)
                        .build());
    }
}
