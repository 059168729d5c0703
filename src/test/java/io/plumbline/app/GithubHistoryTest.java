package io.plumbline.app;

import static io.plumbline.sources.github.GithubSample.DELIVERED_AT;
import static io.plumbline.sources.github.GithubSample.delivery;
import static io.plumbline.sources.github.GithubSample.part;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.avro.EventCodec;
import io.plumbline.avro.Schemas;
import io.plumbline.event.Event;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import io.plumbline.sources.github.GithubAdapter;
import io.plumbline.sources.github.GithubSample;
import io.plumbline.yaml.ReferenceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the controls over changes find in real payloads of GitHub, and in a pull request that goes through to production. */
class GithubHistoryTest {

    private static final ControlLibrary CONTROLS = Controls.library();
    private static final Path REFERENCE = Path.of("src/test/resources/github/reference.yaml");

    private static final String MERGE_COMMIT = "c4295bd74fb0f4fda03689c3df3f2803b658fd85";
    private static final String DEPLOYMENT = "deployment:Codertocat/Hello-World/145988746";
    private static final String PROTECTION = "config:octo-org/octo-repo/branch-protection/21796960/";

    // ── The sample as it is ─────────────────────────────────────────────────────────────────────────────────────────

    /**
     * Each for the reason its payload gives: the one deployment to production names a commit that no pull request merged and no push
     * brought; the rule of a branch was written, weakened and deleted, and no edit names a change.
     */
    @Test
    void the_changes_in_the_sample_that_nobody_approved_are_found_and_no_others() {
        SortedMap<String, ExceptionRecord> found = changeExceptions(judged(List.of(GithubSample.delivered())));
        String other = "config:wolfy1339/octoherd-script-replace-pika-with-esbuild/branch-protection/37429269/";
        assertEquals(
                List.of(
                        PROTECTION + "created/2021-08-19T16:16:32Z CHG-01 CONFIG_DRIFT",
                        PROTECTION + "edited/2021-08-19T16:16:32Z CHG-01 CONFIG_DRIFT",
                        "config:octo-org/octo-repo/branch_protection_rule/deleted.payload.json/branch-protection CHG-01"
                                + " CONFIG_DRIFT",
                        other + "created/2023-05-14T02:09:38Z CHG-01 CONFIG_DRIFT",
                        DEPLOYMENT + " CHG-01 NO_CHANGE"),
                List.copyOf(found.keySet()));
        assertEquals(
                List.of(
                        "github:codertocat deployed artefact f95f852bd8fca8fcc58a9a2d6c842781e32a215e on"
                                + " Codertocat/Hello-World at 2019-05-15T15:20:55Z.",
                        "Change f95f852bd8fca8fcc58a9a2d6c842781e32a215e is not on record, under this or another id."),
                found.get(DEPLOYMENT + " CHG-01 NO_CHANGE").explanation());
        assertEquals(
                List.of(
                        "github:codertocat edited configuration item branch-protection/production on octo-org/octo-repo at"
                                + " 2021-08-19T16:16:32Z.",
                        "It names no change record, and none approves it."),
                found.get(PROTECTION + "edited/2021-08-19T16:16:32Z CHG-01 CONFIG_DRIFT")
                        .explanation());
        assertEquals(
                List.of(
                        "github:wolfy1339 edited configuration item branch-protection/main on"
                                + " wolfy1339/octoherd-script-replace-pika-with-esbuild at 2023-05-14T02:09:38Z.",
                        "It names no change record, and none approves it."),
                found.get(other + "created/2023-05-14T02:09:38Z CHG-01 CONFIG_DRIFT")
                        .explanation());
    }

    @Test
    void who_wrote_what_was_deployed_in_the_sample_is_not_known_and_not_guessed() {
        assertEquals("INDETERMINATE AUTHOR_UNKNOWN", verdict(judged(List.of(GithubSample.delivered())), "CHG-02"));
    }

    @Test
    void a_payload_that_was_rejected_leaves_undecided_what_it_could_have_said() {
        assertEquals("INDETERMINATE SOURCE_GAP", verdict(judged(GithubSample.bare()), "CHG-01"));
    }

