package io.plumbline.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueChangeTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2026-02-28T00:00:00Z");

    @Test
    void everyEntryCarriesTheChangeAndItsAuthorAndTheApprovalSaysWhatBelongsToIt() {
        CatalogueChange change = CatalogueChange.of(List.of(birthright("b"), parameter(TOMORROW)), terms("p-quill"));

        assertEquals(List.of(), change.problems());
        for (ReferenceEvent entry : change.entries()) {
            assertEquals(Optional.of("catalogue/first"), entry.header().ticket());
            assertEquals(
                    Optional.of(Principal.identity("p-anand")), entry.header().actor());
            assertEquals(Optional.of("catalogue/first"), CatalogueChange.idIn(entry));
        }
        assertEquals(
                List.of("test:b", "test:parameter"),
                change.entries().stream().map(entry -> entry.id().toString()).toList());
        assertEquals(2, change.approval().entries());
        assertEquals(change.approval(), change.events().get(2));
    }

    @Test
    void whatAppliesFromALaterDayOnWasStillWrittenDownWhenItWasApproved() {
        ReferenceEvent entry = CatalogueChange.of(List.of(parameter(TOMORROW)), terms("p-quill"))
                .entries()
                .get(0);
        assertEquals(TOMORROW, entry.effectiveFrom());
        assertEquals(NOON, entry.header().occurredAt());
        assertEquals(NOON, entry.header().recordedAt());
    }

    @Test
    void nobodyApprovesTheirOwnChangeHoweverTheyAreSpelled() {
        assertProblem("author and approver are both", change(terms(" P-ANAND ")));
        assertProblem("a change needs an author and an approver", change(terms(" ")));
        assertProblem("reason", change(new Terms("first", "p-anand", "p-quill", " ", NOON, false)));
        assertProblem("at least one entry", CatalogueChange.of(List.of(), terms("p-quill")));
    }

    @Test
    void whatWasNotApprovedIsNotInForce() {
        CatalogueChange approved = change(terms("p-quill"));
        ReferenceEvent other = CatalogueChange.of(
                        List.of(new BirthrightPublished(header("b", NOON), "crm", "everything", NOON)),
                        terms("p-quill"))
                .entries()
                .get(0);
        assertProblem("not those that were approved", new CatalogueChange(List.of(other), approved.approval()));
        assertProblem("for 1 entries, the change has 0", new CatalogueChange(List.of(), approved.approval()));
        ReferenceEvent byAnother = CatalogueChange.of(
                        List.of(birthright("b")), new Terms("first", "p-other", "p-quill", "r", NOON, false))
                .entries()
                .get(0);
        assertProblem("does not name p-anand", new CatalogueChange(List.of(byAnother), approved.approval()));
    }

    @Test
    void whatJudgesDoesNotDateBackUnlessTheApproverSaysSo() {
        List<ReferenceEvent> judging = List.of(
                parameter(YESTERDAY),
                new SodRuleDisabled(header("rule", YESTERDAY), "P2P-01", YESTERDAY),
                new ControlStaged(header("stage", YESTERDAY), "JML-01", Stage.SHADOW, YESTERDAY, "trial"),
                new ExemptionRevoked(header("exemption", YESTERDAY), "x-1", YESTERDAY, "over"));
        for (ReferenceEvent entry : judging) {
            assertProblem(
                    "takes effect from 2026-02-28T00:00:00Z, before its approval at 2026-03-01T12:00:00Z",
                    CatalogueChange.of(List.of(entry), terms("p-quill")));
        }
        assertEquals(
                List.of(),
                CatalogueChange.of(judging, new Terms("first", "p-anand", "p-quill", "history", NOON, true))
                        .problems());
        assertEquals(
                List.of(),
                CatalogueChange.of(List.of(parameter(NOON)), terms("p-quill")).problems(),
                "from the approval on is not back");
        assertEquals(List.of(), change(terms("p-quill")).problems(), "a mapping says what always was");
    }

    @Test
    void anApprovalIsDatedWhenItWasGiven() {
        CatalogueChangeApproved good = change(terms("p-quill")).approval();
        CatalogueChangeApproved early = new CatalogueChangeApproved(
                good.header(),
                good.changeId(),
                YESTERDAY,
                good.author(),
                good.approver(),
                good.reason(),
                good.entries(),
                good.digest(),
                false);
        assertTrue(
                CatalogueChange.problemsOf(early).get(0).contains("both must be when it was given"),
                CatalogueChange.problemsOf(early).toString());
    }

    @Test
    void whatSystemsSayOfThemselvesNeedsNoApprovalAndATicketOfTheirsIsNoChange() {
        RoleDefined role = ReferenceEvents.role(
                        header("role", NOON).withTicket("CHG-4711"), "erp", "CLERK", NOON, List.of("XK01"))
                .build();
        assertFalse(CatalogueChange.isGoverned(role));
        assertEquals(Optional.empty(), CatalogueChange.idIn(role));
        assertTrue(CatalogueChange.isGoverned(birthright("b")));
    }

    private static void assertProblem(String part, CatalogueChange change) {
        assertEquals(
                1,
                change.problems().stream()
                        .filter(problem -> problem.contains(part))
                        .count(),
                change.problems().toString());
    }

    private static CatalogueChange change(Terms terms) {
        return CatalogueChange.of(List.of(birthright("b")), terms);
    }

    private static Terms terms(String approver) {
        return new Terms("first", "p-anand", approver, "as agreed", NOON, false);
    }

    private static BirthrightPublished birthright(String id) {
        return new BirthrightPublished(header(id, YESTERDAY), "crm", "sign-in", YESTERDAY);
    }

    private static ParameterChanged parameter(Instant from) {
        return ReferenceEvents.parameter(header("parameter", from), "JML-01", "sla_default", "PT8H", from, "stricter");
    }

    private static Header header(String id, Instant at) {
        return Header.of("test", id, at);
    }
}
