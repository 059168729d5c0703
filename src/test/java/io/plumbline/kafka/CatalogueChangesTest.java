package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.RejectedRecord.Reason;
import io.plumbline.catalogue.CatalogueChange;
import io.plumbline.catalogue.CatalogueChange.Terms;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.kafka.CatalogueChanges.Outcome;
import io.plumbline.kafka.CatalogueChanges.Part;
import io.plumbline.kafka.CatalogueChanges.Refusal;
import io.plumbline.kafka.Progress.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueChangesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Remembered memory = new Remembered();
    private final List<ReferenceEvent> inForce = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private CatalogueChanges changes = new CatalogueChanges(memory);
    private Instant now = NOON;
    private long offset;

    @Test
    void aChangeTakesEffectWholeOnceItsLastPartIsThere() {
        CatalogueChange change = change("one", "p-quill", "a", "b", "c");
        for (ReferenceEvent event : change.events().subList(0, 3)) {
            take(event);
            assertEquals(List.of(), inForce);
        }
        take(change.approval());
        assertEquals(change.events(), inForce);
        assertEquals(List.of(), refused);
        assertEquals(List.of(), List.copyOf(memory.waiting()));
    }

    @Test
    void inAnyOrderWithEveryPartTwiceAndARestartAfterEachTheSameTakesEffect() {
        CatalogueChange change = change("one", "p-quill", "a", "b", "c", "d");
        for (int seed = 0; seed < 200; seed++) {
            CatalogueChangesTest fresh = new CatalogueChangesTest();
            List<ReferenceEvent> arrivals = new ArrayList<>(change.events());
            arrivals.addAll(change.events());
            Collections.shuffle(arrivals, new Random(seed));
            for (ReferenceEvent event : arrivals) {
                fresh.take(event);
                fresh.changes = new CatalogueChanges(fresh.memory);
            }
            assertEquals(change.events(), fresh.inForce, "seed " + seed);
            assertEquals(List.of(), fresh.refused, "seed " + seed);
        }
    }

    @Test
    void whatIsGovernedAndBelongsToNoChangeIsRefusedAtOnce() {
        take(birthright("a"));
        assertEquals(List.of("UNAPPROVED test:a"), refusals());
        assertTrue(refused.get(0).message().contains("plumbline catalogue apply"), refused.toString());
    }

    @Test
    void whatASystemSaysOfItselfTakesEffectAtOnceWhateverTicketItNames() {
        RoleDefined role = ReferenceEvents.role(
                        header("role").withTicket("CHG-4711"), "erp", "CLERK", NOON, List.of("XK01"))
                .build();
        take(role);
        assertEquals(List.of(role), inForce);
    }

    @Test
    void whatIsNotGovernedTakesEffectWithTheChangeItIsPartOf() {
        CatalogueChange change = CatalogueChange.of(
                List.of(
                        birthright("a"),
                        ReferenceEvents.role(header("role"), "erp", "CLERK", NOON, List.of("XK01"))
                                .build()),
                terms("one", "p-quill", false));
        take(change.entries().get(1));
        assertEquals(List.of(), inForce);
        take(change.entries().get(0));
        take(change.approval());
        assertEquals(change.events(), inForce);
    }

    @Test
    void aChangeApprovedByItsAuthorIsRefusedWholeWithWhatComesOfItLater() {
        CatalogueChange change = change("one", "p-anand", "a", "b");
        take(change.entries().get(0));
        take(change.approval());
        take(change.entries().get(1));
        assertEquals(
                List.of("BAD_CHANGE test:a", "BAD_CHANGE catalogue:catalogue/one", "BAD_CHANGE test:b"), refusals());
        assertTrue(
                refused.stream().allMatch(each -> each.message().contains("author and approver are both 'p-anand'")),
                refused.toString());
        assertEquals(List.of(), inForce);
        assertEquals(
                List.of(0L, 1L, 2L),
                refused.stream().map(each -> each.part().place().offset()).toList());
    }

    @Test
    void whatIsNotWhatWasApprovedIsRefusedWhole() {
        CatalogueChange approved = change("one", "p-quill", "a", "b");
        CatalogueChange other = change("one", "p-quill", "a", "x");
        take(approved.approval());
        other.entries().forEach(this::take);
        assertEquals(
                List.of("BAD_CHANGE test:a", "BAD_CHANGE test:x", "BAD_CHANGE catalogue:catalogue/one"), refusals());
        assertTrue(refused.get(0).message().contains("not those that were approved"), refused.toString());
        assertEquals(List.of(), inForce);
    }

    @Test
    void anEntryWithTwoContentsOrASecondApprovalRefusesTheChange() {
        CatalogueChange change = change("one", "p-quill", "a", "b");
        take(change.entries().get(0));
        take(CatalogueChange.of(
                        List.of(new BirthrightPublished(header("a"), "crm", "everything", NOON)),
                        terms("one", "p-quill", false))
                .entries()
                .get(0));
        assertEquals(List.of("BAD_CHANGE test:a", "BAD_CHANGE test:a"), refusals());

        take(change("two", "p-quill", "a", "b").approval());
        take(change("two", "p-brandt", "a", "b").approval());
        assertEquals(4, refused.size());
        assertEquals(List.of(), inForce);
    }

    @Test
    void nothingIsAddedToAChangeThatIsInForceAndItsIdIsNotUsedAgain() {
        CatalogueChange change = change("one", "p-quill", "a");
        change.events().forEach(this::take);
        change.events().forEach(this::take);
        assertEquals(List.of(), refused, "the same again changes nothing");

        change("one", "p-quill", "b").events().forEach(this::take);
        assertEquals(List.of("UNAPPROVED test:b", "UNAPPROVED catalogue:catalogue/one"), refusals());
        assertEquals(change.events(), inForce);
    }

    @Test
    void aRuleDoesNotDateBackAndNeitherDoesAnApproval() {
        Instant yesterday = NOON.minus(Duration.ofDays(1));
        SodRuleDisabled rule = new SodRuleDisabled(Header.of("test", "rule", yesterday), "P2P-01", yesterday);
        CatalogueChange.of(List.of(rule), terms("one", "p-quill", false))
                .events()
                .forEach(this::take);
        assertTrue(refused.get(0).message().contains("before its approval"), refused.toString());

        now = NOON.plus(CatalogueChanges.PATIENCE).plusMillis(1);
        change("two", "p-quill", "a").events().forEach(this::take);
        assertTrue(refused.get(2).message().contains("came in more than 24 hours later"), refused.toString());
        assertEquals(List.of(), inForce);

        CatalogueChange allowed = CatalogueChange.of(List.of(rule), terms("three", "p-quill", true));
        allowed.events().forEach(this::take);
        assertEquals(allowed.events(), inForce);
    }

    @Test
    void whatIsNotCompleteAfterADayIsRefusedAndForgotten() {
        CatalogueChange change = change("one", "p-quill", "a", "b");
        take(change.entries().get(0));
        now = NOON.plus(CatalogueChanges.PATIENCE);
        expire();
        assertEquals(List.of(), refused);
        changes = new CatalogueChanges(memory);
        now = now.plusMillis(1);
        expire();
        assertEquals(List.of("BAD_CHANGE test:a"), refusals());
        assertTrue(refused.get(0).message().contains("1 entries and no approval came"), refused.toString());
        assertEquals(List.of(), List.copyOf(memory.waiting()));

        take(change.entries().get(1));
        take(change.approval());
        assertEquals(3, refused.size(), "the rest comes too late");
        assertEquals(List.of(), inForce);
    }

    @Test
    void whatWaitsIsBoundedHoweverLargeItIsAndHoweverLongItsNames() {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 60; i++) {
            take(CatalogueChange.of(
                            List.of(new BirthrightPublished(header("e" + i), "crm", large, NOON)),
                            terms("large", "p-quill", false))
                    .entries()
                    .get(0));
        }
        assertEquals(60, refused.size(), "the change with all its parts, and what came of it afterwards");
        assertEquals(0, memory.waiting().size());

        refused.clear();
        take(change("y".repeat(501), "p-quill", "a").entries().get(0));
        take(change("names", "p-quill", large).entries().get(0));
        change("people", large, "a").events().forEach(this::take);
        take(CatalogueChange.of(List.of(birthright("a")), new Terms("both", large, large, "r", NOON, false))
                .approval());
        assertEquals(
                List.of(Reason.BAD_CHANGE, Reason.BAD_CHANGE, Reason.BAD_CHANGE),
                refused.stream().map(Refusal::reason).toList());
        assertTrue(
                memory.decided.values().stream().allMatch(outcome -> outcome.length() < 4_000),
                "what is remembered of a change is short");
    }

    private void take(ReferenceEvent event) {
        keep(changes.take(new Part(event, new Place("ccm.reference", 0, offset++, now)), now));
    }

    private void expire() {
        keep(changes.expire(now));
    }

    private void keep(Outcome outcome) {
        memory.inForce.addAll(outcome.inForce());
        inForce.addAll(outcome.inForce());
        refused.addAll(outcome.refused());
    }

    private List<String> refusals() {
        return refused.stream()
                .map(each -> each.reason() + " " + each.part().event().id())
                .toList();
    }

    private static CatalogueChange change(String id, String approver, String... entries) {
        return CatalogueChange.of(
                List.of(entries).stream().map(CatalogueChangesTest::birthright).toList(), terms(id, approver, false));
    }

    private static Terms terms(String id, String approver, boolean backdated) {
        return new Terms(id, "p-anand", approver, "as agreed", NOON, backdated);
    }

    private static BirthrightPublished birthright(String id) {
        return new BirthrightPublished(header(id), "crm", "sign-in-" + id, NOON);
    }

    private static Header header(String id) {
        return Header.of("test", id, NOON);
    }

    /** What outlives a restart. */
    private static final class Remembered implements CatalogueChanges.Memory {
        private final Map<String, Part> waiting = new HashMap<>();
        private final Map<String, String> decided = new HashMap<>();
        private final Set<ReferenceEvent> inForce = new HashSet<>();

        @Override
        public Collection<Part> waiting() {
            return waiting.values();
        }

        @Override
        public void hold(String changeId, Part part) {
            waiting.put(changeId + part.event().id(), part);
        }

        @Override
        public void release(String changeId, Part part) {
            waiting.remove(changeId + part.event().id());
        }

        @Override
        public Optional<String> decided(String changeId) {
            return Optional.ofNullable(decided.get(changeId));
        }

        @Override
        public void decide(String changeId, String outcome) {
            decided.put(changeId, outcome);
        }

        @Override
        public boolean isInForce(ReferenceEvent event) {
            return inForce.contains(event);
        }
    }
}