    @Test
    void everything_the_sample_gives_is_within_the_limits_of_ingest() {
        EventCodec codec = new EventCodec(Schemas.bundled());
        new GithubAdapter()
                .read(List.of(GithubSample.delivered()))
                .events()
                .forEach(event -> assertEquals(event, codec.fromEnvelope(codec.toEnvelope(event))));
    }

    // ── A pull request that goes through to production ──────────────────────────────────────────────────────────────

    @Test
    void a_deployment_that_names_only_the_commit_finds_the_pull_request_that_it_merged() {
        Backtest backtest = judged(lines(opened(), review("approved"), merged(), deployed("hubot", MERGE_COMMIT)));
        assertEquals("OPERATED APPROVED_INDEPENDENTLY", verdict(backtest, "CHG-01"));
        assertEquals("OPERATED SEPARATED", verdict(backtest, "CHG-02"));
        assertEquals(List.of(), List.copyOf(changeExceptions(backtest).keySet()));
    }

    @Test
    void without_the_payload_of_the_merge_the_commit_is_no_known_change() {
        Backtest backtest = judged(lines(opened(), review("approved"), deployed("hubot", MERGE_COMMIT)));
        assertEquals("DEVIATED UNLINKED", verdict(backtest, "CHG-01"));
    }

    @Test
    void who_wrote_it_may_not_deploy_it_in_person_nor_through_a_robot() {
        for (String deployment : List.of(deployed("Codertocat", MERGE_COMMIT), deployedByRobot())) {
            Backtest backtest = judged(lines(opened(), review("approved"), merged(), deployment));
            assertEquals("DEVIATED AUTHOR_DEPLOYED", verdict(backtest, "CHG-02"));
            ExceptionRecord record = changeExceptions(backtest).get(DEPLOYMENT + " CHG-02 AUTHOR_DEPLOYED");
            assertTrue(
                    record.explanation().contains("Of these it was deployed by github:codertocat."),
                    record.explanation().toString());
        }
    }

    @Test
    void an_approval_that_was_dismissed_before_the_deployment_covers_nothing() {
        String dismissed = delivery("pull_request_review/dismissed.payload.json", DELIVERED_AT, payload -> {
            part(payload, "review", "user").put("login", "octocat");
            part(payload, "pull_request").put("updated_at", "2019-05-15T15:20:50Z");
        });
        Backtest backtest =
                judged(lines(opened(), review("approved"), dismissed, merged(), deployed("hubot", MERGE_COMMIT)));
        assertEquals("DEVIATED REJECTED_OR_CLOSED", verdict(backtest, "CHG-01"));
    }

