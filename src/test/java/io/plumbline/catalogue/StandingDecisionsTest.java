package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.ExemptionKind;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.RuleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingDecisionsTest {

    @Test
    void anExemptionCountsFromItsDecisionAndOneThatWasDecidedBeforeFromItsStart() {
        assertEquals(List.of("x 5-9"), spans(granted("x", 5, 2, 9, "")));
        assertEquals(List.of("x 5-9"), spans(granted("x", 2, 5, 9, "")));
    }

    @Test
    void aVersionRestatedFromTheBeginningLeavesWhatWasDecidedBeforeUntilItsOwnDecision() {
        assertEquals(List.of("x 1-6", "x 6-20"), spans(granted("x", 1, 1, 9, ""), granted("x", 6, 1, 20, "")));
        assertEquals(List.of("x 1-4", "x 6-20"), spans(granted("x", 1, 1, 4, ""), granted("x", 6, 1, 20, "")));
    }

    @Test
    void whatIsTakenBackEndsThenEvenBeforeItWasSaid() {
        assertEquals(
                List.of("x 1-3"),
                spans(
                        granted("x", 1, 1, 9, ""),
                        new ExemptionRevoked(Header.of("grc", "r", day(5)), "x", day(3), "fraud")));
    }

    @Test
    void aSubjectHasThoseThatNameItAndThoseThatNameNobody() {
        Catalogue catalogue = Catalogue.of(
                1,
                List.of(
                        granted("a", 1, 1, 9, "identity:p-1"),
                        granted("b", 1, 1, 9, "identity:p-2"),
                        granted("c", 1, 1, 9, "")));
        assertEquals(
                List.of("a", "c"),
                catalogue.exemptions("SOD-01", "identity:p-1").stream()
                        .map(dated -> dated.value().exemptionId())
                        .toList());
        assertEquals(3, catalogue.exemptions("SOD-01").size());
        assertEquals(List.of(), catalogue.exemptions("SOD-02", "identity:p-1"));
    }

    @Test
    void performancesAreKeptAllThoughTheyAreOfOneInstantAndOnlyWithEvidence() {
        Catalogue catalogue = Catalogue.of(
                1,
                List.of(
                        performed("m-2", 4, 4, "doc"),
                        performed("m-1", 4, 4, "doc"),
                        performed("m-3", 2, 2, "doc"),
                        performed("m-4", 5, 5, " "),
                        performed("m-5", 5, 6, "doc")));
        assertEquals(
                List.of("m-3", "m-1", "m-2"),
                catalogue.performances("MC").stream()
                        .map(performed -> performed.header().sourceEventId())
                        .toList());
        assertEquals(List.of(), catalogue.performances("OTHER"));
    }

    @Test
    void aDelegateDecidesWhereAndWhileTheDelegationSays() {
        Catalogue catalogue = Catalogue.of(
                1,
                List.of(new DelegationRecorded(
                        Header.of("grc", "d", day(3)), "d", day(2), day(5), "owner", "deputy", List.of("erp"))));
        assertEquals(Set.of(), catalogue.delegates("owner", "erp", day(2)), "never from before it was given");
        assertEquals(Set.of("deputy"), catalogue.delegates("owner", "erp", day(3)));
        assertEquals(Set.of(), catalogue.delegates("owner", "bank", day(3)));
        assertEquals(Set.of(), catalogue.delegates("other", "erp", day(3)));
        assertEquals(Set.of(), catalogue.delegates("owner", "erp", day(5)));
        assertEquals(1, catalogue.delegations().size());
    }

    private static List<String> spans(ReferenceEvent... events) {
        return Catalogue.of(1, List.of(events)).exemptions("SOD-01").stream()
                .map(dated -> dated.value().exemptionId() + " "
                        + number(dated.inForce().from()) + "-"
                        + number(dated.inForce().until().orElseThrow()))
                .toList();
    }

    private static ExemptionGranted granted(String id, int decided, int from, int to, String subject) {
        return RuleEvents.exemption(
                        Header.of("grc", id + "-" + decided + "-" + from, day(decided)),
                        id,
                        day(from),
                        ExemptionKind.WAIVER,
                        "SOD-01")
                .subject(Optional.of(subject).filter(key -> !key.isEmpty()))
                .until(day(to))
                .riskOwner("owner")
                .because("because")
                .build();
    }

    private static MitigationPerformed performed(String id, int stated, int at, String evidence) {
        return new MitigationPerformed(
                Header.of("grc", id, day(stated)),
                "MC",
                day(at),
                "clerk",
                Optional.empty(),
                Optional.of(evidence),
                Optional.empty());
    }

    private static long number(Instant at) {
        return Duration.between(day(0), at).toDays();
    }

    private static Instant day(int number) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(number));
    }
}
