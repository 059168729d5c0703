package io.plumbline.sources.github;

import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.Merged;
import io.plumbline.event.ChangeEvent.Rejected;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements of one delivery beside one another: merges learn of reviews and commits, deployments of their gates. */
final class Together {

    private static final Comparator<Event> FIRST =
            Comparator.comparing(Together::at).thenComparing(Event::toString);

    private final List<Statement> statements;
    private final Map<String, List<Approved>> approvals = new HashMap<>();
    private final Map<String, List<Rejected>> rejections = new HashMap<>();
    private final Map<String, List<Statement.HeadMoved>> heads = new HashMap<>();
    private final Map<String, Instant> pushes = new HashMap<>();
    private final Map<String, List<Statement.GatePassed>> gates = new HashMap<>();

    Together(List<Statement> statements) {
        this.statements = List.copyOf(statements);
        this.statements.forEach(this::note);
    }

    private void note(Statement statement) {
        if (statement instanceof Statement.HeadMoved head) {
            heads.computeIfAbsent(head.changeId(), id -> new ArrayList<>()).add(head);
        } else if (statement instanceof Statement.CommitPushed pushed) {
            pushes.merge(pushed.sha(), pushed.at(), (one, other) -> one.isBefore(other) ? one : other);
        } else if (statement instanceof Statement.GatePassed gate) {
            gates.computeIfAbsent(gate.run(), run -> new ArrayList<>()).add(gate);
        } else if (statement instanceof Statement.Whole whole) {
            if (whole.event() instanceof Approved approved) {
                approvals
                        .computeIfAbsent(approved.changeId(), id -> new ArrayList<>())
                        .add(approved);
            } else if (whole.event() instanceof Rejected rejected) {
                rejections
                        .computeIfAbsent(rejected.changeId(), id -> new ArrayList<>())
                        .add(rejected);
            }
        }
    }

    /** Every event once; of a payload that was delivered again what was delivered first. */
    Collection<Event> events() {
        Map<EventId, Event> events = new HashMap<>();
        for (Statement statement : statements) {
            event(statement)
                    .ifPresent(event -> events.merge(
                            event.id(), event, (one, other) -> FIRST.compare(one, other) <= 0 ? one : other));
        }
        return events.values();
    }

    private Optional<Event> event(Statement statement) {
        if (statement instanceof Statement.Whole whole) {
            return Optional.of(whole.event());
        } else if (statement instanceof Statement.MergedPull pull) {
            return Optional.of(reviewed(pull));
        } else if (statement instanceof Statement.Release release) {
            return Optional.of(gated(release));
        }
        return Optional.empty();
    }

    private Merged reviewed(Statement.MergedPull pull) {
        Merged merged = pull.event();
        List<Approved> standing = approvals.getOrDefault(merged.changeId(), List.of()).stream()
                .filter(approval -> !at(approval).isAfter(at(merged)))
                .filter(approval -> rejections.getOrDefault(merged.changeId(), List.of()).stream()
                        .noneMatch(rejection -> takesBack(rejection, approval, merged)))
                .toList();
        return new Merged(
                merged.header(),
                merged.changeId(),
                merged.repository(),
                merged.commit(),
                merged.authorIds(),
                standing.stream().map(Approved::approverId).distinct().toList(),
                newestCommit(pull),
                standing.stream().map(Together::at).max(Comparator.naturalOrder()),
                merged.protection());
    }

    /**
     * When the newest commit reached the pull request or, where that is not told, any branch. The time that a commit names itself is
     * not asked: whoever makes it sets it, and it was not there to be reviewed before.
     */
    private Optional<Instant> newestCommit(Statement.MergedPull pull) {
        return heads.getOrDefault(pull.event().changeId(), List.of()).stream()
                .filter(head -> head.sha().equals(pull.headSha()))
                .map(Statement.HeadMoved::at)
                .filter(at -> !at.isAfter(at(pull.event())))
                .max(Comparator.naturalOrder())
                .or(() -> Optional.ofNullable(pushes.get(pull.headSha())));
    }

    private static boolean takesBack(Rejected rejection, Approved approval, Merged merged) {
        return rejection.approverId().equals(approval.approverId())
                && !at(rejection).isBefore(at(approval))
                && !at(rejection).isAfter(at(merged));
    }

    private Deployed gated(Statement.Release release) {
        Deployed deployed = release.event();
        Optional<String> approver = release.run().map(run -> gates.getOrDefault(run, List.of())).stream()
                .flatMap(List::stream)
                .filter(gate -> gate.environment().equals(deployed.environment()))
                .filter(gate -> !gate.at().isAfter(at(deployed)))
                .max(Comparator.comparing(Statement.GatePassed::at).thenComparing(Statement.GatePassed::approverId))
                .map(Statement.GatePassed::approverId);
        return new Deployed(
                deployed.header(),
                deployed.deploymentId(),
                deployed.systemId(),
                deployed.environment(),
                deployed.changeIds(),
                deployed.artefactDigest(),
                deployed.previousDigest(),
                deployed.deployer(),
                deployed.triggeredBy(),
                deployed.authorIds(),
                deployed.sessionId(),
                approver,
                deployed.protection());
    }

    private static Instant at(Event event) {
        return event.header().occurredAt();
    }
}
