package io.plumbline.sources.rustteam;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The teams over time: replays the rows in the order of history, instant by instant.
 *
 * <p>Changes of one instant are one version, because two versions in force from the same instant would have no order.
 */
final class TeamHistory {

    private final String sourceId;
    private final Map<String, TreeSet<String>> permissions = new HashMap<>();
    private final Set<String> existing = new HashSet<>();
    private final Map<String, Map<String, TeamRow>> memberships = new HashMap<>();
    private final Map<String, List<String>> published = new HashMap<>();

    private final List<ReferenceEvent> roles = new ArrayList<>();
    private final List<Event> ended = new ArrayList<>();
    private final Set<TeamRow> withoutTeam = new HashSet<>();

    private TeamHistory(String sourceId) {
        this.sourceId = sourceId;
    }

    static TeamHistory of(String sourceId, List<TeamRow> rows) {
        TeamHistory history = new TeamHistory(sourceId);
        Map<Instant, List<TeamRow>> byInstant = new TreeMap<>();
        rows.forEach(row ->
                byInstant.computeIfAbsent(row.at(), at -> new ArrayList<>()).add(row));
        byInstant.values().forEach(history::play);
        return history;
    }

    static String grantId(TeamRow row) {
        return "team/" + row.team() + (row.kind().equals("team_lead") ? "/lead/" : "/member/") + row.subject();
    }

    /** Full versions of the roles. */
    List<ReferenceEvent> roles() {
        return roles;
    }

    /** Memberships that end because their team was removed, where the source did not remove them itself. */
    List<Event> ended() {
        return ended;
    }

    /** Permissions of teams that were never created. */
    Set<TeamRow> withoutTeam() {
        return withoutTeam;
    }

    private void play(List<TeamRow> rowsOfInstant) {
        Map<String, TeamRow> changedBy = new LinkedHashMap<>();
        Map<String, TeamRow> removedBy = new LinkedHashMap<>();
        for (TeamRow row : rowsOfInstant) {
            switch (row.kind()) {
                case "team" -> {
                    permissions.computeIfAbsent(row.team(), team -> new TreeSet<>());
                    changedBy.put(row.team(), row);
                    if (row.removes()) {
                        existing.remove(row.team());
                        removedBy.put(row.team(), row);
                    } else {
                        existing.add(row.team());
                    }
                }
                case "team_permission" -> changePermission(row, changedBy);
                case "team_member", "team_lead" -> changeMembership(row);
                default -> {}
            }
        }
        removedBy.forEach(this::endWhatIsLeft);
        changedBy.forEach(this::publish);
    }

    private void changePermission(TeamRow row, Map<String, TeamRow> changedBy) {
        TreeSet<String> held = permissions.get(row.team());
        if (held == null) {
            withoutTeam.add(row);
            return;
        }
        changedBy.put(row.team(), row);
        if (row.removes()) {
            held.remove(row.permission());
        } else {
            held.add(row.permission());
        }
    }

    private void changeMembership(TeamRow row) {
        Map<String, TeamRow> held = memberships.computeIfAbsent(row.team(), team -> new TreeMap<>());
        if (row.removes()) {
            held.remove(grantId(row));
        } else {
            held.put(grantId(row), row);
        }
    }

    private void endWhatIsLeft(String team, TeamRow removal) {
        if (existing.contains(team)) {
            return;
        }
        permissions.get(team).clear();
        Map<String, TeamRow> left = memberships.getOrDefault(team, Map.of());
        left.forEach((grantId, membership) -> ended.add(new AccessEvent.Revoked(
                removal.header(sourceId, removal.seq() + "#" + grantId),
                Optional.of(grantId),
                Principal.identity(membership.subject()),
                RustTeamAdapter.SYSTEM,
                team)));
        memberships.remove(team);
    }

    private void publish(String team, TeamRow lastChange) {
        List<String> content = List.copyOf(permissions.get(team));
        if (content.equals(published.put(team, content))) {
            return;
        }
        Header header = lastChange.header(sourceId, lastChange.commit() + "/role/" + team);
        roles.add(new RoleDefined(
                header,
                RustTeamAdapter.SYSTEM,
                team,
                lastChange.at(),
                content,
                List.of(),
                List.of(),
                List.of(),
                false));
    }
}
