package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorRelationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void anAuthorHearsOfTheFirstDeploymentOfAMonthByEveryNameTheyHave() {
        List<Event> events = List.of(
                merge(header("merge", 0), "c", List.of("mail")),
                deployed(header("first", 1), "d1", List.of("c"), List.of(), Optional.empty()),
                deployed(header("second", 2), "d2", List.of(), List.of("mail"), Optional.empty()),
                deployed(header("next-month", 40), "d3", List.of(), List.of("mail"), Optional.empty()),
                new ReferenceEvent.PersonAliased(header("alias", 0), "mail", START, "old"),
                merged(header("merged", 0), "old", "new"));
        for (long seed = 1; seed <= 40; seed++) {
            Network network = new Network(events, new Random(seed));
            for (String name : List.of("mail", "old", "new")) {
                Set<String> held = network.heldBySubject().get("identity:" + name);
                assertTrue(
                        held.containsAll(
                                Set.of("authored/mail/erp/production/2026-01", "authored/mail/erp/production/2026-02")),
                        name + " " + held);
                assertFalse(held.contains("second"), name + " " + held);
            }
        }
    }

    @Test
    void ofTwoStatementsOfOneMonthTheEarlierCounts() {
        IdentityEvent.Authored early = authored("d1", 1);
        IdentityEvent.Authored late = authored("d2", 2);
        IdentityEvent.Authored other = authored("d0", 2);

        assertEquals(early.id(), late.id());
        assertTrue(early.isBefore(late));
        assertFalse(late.isBefore(early));
        assertTrue(other.isBefore(late));
        assertFalse(late.isBefore(late));
    }

    @Test
    void whatWasThereAlreadyMakesNobodyAnAuthor() {
        Network network = new Network(
                List.of(deployed(header("again", 1), "d1", List.of(), List.of("p"), Optional.of("x"))), new Random(1));

        assertFalse(network.heldBySubject().get("identity:p").contains("authored/p/erp/production/2026-01"));
    }

    @Test
    void whoeverHasWhateverNamesInAnyOrderOfArrivalEverySubjectHoldsTheSameAndNoChainIsTooLong() {
        int longest = 0;
        for (long seed = 1; seed <= 400; seed++) {
            List<Event> events = drawn(new Random(seed));
            Network first = new Network(events, new Random(seed));
            longest = Math.max(longest, first.longest);
            for (int order = 1; order <= 5; order++) {
                Network other = new Network(events, new Random(seed * 100 + order));
                longest = Math.max(longest, other.longest);
                assertEquals(first.heldBySubject(), other.heldBySubject(), "history " + seed + ", order " + order);
            }
        }
        assertTrue(longest <= Routing.MAX_HOPS, "the longest chain: " + longest);
    }

    /** Four names, given up for one another or other names of one another, two changes, and what was deployed in three months. */
    private static List<Event> drawn(Random random) {
        List<Event> events = new ArrayList<>();
        int size = 4 + random.nextInt(26);
        while (events.size() < size) {
            String one = "i" + random.nextInt(4);
            String other = "i" + random.nextInt(4);
            String change = random.nextBoolean() ? "c" : "d";
            Header header = header("e" + events.size(), random.nextInt(80));
            events.add(
                    switch (random.nextInt(9)) {
                        case 0 -> new ReferenceEvent.PersonAliased(header, one, START, other);
                        case 1 -> merged(header, one, other);
                        case 2, 3 -> merge(header, change, List.of(one, other));
                        case 4 -> new ChangeEvent.Linked(header, "c", "d", ChangeEvent.LinkKind.RELEASE);
                        case 5 ->
                            new IdentityEvent.AccountLinked(
                                    header, new AccountRef("erp", "a" + random.nextInt(2)), one);
                        default ->
                            deployed(
                                    header,
                                    "d" + random.nextInt(4),
                                    random.nextInt(3) == 0 ? List.of() : List.of(change),
                                    random.nextBoolean() ? List.of(one) : List.of(),
                                    Optional.empty());
                    });
        }
        return events;
    }

    private static IdentityEvent.Authored authored(String deployment, int day) {
        return IdentityEvent.Authored.of(
                "p",
                (ChangeEvent.Deployed)
                        deployed(header(deployment, day), deployment, List.of(), List.of("p"), Optional.empty()),
                Optional.empty());
    }

    private static Event merge(Header header, String change, List<String> authors) {
        return new ChangeEvent.Merged(
                header,
                change,
                "repo",
                "x",
                authors,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ChangeEvent.Protection.UNKNOWN);
    }

    private static Event merged(Header header, String one, String into) {
        return new IdentityEvent.Merged(header, one, into, IdentityEvent.MatchMethod.PERSON_KEY);
    }

    private static Event deployed(
            Header header, String id, List<String> changes, List<String> authors, Optional<String> previous) {
        return new ChangeEvent.Deployed(
                header,
                id,
                "erp",
                "production",
                changes,
                "x",
                previous,
                Principal.account("erp", "a0"),
                Optional.empty(),
                authors,
                Optional.empty(),
                Optional.empty(),
                ChangeEvent.Protection.UNKNOWN);
    }

    private static Header header(String id, int day) {
        return Header.of("source", id, START.plus(Duration.ofDays(day)));
    }
}
