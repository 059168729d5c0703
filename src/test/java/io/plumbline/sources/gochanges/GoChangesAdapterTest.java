package io.plumbline.sources.gochanges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GoChangesAdapterTest {

    @Test
    void a_commit_is_a_change_that_was_requested_approved_merged_and_deployed() {
        List<Event> facts = deliver(commit("c1", "\"p_reviewer\",\"p_author\",\"p_reviewer\""))
                .facts();
        assertEquals(
                List.of("c1/requested", "c1/approved/p_author", "c1/approved/p_reviewer", "c1/deployed", "c1/merged"),
                facts.stream().map(fact -> fact.id().sourceEventId()).toList());

        ChangeEvent.Requested requested = (ChangeEvent.Requested) facts.get(0);
        assertEquals(Instant.parse("2024-05-01T14:00:00Z"), requested.header().occurredAt());
        assertEquals(Optional.of("-04:00"), requested.header().offset());
        assertEquals(Optional.of("p_author"), requested.requesterId());

        ChangeEvent.Deployed deployed = (ChangeEvent.Deployed) facts.get(3);
        assertEquals("c1", deployed.artefactDigest());
        assertEquals(Optional.of("c0"), deployed.previousDigest());
        assertEquals("production", deployed.environment());
        assertEquals(Principal.identity("p_committer"), deployed.deployer());
        assertEquals(List.of("p_author"), deployed.authorIds());
        assertEquals(List.of("c1"), deployed.changeIds());
        assertEquals(Optional.of("Iabc"), deployed.header().ticket());

        ChangeEvent.Merged merged = (ChangeEvent.Merged) facts.get(4);
        assertEquals(List.of("p_author", "p_reviewer"), merged.reviewerIds());
        assertEquals("golang/crypto", merged.repository());
    }

    @Test
    void an_approval_in_a_trailer_was_decided_not_later_than_the_commit() {
        List<Event> facts = deliver(commit("c1", "\"p_reviewer\"")).facts();
        assertEquals(facts.get(2).header().occurredAt(), facts.get(1).header().occurredAt());
        assertEquals("p_reviewer", ((ChangeEvent.Approved) facts.get(1)).approverId());
    }

    @Test
    void without_a_trailer_no_approval_is_made_up() {
        assertEquals(
                List.of("c1/requested", "c1/deployed", "c1/merged"),
                deliver(commit("c1", "")).facts().stream()
                        .map(fact -> fact.id().sourceEventId())
                        .toList());
    }

    @Test
    void two_commits_with_the_same_Change_Id_are_two_changes() {
        assertEquals(
                2,
                deliver(commit("c1", ""), commit("c2", "")).facts().stream()
                        .filter(ChangeEvent.Requested.class::isInstance)
                        .map(fact -> ((ChangeEvent.Requested) fact).changeId())
                        .distinct()
                        .count());
    }

    @Test
    void a_commit_of_a_side_branch_is_no_release() {
        Delivery delivery = deliver(commit("c1", "").replace("\"on_first_parent\":true", "\"on_first_parent\":false"));
        assertEquals(List.of(), delivery.facts());
        assertEquals(
                "commit of a side branch", delivery.tally().notModelled().get(0).name());
    }

    @Test
    void a_commit_made_before_it_was_written_is_rejected() {
        Delivery delivery = deliver(commit("c1", "").replace("2024-05-01T10:00:00-04:00", "2024-06-01T10:00:00-04:00"));
        assertEquals(Optional.of("authored_at"), delivery.rejections().get(0).field());
    }

    @Test
    void the_same_commit_twice_gives_the_same_events() {
        assertEquals(
                deliver(commit("c1", "\"p_reviewer\"")).facts(),
                deliver(commit("c1", "\"p_reviewer\""), commit("c1", "\"p_reviewer\""))
                        .facts());
    }

    private static String commit(String id, String approvers) {
        return """
                {"change_commit":"%s","parents":["c0"],"on_first_parent":true,"change_id":"Iabc","review_url":null,\
                "requested_by":"p_author","authored_at":"2024-05-01T10:00:00-04:00","deployed_by":"p_committer",\
                "deployed_at":"2024-05-02T15:00:00+00:00","approved_by":[%s],"auto_submit_by":[],"run_trybot_by":[],\
                "subject":"ssh: fix"}"""
                .formatted(id, approvers);
    }

    private static Delivery deliver(String... commits) {
        return new GoChangesAdapter().read(List.of(SourceFile.of("commits.jsonl", String.join("\n", commits))));
    }
}
