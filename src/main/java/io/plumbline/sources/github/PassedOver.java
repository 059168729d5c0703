package io.plumbline.sources.github;

import io.plumbline.sources.Disposition;
import java.util.Map;
import java.util.Optional;

/** Payloads that give no event, each with the reason: by event and action, or by event where that holds for all its actions. */
final class PassedOver {

    private static final String CONVERSATION = "is conversation and no decision";
    private static final String UNFINISHED = "asks for a deployment; that it was carried out is said by its status";
    private static final String TEAM = "says what became of a team; who is in it and leaves it is said of each member";
    private static final String STRUCTURE =
            "changes name, place or description; systems keep the id under which they are registered";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry(
                    "branch_protection_configuration",
                    "switches all rules of a repository without saying which there are"),
            Map.entry("deployment", UNFINISHED),
            Map.entry("deployment_review requested", "asks somebody to let a deployment pass; the answer counts"),
            Map.entry("deployment_review rejected", "what was not let pass is not deployed"),
            Map.entry("issue_comment", CONVERSATION),
            Map.entry("issues", CONVERSATION),
            Map.entry("organization member_invited", "gives no access until the invitation is accepted"),
            Map.entry("organization renamed", STRUCTURE),
            Map.entry("org_block", "keeps somebody from taking part; access is given and taken by other payloads"),
            Map.entry("ping", "shows that the webhook works"),
            Map.entry("public", "opens what can be read to everyone, which no control over changes judges"),
            Map.entry("pull_request", "changes neither what is asked for nor what is merged"),
            Map.entry("pull_request_review edited", "changes the words of a review and not its decision"),
            Map.entry("pull_request_review_comment", CONVERSATION),
            Map.entry("pull_request_review_thread", CONVERSATION),
            Map.entry("repository", STRUCTURE),
            Map.entry(
                    "repository privatized",
                    "closes what could be read by everyone, which no control over changes judges"),
            Map.entry(
                    "repository publicized",
                    "opens what can be read to everyone, which no control over changes judges"),
            Map.entry("team", TEAM),
            Map.entry(
                    "team added_to_repository",
                    "changes what a team may do; one payload does not hold all of it, as a role definition must"),
            Map.entry(
                    "team removed_from_repository",
                    "changes what a team may do; one payload does not hold all of it, as a role definition must"),
            Map.entry("workflow_job", "is a part of a workflow run"),
            Map.entry("workflow_run in_progress", "a run counts once it is completed"),
            Map.entry("workflow_run requested", "a run counts once it is completed"));

    private PassedOver() {}

    /** Whether it is known that payloads of this name give no event. */
    static boolean isListed(Payload payload) {
        return reason(payload).isPresent();
    }

    static Disposition of(Payload payload) {
        return reason(payload)
                .map(reason -> Disposition.notModelled(payload.name(), reason))
                .orElseGet(() -> Disposition.unknown(payload.name()));
    }

    private static Optional<String> reason(Payload payload) {
        return Optional.ofNullable(REASONS.get(payload.name()))
                .or(() -> Optional.ofNullable(REASONS.get(payload.event())));
    }
}
