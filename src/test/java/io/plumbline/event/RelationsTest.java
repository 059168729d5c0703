package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.TerminationType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whateverIsLinkedToWhateverAndInAnyOrderOfArrivalEverySubjectHoldsTheSameAndNoChainIsTooLong() {
        int longest = 0;
        for (long seed = 1; seed <= 400; seed++) {
            List<Event> events = new Links(seed).events();
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

    @Test
    void theLongestWayIsThatOfAMergeThroughMandatesOfRecordsThatAreMergedAgain() {
        Network network = new Network(new Links(10_582).events(), new Random(1_058_202));
        assertEquals(Routing.MAX_HOPS, network.longest);
    }

    @Test
    void theOwnerOfAMachineHearsOfItsCredentialThroughItsAccount() {
        Network network = new Network(
                List.of(
                        owner("n", "p"),
                        new IdentityEvent.AccountLinked(header("link"), new AccountRef("erp", "a"), "n"),
                        issued("issued", Principal.account("erp", "a")),
                        new CredentialEvent.Revoked(header("revoked"), "erp", "k", Optional.empty())),
                new Random(1));
        assertTrue(network.heldBySubject().get("identity:p").containsAll(Set.of("issued", "revoked", "link")));
    }

    @Test
    void aMachineAtTheEndOfAChainHearsThatThePersonAtItsHeadLeft() {
        Network network = new Network(List.of(owner("n1", "n2"), owner("n2", "p"), left("p")), new Random(1));
        assertTrue(network.heldBySubject().get("identity:n1").contains("left-p"));
    }

    @Test
    void whatIsCarriedOutHearsWhetherItsAuthorAndItsApproverAreAgents() {
        Network network = new Network(
                List.of(
                        agent("author"),
                        agent("coder"),
                        agent("approver"),
                        new ChangeEvent.Merged(
                                header("merged"),
                                "c",
                                "repo",
                                "x",
                                List.of("coder"),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                ChangeEvent.Protection.UNKNOWN),
                        ChangeEvents.approved(header("approved"), "c", "erp", "approver")
                                .build(),
                        ChangeEvents.deployed(
                                        header("done"),
                                        "d",
                                        "erp",
                                        "production",
                                        List.of("c"),
                                        "x",
                                        Principal.identity("pipeline"))
                                .authors(List.of("author"))
                                .build()),
                new Random(1));
        assertTrue(network.heldBySubject()
                .get("implementation:erp/d")
                .containsAll(Set.of("agent-author", "agent-coder", "agent-approver")));
        assertFalse(network.heldBySubject().get("identity:author").contains("done"));
    }

    private static Event agent(String identity) {
        return IdentityEvents.created(header("agent-" + identity), identity, IdentityType.AI_AGENT)
                .build();
    }

    @Test
    void aThirdLevelOfOwnershipIsNotHeardOf() {
        Network network =
                new Network(List.of(owner("n1", "n2"), owner("n2", "n3"), owner("n3", "p"), left("p")), new Random(1));
        assertFalse(network.heldBySubject().get("identity:n1").contains("left-p"));
    }

    @Test
    void anOwnerWhoIsReplacedHearsOfIt() {
        Network network = new Network(List.of(owner("n", "p"), owner("n", "q")), new Random(1));
        assertTrue(network.heldBySubject().get("identity:p").contains("n-owned-by-q"));
    }

    @Test
    void whoIssuedOrRetrievedASecretHearsWhatBecomesOfIt() {
        Network network = new Network(
                List.of(
                        CredentialEvents.issued(
                                        header("issued").withActor(Principal.identity("admin")),
                                        "erp",
                                        "k",
                                        Principal.identity("n"),
                                        CredentialType.API_KEY)
                                .build(),
                        new CredentialEvent.Retrieved(header("taken"), "erp", "k", Principal.identity("reader"), true),
                        new CredentialEvent.Revoked(header("revoked"), "erp", "k", Optional.empty())),
                new Random(1));
        assertEquals(
                Set.of("issued", "taken", "revoked"), network.heldBySubject().get("identity:admin"));
        assertEquals(
                Set.of("issued", "taken", "revoked"), network.heldBySubject().get("identity:reader"));
    }

    @Test
    void whatAnOwnedMachineDoesIsNotTheOwners() {
        Principal account = Principal.account("erp", "a");
        Network network = new Network(
                List.of(
                        owner("n", "p"),
                        new IdentityEvent.AccountLinked(header("link"), new AccountRef("erp", "a"), "n"),
                        BusinessActivityEvents.step(header("step"), account, "erp", "PAY")
                                .build()),
                new Random(1));
        assertTrue(network.heldBySubject().get("identity:n").contains("step"));
        assertFalse(network.heldBySubject().get("identity:p").contains("step"));
    }

    @Test
    void whatAGivenUpRecordHasStaysKnownThroughItsAccountsAndCredentials() {
        Network network = new Network(
                List.of(
                        merged("a", "b", IdentityEvent.MatchMethod.PERSON_KEY),
                        merged("b", "c", IdentityEvent.MatchMethod.ADJUDICATED),
                        new IdentityEvent.AccountLinked(header("link"), new AccountRef("erp", "x"), "a"),
                        granted("through-account", Principal.account("erp", "x")),
                        granted("own", Principal.identity("a")),
                        issued("issued", Principal.identity("a")),
                        new CredentialEvent.Revoked(header("revoked"), "erp", "k", Optional.empty()),
                        owner("n", "a"),
                        left("a")),
                new Random(1));
        for (String survivor : List.of("identity:b", "identity:c")) {
            assertTrue(
                    network.heldBySubject()
                            .get(survivor)
                            .containsAll(Set.of(
                                    "link",
                                    "through-account",
                                    "own",
                                    "issued",
                                    "revoked",
                                    "n-owned-by-a",
                                    "left-a",
                                    "merged-a-b",
                                    "merged-b-c")),
                    survivor + " " + network.heldBySubject().get(survivor));
        }
    }

    @Test
    void aNameAloneTellsNothingButTheStatement() {
        Network network = new Network(
                List.of(merged("a", "b", IdentityEvent.MatchMethod.NAME), granted("own", Principal.identity("a"))),
                new Random(1));
        assertEquals(Set.of("merged-a-b"), network.heldBySubject().get("identity:b"));
    }

    @Test
    void whoTookASecretOfAMachineHearsWhatTheMachineMayDo() {
        Network network = new Network(
                List.of(
                        IdentityEvents.created(header("bot"), "n", IdentityType.BOT)
                                .build(),
                        new IdentityEvent.AccountLinked(header("link"), new AccountRef("erp", "x"), "n"),
                        granted("own", Principal.identity("n")),
                        granted("through-account", Principal.account("erp", "x")),
                        issued("issued", Principal.identity("n")),
                        new CredentialEvent.Retrieved(header("taken"), "erp", "k", Principal.identity("p"), true)),
                new Random(1));
        assertTrue(network.heldBySubject()
                .get("identity:p")
                .containsAll(Set.of("bot", "link", "own", "through-account", "taken")));
    }

    @Test
    void whatAPersonMayDoIsNotToldToWhoIssuedTheirPassword() {
        Network network = new Network(
                List.of(
                        granted("own", Principal.identity("p")),
                        issued("issued", Principal.identity("p")),
                        new CredentialEvent.Retrieved(header("taken"), "erp", "k", Principal.identity("desk"), true)),
                new Random(1));
        assertFalse(network.heldBySubject().get("identity:desk").contains("own"));
    }

    @Test
    void whoDecidesInAReviewIsToldWhoseAccessItIsWhatOthersDecidedAndToWhomItWasHanded() {
        Principal account = Principal.account("erp", "x");
        Network network = new Network(
                List.of(
                        decided("mine", "v", account, "r"),
                        decided("others", "v", account, "o"),
                        decided("elsewhere", "w", account, "o"),
                        decided("about", "v", Principal.identity("r"), "o"),
                        new ReviewEvent.ItemReassigned(header("handed"), "v", "i", account, "o", "c", "leave"),
                        new IdentityEvent.AccountLinked(header("link"), new AccountRef("erp", "x"), "h"),
                        IdentityEvents.positionChanged(header("position"), "h", "clerk", START)
                                .manager("m")
                                .build(),
                        IdentityEvents.positionChanged(header("own-position"), "r", "clerk", START)
                                .manager("m")
                                .build(),
                        granted("given", account),
                        granted("own", Principal.identity("r"))),
                new Random(1));
        Set<String> held = network.heldBySubject().get("reviewer:v/r");
        assertTrue(
                held.containsAll(Set.of(
                        "mine", "others", "about", "handed", "link", "position", "own-position", "given", "own")),
                held.toString());
        assertFalse(held.contains("elsewhere"));
    }

    private static Event decided(String id, String review, Principal holder, String reviewer) {
        return ReviewEvents.decided(header(id), review, "i", holder, "erp", "PAY", reviewer)
                .build();
    }

    private static Event merged(String identity, String into, IdentityEvent.MatchMethod method) {
        return new IdentityEvent.Merged(header("merged-" + identity + "-" + into), identity, into, method);
    }

    private static Event granted(String id, Principal holder) {
        return AccessEvents.granted(header(id), holder, "erp", "PAY").build();
    }

    private static Event owner(String machine, String owner) {
        return new IdentityEvent.OwnerChanged(
                header(machine + "-owned-by-" + owner), machine, List.of(owner), List.of(), Optional.empty());
    }

    private static Event left(String identity) {
        return new IdentityEvent.Terminated(header("left-" + identity), identity, START, TerminationType.VOLUNTARY);
    }

    private static Event issued(String id, Principal owner) {
        return CredentialEvents.issued(header(id), "erp", "k", owner, CredentialType.API_KEY)
                .build();
    }

    private static Header header(String id) {
        return Header.of("source", id, START);
    }
}
