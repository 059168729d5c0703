package io.plumbline.control.sod;

import static io.plumbline.control.History.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.History;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConflictingFunctionsSeparatedTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @Test
    void nothingIsFoundWhereOneSideIsMissing() {
        assertEquals(
                Verdict.OPERATED,
                judged(company().granted("g1", "VENDOR", "03-01T10:00:00")).verdict());
    }

    @Test
    void bothSidesTogetherAreAConflictFromTheLaterGrantOn() {
        Deviation found = only(company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-03T00:00:00"));
        assertEquals(at("03-02T10:00:00"), found.since());
        assertEquals("PAIR", found.kind());
        assertEquals("LATENT", found.variant());
        assertTrue(found.explanation().stream().anyMatch(line -> line.contains("grant g1")));
        assertTrue(found.explanation().stream().anyMatch(line -> line.contains("grant g2")));
    }

    @Test
    void severalPathsToOneSideAreOneConflict() {
        Deviation found = only(company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .role("PAYER", "01-01T00:00:00", "PAY")
                .granted("g3", "PAYER", "03-02T12:00:00")
                .revoked("g2", "PAY", "03-02T14:00:00", Optional.empty())
                .revoked("g3", "PAYER", "03-02T16:00:00", Optional.empty())
                .settled("03-03T00:00:00"));
        assertEquals(at("03-02T10:00:00"), found.since());
        assertEquals(Optional.of(at("03-02T16:00:00")), found.until());
    }

    @Test
    void lookingIsNotDoing() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .mapped("PAY_SHOW", "AP06", ActivityLevel.DISPLAY)
                                .granted("g1", "VENDOR", "03-01T10:00:00")
                                .granted("g2", "PAY_SHOW", "03-02T10:00:00")
                                .settled("03-03T00:00:00"))
                        .verdict());
    }

    @Test
    void aRuleOfThreeFunctionsNeedsAllThree() {
        History two = company()
                .mapped("POST", "GL01", ActivityLevel.POST)
                .rule("R3", LONG_AGO, Severity.HIGH, "AP01", "AP02|AP06", "GL01")
                .ruleDisabled("R1", "01-01T00:00:00")
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-04T00:00:00");
        assertEquals(Verdict.OPERATED, judged(two).verdict());
        Deviation found = only(two.granted("g3", "POST", "03-03T10:00:00"));
        assertEquals("MULTI_FUNCTION", found.kind());
        assertEquals(at("03-03T10:00:00"), found.since());
    }

    @Test
    void functionsInDifferentCompaniesDoNotMeet() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .granted("g1", "VENDOR", "03-01T10:00:00", "company=1000")
                                .granted("g2", "PAY", "03-02T10:00:00", "company=2000")
                                .settled("03-03T00:00:00"))
                        .verdict());
    }

    @Test
    void theScopesMustMeetOnOnePathPerSideAndNotAcrossPaths() {
        assertEquals(
                Verdict.OPERATED,
                judged(company()
                                .granted("g1", "VENDOR", "03-01T10:00:00", "company=1000", "plant=A")
                                .granted("g2", "VENDOR", "03-01T11:00:00", "company=2000", "plant=B")
                                .granted("g3", "PAY", "03-02T10:00:00", "company=1000", "plant=B")
                                .settled("03-03T00:00:00"))
                        .verdict());
    }

    @Test
    void aScopeThatOneSideDoesNotStateIsTaggedAndCounts() {
        Deviation found = only(company()
                .granted("g1", "VENDOR", "03-01T10:00:00", "company=1000")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-03T00:00:00"));
        assertEquals(Set.of("SCOPE_UNKNOWN"), found.flags());
    }

    @Test
    void anOverlapOfExactlyTheToleranceIsNoneAndOneMillisecondMoreIs() {
        History history = company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-03T00:00:00");
        assertEquals(
                Verdict.OPERATED,
                judged(history.revoked("g1", "VENDOR", "03-02T10:05:00", Optional.empty()))
                        .verdict());
        Deviation found = only(company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .revoked("g1", "VENDOR", "03-02T10:05:00.001", Optional.empty())
                .settled("03-03T00:00:00"));
        assertEquals(Optional.of(Ending.ENDED), found.ending());
    }

    @Test
    void whileARevocationMayFollowTheVerdictIsPending() {
        History history = company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-02T10:05:00");
        assertEquals(Verdict.PENDING, judged(history).verdict());
        assertEquals(
                Verdict.DEVIATED, judged(history.settled("03-02T10:05:00.001")).verdict());
    }

    @Test
    void criticalRulesAllowNoOverlapButWithinOneTicket() {
        Deviation found = only(swap("T-1", "T-2"));
        assertEquals(Severity.CRITICAL, found.severity());
        assertEquals(Optional.of(at("03-02T10:00:03")), found.until());
        assertEquals(Verdict.OPERATED, judged(swap("T-1", "T-1")).verdict());
    }

    private static History swap(String grantTicket, String revocationTicket) {
        return company()
                .rule("R2", LONG_AGO, Severity.CRITICAL, "AP01", "AP06")
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00", Optional.empty(), Optional.of(grantTicket))
                .revoked("g1", "VENDOR", "03-02T10:00:03", Optional.of(revocationTicket))
                .settled("03-03T00:00:00");
    }

    @Test
    void useOfOneSideRaisesTheSeverityByOne() {
        Deviation found = only(company()
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .step("PAY", "03-02T11:00:00")
                .settled("03-03T00:00:00"));
        assertEquals("EXERCISED", found.variant());
        assertEquals(Severity.CRITICAL, found.severity());
    }

    @Test
    void aNewRuleDoesNotBackDateAndItsEndRetiresTheConflict() {
        Deviation found = only(company()
                .rule("R9", at("06-10T00:00:00"), Severity.HIGH, "AP01", "AP06")
                .ruleDisabled("R9", "07-01T00:00:00")
                .ruleDisabled("R1", "01-01T00:00:00")
                .granted("g1", "VENDOR", "01-05T10:00:00")
                .granted("g2", "PAY", "01-06T10:00:00")
                .settled("08-01T00:00:00"));
        assertEquals(at("06-10T00:00:00"), found.since());
        assertTrue(found.flags().contains(Deviation.NEW_RULE));
        assertEquals(Optional.of(Ending.RULE_RETIRED), found.ending());
        assertEquals(Optional.of(at("07-01T00:00:00")), found.until());
    }

    @Test
    void aRuleOfTheFutureIsNotBrokenYet() {
        History history = company()
                .rule("R9", at("06-10T00:00:00"), Severity.HIGH, "AP01", "AP06")
                .ruleDisabled("R1", "01-01T00:00:00")
                .granted("g1", "VENDOR", "01-05T10:00:00")
                .granted("g2", "PAY", "01-06T10:00:00")
                .settled("05-01T00:00:00");
        assertEquals(Verdict.PENDING, judged(history).verdict());
    }

    @Test
    void twoVersionsOfARuleAreOneConflict() {
        Deviation found = only(company()
                .rule("R1", at("03-10T00:00:00"), Severity.MEDIUM, "AP01|AP02", "AP06")
                .granted("g1", "VENDOR", "03-01T10:00:00")
                .granted("g2", "PAY", "03-02T10:00:00")
                .settled("03-20T00:00:00"));
        assertEquals(Optional.empty(), found.until());
    }

    @Test
    void anEntitlementNobodyMappedLeavesTheVerdictOpen() {
        Judgement judgement = judged(company().granted("g1", "MYSTERY", "03-01T10:00:00"));
        assertEquals(Verdict.INDETERMINATE, judgement.verdict());
        assertEquals("ENTITLEMENT_UNKNOWN", judgement.reason());
    }

    @Test
    void manyPathsAndManyRulesAreJudgedWithoutTryingTheirCombinations() {
        History history = company();
        List<String> slots = new ArrayList<>();
        for (int side = 0; side < 8; side++) {
            history.mapped("ENT" + side, "F" + side, ActivityLevel.POST);
            slots.add("F" + side);
            for (int path = 0; path < 40; path++) {
                history.granted("g" + side + "-" + path, "ENT" + side, "03-01T10:00:00", "company=" + (path % 20));
            }
        }
        for (int rule = 0; rule < 40; rule++) {
            history.rule("N" + rule, LONG_AGO, Severity.HIGH, slots.toArray(String[]::new));
        }
        assertEquals(40, judged(history.settled("03-03T00:00:00")).deviations().size());
    }

    private static History company() {
        return History.ofCompany()
                .parameter("min_overlap", "PT5M")
                .parameter("exercised_lookback", "P90D")
                .mapped("VENDOR", "AP01", ActivityLevel.MAINTAIN)
                .mapped("PAY", "AP06", ActivityLevel.POST)
                .rule("R1", LONG_AGO, Severity.HIGH, "AP01", "AP06");
    }

    private static Judgement judged(History history) {
        List<Judgement> judgements = history.judgedBy(new ConflictingFunctionsSeparated());
        assertEquals(1, judgements.size());
        return judgements.get(0);
    }

    private static Deviation only(History history) {
        Judgement judgement = judged(history);
        assertEquals(1, judgement.deviations().size(), judgement::toString);
        return judgement.deviations().get(0);
    }
}
