package io.plumbline.sources.rustteam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RustTeamAdapterTest {

    private int sequence;

    @Test
    void a_membership_is_a_grant_of_the_team_as_a_role() {
        Delivery delivery = deliver(
                row(1, "add", "team", "infra", "", ""),
                row(1, "add", "team_member", "infra", "p_1", ""),
                row(2, "remove", "team_member", "infra", "p_1", ""));
        AccessEvent.Granted granted = (AccessEvent.Granted) byId(delivery, "1");
        assertEquals(Principal.identity("p_1"), granted.holder());
        assertEquals("rust-lang/team", granted.systemId());
        assertEquals("infra", granted.entitlement());
        assertEquals(GrantPath.ROLE, granted.path());
        AccessEvent.Revoked revoked = (AccessEvent.Revoked) byId(delivery, "2");
        assertEquals(granted.grantId(), revoked.grantId());
    }

    @Test
    void a_lead_who_is_also_a_member_holds_the_role_until_both_have_ended() {
        Delivery delivery = deliver(
                row(1, "add", "team", "infra", "", ""),
                row(1, "add", "team_member", "infra", "p_1", ""),
                row(1, "add", "team_lead", "infra", "p_1", ""),
                row(2, "remove", "team_lead", "infra", "p_1", ""));
        assertEquals(
                List.of(Optional.of("team/infra/member/p_1"), Optional.of("team/infra/lead/p_1")),
                delivery.facts().stream()
                        .filter(AccessEvent.Granted.class::isInstance)
                        .map(fact -> ((AccessEvent.Granted) fact).grantId())
                        .toList());
        assertEquals(Optional.of("team/infra/lead/p_1"), ((AccessEvent.Revoked) byId(delivery, "3")).grantId());
    }

    @Test
    void a_permission_of_a_person_is_a_direct_grant() {
        AccessEvent.Granted granted =
                (AccessEvent.Granted) byId(deliver(row(1, "add", "person_permission", "", "p_1", "perf")), "0");
        assertEquals("perf", granted.entitlement());
        assertEquals(GrantPath.DIRECT, granted.path());
    }

    @Test
    void the_commit_gives_time_offset_actor_and_ticket() {
        Event event = byId(deliver(row(1, "add", "person", "", "p_1", "")), "0");
        assertEquals(Instant.parse("2024-01-01T11:00:00Z"), event.header().occurredAt());
        assertEquals(Optional.of("+01:00"), event.header().offset());
        assertEquals(Optional.of(Principal.identity("p_merger")), event.header().actor());
        assertEquals(Optional.of("rust-lang/team#17"), event.header().ticket());
        assertEquals(IdentityEvent.IdentityType.HUMAN, ((IdentityEvent.Created) event).identityType());
    }

    @Test
    void the_first_snapshot_is_baseline() {
        Delivery delivery = deliver(
                row(1, "baseline", "team", "infra", "", ""),
                row(1, "baseline", "team_member", "infra", "p_1", ""),
                row(2, "add", "team_member", "infra", "p_2", ""));
        assertTrue(byId(delivery, "1").header().baseline());
        assertTrue(delivery.reference().get(0).header().baseline());
        assertFalse(byId(delivery, "2").header().baseline());
    }

    @Test
    void a_team_without_permissions_is_a_role_that_gives_nothing() {
        RoleDefined role =
                roles(deliver(row(1, "add", "team", "infra", "", ""))).get(0);
        assertEquals("infra", role.roleId());
        assertEquals(List.of(), role.entitlements());
    }

    @Test
    void several_changes_of_a_role_at_one_instant_are_one_full_version() {
        List<RoleDefined> roles = roles(deliver(
                row(1, "add", "team", "infra", "", ""),
                row(1, "add", "team_permission", "infra", "", "perf"),
                row(1, "add", "team_permission", "infra", "", "crater"),
                row(2, "add", "team_permission", "infra", "", "dev-desktop"),
                row(2, "remove", "team_permission", "infra", "", "perf")));
        assertEquals(2, roles.size());
        assertEquals(List.of("crater", "perf"), roles.get(0).entitlements());
        assertEquals(List.of("crater", "dev-desktop"), roles.get(1).entitlements());
        assertEquals(Instant.parse("2024-01-02T11:00:00Z"), roles.get(1).effectiveFrom());
    }

    @Test
    void a_removed_team_gives_nothing_and_ends_the_memberships_that_were_left() {
        Delivery delivery = deliver(
                row(1, "add", "team", "infra", "", ""),
                row(1, "add", "team_permission", "infra", "", "perf"),
                row(1, "add", "team_member", "infra", "p_1", ""),
                row(1, "add", "team_member", "infra", "p_2", ""),
                row(2, "remove", "team", "infra", "", ""),
                row(2, "remove", "team_member", "infra", "p_1", ""));
        assertEquals(List.of(), roles(delivery).get(1).entitlements());
        assertEquals(
                List.of("4#team/infra/member/p_2", "5"),
                delivery.facts().stream()
                        .filter(AccessEvent.Revoked.class::isInstance)
                        .map(fact -> fact.id().sourceEventId())
                        .toList());
    }

    @Test
    void alumni_and_removed_persons_are_listed_and_end_nothing() {
        Delivery delivery =
                deliver(row(1, "add", "team_alumni", "infra", "p_1", ""), row(2, "remove", "person", "", "p_1", ""));
        assertEquals(List.of(), delivery.facts());
        assertEquals(2, delivery.tally().notModelledCount());
        assertEquals(List.of(), delivery.tally().unknown());
    }

    @Test
    void permissions_of_a_team_that_was_never_created_are_rejected() {
        Delivery delivery = deliver(row(1, "add", "team_permission", "infra", "", "perf"));
        assertEquals(List.of(), delivery.reference());
        assertEquals(Optional.of("team"), delivery.rejections().get(0).field());
        assertEquals(1, delivery.tally().rejected());
        assertEquals(0, delivery.tally().mapped());
    }

    @Test
    void an_unknown_kind_of_fact_is_reported_by_name() {
        assertEquals(
                "robot",
                deliver(row(1, "add", "robot", "", "r", ""))
                        .tally()
                        .unknown()
                        .get(0)
                        .name());
    }

    @Test
    void the_order_of_lines_does_not_matter() {
        List<String> rows = new ArrayList<>(List.of(
                row(1, "add", "team", "infra", "", ""),
                row(1, "add", "team_permission", "infra", "", "perf"),
                row(2, "remove", "team_permission", "infra", "", "perf"),
                row(2, "add", "team_member", "infra", "p_1", "")));
        Delivery forward = deliver(rows.toArray(String[]::new));
        Collections.reverse(rows);
        Delivery backward = deliver(rows.toArray(String[]::new));
        assertEquals(forward.facts(), backward.facts());
        assertEquals(forward.reference(), backward.reference());
    }

    private String row(int day, String action, String kind, String team, String subject, String permission) {
        return """
                {"seq":%d,"time":"2024-01-%02dT12:00:00+01:00","commit":"c%d","pr":17,"merged_by":"p_merger",\
                "action":"%s","kind":"%s","team":"%s","subject":"%s","permission":"%s"}"""
                .formatted(sequence++, day, day, action, kind, team, subject, permission);
    }

    private static Delivery deliver(String... rows) {
        return new RustTeamAdapter().read(List.of(SourceFile.of("rows.jsonl", String.join("\n", rows))));
    }

    private static List<RoleDefined> roles(Delivery delivery) {
        return delivery.reference().stream().map(RoleDefined.class::cast).toList();
    }

    private static Event byId(Delivery delivery, String id) {
        return delivery.facts().stream()
                .filter(fact -> fact.id().sourceEventId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event " + id + " in " + delivery.facts()));
    }
}
