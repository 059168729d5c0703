package io.plumbline.sources.gochanges;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
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
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the commits of golang/crypto as changes: requested by the author, approved by reviewers, deployed by the committer.
 *
 * <p>The merge is the release act: what is on the main branch is what users get, so every commit there is one deployment to {@code
 * production}, at the committer's time. The change id is the commit: a {@code Change-Id} would be shared by a cherry-pick, and
 * trailers speak of the commit that carries them. The {@code Change-Id} is kept as the ticket.
 *
 * <p>Every change takes the same way through review, so all are {@code NORMAL} changes.
 *
 * <p>A {@code Reviewed-by} trailer says who approved but not when, only that it was decided by the time the commit was made; the
 * approval is dated with the commit. Where there is no trailer no approval is stated: from when on the absence of one means
 * something is for reference data to declare. A vote to submit automatically asks for the release once it is approved; who
 * carried it out is the committer, be it the project's robot.
 */
public final class GoChangesAdapter implements SourceAdapter {

    /** The one system of this source, also the name of its repository. */
    public static final String SYSTEM = "golang/crypto";

    private static final String ID = "go-changes";
    private static final String ENVIRONMENT = "production";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        Intake<List<Event>> intake = Intake.read(ID, files, new CommitReader());
        List<Event> facts = intake.readings().stream()
                .flatMap(reading -> reading.content().stream())
                .toList();
        return intake.deliver(facts, List.of());
    }

    private static final class CommitReader implements RecordReader<List<Event>> {
        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            return raw.time("deployed_at").toInstant();
        }

        @Override
        public Understood<List<Event>> read(RawRecord raw) throws BadRecordException {
            if (raw.has("on_first_parent") && !raw.flag("on_first_parent")) {
                return new Understood<>(
                        Disposition.notModelled(
                                "commit of a side branch", "it reaches users with the merge that brings it in"),
                        List.of());
            }
            return new Understood<>(Disposition.mapped("commit"), Commit.of(raw).events());
        }
    }

    private record Commit(
            String id,
            Optional<String> changeId,
            List<String> parents,
            String author,
            OffsetDateTime authoredAt,
            String committer,
            OffsetDateTime committedAt,
            List<String> approvers) {

        static Commit of(RawRecord raw) throws BadRecordException {
            Commit commit = new Commit(
                    raw.text("change_commit"),
                    raw.optionalText("change_id"),
                    raw.texts("parents"),
                    raw.text("requested_by"),
                    raw.time("authored_at"),
                    raw.text("deployed_by"),
                    raw.time("deployed_at"),
                    raw.texts("approved_by").stream().distinct().sorted().toList());
            if (commit.authoredAt().toInstant().isAfter(commit.committedAt().toInstant())) {
                throw new BadRecordException("authored_at", "must not be after deployed_at " + commit.committedAt());
            }
            return commit;
        }

        List<Event> events() {
            List<Event> events = new ArrayList<>();
            events.add(requested());
            approvers.forEach(approver -> events.add(approved(approver)));
            events.add(merged());
            events.add(deployed());
            return events;
        }

        /** Git notes when a change was first written as it is written, and carries it along to the commit that comes in. */
        private Event requested() {
            return new ChangeEvent.Requested(
                    header("requested", authoredAt, author),
                    id,
                    ChangeEvent.ChangeType.NORMAL,
                    SYSTEM,
                    List.of(),
                    Optional.of(author),
                    Optional.empty(),
                    Optional.empty());
        }

        private Event approved(String approver) {
            return new ChangeEvent.Approved(
                    header("approved/" + approver, committedAt, approver),
                    id,
                    SYSTEM,
                    approver,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    ChangeEvent.ApprovalStage.UNKNOWN);
        }

        private Event merged() {
            return new ChangeEvent.Merged(
                    header("merged", committedAt, committer),
                    id,
                    SYSTEM,
                    id,
                    List.of(author),
                    approvers,
                    Optional.empty(),
                    Optional.empty(),
                    ChangeEvent.Protection.UNKNOWN);
        }

        private Event deployed() {
            return new ChangeEvent.Deployed(
                    header("deployed", committedAt, committer),
                    id,
                    SYSTEM,
                    ENVIRONMENT,
                    List.of(id),
                    id,
                    parents.stream().findFirst(),
                    Principal.identity(committer),
                    Optional.empty(),
                    List.of(author),
                    Optional.empty(),
                    Optional.empty(),
                    ChangeEvent.Protection.UNKNOWN);
        }

        private Header header(String role, OffsetDateTime at, String actor) {
            Header header = Header.of(ID, id + "/" + role, at.toInstant())
                    .withOffset(RawRecord.offset(at))
                    .withActor(Principal.identity(actor));
            return changeId.isPresent() ? header.withTicket(changeId.get()) : header;
        }
    }
}
