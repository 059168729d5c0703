package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;
import static io.plumbline.sources.github.PayloadMapping.passedOver;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RecordReader.Understood;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what: collaborators of repositories, members of organisations and of teams.
 *
 * <p>A collaborator holds {@code collaborator} of the repository, a member {@code member} of the organisation, each with the
 * permission or role as scope where the payload tells it. A member of a team holds {@code team/<id>} of the organisation, since
 * a team keeps its id when it is renamed, and a team that was deleted is named by nothing else. What a team may do is not read.
 */
final class Members {

    private static final String COLLABORATOR = "collaborator";
    private static final String MEMBER = "member";

    private Members() {}

    static Understood<List<Statement>> collaboratorAdded(Payload payload) throws BadRecordException {
        Optional<String> permission = permission(payload, "to");
        return mapped(payload, List.of(granted(payload, payload.repository(), COLLABORATOR, permission)));
    }

    static Understood<List<Statement>> collaboratorEdited(Payload payload) throws BadRecordException {
        Optional<String> permission = permission(payload, "to");
        if (permission.isEmpty()) {
            return passedOver(
                    payload, "without the new permission", "says what the permission was and not what it is now");
        }
        return mapped(
                payload,
                List.of(
                        revoked(payload, payload.repository(), COLLABORATOR, permission(payload, "from")),
                        granted(payload, payload.repository(), COLLABORATOR, permission)));
    }

    static Understood<List<Statement>> collaboratorRemoved(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(revoked(payload, payload.repository(), COLLABORATOR, Optional.empty())));
    }

    static Understood<List<Statement>> teamMemberAdded(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(granted(payload, payload.organization(), team(payload), Optional.empty())));
    }

    static Understood<List<Statement>> teamMemberRemoved(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(revoked(payload, payload.organization(), team(payload), Optional.empty())));
    }

    static Understood<List<Statement>> memberAdded(Payload payload) throws BadRecordException {
        return mapped(
                payload,
                List.of(granted(
                        payload,
                        payload.organization(),
                        MEMBER,
                        payload.body().optionalText("membership", "role").map(role -> "role=" + role))));
    }

    static Understood<List<Statement>> memberRemoved(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(revoked(payload, payload.organization(), MEMBER, Optional.empty())));
    }

    private static String team(Payload payload) throws BadRecordException {
        return "team/" + payload.body().number("team", "id");
    }

    /** The permission before or after, by the newer or the older name of the field. */
    private static Optional<String> permission(Payload payload, String side) throws BadRecordException {
        Optional<String> role = payload.body().optionalText("changes", "role_name", side);
        Optional<String> found = role.isPresent() ? role : payload.body().optionalText("changes", "permission", side);
        return found.map(permission -> "permission=" + permission);
    }

    private static Statement granted(Payload payload, String system, String entitlement, Optional<String> scope)
            throws BadRecordException {
        return new Statement.Whole(new AccessEvent.Granted(
                payload.headerByDelivery("granted"),
                scope.map(value -> grantId(system, entitlement, value)),
                holder(payload),
                system,
                entitlement,
                entitlement.startsWith("team/") ? GrantPath.GROUP : GrantPath.DIRECT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scope.stream().toList()));
    }

    /** @param scope the one grant that ends; every grant of the entitlement where absent */
    private static Statement revoked(Payload payload, String system, String entitlement, Optional<String> scope)
            throws BadRecordException {
        return new Statement.Whole(new AccessEvent.Revoked(
                payload.headerByDelivery("revoked"),
                scope.map(value -> grantId(system, entitlement, value)),
                holder(payload),
                system,
                entitlement));
    }

    private static String grantId(String system, String entitlement, String scope) {
        return system + "/" + entitlement + "/" + scope;
    }

    private static Principal holder(Payload payload) throws BadRecordException {
        return Principal.identity(
                payload.event().equals("organization")
                        ? payload.person("membership", "user")
                        : payload.person("member"));
    }
}
