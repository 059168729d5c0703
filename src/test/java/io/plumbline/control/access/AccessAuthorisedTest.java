package io.plumbline.control.access;

import static io.plumbline.control.History.at;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.History;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessAuthorisedTest {

    private static final Optional<String> NO_REQUEST = Optional.empty();

    @Test
    void anApprovalDecidedAtTheInstantOfTheGrantCoversIt() {
        Judgement judgement = judged(company()
                .approved("REQ-1", "03-02T10:00:00", Optional.empty(), "PAY")
                .granted("g1", "PAY", "03-02T10:00:00"));
        assertEquals(Verdict.OPERATED, judgement.verdict());
        assertEquals(Optional.of("p-9"), judgement.approver());
        assertEquals(Optional.of("needed for month end"), judgement.justification());
    }

    @Test
    void anApprovalDecidedOneMillisecondLaterIsLateAndEndsTheDeviation() {
        Deviation found = only(company()
                .granted("g1", "PAY", "03-02T10:00:00")
                .approved("REQ-1", "03-02T10:00:00.001", Optional.empty(), "PAY")
                .settled("03-03T00:00:00"));
        assertEquals("APPROVED_AFTER", found.variant());
        assertEquals(Optional.of(at("03-02T10:00:00.001")), found.until());
        assertEquals(Optional.of(Ending.PERFORMED_LATE), found.ending());
    }

    @Test
    void untilEverySourceOfApprovalsIsHeardFromItIsPending() {
        History history = company().granted("g1", "PAY", "03-02T10:00:00").settled("03-02T10:00:00");
        assertEquals(Verdict.PENDING, judged(history).verdict());
        assertEquals(
                Verdict.DEVIATED, judged(history.settled("03-02T10:00:00.001")).verdict());
    }

    @Test
    void withoutADeclaredSourceOfApprovalsNothingIsDecided() {
        Judgement judgement = judged(new History()
                .parameter("approval_match_window", "P30D")
                .parameter("clock_skew", "PT0S")
                .granted("g1", "PAY", "03-02T10:00:00")
                .settled("03-03T00:00:00"));
        assertEquals(Verdict.INDETERMINATE, judgement.verdict());
        assertEquals("NO_SOURCE_DECLARED", judgement.reason());
    }

    @Test
    void whereTheSourceOfApprovalsHasAGapTheGrantStaysUndecided() {
        Judgement judgement = judged(company()
                .granted("g1", "PAY", "03-02T10:00:00")
                .gap("itsm", "03-02T08:00:00", "03-02T09:00:00")
                .settled("03-03T00:00:00"));
        assertEquals(Verdict.INDETERMINATE, judgement.verdict());
        assertEquals("SOURCE_GAP", judgement.reason());
    }

    @Test
    void aGrantThatNamesItsRequestIsNotCoveredByAnother() {
        Deviation found = only(company()
                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY")
                .granted("g1", "PAY", "03-02T10:00:00", Optional.of("REQ-2"), NO_REQUEST)
                .settled("03-03T00:00:00"));
        assertEquals("NO_APPROVAL", found.variant());
    }

    @Test
    void anApprovalAtTheEdgeOfTheMatchWindowCoversAndAnOlderOneDoesNot() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY")
                                .granted("g1", "PAY", "03-31T10:00:00")
                                .settled("04-03T00:00:00"))
                        .verdict());
        assertEquals(
                "NO_APPROVAL",
                only(company()
                                .approved("REQ-1", "03-01T09:59:59.999", Optional.empty(), "PAY")
                                .granted("g1", "PAY", "03-31T10:00:00")
                                .settled("04-03T00:00:00"))
                        .variant());
    }

    @Test
    void anApprovalWithdrawnBeforeTheGrantDoesNotCoverIt() {
        assertEquals(
                "NO_APPROVAL",
                only(company()
                                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY")
                                .withdrawn("REQ-1", "03-01T12:00:00")
                                .granted("g1", "PAY", "03-02T10:00:00")
                                .settled("03-03T00:00:00"))
                        .variant());
    }

    @Test
    void oneApprovalCoversEveryGrantOfItsRequest() {
        List<Judgement> judgements = company()
                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY", "VENDOR")
                .granted("g1", "PAY", "03-02T10:00:00", Optional.of("REQ-1"), NO_REQUEST)
                .granted("g2", "VENDOR", "03-02T10:00:00", Optional.of("REQ-1"), NO_REQUEST)
                .judgedBy(new AccessAuthorised());
        assertEquals(
                List.of(Verdict.OPERATED, Verdict.OPERATED),
                judgements.stream().map(Judgement::verdict).toList());
    }

    @Test
    void moreThanWasApprovedIsToldApartFromNoApproval() {
        Deviation found = only(company()
                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "VENDOR")
                .granted("g1", "PAY", "03-02T10:00:00", Optional.of("REQ-1"), NO_REQUEST)
                .settled("03-03T00:00:00"));
        assertEquals("EXCEEDS_APPROVAL", found.kind());
        assertEquals("VENDOR", found.details().get("approved_set"));
    }

    @Test
    void anApprovalOfAllThatARoleGivesCoversTheRoleAndTheOtherWayRound() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .role("CLERK", "01-01T00:00:00", "PAY", "VENDOR")
                                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY", "VENDOR")
                                .granted("g1", "CLERK", "03-02T10:00:00"))
                        .verdict());
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .role("CLERK", "01-01T00:00:00", "PAY", "VENDOR")
                                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "CLERK")
                                .granted("g1", "PAY", "03-02T10:00:00"))
                        .verdict());
    }

    @Test
    void accessHeldPastItsApprovalDeviatesFromThenOnUntilItIsRenewed() {
        History history = company()
                .approved("REQ-1", "03-01T10:00:00", Optional.of(at("03-10T00:00:00")), "PAY")
                .granted("g1", "PAY", "03-02T10:00:00");
        assertEquals(Verdict.OPERATED, judged(history.settled("03-09T00:00:00")).verdict());
        assertEquals(Verdict.PENDING, judged(history.settled("03-10T00:00:00")).verdict());
        Deviation found = only(history.settled("03-10T00:00:00.001"));
        assertEquals("OUTLIVES_APPROVAL", found.kind());
        assertEquals(at("03-10T00:00:00"), found.since());
        Deviation renewed = only(history.approved("REQ-2", "03-12T00:00:00", Optional.empty(), "PAY"));
        assertEquals(found.anchor(), renewed.anchor());
        assertEquals(Optional.of(Ending.PERFORMED_LATE), renewed.ending());
    }

    @Test
    void aRenewalDecidedBeforeTheApprovalRunsOutLeavesNoHole() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .approved("REQ-1", "03-01T10:00:00", Optional.of(at("03-10T00:00:00")), "PAY")
                                .approved("REQ-2", "03-09T00:00:00", Optional.empty(), "PAY")
                                .granted("g1", "PAY", "03-02T10:00:00")
                                .settled("04-01T00:00:00"))
                        .verdict());
    }

    @Test
    void whatOnlyAReconciliationFoundIsOutOfBandUntilItIsGranted() {
        History history = company().observed("PAY", "03-02T10:00:00").settled("03-03T00:00:00");
        Deviation found = only(history);
        assertEquals("OUT_OF_BAND", found.variant());
        assertEquals(Severity.HIGH, found.severity());
        List<Judgement> regular = history.granted("g1", "PAY", "03-04T10:00:00")
                .approved("REQ-1", "03-04T09:00:00", Optional.empty(), "PAY")
                .judgedBy(new AccessAuthorised());
        assertEquals(
                List.of(Optional.of(Ending.PERFORMED_LATE)),
                regular.stream()
                        .flatMap(judgement -> judgement.deviations().stream())
                        .map(Deviation::ending)
                        .toList());
    }

    @Test
    void outOfBandInAPrivilegedSystemIsCritical() {
        assertEquals(
                Severity.CRITICAL,
                only(new History()
                                .parameter("approval_match_window", "P30D")
                                .parameter("clock_skew", "PT0S")
                                .system(true)
                                .source("erp", Feed.GRANTS)
                                .observed("PAY", "03-02T10:00:00")
                                .settled("03-03T00:00:00"))
                        .severity());
    }

    @Test
    void whatPolicyGivesEveryoneNeedsNoApproval() {
        Judgement judgement = judged(company().birthright("MAIL").granted("g1", "MAIL", "03-02T10:00:00"));
        assertEquals("BIRTHRIGHT", judgement.reason());
    }

    @Test
    void anApprovalOfTheFormerEmploymentDoesNotCoverWhatIsKeptAfterTheReturn() {
        Deviation found = only(company()
                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY")
                .granted("g1", "PAY", "03-02T10:00:00")
                .terminated("04-01T00:00:00", "04-01T00:00:00", TerminationType.VOLUNTARY)
                .rehired("04-03T00:00:00")
                .settled("05-01T00:00:00"));
        assertEquals("NO_APPROVAL", found.variant());
        assertEquals(at("04-03T00:00:00"), found.since());
    }

    @Test
    void anApprovalForTheNewEmploymentMayBeDecidedBeforeItsFirstDay() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .approved("REQ-1", "03-01T10:00:00", Optional.empty(), "PAY")
                                .granted("g1", "PAY", "03-02T10:00:00")
                                .terminated("04-01T00:00:00", "04-01T00:00:00", TerminationType.VOLUNTARY)
                                .approved("REQ-2", "04-02T00:00:00", Optional.empty(), "PAY")
                                .rehired("04-03T00:00:00")
                                .settled("05-01T00:00:00"))
                        .verdict());
    }

    private static History company() {
        return History.ofCompany().parameter("approval_match_window", "P30D").parameter("clock_skew", "PT0S");
    }

    private static Judgement judged(History history) {
        List<Judgement> judgements = history.judgedBy(new AccessAuthorised());
        assertEquals(1, judgements.size());
        return judgements.get(0);
    }

    private static Deviation only(History history) {
        Judgement judgement = judged(history);
        assertEquals(1, judgement.deviations().size(), judgement::toString);
        return judgement.deviations().get(0);
    }
}
