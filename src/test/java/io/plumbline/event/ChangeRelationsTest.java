package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.IcfrImpact;
import io.plumbline.event.ChangeEvent.LinkKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChangeRelationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatIsStatedUnderOneIdIsHeardUnderAnotherWhateverCameFirst() {
        List<Event> events = List.of(
                approved("CHG-1", List.of()),
                linked("CHG-1", "REL-7"),
                linked("c0ffee", "CHG-1"),
                deployed("d-1", List.of("REL-7")),
                deployed("d-2", List.of("c0ffee")));
        for (int order = 1; order <= 20; order++) {
            Network network = new Network(events, new Random(order));
            for (String deployment : List.of("d-1", "d-2")) {
                assertTrue(
                        held(network, deployment)
                                .containsAll(Set.of("approved-CHG-1", "CHG-1-is-REL-7", "c0ffee-is-CHG-1")),
                        deployment + " in order " + order);
            }
        }
    }

    @Test
    void aThirdLinkInARowIsNotFollowed() {
        Network network = new Network(
                List.of(
                        approved("A", List.of()),
                        linked("A", "B"),
                        linked("B", "C"),
                        linked("C", "D"),
                        deployed("by-c", List.of("C")),
                        deployed("by-d", List.of("D"))),
                new Random(1));
        assertTrue(held(network, "by-c").contains("approved-A"));
        assertFalse(held(network, "by-d").contains("approved-A"));
    }

    @Test
    void whatWasAssessedOfAReleaseIsHeardOfByWhatIsPartOfItAndItsApprovalIsNot() {
        List<Event> events = List.of(
                requested("CHG-1", Optional.of("REL-7")),
                assessed("REL-7"),
                approved("REL-7", List.of()),
                linked("CHG-1", "c0ffee"),
                deployed("d-1", List.of("c0ffee")),
                deployed("d-2", List.of("REL-7")));
        for (int order = 1; order <= 20; order++) {
            Network network = new Network(events, new Random(order));
            assertTrue(held(network, "d-1").containsAll(Set.of("assessed-REL-7", "requested-CHG-1")));
            assertFalse(held(network, "d-1").contains("approved-REL-7"));
            assertFalse(held(network, "d-2").contains("requested-CHG-1"), "a part is not what was carried out");
        }
    }

    @Test
    void howeverChangesAreLinkedEveryOrderOfArrivalTellsTheSameAndNoChainIsTooLong() {
        int longest = 0;
        for (long seed = 1; seed <= 300; seed++) {
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

    private static List<Event> drawn(Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            events.add(linked(change(random), change(random) + "'".repeat(random.nextInt(2))));
            events.add(approved(change(random), List.of("sha-" + random.nextInt(2))));
            events.add(requested(change(random), Optional.of(change(random)).filter(any -> random.nextBoolean())));
            events.add(assessed(change(random)));
        }
        events.add(deployed("d-1", List.of()));
        events.add(deployed("d-2", List.of(change(random))));
        return events.stream()
                .collect(Collectors.toMap(event -> event.header().sourceEventId(), event -> event, (one, other) -> one))
                .values()
                .stream()
                .toList();
    }

    private static String change(Random random) {
        return "C" + random.nextInt(5);
    }

    private static Set<String> held(Network network, String deployment) {
        return network.heldBySubject().getOrDefault("implementation:erp/" + deployment, Set.of());
    }

    private static Event linked(String one, String other) {
        return new ChangeEvent.Linked(header(one + "-is-" + other), one, other, LinkKind.TICKET);
    }

    private static Event requested(String change, Optional<String> parent) {
        return new ChangeEvent.Requested(
                header("requested-" + change),
                change,
                ChangeType.NORMAL,
                "erp",
                List.of(),
                Optional.empty(),
                parent,
                Optional.empty());
    }

    private static Event assessed(String change) {
        return new ChangeEvent.ImpactAssessed(
                header("assessed-" + change), change, "erp", "p", IcfrImpact.NO, Optional.empty(), Optional.empty());
    }

    private static Event approved(String change, List<String> artefacts) {
        return ChangeEvents.approved(header("approved-" + change), change, "erp", "p")
                .artefacts(artefacts)
                .build();
    }

    private static Event deployed(String id, List<String> changes) {
        return ChangeEvents.deployed(header(id), id, "erp", "production", changes, "sha-1", Principal.identity("ops"))
                .build();
    }

    private static Header header(String id) {
        return Header.of("itsm", id, START);
    }
}
