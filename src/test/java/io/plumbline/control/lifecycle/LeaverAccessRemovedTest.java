package io.plumbline.control.lifecycle;

import static io.plumbline.control.History.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.History;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaverAccessRemovedTest {

    private static final String ACCOUNT = "account:erp/a-1";

    @Test
    void disabledAtTheDeadlineIsInTimeAndOneMillisecondLaterIsLate() {
        assertEquals(
                Verdict.OPERATED,
                judged(ACCOUNT, left().disabled("a-1", "03-03T17:00:00").settled("03-10T00:00:00"))
                        .verdict());
        Deviation found =
                only(ACCOUNT, left().disabled("a-1", "03-03T17:00:00.001").settled("03-10T00:00:00"));
        assertEquals("LATE_DISABLED", found.variant());
        assertEquals(at("03-03T17:00:00"), found.since());
        assertEquals(Optional.of(Ending.PERFORMED_LATE), found.ending());
    }

    @Test
    void theDeadlineIsPastOnlyWhenEverySourceSaysSo() {
        History history = left().settled("03-03T17:00:00");
        assertEquals(Verdict.PENDING, judged(ACCOUNT, history).verdict());
        Deviation found = only(ACCOUNT, history.settled("03-03T17:00:00.001"));
        assertEquals("ACCOUNT_ACTIVE", found.variant());
        assertEquals(Severity.HIGH, found.severity());
    }

    @Test
    void anAccountDisabledBeforeTheTerminationIsRemovedInTime() {
        assertEquals(
                "REMOVED_IN_TIME",
                judged(ACCOUNT, left().disabled("a-1", "03-02T09:00:00")).reason());
    }

    @Test
    void everyAccountHasItsOwnClock() {
        History history =
                left().account("a-2").disabled("a-1", "03-02T18:00:00").settled("03-05T00:00:00");
        assertEquals(Verdict.OPERATED, judged(ACCOUNT, history).verdict());
        assertEquals("PARTIAL_APP_LEVEL", only("account:erp/a-2", history).variant());
    }

    @Test
    void anAccountEnabledAgainAfterTheDepartureIsAnEpisodeOfItsOwn() {
        Deviation found = only(
                ACCOUNT,
                left().disabled("a-1", "03-02T18:00:00")
                        .enabled("a-1", "03-08T00:00:00")
                        .settled("03-09T00:00:00"));
        assertEquals(at("03-08T00:00:00"), found.since());
        assertEquals("employment-1@2026-03-08T00:00:00Z", found.anchor());
    }

    @Test
    void aGrantRevokedInTimeIsRemoved() {
        assertEquals(
                Verdict.OPERATED,
                judged(
                                "grant:erp/PAY/g1",
                                left().granted("g1", "PAY", "02-01T00:00:00")
                                        .revoked("g1", "PAY", "03-02T18:00:00", Optional.empty()))
                        .verdict());
    }

    @Test
    void aGrantHeldWithoutAnAccountIsAccessToo() {
        Deviation found = only(
                "grant:erp/PAY/g1",
                left().granted("g1", "PAY", "02-01T00:00:00").settled("03-05T00:00:00"));
        assertEquals("ACCESS_HELD", found.variant());
    }

    @Test
    void aKeyThatRunsOutAsPlannedWasNotRevoked() {
        Deviation found =
                only("credential:erp/k-1", left().key("k-1", "03-20T00:00:00").settled("04-05T00:00:00"));
        assertEquals(Optional.of(at("03-20T00:00:00")), found.until());
        assertEquals(Optional.of(Ending.ENDED), found.ending());
    }

    @Test
    void aKeyThatStaysLiveIsADeviationOfItsOwnKind() {
        Deviation found = only("credential:erp/k-1", left().key("k-1").settled("03-05T00:00:00"));
        assertEquals("CREDENTIAL_NOT_REVOKED", found.kind());
    }

    @Test
    void whatLastsLongerThanAWeekIsCriticalOnceThatIsCertain() {
        assertEquals(
                Severity.HIGH, only(ACCOUNT, left().settled("03-10T17:00:00")).severity());
        assertEquals(
                Severity.CRITICAL,
                only(ACCOUNT, left().settled("03-10T17:00:00.001")).severity());
        assertEquals(
                Severity.HIGH,
                only(ACCOUNT, left().disabled("a-1", "03-10T17:00:00").settled("03-20T00:00:00"))
                        .severity());
    }

    @Test
    void someoneDismissedHasOneHour() {
        Deviation found = only(
                ACCOUNT,
                company()
                        .account("a-1")
                        .terminated("03-02T17:00:00", "03-02T17:00:00", TerminationType.INVOLUNTARY)
                        .settled("03-05T00:00:00"));
        assertEquals(at("03-02T18:00:00"), found.since());
    }

    @Test
    void latePersonnelRecordsAreHeldAgainstPersonnelAndLateDisablingAgainstTheDeparture() {
        History history = company()
                .account("a-1")
                .terminated("03-02T17:00:00", "03-05T09:00:00", TerminationType.VOLUNTARY)
                .disabled("a-1", "03-05T10:00:00")
                .settled("03-10T00:00:00");
        assertEquals("PT64H", only("employment:1", history).details().get("lateness"));
        Deviation late = only(ACCOUNT, history);
        assertEquals("PT65H", late.details().get("lateness_from_effective"));
        assertEquals("PT1H", late.details().get("lateness_from_hr_record"));
    }

    @Test
    void theReturnEndsTheDeviation() {
        Deviation found = only(ACCOUNT, left().rehired("03-05T00:00:00").settled("03-10T00:00:00"));
        assertEquals(Optional.of(at("03-05T00:00:00")), found.until());
        assertEquals(Optional.of(Ending.ENDED), found.ending());
    }

    @Test
    void whoComesBackByTheDeadlineNeedNotBeRemoved() {
        assertEquals(
                Verdict.NOT_APPLICABLE,
                judged(ACCOUNT, left().rehired("03-03T17:00:00").settled("03-10T00:00:00"))
                        .verdict());
    }

    @Test
    void leaveKeepsAccessAndGardenLeaveDoesNot() {
        assertTrue(company()
                .account("a-1")
                .status(EmploymentStatus.ON_LEAVE, "03-02T00:00:00")
                .settled("04-01T00:00:00")
                .judgedBy(new LeaverAccessRemoved())
                .isEmpty());
        Deviation found = only(
                ACCOUNT,
                company()
                        .account("a-1")
                        .status(EmploymentStatus.GARDEN_LEAVE, "03-02T00:00:00")
                        .terminated("03-31T00:00:00", "03-02T00:00:00", TerminationType.VOLUNTARY)
                        .settled("03-05T00:00:00"));
        assertEquals(at("03-03T00:00:00"), found.since());
    }

    @Test
    void gardenLeaveThatEndsGivesAccessBack() {
        Deviation found = only(
                ACCOUNT,
                company()
                        .account("a-1")
                        .status(EmploymentStatus.GARDEN_LEAVE, "03-02T00:00:00")
                        .status(EmploymentStatus.ACTIVE, "03-06T00:00:00")
                        .settled("03-09T00:00:00"));
        assertEquals(Optional.of(at("03-06T00:00:00")), found.until());
    }

    private static History left() {
        return company().account("a-1").terminated("03-02T17:00:00", "03-02T17:00:00", TerminationType.VOLUNTARY);
    }

    private static History company() {
        return History.ofCompany()
                .parameter("sla_default", "PT24H")
                .parameter("sla_privileged_or_pci", "PT1H")
                .parameter("sla_involuntary", "PT1H")
                .parameter("hr_notice_tolerance", "PT24H")
                .parameter("critical_after", "P7D");
    }

    private static Judgement judged(String object, History history) {
        List<Judgement> judgements = history.judgedBy(new LeaverAccessRemoved()).stream()
                .filter(judgement -> judgement.object().equals(object))
                .toList();
        assertEquals(1, judgements.size());
        return judgements.get(0);
    }

    private static Deviation only(String object, History history) {
        Judgement judgement = judged(object, history);
        assertEquals(1, judgement.deviations().size(), judgement::toString);
        return judgement.deviations().get(0);
    }
}
