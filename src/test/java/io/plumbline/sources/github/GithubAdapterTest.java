package io.plumbline.sources.github;

import static io.plumbline.sources.github.GithubSample.DELIVERED_AT;
import static io.plumbline.sources.github.GithubSample.delivery;
import static io.plumbline.sources.github.GithubSample.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.LinkKind;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What real payloads of GitHub become, and payloads that differ from them in a field or two. */
class GithubAdapterTest {

    private static final String REPOSITORY = "Codertocat/Hello-World";
    private static final String PULL = REPOSITORY + "#2";
    private static final String MERGE_COMMIT = "c4295bd74fb0f4fda03689c3df3f2803b658fd85";
    private static final String HEAD = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";
    private static final Instant REVIEWED_AT = Instant.parse("2019-05-15T15:20:38Z");
    private static final Instant CLOSED_AT = Instant.parse("2019-05-15T15:21:18Z");

    // ── The whole sample ────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void every_payload_is_mapped_or_passed_over_for_a_reason() {
        Delivery delivery = read(GithubSample.delivered());
        assertEquals(List.of(), delivery.rejections());
        assertEquals(List.of(), delivery.tally().unknown());
        assertEquals(63, delivery.tally().records());
        assertEquals(24, delivery.tally().mapped());
        Map<String, Long> left = delivery.tally().notModelled().stream()
                .collect(Collectors.toMap(Tally.NotModelled::name, Tally.NotModelled::count, Long::sum, TreeMap::new));
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "deployment created", 3L,
                "deployment_review requested", 1L,
                "deployment_status created: in_progress", 1L,
                "member edited: without the new permission", 1L,
                "org_block blocked", 2L,
                "org_block unblocked", 1L,
                "organization member_invited", 1L,
                "organization renamed", 1L,
                "public", 2L,
                "pull_request_review submitted: commented", 2L));
        expected.putAll(Map.of(
                "push of a deletion", 4L,
                "repository created", 2L,
                "repository edited", 2L,
                "repository privatized", 2L,
                "repository publicized", 2L,
                "repository renamed", 1L,
                "repository transferred", 3L,
                "team added_to_repository", 1L,
                "team created", 1L,
                "team deleted", 1L));
        expected.putAll(Map.of(
                "team edited", 1L,
                "team removed_from_repository", 1L,
                "workflow_run completed: for no pull request", 1L,
                "workflow_run requested", 2L));
        assertEquals(expected, left);
        assertTrue(delivery.tally().notModelled().stream()
                .noneMatch(each -> each.reason().isBlank()));
    }

    @Test
    void a_bare_payload_is_read_by_its_folder_and_rejected_where_it_states_no_time() {
        Delivery delivery = new GithubAdapter().read(GithubSample.bare());
        assertEquals(63, delivery.tally().records());
        assertEquals(14, delivery.tally().mapped());
        assertEquals(
                Map.of(
                        "branch_protection_rule", 1L,
                        "member", 3L,
                        "membership", 4L,
                        "org_block", 3L,
                        "organization", 4L,
                        "secret_scanning_alert", 1L,
                        "team", 3L),
                delivery.rejections().stream()
                        .collect(Collectors.groupingBy(
                                rejection -> rejection.place().file().split("/")[0], Collectors.counting())));
        assertEquals(
                "membership/added.payload.json record 1: field 'delivered_at' is missing, and a payload of membership added"
                        + " states no time of its own; give it with its delivery, as GitHub's REST API does",
                delivery.rejections().stream()
                        .filter(rejection -> rejection.place().file().equals("membership/added.payload.json"))
                        .findFirst()
                        .orElseThrow()
                        .toString());
    }

    @Test
    void whatever_states_its_time_is_the_same_event_bare_and_delivered() {
        Set<Event> delivered = new HashSet<>(read(GithubSample.delivered()).facts());
        List<Event> bare = new GithubAdapter().read(GithubSample.bare()).facts();
        assertEquals(9, bare.size());
        assertTrue(delivered.containsAll(bare));
    }

    @Test
    void neither_the_order_of_deliveries_nor_delivering_twice_changes_an_event() {
        List<String> lines = merge("approved", "COLLABORATOR");
        lines.add(delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> {}));
        lines.add(delivery("membership/added.payload.json", DELIVERED_AT, payload -> {}));
        List<Event> facts = read(lines).facts();
        lines.add(delivery("membership/added.payload.json", DELIVERED_AT.plusSeconds(3600), payload -> {}));
        lines.addAll(List.copyOf(lines));
        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(lines, random);
            assertEquals(facts, read(lines).facts());
        }
    }

    // ── Pull requests ───────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_pull_request_asks_for_a_change_and_closing_it_without_a_merge_ends_it() {
        List<Event> facts = new GithubAdapter()
                .read(List.of(
                        GithubSample.bare("pull_request/opened.payload.json"),
                        GithubSample.bare("pull_request/closed.payload.json")))
                .facts();
        ChangeEvent.Requested requested = one(ChangeEvent.Requested.class, facts);
        assertEquals(PULL, requested.changeId());
        assertEquals(REPOSITORY, requested.systemId());
        assertEquals(Optional.of("github:codertocat"), requested.requesterId());
        assertEquals(Instant.parse("2019-05-15T15:20:33Z"), requested.header().occurredAt());
        ChangeEvent.Closed closed = one(ChangeEvent.Closed.class, facts);
        assertEquals(PULL, closed.changeId());
        assertEquals(CLOSED_AT, closed.header().occurredAt());
        assertEquals(2, facts.size());
    }

    @Test
    void a_merge_names_author_reviewer_and_times_and_links_its_commit() {
        List<String> lines = merge("approved", "COLLABORATOR");
        lines.add(delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {
            payload.put("action", "synchronize");
            part(payload, "pull_request").put("updated_at", "2019-05-15T15:20:36Z");
        }));
        List<Event> facts = read(lines).facts();
        ChangeEvent.Merged merged = one(ChangeEvent.Merged.class, facts);
        assertEquals(PULL, merged.changeId());
        assertEquals(MERGE_COMMIT, merged.commit());
        assertEquals(List.of("github:codertocat"), merged.authorIds());
        assertEquals(List.of("github:octocat"), merged.reviewerIds());
        assertEquals(Optional.of(REVIEWED_AT), merged.reviewedAt());
        assertEquals(Optional.of(Instant.parse("2019-05-15T15:20:36Z")), merged.lastCommitAt());
        ChangeEvent.Linked linked = one(ChangeEvent.Linked.class, facts);
        assertEquals(List.of(PULL, MERGE_COMMIT), List.of(linked.changeId(), linked.otherId()));
        assertEquals(LinkKind.COMMIT, linked.linkKind());
        ChangeEvent.Approved approved = one(ChangeEvent.Approved.class, facts);
        assertEquals("github:octocat", approved.approverId());
        assertEquals(REVIEWED_AT, approved.header().occurredAt());
    }

    @Test
    void a_pull_request_or_else_a_push_says_when_the_last_commit_came() {
        List<String> lines = merge("approved", "COLLABORATOR");
        lines.add(delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> {
            payload.put("ref", "refs/heads/changes");
            payload.put("after", HEAD);
            commit(payload, 0).put("id", HEAD).put("timestamp", "2011-01-01T00:00:00+02:00");
        }));
        Delivery delivery = read(lines);
        assertEquals(
                Optional.of(Instant.ofEpochSecond(1557933657)),
                one(ChangeEvent.Merged.class, delivery.facts()).lastCommitAt(),
                "when it was pushed, whatever the commit says");
        lines.add(delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {}));
        assertEquals(
                Optional.of(Instant.parse("2019-05-15T15:20:33Z")),
                one(ChangeEvent.Merged.class, read(lines).facts()).lastCommitAt(),
                "it was the newest commit when the pull request was opened");
        assertEquals(
                "push to another ref than the default branch",
                delivery.tally().notModelled().get(0).name());
    }

    @Test
    void asking_for_changes_refuses_and_a_dismissed_approval_is_no_review() {
        List<Event> refused = read(merge("changes_requested", "MEMBER")).facts();
        assertEquals("github:octocat", one(ChangeEvent.Rejected.class, refused).approverId());
        assertEquals(List.of(), one(ChangeEvent.Merged.class, refused).reviewerIds());

        List<String> lines = merge("approved", "OWNER");
        lines.add(delivery("pull_request_review/dismissed.payload.json", DELIVERED_AT, payload -> {
            part(payload, "review", "user").put("login", "octocat");
            part(payload, "pull_request").put("updated_at", "2019-05-15T15:20:50Z");
        }));
        List<Event> dismissed = read(lines).facts();
        ChangeEvent.Rejected taken = one(ChangeEvent.Rejected.class, dismissed);
        assertEquals("github:octocat", taken.approverId());
        assertEquals(Instant.parse("2019-05-15T15:20:50Z"), taken.header().occurredAt());
        assertEquals(
                Optional.of(Principal.identity("github:codertocat")),
                taken.header().actor(),
                "who dismissed it");
        ChangeEvent.Merged merged = one(ChangeEvent.Merged.class, dismissed);
        assertEquals(List.of(), merged.reviewerIds());
        assertEquals(Optional.empty(), merged.reviewedAt());
    }

    @Test
    void the_review_of_an_outsider_decides_nothing() {
        Delivery delivery = read(merge("approved", "CONTRIBUTOR"));
        assertTrue(delivery.facts().stream().noneMatch(ChangeEvent.Approved.class::isInstance));
        assertEquals(
                "pull_request_review submitted: approved by an outsider",
                delivery.tally().notModelled().get(0).name());
    }

    // ── Pushes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_push_to_the_default_branch_names_all_who_wrote_it() {
        ChangeEvent.Merged merged = one(
                ChangeEvent.Merged.class,
                read(List.of(delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> {
                            part(payload)
                                    .withArray("commits")
                                    .add(commit(payload, 0).deepCopy());
                            part(payload)
                                    .withArray("commits")
                                    .add(commit(payload, 0).deepCopy());
                            commit(payload, 0)
                                    .put(
                                            "message",
                                            "Together\n\nCo-authored-by: Mona <583231+OctoCat@users.noreply.github.com>\n"
                                                    + "co-authored-by: Hubot <Hubot@Example.org>\n");
                            ObjectNode unknown = commit(payload, 1);
                            unknown.put("id", "1".repeat(40));
                            unknown.putObject("author").put("name", "Somebody").put("email", "Some.Body@Example.org");
                            ObjectNode button = commit(payload, 2);
                            button.put("id", "2".repeat(40)).put("message", "Merge pull request #7 from somewhere");
                            part(button, "author").put("username", "merger");
                            part(button, "committer").put("username", "web-flow");
                        })))
                        .facts());
        assertEquals(
                List.of("github:codertocat", "github:octocat", "hubot@example.org", "some.body@example.org"),
                merged.authorIds());
        assertEquals("6113728f27ae82c7b1a177c8d03f9e96e0adf246", merged.changeId());
        assertEquals(Instant.ofEpochSecond(1557933657), merged.header().occurredAt());
        assertEquals(Optional.of(Instant.parse("2019-05-15T15:19:25Z")), merged.lastCommitAt());
    }

    @Test
    void a_merge_that_was_not_made_by_github_has_the_author_it_names() {
        ChangeEvent.Merged merged = one(
                ChangeEvent.Merged.class,
                read(List.of(delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> commit(payload, 0)
                                .put("message", "Merge pull request #7 from somewhere"))))
                        .facts());
        assertEquals(List.of("github:codertocat"), merged.authorIds());
    }

    // ── Deployments ─────────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_deployment_that_succeeded_names_its_commit_as_the_change() {
        ChangeEvent.Deployed deployed = one(
                ChangeEvent.Deployed.class,
                new GithubAdapter()
                        .read(List.of(
                                GithubSample.bare("deployment_status/payload.json"),
                                GithubSample.bare("deployment_status/gh-pages.payload.json"),
                                GithubSample.bare("deployment/payload.json")))
                        .facts());
        String sha = "f95f852bd8fca8fcc58a9a2d6c842781e32a215e";
        assertEquals("145988746", deployed.deploymentId());
        assertEquals(REPOSITORY, deployed.systemId());
        assertEquals("production", deployed.environment());
        assertEquals(List.of(sha), deployed.changeIds());
        assertEquals(sha, deployed.artefactDigest());
        assertEquals(Principal.identity("github:codertocat"), deployed.deployer());
        assertEquals(Instant.parse("2019-05-15T15:20:55Z"), deployed.header().occurredAt());
    }

    @Test
    void behind_a_robot_stands_who_started_the_run_and_who_let_it_pass() {
        List<String> lines = new ArrayList<>(List.of(
                delivery("deployment_status/gh-pages.payload.json", DELIVERED_AT, payload -> {
                    part(payload, "deployment_status").put("state", "success");
                    part(payload, "workflow_run", "triggering_actor").put("login", "octocat");
                }),
                gate("github-pages", "first", "2022-01-03T01:28:20Z"),
                gate("github-pages", "second", "2022-01-03T01:28:30Z"),
                gate("production", "elsewhere", "2022-01-03T01:28:31Z"),
                gate("github-pages", "too-late", "2022-01-03T01:28:41Z")));
        ChangeEvent.Deployed deployed =
                one(ChangeEvent.Deployed.class, read(lines).facts());
        assertEquals(Principal.identity("github:github-pages[bot]"), deployed.deployer());
        assertEquals(Optional.of("github:octocat"), deployed.triggeredBy());
        assertEquals(Optional.of("github:second"), deployed.gateApproverId());
        assertEquals("github-pages", deployed.environment());
    }

    @Test
    void a_deployment_that_failed_changed_nothing() {
        Delivery delivery = read(List.of(
                delivery("deployment_status/payload.json", DELIVERED_AT, payload -> part(payload, "deployment_status")
                        .put("state", "error"))));
        assertEquals(List.of(), delivery.facts());
        assertEquals(1, delivery.tally().failed());
    }

    @Test
    void a_run_is_another_name_of_the_pull_request_it_ran_for_wherever_that_stands() {
        ChangeEvent.Linked linked = one(
                ChangeEvent.Linked.class,
                new GithubAdapter()
                        .read(List.of(GithubSample.bare("workflow_run/completed.with-pull-requests.payload.json")))
                        .facts());
        assertEquals(PULL, linked.changeId(), "the pull request stands in another repository than the run");
        assertEquals("octo-org/octo-repo/run/289782451", linked.otherId());
        assertEquals(LinkKind.PIPELINE, linked.linkKind());
    }

    // ── Settings, access, secrets ───────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_rule_that_was_weakened_has_another_digest_than_before_and_deleting_it_takes_it_away() {
        List<ChangeEvent.ConfigEdited> edits = all(
                ChangeEvent.ConfigEdited.class,
                read(GithubSample.delivered()).facts().stream()
                        .filter(event -> event instanceof ChangeEvent.ConfigEdited edit
                                && edit.systemId().equals("octo-org/octo-repo"))
                        .toList());
        assertEquals(3, edits.size());
        edits.forEach(edit -> assertEquals("branch-protection/production", edit.itemId()));
        edits.forEach(edit -> assertEquals(Principal.identity("github:codertocat"), edit.editor()));
        ChangeEvent.ConfigEdited created = edits.get(0);
        ChangeEvent.ConfigEdited edited = edits.get(1);
        ChangeEvent.ConfigEdited deleted = edits.get(2);
        assertEquals(Optional.empty(), created.beforeHash());
        assertNotEquals(edited.beforeHash(), edited.afterHash(), "two reviews were required, and now one is");
        assertEquals(created.afterHash(), edited.afterHash(), "the same rule, whatever its times");
        assertEquals(edited.afterHash(), deleted.beforeHash());
        assertEquals(Optional.empty(), deleted.afterHash());
    }

    @Test
    void an_edit_that_sets_what_was_set_has_the_same_digest() {
        ChangeEvent.ConfigEdited edited = one(
                ChangeEvent.ConfigEdited.class,
                read(List.of(delivery(
                                "branch_protection_rule/edited.payload.json",
                                DELIVERED_AT,
                                payload -> payload.putObject("changes")
                                        .putObject("admin_enforced")
                                        .put("from", false))))
                        .facts());
        assertEquals(edited.beforeHash(), edited.afterHash());
    }

    @Test
    void access_is_given_and_taken_by_repository_organisation_and_team() {
        List<Event> facts = read(GithubSample.delivered()).facts();
        assertEquals(
                Set.of(
                        "github:hacktocat " + REPOSITORY + " collaborator []",
                        "github:hacktocat Octocoders member [role=member]",
                        "github:codertocat Octocoders team/3253328 []"),
                all(AccessEvent.Granted.class, facts).stream()
                        .map(grant -> String.join(
                                " ",
                                grant.holder().toString(),
                                grant.systemId(),
                                grant.entitlement(),
                                grant.scope().toString()))
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of("github:codertocat Octocoders team/3253328"),
                all(AccessEvent.Revoked.class, facts).stream()
                        .map(end -> end.holder() + " " + end.systemId() + " " + end.entitlement())
                        .collect(Collectors.toSet()),
                "also where the team itself was deleted");
    }

    @Test
    void another_permission_ends_the_one_before_and_removal_ends_all() {
        List<String> lines = List.of(
                member("added", "2023-01-01T00:00:00Z", change -> change.putObject("permission")
                        .put("to", "write")),
                member("edited", "2023-02-01T00:00:00Z", change -> change.putObject("permission")
                        .put("from", "write")
                        .put("to", "admin")),
                member("removed", "2023-03-01T00:00:00Z", change -> {}));
        IdentityFacts facts = IdentityFacts.of(
                Subject.identity("github:hacktocat"), read(lines).facts());
        assertEquals(
                List.of(
                        "[permission=write] 2023-01-01T00:00:00Z 2023-02-01T00:00:00Z",
                        "[permission=admin] 2023-02-01T00:00:00Z 2023-03-01T00:00:00Z"),
                facts.grants().stream()
                        .map(grant -> grant.scope() + " " + grant.held().from() + " "
                                + grant.held().until().orElseThrow())
                        .toList());
    }

    @Test
    void a_secret_found_is_exposed_until_it_is_revoked() {
        List<Event> facts = read(List.of(
                        delivery("secret_scanning_alert/reopened.payload.json", DELIVERED_AT, payload -> {}),
                        delivery("secret_scanning_alert/reopened.payload.json", DELIVERED_AT, payload -> {
                            payload.put("action", "resolved");
                            part(payload, "alert")
                                    .put("resolution", "revoked")
                                    .put("resolved_at", "2023-07-06T00:00:00Z");
                        }),
                        delivery("secret_scanning_alert/reopened.payload.json", DELIVERED_AT, payload -> {
                            payload.put("action", "resolved");
                            part(payload, "alert")
                                    .put("resolution", "wont_fix")
                                    .put("resolved_at", "2023-07-07T00:00:00Z");
                        })))
                .facts();
        assertEquals(2, facts.size());
        CredentialEvent.Exposed exposed = one(CredentialEvent.Exposed.class, facts);
        assertEquals(REPOSITORY, exposed.systemId());
        assertEquals("secret-scanning/191", exposed.credentialId());
        assertEquals(
                "GitHub secret scanning: adafruit_io_key in " + REPOSITORY + " alert 191", exposed.exposureSource());
        assertEquals(
                exposed.credential(), one(CredentialEvent.Revoked.class, facts).credential());
    }

    // ── What cannot be read ─────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void what_is_malformed_is_rejected_by_field_and_the_rest_is_read() {
        Delivery delivery = read(List.of(
                delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {}),
                delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> payload.remove("repository")),
                delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> part(payload, "pull_request")
                        .put("created_at", "yesterday")),
                delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> part(payload, "pull_request")
                        .put("number", "two")),
                delivery("deployment_status/payload.json", DELIVERED_AT, payload -> payload.remove("deployment")),
                delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> payload.put("commits", 3)),
                delivery("branch_protection_rule/edited.payload.json", DELIVERED_AT, payload -> payload.put("rule", 3)),
                "{\"guid\": \"g\", \"delivered_at\": \"2023-01-01T00:00:00Z\", \"event\": \"push\", \"request\": {}}",
                "{\"action\": \"opened\"}",
                "{\"action\":"));
        assertEquals(1, delivery.facts().size());
        assertEquals(
                List.of(
                        "deliveries.jsonl line 2: field 'repository.full_name' is missing or empty",
                        "deliveries.jsonl line 3: field 'pull_request.created_at' must be a time with an offset such as"
                                + " 2023-07-10T11:42:18Z, was 'yesterday'",
                        "deliveries.jsonl line 4: field 'pull_request.number' must be a whole number, was \"two\"",
                        "deliveries.jsonl line 5: field 'deployment.sha' is missing or empty",
                        "deliveries.jsonl line 6: field 'commits' must be a list of objects, was 3",
                        "deliveries.jsonl line 7: field 'rule.updated_at' is missing or empty",
                        "deliveries.jsonl line 8: field 'request.payload' must be an object, was missing",
                        "deliveries.jsonl line 9: field 'event' is missing; give the delivery as GitHub's REST API does, with"
                                + " event and request.payload, or put the payload into a folder named after its event, such as"
                                + " pull_request"),
                delivery.rejections().stream().map(Object::toString).limit(8).toList());
        assertTrue(delivery.rejections().get(8).toString().startsWith("deliveries.jsonl line 10: is not JSON"));
        assertEquals(9, delivery.tally().rejected());
    }

    @Test
    void an_event_nobody_knows_is_listed_as_unknown() {
        Delivery delivery = read(List.of(delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {})
                .replace("\"event\":\"pull_request\"", "\"event\":\"discussion\"")));
        assertEquals(
                List.of("discussion opened"),
                delivery.tally().unknown().stream().map(Tally.NotModelled::name).toList());
    }

    @Test
    void one_document_may_hold_one_delivery_or_a_list_of_them() {
        String line = delivery("deployment_status/payload.json", DELIVERED_AT, payload -> {});
        Event alone = one(
                ChangeEvent.Deployed.class,
                read(SourceFile.of("one.json", line)).facts());
        Event listed = one(
                ChangeEvent.Deployed.class,
                read(SourceFile.of("all.json", "[" + line + "]")).facts());
        assertEquals(alone, listed);
        assertEquals(1, read(SourceFile.of("broken.json", "{")).rejections().size());
        assertEquals(1, read(SourceFile.of("number.json", "3")).rejections().size());
    }

    // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    /** The pull request, reviewed by octocat and merged. */
    private static List<String> merge(String state, String association) {
        return new ArrayList<>(List.of(
                delivery("pull_request_review/submitted.payload.json", DELIVERED_AT, payload -> {
                    part(payload, "review").put("state", state).put("author_association", association);
                    part(payload, "review", "user").put("login", "octocat");
                }),
                delivery("pull_request/closed.payload.json", DELIVERED_AT, payload -> part(payload, "pull_request")
                        .put("merged", true)
                        .put("merged_at", CLOSED_AT.toString()))));
    }

    private static String gate(String environment, String approver, String at) {
        return delivery("deployment_review/requested.payload.json", Instant.parse(at), payload -> {
            payload.put("action", "approved");
            payload.putObject("approver").put("login", approver);
            part(payload, "workflow_run").put("id", 289782451);
            part(payload, "workflow_job_run").put("environment", environment);
            part(payload, "repository").put("full_name", REPOSITORY);
        });
    }

    private static String member(String action, String at, Consumer<ObjectNode> changes) {
        return delivery("member/added.payload.json", Instant.parse(at), payload -> {
                    payload.put("action", action);
                    changes.accept(payload.putObject("changes"));
                })
                .replace("member/added.payload.json", "member-" + action);
    }

    private static ObjectNode commit(ObjectNode payload, int index) {
        return (ObjectNode) payload.path("commits").path(index);
    }

    private static Delivery read(List<String> lines) {
        return read(SourceFile.of("deliveries.jsonl", String.join("\n", lines)));
    }

    private static Delivery read(SourceFile... files) {
        return new GithubAdapter().read(Arrays.asList(files));
    }

    private static <T> List<T> all(Class<T> kind, List<Event> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T> T one(Class<T> kind, List<Event> facts) {
        List<T> found = all(kind, facts);
        assertEquals(1, found.size(), () -> "of " + facts);
        return found.get(0);
    }
}
