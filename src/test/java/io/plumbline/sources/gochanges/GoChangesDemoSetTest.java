package io.plumbline.sources.gochanges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who approved and who deployed, counted from the events alone. */
class GoChangesDemoSetTest {

    private static final Instant APPROVALS_RECORDED = Instant.parse("2015-01-01T00:00:00Z");
    private static final Delivery DELIVERY = new GoChangesAdapter().read(DemoSet.GO_CHANGES.files());

    /** One deployment with everyone who approved it by then. */
    private record Release(Instant at, String author, String deployer, Set<String> approvers) {
        boolean approvedByAnotherThan(String... persons) {
            return !List.of(persons).containsAll(approvers);
        }
    }

    @Test
    void every_commit_is_one_deployment() {
        assertEquals(1348, DELIVERY.tally().records());
        assertEquals(1348, DELIVERY.tally().mapped());
        assertEquals(1348, releases().size());
    }

    @Test
    void changes_since_approvals_are_recorded() {
        assertEquals(1107, count(release -> true));
        assertEquals(14, count(release -> release.approvers().equals(Set.of(release.author()))));
        assertEquals(1093, count(release -> release.approvedByAnotherThan(release.author())));
        assertEquals(741, count(release -> release.approvedByAnotherThan(release.author(), release.deployer())));
        assertEquals(356, count(release -> release.author().equals(release.deployer())));
        assertEquals(0, count(release -> release.approvers().isEmpty()));
    }

    @Test
    void before_that_only_three_changes_carry_a_trailer() {
        List<Release> early = releases().stream()
                .filter(release -> release.at().isBefore(APPROVALS_RECORDED))
                .toList();
        assertEquals(241, early.size());
        assertEquals(
                3,
                early.stream().filter(release -> !release.approvers().isEmpty()).count());
    }

    @Test
    void every_event_id_is_given_once() {
        List<Event> events = DELIVERY.events();
        assertEquals(events.size(), events.stream().map(Event::id).distinct().count());
    }

    @Test
    void no_approval_is_dated_after_its_deployment() {
        Map<String, Instant> deployedAt = new HashMap<>();
        for (Event fact : DELIVERY.facts()) {
            if (fact instanceof ChangeEvent.Deployed deployed) {
                deployedAt.put(deployed.deploymentId(), deployed.header().occurredAt());
            }
        }
        for (Event fact : DELIVERY.facts()) {
            if (fact instanceof ChangeEvent.Approved approved) {
                assertTrue(!approved.header().occurredAt().isAfter(deployedAt.get(approved.changeId())));
            }
        }
    }

    private static long count(Predicate<Release> wanted) {
        return releases().stream()
                .filter(release -> !release.at().isBefore(APPROVALS_RECORDED))
                .filter(wanted)
                .count();
    }

    private static List<Release> releases() {
        Map<String, Set<String>> approvers = new HashMap<>();
        for (Event fact : DELIVERY.facts()) {
            if (fact instanceof ChangeEvent.Approved approved) {
                approvers
                        .computeIfAbsent(approved.changeId(), change -> new HashSet<>())
                        .add(approved.approverId());
            }
        }
        return DELIVERY.facts().stream()
                .filter(ChangeEvent.Deployed.class::isInstance)
                .map(ChangeEvent.Deployed.class::cast)
                .map(deployed -> new Release(
                        deployed.header().occurredAt(),
                        deployed.authorIds().get(0),
                        deployed.deployer().toString(),
                        approvers.getOrDefault(deployed.changeIds().get(0), Set.of())))
                .toList();
    }
}
