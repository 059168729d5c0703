package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MatchMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectRelationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final AccountRef CLERK = new AccountRef("erp", "clerk");
    private static final AccountRef PAYER = new AccountRef("erp", "payer");

    @Test
    void howeverObjectsFollowFromOneAnotherNoChainIsTooLongAndEveryOrderOfArrivalGivesTheSame() {
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
        assertEquals(4, longest, "the longest chain");
    }

    @Test
    void aVendorHearsOfThePaymentOfItsInvoiceAndWhoIsBehindTheAccountThatPaid() {
        Network network = network(
                step("enter", Principal.account("erp", "clerk"), "invoice", "7", "vendor:1"),
                step("pay", Principal.account("erp", "payer"), "payment", "9", "invoice:7"),
                new IdentityEvent.AccountLinked(header("link"), PAYER, "p"),
                created("p"),
                new IdentityEvent.Merged(header("merge"), "p", "q", MatchMethod.PERSON_KEY));
        assertTrue(heldBy(network, "object:erp/vendor:1")
                .containsAll(Set.of("enter", "pay", "link", "created-p", "merge")));
    }

    @Test
    void whatWasDoneInASharedAccountIsToldWithWhoUsedItThen() {
        Network network = network(
                step("enter", Principal.account("erp", "clerk"), "invoice", "7", "vendor:1"),
                attribution("meant", "p", START, START.plusSeconds(1)),
                attribution("later", "r", START.plusSeconds(1), START.plusSeconds(2)),
                created("p"));
        Set<String> held = heldBy(network, "object:erp/vendor:1");
        assertTrue(held.containsAll(Set.of("meant", "created-p")));
        assertFalse(held.contains("later"));
    }

    @Test
    void aVendorDoesNotHearOfWhatFollowsFromAPayment() {
        Network network = network(
                step("enter", Principal.identity("p"), "invoice", "7", "vendor:1"),
                step("pay", Principal.identity("p"), "payment", "9", "invoice:7"),
                step("clear", Principal.identity("p"), "statement", "2", "payment:9"));
        assertTrue(heldBy(network, "object:erp/invoice:7").contains("clear"));
        assertFalse(heldBy(network, "object:erp/vendor:1").contains("clear"));
    }

    @Test
    void ofAPersonAnObjectHearsNoProfileAndOfAnAgentItsMandates() {
        Network network = network(
                step("enter", Principal.identity("p"), "invoice", "7"),
                step("approve", Principal.identity("n"), "invoice", "7"),
                profile("profile-p", "p", Optional.empty()),
                profile("profile-n", "n", Optional.of("p")),
                new IdentityEvent.MandateRevoked(header("revoked"), "m", "n"));
        Set<String> held = heldBy(network, "object:erp/invoice:7");
        assertTrue(held.containsAll(Set.of("profile-n", "revoked")));
        assertFalse(held.contains("profile-p"));
    }

    @Test
    void whoeverAStepWasDoneForHearsOfItAndIsKnownToTheObject() {
        StepPerformed step = step("enter", Principal.identity("n"), "invoice", "7");
        Network network =
                network(withHeader(step, step.header().withOnBehalfOf(List.of("m", "p"))), created("m"), created("p"));
        assertTrue(heldBy(network, "identity:p").contains("enter"));
        assertTrue(heldBy(network, "object:erp/invoice:7").containsAll(Set.of("created-m", "created-p")));
    }

    private static Network network(Event... events) {
        return new Network(List.of(events), new Random(1));
    }

    private static Set<String> heldBy(Network network, String subject) {
        return network.heldBySubject().get(subject);
    }

    /** Six objects that may follow from any other, in circles too; accounts linked, unlinked and attributed; persons merged. */
    private static List<Event> drawn(Random random) {
        List<Event> events = new ArrayList<>();
        int size = 4 + random.nextInt(26);
        while (events.size() < size) {
            Header header = Header.of("source", "e" + events.size(), START.plus(Duration.ofHours(random.nextInt(20))));
            String identity = "i" + random.nextInt(4);
            AccountRef account = new AccountRef("erp", "a" + random.nextInt(3));
            events.add(
                    switch (random.nextInt(18)) {
                        case 0, 1 -> new IdentityEvent.AccountLinked(header, account, identity);
                        case 2 ->
                            IdentityEvents.accountCreated(header, account)
                                    .identity(random.nextBoolean() ? Optional.of(identity) : Optional.empty())
                                    .build();
                        case 3 -> new IdentityEvent.AccountUnlinked(header, account, identity);
                        case 4, 5 ->
                            PrivilegedAccessEvents.attributed(
                                            header,
                                            "use",
                                            "erp",
                                            account,
                                            identity,
                                            START.plus(Duration.ofHours(random.nextInt(20))))
                                    .until(
                                            random.nextBoolean()
                                                    ? Optional.empty()
                                                    : Optional.of(START.plus(Duration.ofHours(random.nextInt(24)))))
                                    .build();
                        case 6 ->
                            new IdentityEvent.Merged(header, identity, "i" + random.nextInt(4), MatchMethod.PERSON_KEY);
                        case 7 ->
                            IdentityEvents.created(header, identity, IdentityType.HUMAN)
                                    .build();
                        case 8 -> profile(header, identity, Optional.of("i" + random.nextInt(4)));
                        case 9 ->
                            new IdentityEvent.OwnerChanged(
                                    header, identity, List.of("i" + random.nextInt(4)), List.of(), Optional.empty());
                        default -> drawnStep(header, random);
                    });
        }
        return events;
    }

    private static Event drawnStep(Header header, Random random) {
        List<String> parents = new ArrayList<>();
        while (random.nextInt(5) > 1) {
            parents.add("t:" + random.nextInt(6));
        }
        Header said = random.nextInt(4) > 0
                ? header
                : header.withOnBehalfOf(List.of("i" + random.nextInt(4), "i" + random.nextInt(4)));
        return step(
                said,
                principal(random),
                random.nextInt(6) == 0 ? Optional.empty() : Optional.of("" + random.nextInt(6)),
                "t",
                parents,
                random.nextInt(4) > 0 ? Optional.empty() : Optional.of(principal(random)));
    }

    private static Principal principal(Random random) {
        return random.nextInt(3) == 0
                ? Principal.identity("i" + random.nextInt(4))
                : Principal.account("erp", "a" + random.nextInt(3));
    }

    private static StepPerformed step(String id, Principal by, String type, String object, String... parents) {
        return step(header(id), by, Optional.of(object), type, List.of(parents), Optional.empty());
    }

    private static StepPerformed step(
            Header header,
            Principal by,
            Optional<String> object,
            String type,
            List<String> parents,
            Optional<Principal> initiatedBy) {
        return BusinessActivityEvents.step(header, by, "erp", "X")
                .on(type, object)
                .parents(parents)
                .initiatedBy(initiatedBy)
                .build();
    }

    private static StepPerformed withHeader(StepPerformed step, Header header) {
        return step(
                header,
                step.performer(),
                step.objectId(),
                step.objectType().orElseThrow(),
                step.parents(),
                step.initiatedBy());
    }

    private static Event created(String identity) {
        return IdentityEvents.created(header("created-" + identity), identity, IdentityType.HUMAN)
                .build();
    }

    private static Event profile(String id, String identity, Optional<String> sponsor) {
        return profile(header(id), identity, sponsor);
    }

    private static Event profile(Header header, String identity, Optional<String> sponsor) {
        return IdentityEvents.profiled(header, identity).sponsorId(sponsor).build();
    }

    private static Event attribution(String id, String person, Instant from, Instant to) {
        return PrivilegedAccessEvents.attributed(header(id), id, "erp", CLERK, person, from)
                .until(to)
                .build();
    }

    private static Header header(String id) {
        return Header.of("source", id, START);
    }
}
