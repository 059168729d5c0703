package io.plumbline.sources.github;

import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Disposition;
import io.plumbline.sources.RecordReader.Understood;
import java.util.List;
import java.util.Map;

/** What each payload means: the table of mapped payloads. */
final class PayloadMapping {

    private interface Meaning {
        Understood<List<Statement>> of(Payload payload) throws BadRecordException;
    }

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            Map.entry("pull_request opened", PullRequests::opened),
            Map.entry("pull_request reopened", PullRequests::reopened),
            Map.entry("pull_request synchronize", PullRequests::moved),
            Map.entry("pull_request closed", PullRequests::closed),
            Map.entry("pull_request_review submitted", PullRequests::reviewed),
            Map.entry("pull_request_review dismissed", PullRequests::dismissed),
            Map.entry("push", Pushes::pushed),
            Map.entry("deployment_status created", Deployments::status),
            Map.entry("deployment_review approved", Deployments::gatePassed),
            Map.entry("workflow_run completed", Deployments::run),
            Map.entry("branch_protection_rule created", BranchProtection::created),
            Map.entry("branch_protection_rule edited", BranchProtection::edited),
            Map.entry("branch_protection_rule deleted", BranchProtection::deleted),
            Map.entry("member added", Members::collaboratorAdded),
            Map.entry("member edited", Members::collaboratorEdited),
            Map.entry("member removed", Members::collaboratorRemoved),
            Map.entry("membership added", Members::teamMemberAdded),
            Map.entry("membership removed", Members::teamMemberRemoved),
            Map.entry("organization member_added", Members::memberAdded),
            Map.entry("organization member_removed", Members::memberRemoved),
            Map.entry("secret_scanning_alert created", SecretAlerts::exposed),
            Map.entry("secret_scanning_alert reopened", SecretAlerts::exposed),
            Map.entry("secret_scanning_alert publicly_leaked", SecretAlerts::exposed),
            Map.entry("secret_scanning_alert resolved", SecretAlerts::resolved));

    private PayloadMapping() {}

    static Understood<List<Statement>> map(Payload payload) throws BadRecordException {
        Meaning meaning = MEANINGS.get(payload.name());
        return meaning == null ? new Understood<>(PassedOver.of(payload), List.of()) : meaning.of(payload);
    }

    /** What the payload states, counted under its name. */
    static Understood<List<Statement>> mapped(Payload payload, List<Statement> statements) {
        return new Understood<>(Disposition.mapped(payload.name()), statements);
    }

    /** The payload states nothing that counts; {@code what} tells it from others of its name that do. */
    static Understood<List<Statement>> passedOver(Payload payload, String what, String reason) {
        return new Understood<>(Disposition.notModelled(payload.name() + ": " + what, reason), List.of());
    }
}
