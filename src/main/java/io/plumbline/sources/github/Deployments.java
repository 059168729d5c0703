package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;
import static io.plumbline.sources.github.PayloadMapping.passedOver;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.LinkKind;
import io.plumbline.event.ChangeEvent.Protection;
import io.plumbline.event.Principal;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Disposition;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader.Understood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deployments that succeeded, the gates they passed, and the workflow runs of pull requests.
 *
 * <p>A deployment names its commit as the change; the pull request that this commit merged is the same change. Where the
 * deployer is a robot, who started the workflow run is named too. That a run succeeded is no test of the change:
 * which workflow tests is not said.
 */
final class Deployments {

    private static final String REPOSITORIES = "/repos/";

    private Deployments() {}

    static Understood<List<Statement>> status(Payload payload) throws BadRecordException {
        String state = payload.body().text("deployment_status", "state");
        return switch (state) {
            case "success" -> mapped(payload, List.of(new Statement.Release(deployed(payload), runOf(payload))));
            case "failure", "error" -> new Understood<>(Disposition.failed(payload.name() + ": " + state), List.of());
            case "inactive" -> passedOver(payload, state, "another deployment took its place");
            default -> passedOver(payload, state, "is not finished");
        };
    }

    private static ChangeEvent.Deployed deployed(Payload payload) throws BadRecordException {
        RawRecord body = payload.body();
        String sha = body.text("deployment", "sha");
        Optional<String> environment = body.optionalText("deployment_status", "environment");
        boolean robot = body.optionalText("deployment", "creator", "type").equals(Optional.of("Bot"));
        return new ChangeEvent.Deployed(
                payload.header(payload.repository() + "/deployment-status/" + body.number("deployment_status", "id")),
                Long.toString(body.number("deployment", "id")),
                payload.repository(),
                environment.isPresent() ? environment.get() : body.text("deployment", "environment"),
                List.of(sha),
                sha,
                Optional.empty(),
                Principal.identity(payload.person("deployment", "creator")),
                robot ? startedBy(payload) : Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protection.UNKNOWN);
    }

    private static Optional<String> startedBy(Payload payload) throws BadRecordException {
        Optional<String> again = payload.optionalPerson("workflow_run", "triggering_actor");
        return again.isPresent() ? again : payload.optionalPerson("workflow_run", "actor");
    }

    private static Optional<String> runOf(Payload payload) throws BadRecordException {
        return payload.body().has("workflow_run", "id")
                ? Optional.of(run(payload.repository(), payload))
                : Optional.empty();
    }

    private static String run(String repository, Payload payload) throws BadRecordException {
        return repository + "/run/" + payload.body().number("workflow_run", "id");
    }

    static Understood<List<Statement>> gatePassed(Payload payload) throws BadRecordException {
        List<RawRecord> jobs = new ArrayList<>(payload.body().all("workflow_job_runs"));
        if (jobs.isEmpty()) {
            jobs.add(payload.body().object("workflow_job_run"));
        }
        List<Statement> gates = new ArrayList<>();
        for (RawRecord job : jobs) {
            gates.add(new Statement.GatePassed(
                    run(payload.repository(), payload),
                    job.text("environment"),
                    payload.person("approver"),
                    payload.at().toInstant()));
        }
        return mapped(payload, gates);
    }

    /** A run is another name of the pull requests it ran for, which may stand in another repository. */
    static Understood<List<Statement>> run(Payload payload) throws BadRecordException {
        List<Statement> links = new ArrayList<>();
        String run = run(payload.repository(), payload);
        for (RawRecord pull : payload.body().all("workflow_run", "pull_requests")) {
            String repository = pull.text("base", "repo", "url");
            int start = repository.indexOf(REPOSITORIES);
            if (start < 0) {
                throw new BadRecordException(
                        "workflow_run.pull_requests.base.repo.url", "must name a repository, was '" + repository + "'");
            }
            String change = repository.substring(start + REPOSITORIES.length()) + "#" + pull.number("number");
            links.add(new Statement.Whole(
                    new ChangeEvent.Linked(payload.header(change + "/" + run), change, run, LinkKind.PIPELINE)));
        }
        return links.isEmpty()
                ? passedOver(payload, "for no pull request", "names no change that it ran for")
                : mapped(payload, links);
    }
}
