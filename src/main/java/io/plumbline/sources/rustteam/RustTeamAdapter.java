package io.plumbline.sources.rustteam;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.Disposition;
import io.plumbline.sources.Intake;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the history of the Rust project's teams: persons, memberships, and what each team may do.
 *
 * <p>A membership is a grant of the team as a role, to a person. A lead holds a second grant of the same role, {@code
 * team/<team>/lead/<person>} beside {@code team/<team>/member/<person>}, so the access lasts until both have ended. A permission
 * given to a person is a direct grant. A team's permissions are the content of its role, stated as one full version per team and
 * instant; a team without permissions is a role that gives nothing.
 *
 * <p>The source states changes and not contents, so role contents need its whole history: permissions of a team whose creation is
 * not in the delivery are rejected. A person's file being removed is no departure (often
 * it is a renamed handle, and some persons stay members without a file), and a person being listed
 * as alumni neither gives nor ends access; both are listed as not modelled. Memberships end only where the source removes them, or
 * with their team. Events of the first snapshot are baseline.
 */
public final class RustTeamAdapter implements SourceAdapter {

    /** The one system of this source. */
    public static final String SYSTEM = "rust-lang/team";

    private static final String ID = "rust-team";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        Intake<TeamRow> intake = Intake.read(ID, files, new RowReader());
        List<TeamRow> rows = intake.readings().stream()
                .map(Intake.Reading::content)
                .distinct()
                .sorted(TeamRow.BY_HISTORY)
                .toList();
        TeamHistory history = TeamHistory.of(ID, rows);
        intake.reject(
                history.withoutTeam()::contains,
                "team",
                "was not created in this delivery, so what the team gives is not known; deliver the history from its beginning");
        List<Event> facts = new ArrayList<>(history.ended());
        rows.forEach(row -> factOf(row).ifPresent(facts::add));
        return intake.deliver(facts, history.roles());
    }

    private static final class RowReader implements RecordReader<TeamRow> {
        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            return raw.time("time").toInstant();
        }

        @Override
        public OptionalLong sequence(RawRecord raw) throws BadRecordException {
            return OptionalLong.of(raw.number("seq"));
        }

        @Override
        public Understood<TeamRow> read(RawRecord raw) throws BadRecordException {
            TeamRow row = TeamRow.of(raw);
            return new Understood<>(dispositionOf(row, raw), row);
        }
    }

    private static Disposition dispositionOf(TeamRow row, RawRecord raw) throws BadRecordException {
        switch (row.kind()) {
            case "person":
                raw.text("subject");
                return row.removes()
                        ? Disposition.notModelled(
                                "remove person",
                                "a person's file was tidied away or renamed; the source does not say that anyone left")
                        : Disposition.mapped(row.kind());
            case "team_alumni":
                return Disposition.notModelled(
                        "team_alumni", "honours someone who used to serve in the team; gives no access and ends none");
            case "team_member", "team_lead":
                raw.text("team");
                raw.text("subject");
                return Disposition.mapped(row.kind());
            case "team":
                raw.text("team");
                return Disposition.mapped(row.kind());
            case "team_permission":
                raw.text("team");
                raw.text("permission");
                return Disposition.mapped(row.kind());
            case "person_permission":
                raw.text("subject");
                raw.text("permission");
                return Disposition.mapped(row.kind());
            default:
                return Disposition.unknown(row.kind());
        }
    }

    private static Optional<Event> factOf(TeamRow row) {
        return switch (row.kind()) {
            case "person" -> row.removes() ? Optional.empty() : Optional.of(person(row));
            case "team_member", "team_lead" ->
                Optional.of(grant(row, TeamHistory.grantId(row), row.team(), GrantPath.ROLE));
            case "person_permission" ->
                Optional.of(grant(
                        row, "person/" + row.subject() + "/" + row.permission(), row.permission(), GrantPath.DIRECT));
            default -> Optional.empty();
        };
    }

    private static Event person(TeamRow row) {
        return new IdentityEvent.Created(
                row.header(ID),
                row.subject(),
                IdentityEvent.IdentityType.HUMAN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Event grant(TeamRow row, String grantId, String entitlement, GrantPath path) {
        Principal holder = Principal.identity(row.subject());
        if (row.removes()) {
            return new AccessEvent.Revoked(row.header(ID), Optional.of(grantId), holder, SYSTEM, entitlement);
        }
        return new AccessEvent.Granted(
                row.header(ID),
                Optional.of(grantId),
                holder,
                SYSTEM,
                entitlement,
                path,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
