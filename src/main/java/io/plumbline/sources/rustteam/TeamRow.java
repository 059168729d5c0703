package io.plumbline.sources.rustteam;

import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * One fact that a commit of the team repository added or removed.
 *
 * @param seq the source's running number, in the order of history
 * @param time of the commit
 * @param kind what the fact is about: {@code person}, {@code team}, {@code team_member}, {@code team_lead}, {@code
 *     team_alumni}, {@code team_permission}, {@code person_permission}
 * @param team empty where the fact is about no team; so {@code subject} and {@code permission}
 * @param mergedBy who merged the commit
 * @param pullRequest its number, where there was one
 */
record TeamRow(
        long seq,
        OffsetDateTime time,
        String commit,
        Action action,
        String kind,
        String team,
        String subject,
        String permission,
        Optional<String> mergedBy,
        Optional<Long> pullRequest) {

    static final Comparator<TeamRow> BY_HISTORY =
            Comparator.comparing(TeamRow::at).thenComparing(TeamRow::seq).thenComparing(TeamRow::toString);

    /** What the commit did to the fact. */
    enum Action {
        /** It was so when the history began. */
        BASELINE,
        ADD,
        REMOVE
    }

    static TeamRow of(RawRecord raw) throws BadRecordException {
        return new TeamRow(
                raw.number("seq"),
                raw.time("time"),
                raw.text("commit"),
                action(raw.text("action")),
                raw.text("kind"),
                raw.optionalText("team").orElse(""),
                raw.optionalText("subject").orElse(""),
                raw.optionalText("permission").orElse(""),
                raw.optionalText("merged_by"),
                raw.has("pr") ? Optional.of(raw.number("pr")) : Optional.empty());
    }

    Instant at() {
        return time.toInstant();
    }

    boolean removes() {
        return action == Action.REMOVE;
    }

    /** Header of the event that the row itself states. */
    Header header(String sourceId) {
        return header(sourceId, Long.toString(seq));
    }

    /** Header of an event that follows from the row. */
    Header header(String sourceId, String eventId) {
        Header header = Header.of(sourceId, eventId, at()).withOffset(RawRecord.offset(time));
        if (mergedBy.isPresent()) {
            header = header.withActor(Principal.identity(mergedBy.get()));
        }
        if (pullRequest.isPresent()) {
            header = header.withTicket(RustTeamAdapter.SYSTEM + "#" + pullRequest.get());
        }
        return action == Action.BASELINE ? header.asBaseline() : header;
    }

    private static Action action(String text) throws BadRecordException {
        return switch (text) {
            case "baseline" -> Action.BASELINE;
            case "add" -> Action.ADD;
            case "remove" -> Action.REMOVE;
            default -> throw new BadRecordException("action", "must be baseline, add or remove, was '" + text + "'");
        };
    }
}
