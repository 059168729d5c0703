package io.plumbline.sources.github;

import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * When what a payload states happened: at the time it states itself or, where it states none, when GitHub delivered it, which is
 * seconds later unless it was delivered again.
 */
final class PayloadTimes {

    /** The field with the time of the act itself. */
    private static final Map<String, List<String>> STATED = Map.ofEntries(
            Map.entry("pull_request opened", List.of("pull_request", "created_at")),
            Map.entry("pull_request reopened", List.of("pull_request", "updated_at")),
            Map.entry("pull_request synchronize", List.of("pull_request", "updated_at")),
            Map.entry("pull_request closed", List.of("pull_request", "closed_at")),
            Map.entry("pull_request_review submitted", List.of("review", "submitted_at")),
            Map.entry("pull_request_review dismissed", List.of("pull_request", "updated_at")),
            Map.entry("deployment created", List.of("deployment", "created_at")),
            Map.entry("deployment_status created", List.of("deployment_status", "created_at")),
            Map.entry("deployment_review requested", List.of("since")),
            Map.entry("branch_protection_rule created", List.of("rule", "created_at")),
            Map.entry("branch_protection_rule edited", List.of("rule", "updated_at")),
            Map.entry("workflow_run requested", List.of("workflow_run", "created_at")),
            Map.entry("workflow_run completed", List.of("workflow_run", "updated_at")),
            Map.entry("secret_scanning_alert created", List.of("alert", "created_at")),
            Map.entry("secret_scanning_alert resolved", List.of("alert", "resolved_at")));

    private PayloadTimes() {}

    static OffsetDateTime of(Payload payload) throws BadRecordException {
        RawRecord body = payload.body();
        List<String> field = STATED.get(payload.name());
        if (field != null) {
            return body.time(field.toArray(String[]::new));
        } else if (payload.event().equals("push")) {
            // In this payload alone a time is a number: seconds since 1970.
            return Instant.ofEpochSecond(body.number("repository", "pushed_at")).atOffset(ZoneOffset.UTC);
        } else if (payload.deliveredAt().isPresent()) {
            return payload.deliveredAt().get();
        } else if (PassedOver.isListed(payload) && body.has("repository", "updated_at")) {
            return body.time("repository", "updated_at");
        }
        throw new BadRecordException(
                "delivered_at",
                "is missing, and a payload of " + payload.name()
                        + " states no time of its own; give it with its delivery, as GitHub's REST API does");
    }
}