    @Test
    void a_commit_that_came_after_the_approval_was_not_reviewed() {
        String moved = delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {
            payload.put("action", "synchronize");
            part(payload, "pull_request").put("updated_at", "2019-05-15T15:20:50Z");
        });
        Backtest backtest =
                judged(lines(opened(), review("approved"), moved, merged(), deployed("hubot", MERGE_COMMIT)));
        assertEquals("DEVIATED STALE_REVIEW", verdict(backtest, "CHG-02"));
        assertEquals(
                List.of(
                        "github:hubot deployed artefact " + MERGE_COMMIT
                                + " on Codertocat/Hello-World at 2019-05-15T15:25:00Z.",
                        MERGE_COMMIT
                                + " of Codertocat/Hello-World was last reviewed at 2019-05-15T15:20:38Z, and changed"
                                + " after that, at 2019-05-15T15:20:50Z."),
                changeExceptions(backtest)
                        .get(DEPLOYMENT + " CHG-02 STALE_REVIEW")
                        .explanation());
    }

    @Test
    void what_was_merged_though_changes_were_asked_for_is_not_approved() {
        Backtest backtest =
                judged(lines(opened(), review("changes_requested"), merged(), deployed("hubot", MERGE_COMMIT)));
        assertEquals("DEVIATED REJECTED_OR_CLOSED", verdict(backtest, "CHG-01"));
    }

    @Test
    void a_commit_that_came_past_all_pull_requests_has_an_author_and_no_approval() {
        String pushed = delivery("push/with-new-branch.payload.json", DELIVERED_AT, payload -> {});
        String commit = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
        Backtest byAnother = judged(lines(pushed, deployed("hubot", commit)));
        assertEquals("DEVIATED NO_CHANGE", verdict(byAnother, "CHG-01"));
        assertEquals("OPERATED NOT_DEPLOYED_BY_AUTHOR", verdict(byAnother, "CHG-02"));
        Backtest byAuthor = judged(lines(pushed, deployed("Codertocat", commit)));
        assertEquals("DEVIATED AUTHOR_DEPLOYED", verdict(byAuthor, "CHG-02"));
    }

    // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    private static String opened() {
        return delivery("pull_request/opened.payload.json", DELIVERED_AT, payload -> {});
    }

    /** By octocat, who belongs to the repository. */
    private static String review(String state) {
        return delivery("pull_request_review/submitted.payload.json", DELIVERED_AT, payload -> {
            part(payload, "review").put("state", state).put("author_association", "COLLABORATOR");
            part(payload, "review", "user").put("login", "octocat");
        });
    }

    private static String merged() {
        return delivery("pull_request/closed.payload.json", DELIVERED_AT, payload -> part(payload, "pull_request")
                .put("merged", true)
                .put("merged_at", "2019-05-15T15:21:18Z"));
    }

    private static String deployed(String login, String commit) {
        return deployment(
                commit, payload -> part(payload, "deployment", "creator").put("login", login));
    }

    private static String deployedByRobot() {
        return deployment(MERGE_COMMIT, payload -> {
            part(payload, "deployment", "creator")
                    .put("login", "github-actions[bot]")
                    .put("type", "Bot");
            payload.putObject("workflow_run")
                    .put("id", 1)
                    .putObject("triggering_actor")
                    .put("login", "Codertocat");
        });
    }

    private static String deployment(String commit, Consumer<ObjectNode> change) {
        return delivery("deployment_status/payload.json", DELIVERED_AT, payload -> {
            part(payload, "deployment").put("sha", commit);
            part(payload, "deployment_status").put("created_at", "2019-05-15T15:25:00Z");
            change.accept(payload);
        });
    }

    private static List<SourceFile> lines(String... deliveries) {
        return List.of(SourceFile.of("deliveries.jsonl", String.join("\n", deliveries)));
    }

    private static Backtest judged(List<SourceFile> files) {
        Backtest backtest = new Backtest(CONTROLS, MonitorSettings.DEFAULTS, Mode.CATCHING_UP);
        try {
            backtest.publish(
                    ReferenceFile.read(REFERENCE.toString(), Files.readString(REFERENCE), CONTROLS.definitions())
                            .orElseThrow()
                            .events());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Delivery delivery = new GithubAdapter().read(files);
        List<Event> events = new ArrayList<>(delivery.events());
        events.forEach(backtest::accept);
        return backtest;
    }

    /** What a control says of the deployment. */
    private static String verdict(Backtest backtest, String control) {
        return backtest.subjects().stream()
                .flatMap(state -> state.verdicts().entrySet().stream())
                .filter(entry -> entry.getKey().equals(control + "|" + DEPLOYMENT))
                .map(entry ->
                        entry.getValue().verdict() + " " + entry.getValue().reason())
                .findFirst()
                .orElseThrow();
    }

    /** Exceptions of the controls over changes, by what they are about, in order. */
    private static SortedMap<String, ExceptionRecord> changeExceptions(Backtest backtest) {
        SortedMap<String, ExceptionRecord> found = new TreeMap<>(Comparator.naturalOrder());
        backtest.exceptions().values().stream()
                .filter(record -> List.of("CHG-01", "CHG-02").contains(record.controlId()))
                .filter(record -> record.status() != ExceptionStatus.WITHDRAWN)
                .forEach(record ->
                        found.put(record.object() + " " + record.controlId() + " " + record.variant(), record));
        return found;
    }
}
