package io.plumbline.sources.github;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.Optional;

/** What one payload states: an event, or a part of one that other payloads complete. */
sealed interface Statement {

    /** An event that needs nothing else. */
    record Whole(Event event) implements Statement {}

    /**
     * A pull request was merged.
     *
     * @param headSha the newest commit of the pull request
     */
    record MergedPull(ChangeEvent.Merged event, String headSha) implements Statement {}

    /**
     * A deployment succeeded.
     *
     * @param run the workflow run that carried it out, as {@code owner/repo/run}
     */
    record Release(ChangeEvent.Deployed event, Optional<String> run) implements Statement {}

    /** A commit became the newest of a pull request. */
    record HeadMoved(String changeId, String sha, Instant at) implements Statement {}

    /** A commit was pushed, to whatever branch. */
    record CommitPushed(String sha, Instant at) implements Statement {}

    /**
     * Somebody let a workflow run deploy to an environment.
     *
     * @param run as {@code owner/repo/run}
     */
    record GatePassed(String run, String environment, String approverId, Instant at) implements Statement {}
}
