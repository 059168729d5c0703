package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;
import static io.plumbline.sources.github.PayloadMapping.passedOver;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.LinkKind;
import io.plumbline.event.ChangeEvent.Protection;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RecordReader.Understood;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Pull requests as changes, and reviews as decisions on them.
 *
 * <p>Only a review by somebody who belongs to the repository decides: anyone who can read it can press the button. A dismissal
 * takes back what was decided; an approval given before it, or before somebody asked for changes, has to be given again.
 */
final class PullRequests {

    /** How GitHub says that a reviewer belongs to the repository or its organisation. */
    private static final Set<String> BELONGING = Set.of("OWNER", "MEMBER", "COLLABORATOR");

    private PullRequests() {}

    static Understood<List<Statement>> opened(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(requested(payload), head(payload)));
    }

    static Understood<List<Statement>> reopened(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(requested(payload)));
    }

    private static Statement requested(Payload payload) throws BadRecordException {
        String id = changeId(payload);
        return new Statement.Whole(new ChangeEvent.Requested(
                payload.header(id + "/" + payload.action() + "/" + payload.at().toInstant()),
                id,
                ChangeType.NORMAL,
                payload.repository(),
                List.of(),
                Optional.of(payload.person("pull_request", "user")),
                Optional.empty(),
                Optional.empty()));
    }

    /** The branch of the pull request moved: it has other commits. */
    static Understood<List<Statement>> moved(Payload payload) throws BadRecordException {
        return mapped(payload, List.of(head(payload)));
    }

    private static Statement head(Payload payload) throws BadRecordException {
        return new Statement.HeadMoved(
                changeId(payload), headSha(payload), payload.at().toInstant());
    }

    static Understood<List<Statement>> closed(Payload payload) throws BadRecordException {
        String id = changeId(payload);
        if (!payload.body().flag("pull_request", "merged")) {
            return mapped(
                    payload,
                    List.of(new Statement.Whole(new ChangeEvent.Closed(
                            payload.header(id + "/closed/" + payload.at().toInstant()), id, payload.repository()))));
        }
        String commit = payload.body().text("pull_request", "merge_commit_sha");
        return mapped(
                payload,
                List.of(
                        new Statement.MergedPull(
                                new ChangeEvent.Merged(
                                        payload.header(id + "/merged"),
                                        id,
                                        payload.repository(),
                                        commit,
                                        List.of(payload.person("pull_request", "user")),
                                        List.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Protection.UNKNOWN),
                                headSha(payload)),
                        new Statement.Whole(new ChangeEvent.Linked(
                                payload.header(id + "/merge-commit"), id, commit, LinkKind.COMMIT))));
    }

    static Understood<List<Statement>> reviewed(Payload payload) throws BadRecordException {
        String state = payload.body().text("review", "state").toLowerCase(Locale.ROOT);
        if (!Set.of("approved", "changes_requested").contains(state)) {
            return passedOver(payload, state, "is no decision");
        } else if (!BELONGING.contains(payload.body().text("review", "author_association"))) {
            return passedOver(
                    payload,
                    state + " by an outsider",
                    "whoever does not belong to a repository decides nothing in it");
        }
        String id = changeId(payload);
        String reviewer = payload.person("review", "user");
        String eventId = reviewId(payload) + "/" + state;
        ChangeEvent decision = state.equals("approved")
                ? new ChangeEvent.Approved(
                        payload.header(eventId),
                        id,
                        payload.repository(),
                        reviewer,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        ApprovalStage.UNKNOWN)
                : new ChangeEvent.Rejected(payload.header(eventId), id, payload.repository(), reviewer);
        return mapped(payload, List.of(new Statement.Whole(decision)));
    }

    static Understood<List<Statement>> dismissed(Payload payload) throws BadRecordException {
        return mapped(
                payload,
                List.of(new Statement.Whole(new ChangeEvent.Rejected(
                        payload.header(reviewId(payload) + "/dismissed"),
                        changeId(payload),
                        payload.repository(),
                        payload.person("review", "user")))));
    }

    private static String reviewId(Payload payload) throws BadRecordException {
        return changeId(payload) + "/review/" + payload.body().number("review", "id");
    }

    private static String changeId(Payload payload) throws BadRecordException {
        return payload.repository() + "#" + payload.body().number("pull_request", "number");
    }

    private static String headSha(Payload payload) throws BadRecordException {
        return payload.body().text("pull_request", "head", "sha");
    }
}
