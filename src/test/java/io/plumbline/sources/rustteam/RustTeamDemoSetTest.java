package io.plumbline.sources.rustteam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.DemoSet;
import io.plumbline.sources.Tally;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who holds what at the end, worked out here from the events alone, in the plainest way. */
class RustTeamDemoSetTest {

    private static final Delivery DELIVERY = new RustTeamAdapter().read(DemoSet.RUST_TEAM.files());

    @Test
    void every_record_is_accounted_for() {
        Tally tally = DELIVERY.tally();
        assertEquals(6907, tally.records());
        assertEquals(5652, tally.mapped());
        assertEquals(
                List.of("remove person 108", "team_alumni 1147"),
                tally.notModelled().stream()
                        .map(kind -> kind.name() + " " + kind.count())
                        .toList());
        assertEquals(List.of(), tally.unknown());
        assertEquals(0, tally.failed() + tally.readOnly() + tally.rejected());
    }

    @Test
    void the_facts_are_persons_memberships_and_direct_permissions() {
        assertEquals(110 + 664, count(IdentityEvent.Created.class));
        assertEquals(155 + 13 + 2150 + 303 + 108, count(AccessEvent.Granted.class));
        assertEquals(1318 + 193 + 106, count(AccessEvent.Revoked.class));
        assertEquals(
                110 + 155 + 13,
                DELIVERY.facts().stream()
                        .filter(fact -> fact.header().baseline())
                        .count());
    }

    @Test
    void four_hundred_and_two_persons_are_active_at_the_end() {
        Set<String> holders = new HashSet<>();
        for (AccessEvent.Granted grant : heldAtTheEnd()) {
            if (grant.path() == GrantPath.ROLE) {
                holders.add(grant.holder().toString());
            }
        }
        assertEquals(402, holders.size());
    }

    @Test
    void the_persons_who_hold_two_permissions_through_any_team_are_counted() {
        assertEquals(136, holdersOfBoth("bors.rust.review", "crater"));
        assertEquals(130, holdersOfBoth("bors.rust.review", "dev-desktop"));
    }

    @Test
    void every_team_that_is_held_is_defined_by_the_time_it_is() {
        Map<String, Instant> defined = new HashMap<>();
        for (RoleDefined role : roles()) {
            defined.merge(role.roleId(), role.effectiveFrom(), (a, b) -> a.isBefore(b) ? a : b);
        }
        for (Event fact : DELIVERY.facts()) {
            if (fact instanceof AccessEvent.Granted grant && grant.path() == GrantPath.ROLE) {
                assertTrue(
                        !defined.get(grant.entitlement()).isAfter(grant.header().occurredAt()), grant.entitlement());
            }
        }
    }

    @Test
    void a_role_has_one_version_at_an_instant() {
        Set<String> seen = new HashSet<>();
        for (RoleDefined role : roles()) {
            assertTrue(seen.add(role.roleId() + "@" + role.effectiveFrom()), role.toString());
        }
        assertEquals(368, seen.size());
    }

    @Test
    void the_source_itself_ends_the_memberships_of_removed_teams() {
        assertTrue(DELIVERY.facts().stream()
                .noneMatch(fact -> fact.id().sourceEventId().contains("#")));
    }

    @Test
    void the_manifest_holds_the_sequence_and_the_heartbeat_the_end() {
        SourceHealthEvent.Manifest manifest = DELIVERY.manifests().get(0);
        assertEquals(6907, manifest.count());
        assertEquals(Optional.of("0"), manifest.firstSequence());
        assertEquals(Optional.of("6906"), manifest.lastSequence());
        Instant newest =
                DELIVERY.facts().get(DELIVERY.facts().size() - 1).header().occurredAt();
        assertTrue(newest.isBefore(DELIVERY.heartbeat().orElseThrow().completeTo()));
    }

    @Test
    void every_event_id_is_given_once() {
        List<Event> events = DELIVERY.events();
        assertEquals(events.size(), events.stream().map(Event::id).distinct().count());
    }

    private static long holdersOfBoth(String one, String other) {
        Map<String, RoleDefined> latest = new HashMap<>();
        roles().stream()
                .sorted(Comparator.comparing(ReferenceEvent::effectiveFrom))
                .forEach(role -> latest.put(role.roleId(), role));
        Map<String, Set<String>> permissions = new HashMap<>();
        for (AccessEvent.Granted grant : heldAtTheEnd()) {
            Set<String> held = permissions.computeIfAbsent(grant.holder().toString(), holder -> new TreeSet<>());
            if (grant.path() == GrantPath.ROLE) {
                held.addAll(latest.get(grant.entitlement()).entitlements());
            }
        }
        return permissions.values().stream()
                .filter(held -> held.containsAll(Set.of(one, other)))
                .count();
    }

    /** Grants with no later revocation of the same grant. */
    private static List<AccessEvent.Granted> heldAtTheEnd() {
        Map<String, AccessEvent.Granted> held = new HashMap<>();
        DELIVERY.facts().stream()
                .filter(AccessEvent.class::isInstance)
                .sorted(Comparator.comparing((Event fact) -> fact.header().occurredAt())
                        .thenComparing(fact -> Long.parseLong(fact.id().sourceEventId())))
                .forEach(fact -> {
                    if (fact instanceof AccessEvent.Granted granted) {
                        held.put(granted.grantId().orElseThrow(), granted);
                    } else {
                        held.remove(((AccessEvent.Revoked) fact).grantId().orElseThrow());
                    }
                });
        return List.copyOf(held.values());
    }

    private static List<RoleDefined> roles() {
        return DELIVERY.reference().stream().map(RoleDefined.class::cast).toList();
    }

    private static long count(Class<? extends Event> type) {
        return DELIVERY.facts().stream().filter(type::isInstance).count();
    }
}
