package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.CredentialEvent.CredentialType;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.TerminationType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
        assertEquals(Routing.MAX_HOPS, longest, "the longest chain");
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

    /**
     * Five identities that may own one another, be one another's sponsor, manager or reviewer or turn out to be the same, three
     * accounts, two credentials, a session and a change: everything linked at random.
     */
    private static final class Links {

        private final Random random;
        private final List<Event> events = new ArrayList<>();

        Links(long seed) {
            this.random = new Random(seed);
            int size = 4 + random.nextInt(30);
            while (events.size() < size) {
                add();
            }
        }

        List<Event> events() {
            return events;
        }

        private void add() {
            Header header = Header.of("source", "e" + events.size(), START.plus(Duration.ofHours(random.nextInt(100))));
            String identity = identity();
            AccountRef account = new AccountRef("erp", "a" + random.nextInt(3));
            String key = "k" + random.nextInt(2);
            events.add(
                    switch (random.nextInt(24)) {
                        case 16, 17 ->
                            new IdentityEvent.Merged(
                                    header,
                                    identity,
                                    identity(),
                                    random.nextInt(4) == 0
                                            ? IdentityEvent.MatchMethod.NAME
                                            : IdentityEvent.MatchMethod.PERSON_KEY);
                        case 18 -> new IdentityEvent.AccountUnlinked(header, account, identity);
                        case 19 ->
                            AccessEvents.granted(header, principal(), "erp", "PAY")
                                    .path(AccessEvent.GrantPath.UNKNOWN)
                                    .build();
                        case 20 -> sponsored(header, identity);
                        case 21 ->
                            IdentityEvents.positionChanged(header, identity, "clerk", START)
                                    .manager(identity())
                                    .build();
                        case 22 -> named(header, identity);
                        case 23 -> approved(header, identity);
                        case 0, 1, 2, 3 ->
                            new IdentityEvent.OwnerChanged(
                                    header,
                                    identity,
                                    List.of(identity()),
                                    random.nextBoolean() ? List.of(identity(), identity()) : List.of(),
                                    Optional.empty());
                        case 4 -> new IdentityEvent.OwnerAttested(header, identity, identity());
                        case 5 ->
                            IdentityEvents.created(header, identity, IdentityType.SERVICE)
                                    .build();
                        case 6 -> new IdentityEvent.Terminated(header, identity, START, TerminationType.VOLUNTARY);
                        case 7, 8 -> new IdentityEvent.AccountLinked(header, account, identity);
                        case 9 ->
                            IdentityEvents.accountCreated(header, account)
                                    .identity(identity)
                                    .build();
                        case 10 -> new IdentityEvent.AccountDisabled(header, account);
                        case 11, 12 ->
                            CredentialEvents.issued(
                                            random.nextBoolean() ? header : header.withActor(principal()),
                                            "erp",
                                            key,
                                            principal(),
                                            CredentialType.API_KEY)
                                    .build();
                        case 13 ->
                            new CredentialEvent.Revoked(
                                    header,
                                    "erp",
                                    key,
                                    random.nextBoolean() ? Optional.of(principal()) : Optional.empty());
                        case 14 -> new CredentialEvent.Retrieved(header, "erp", key, principal(), true);
                        default ->
                            random.nextBoolean()
                                    ? PrivilegedAccessEvents.sessionStarted(header, "s", principal(), "erp")
                                            .build()
                                    : new ChangeEvent.ConfigEdited(
                                            header,
                                            "cfg",
                                            "erp",
                                            "item",
                                            List.of("c"),
                                            Optional.empty(),
                                            Optional.empty(),
                                            principal(),
                                            Optional.of("s"));
                    });
        }

        private Event sponsored(Header header, String identity) {
            return random.nextBoolean()
                    ? IdentityEvents.mandateGranted(header, "m", identity, identity(), START)
                            .build()
                    : IdentityEvents.profiled(header, identity)
                            .sponsorId(identity())
                            .build();
        }

        private Event named(Header header, String identity) {
            return random.nextBoolean()
                    ? new PrivilegedAccessEvent.BreakglassReviewed(
                            header, "b", principal(), "erp", identity, Optional.empty())
                    : PrivilegedAccessEvents.attributed(
                                    header, "t", "erp", new AccountRef("erp", "a" + random.nextInt(3)), identity, START)
                            .build();
        }

        private Event approved(Header header, String identity) {
            return random.nextBoolean()
                    ? AccessEvents.approved(header, "r", principal(), "erp", List.of("PAY"), identity)
                            .build()
                    : PrivilegedAccessEvents.elevationApproved(
                                    header.withTicket("c"),
                                    "v",
                                    principal(),
                                    "erp",
                                    START,
                                    START.plusSeconds(60),
                                    identity)
                            .purpose(PrivilegedAccessEvent.Purpose.CHANGE)
                            .build();
        }

        private String identity() {
            return "i" + random.nextInt(5);
        }

        private Principal principal() {
            return random.nextBoolean()
                    ? Principal.identity(identity())
                    : Principal.account("erp", "a" + random.nextInt(3));
        }
    }

    /**
     * Subjects that pass events on to one another. What one sends to another arrives in the order sent, as in one partition;
     * apart from that anything may overtake anything.
     */
    static final class Network {

        private record Message(Event event, int hops, String way) {

            Message on(Event other, Subject by) {
                return new Message(
                        other,
                        hops + 1,
                        way + " > " + by + " says " + other.kind() + " "
                                + other.header().sourceEventId());
            }

            static Message first(Event event) {
                return new Message(event, 0, event.kind() + " " + event.header().sourceEventId());
            }
        }

        private final Map<Subject, List<Event>> held = new TreeMap<>();
        private final Map<String, Deque<Message>> channels = new LinkedHashMap<>();
        private final Map<String, Subject> receivers = new LinkedHashMap<>();
        int longest;

        Network(List<Event> events, Random random) {
            List<Event> arrivals = new ArrayList<>(events);
            Collections.shuffle(arrivals, random);
            arrivals.forEach(event -> Routing.subjectsOf(event)
                    .forEach(to -> send("ingest of " + event.id() + " for " + to, to, Message.first(event))));
            while (!channels.isEmpty()) {
                List<String> waiting = List.copyOf(channels.keySet());
                String channel = waiting.get(random.nextInt(waiting.size()));
                Message next = channels.get(channel).remove();
                Subject to = receivers.get(channel);
                if (channels.get(channel).isEmpty()) {
                    channels.remove(channel);
                }
                receive(to, next);
            }
        }

        private void send(String channel, Subject to, Message message) {
            receivers.put(channel, to);
            channels.computeIfAbsent(channel, key -> new ArrayDeque<>()).add(message);
        }

        private void receive(Subject subject, Message message) {
            longest = Math.max(longest, message.hops());
            assertTrue(message.hops() <= Routing.MAX_HOPS, () -> message.way() + " to " + subject);
            List<Event> before = held.getOrDefault(subject, List.of());
            if (before.contains(message.event())) {
                return;
            }
            List<Event> now = new ArrayList<>(before);
            now.add(message.event());
            held.put(subject, now);
            Routing.introductionOf(subject, before, message.event())
                    .ifPresent(introduction -> Routing.subjectsOf(introduction)
                            .forEach(to -> send(
                                    subject + " introduces itself to " + to, to, message.on(introduction, subject))));
            Relations then = Relations.of(subject, before);
            Relations relations = Relations.of(subject, now);
            for (Subject to : relations.to().keySet()) {
                for (Event event : now) {
                    boolean told = !event.equals(message.event()) && then.passes(to, event);
                    if (!told && relations.passes(to, event)) {
                        send(subject + " to " + to, to, message.on(event, subject));
                    }
                }
            }
        }

        Map<String, Set<String>> heldBySubject() {
            Map<String, Set<String>> all = new TreeMap<>();
            held.forEach((subject, events) -> {
                Set<String> ids = new TreeSet<>();
                events.forEach(event -> ids.add(event.header().sourceEventId()));
                all.put(subject.key(), ids);
            });
            return all;
        }
    }
}
