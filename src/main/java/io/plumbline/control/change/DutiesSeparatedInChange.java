package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.Merged;
import io.plumbline.event.Event;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeDuties;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.ChangeRecord;
import io.plumbline.facts.IdentityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * CHG-02: nobody deploys to production what they wrote, and nobody is the only one to approve it.
 *
 * <p>That an author deployed is proven by the deployment itself. That only authors approved is not: an independent approval
 * may still be on its way, so it waits for the sources that carry changes. A change that nobody approved is the business of
 * CHG-01; here only who deployed it is judged. What merges say of reviews and protection they prove by themselves. What was deployed before such records were kept is not judged at all.
 */
public final class DutiesSeparatedInChange implements Control<ChangeDuties> {

    @Override
    public String id() {
        return "CHG-02";
    }

    @Override
    public Class<ChangeDuties> population() {
        return ChangeDuties.class;
    }

    /** Takes every deployment; and of everybody every system of which they wrote code that is in production. */
    @Override
    public List<Judgement> evaluate(ChangeDuties facts, Reference reference) {
        if (facts instanceof IdentityFacts identity) {
            return AuthorsWithoutAccess.of(identity, reference);
        }
        return facts instanceof ChangeFacts change ? ofDeployment(change, reference) : List.of();
    }

    private static List<Judgement> ofDeployment(ChangeFacts facts, Reference reference) {
        return Implementation.of(facts, reference)
                .filter(implementation -> implementation.done() instanceof Deployed)
                .map(DutiesSeparatedInChange::judge)
                .stream()
                .toList();
    }

    private static Judgement judge(Implementation deployment) {
        Optional<String> notApplicable = deployment.notApplicable();
        if (notApplicable.isPresent()) {
            return deployment.verdict(Verdict.NOT_APPLICABLE, notApplicable.get());
        }
        Absence absence = deployment.noFurtherStatement();
        if (absence.reason().equals("NOT_YET_RECORDING")) {
            return deployment.undecided(absence);
        }
        List<Deviation> deviations = deviations(deployment, absence.proven());
        boolean rests = !soleApprovers(deployment).isEmpty()
                || AgentDuties.of(deployment).found();
        if (deviations.isEmpty()) {
            return withChange(withoutDeviation(deployment, absence), deployment);
        }
        Judgement judgement =
                Judgement.deviated(deployment.object(), deployment.done().systemId(), deployment.at(), deviations);
        return withChange(rests ? judgement.restingOn(absence) : judgement, deployment);
    }

    /** All that is proven: who only approved is not while another approval may be on its way. */
    private static List<Deviation> deviations(Implementation deployment, boolean allHeard) {
        MergeDuties merges = new MergeDuties(deployment);
        Set<String> deployedBy = authorsAmong(deployers(deployment), deployment);
        Set<String> approvedBy = new TreeSet<>(merges.soleReviewers());
        approvedBy.addAll(allHeard ? soleApprovers(deployment) : Set.of());
        List<Deviation> deviations = new ArrayList<>();
        if (!approvedBy.isEmpty()) {
            deviations.add(authorApproved(deployment, approvedBy, deployedBy));
        }
        if (!deployedBy.isEmpty()) {
            deviations.add(authorDeployed(deployment, deployedBy, approvedBy));
        }
        if (!merges.stale().isEmpty()) {
            deviations.add(staleReview(deployment, merges.stale()));
        }
        if (!merges.unprotected().isEmpty()) {
            deviations.add(unprotected(deployment, merges.unprotected()));
        }
        AgentDuties agents = AgentDuties.of(deployment);
        if (allHeard && agents.found()) {
            deviations.add(amongAgents(deployment, agents));
        }
        return deviations;
    }

    private static Judgement withoutDeviation(Implementation deployment, Absence absence) {
        if (deployment.authors().isEmpty()) {
            return deployment.verdict(Verdict.INDETERMINATE, "AUTHOR_UNKNOWN");
        }
        if (independentlyApproved(deployment) && !AgentDuties.of(deployment).found()) {
            return deployers(deployment).isEmpty()
                    ? deployment.verdict(Verdict.INDETERMINATE, "DEPLOYER_UNKNOWN")
                    : deployment.verdict(Verdict.OPERATED, "SEPARATED");
        }
        if (!absence.proven()) {
            return deployment.undecided(absence);
        }
        return deployers(deployment).isEmpty()
                ? deployment.verdict(Verdict.INDETERMINATE, "DEPLOYER_UNKNOWN").restingOn(absence)
                : deployment.verdict(Verdict.OPERATED, "NOT_DEPLOYED_BY_AUTHOR").restingOn(absence);
    }

    /** Who deployed; also who started the pipeline, where nobody independent let it pass a gate. */
    private static Set<String> deployers(Implementation deployment) {
        boolean triggerCounts = deployment.parameters().flag("trigger_counts_as_deploy")
                && deployment.independentGate().isEmpty();
        return deployment
                .persons()
                .persons(Stream.of(
                                deployment.facts().implementer(),
                                deployment.triggeredBy().filter(person -> triggerCounts))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Set<String> authorsAmong(Set<String> persons, Implementation deployment) {
        Set<String> authors = new TreeSet<>(deployment.authors());
        authors.retainAll(persons);
        return authors;
    }

    /** The approvers of changes that only their authors approved; empty where every approved change has another approver. */
    private static Set<String> soleApprovers(Implementation deployment) {
        Set<String> approvers = new TreeSet<>();
        deployment.facts().changes().values().stream()
                .map(change -> approversOf(change, deployment))
                .filter(approval -> approval.authors().containsAll(approval.approvers()))
                .forEach(approval -> approvers.addAll(approval.approvers()));
        return approvers;
    }

    /** Whether every change has an approver who did not write it; false where a change is not approved or none is known. */
    private static boolean independentlyApproved(Implementation deployment) {
        Set<String> onRecord = deployment.facts().changes().keySet();
        return !onRecord.isEmpty()
                && onRecord.containsAll(deployment.changeIds())
                && deployment.facts().changes().values().stream()
                        .map(change -> approversOf(change, deployment))
                        .noneMatch(approval -> approval.authors().containsAll(approval.approvers()));
    }

    private record Approval(Set<String> approvers, Set<String> authors) {}

    /** The authors are those of the change's merges; of all that was deployed, where it is the only change or has none. */
    private static Approval approversOf(ChangeRecord change, Implementation deployment) {
        Set<String> authors = new TreeSet<>();
        change.merges().forEach(merge -> authors.addAll(merge.authorIds()));
        if (authors.isEmpty() || deployment.facts().changes().size() == 1) {
            authors.addAll(deployment.authors());
        }
        Set<String> writers = deployment.persons().persons(authors);
        Set<String> approvers = new TreeSet<>();
        ChangeCover.standing(change, deployment).stream()
                .map(Approved::approverId)
                .map(deployment::person)
                .forEach(approvers::add);
        return new Approval(approvers, writers);
    }

    private static Deviation authorApproved(Implementation deployment, Set<String> approvedBy, Set<String> deployedBy) {
        return deviation("AUTHOR_APPROVED", deployment, approvedBy, deployedBy)
                .because(
                        List.of(
                                deployment.words(),
                                "It was written by " + String.join(", ", deployment.authors()) + ".",
                                "It was approved or reviewed only by who wrote it: " + String.join(", ", approvedBy)
                                        + "."),
                        deployment.evidence());
    }

    private static Deviation authorDeployed(Implementation deployment, Set<String> deployedBy, Set<String> approvedBy) {
        return deviation("AUTHOR_DEPLOYED", deployment, deployedBy, approvedBy)
                .because(
                        List.of(
                                deployment.words(),
                                "It was written by " + String.join(", ", deployment.authors()) + ".",
                                "Of these it was deployed by " + String.join(", ", deployedBy) + "."),
                        deployment.evidence());
    }

    private static Deviation staleReview(Implementation deployment, List<Merged> merges) {
        List<String> lines = new ArrayList<>(List.of(deployment.words()));
        merges.forEach(merge -> lines.add(merge.commit() + " of " + merge.repository() + " was last reviewed at "
                + merge.reviewedAt().orElseThrow() + ", and changed after that, at "
                + merge.lastCommitAt().orElseThrow() + "."));
        return deviation("STALE_REVIEW", deployment, Set.of(), Set.of()).because(lines, deployment.evidence());
    }

    private static Deviation unprotected(Implementation deployment, List<String> conclusions) {
        List<String> lines = new ArrayList<>(List.of(deployment.words()));
        lines.addAll(conclusions);
        return deviation("PIPELINE_UNPROTECTED", deployment, Set.of(), Set.of()).because(lines, deployment.evidence());
    }

    /** Critical where one person answers for both agents. */
    private static Deviation amongAgents(Implementation deployment, AgentDuties agents) {
        List<String> lines = new ArrayList<>(List.of(deployment.words()));
        lines.addAll(agents.words());
        List<Event> events = new ArrayList<>(deployment.evidence());
        events.addAll(agents.evidence());
        return deviation("AGENT_AUTHOR_AND_REVIEWER", deployment, agents.commonSponsors(), agents.commonSponsors())
                .because(lines, events)
                .with(Map.of(
                        "agents", String.join(", ", agents.others()),
                        "commonSponsors", String.join(", ", agents.commonSponsors())));
    }

    /** Critical where one person wrote, approved and deployed it alone. */
    private static Deviation deviation(
            String variant, Implementation deployment, Set<String> persons, Set<String> inOtherDuty) {
        boolean alone = persons.stream().anyMatch(inOtherDuty::contains);
        Severity severity = !deployment.soxInScope() ? Severity.MEDIUM : alone ? Severity.CRITICAL : Severity.HIGH;
        return Deviation.lasting(variant, variant, deployment.done().implementationId(), deployment.at(), severity)
                .with(Map.of(
                        "authors", String.join(", ", deployment.authors()),
                        "deployer", deployment.done().implementer().toString(),
                        "triggeredBy", deployment.triggeredBy().orElse(""),
                        "gateApprover",
                                deployment.done() instanceof Deployed deployed
                                        ? deployed.gateApproverId().orElse("")
                                        : "",
                        "protection",
                                deployment.done() instanceof Deployed deployed
                                        ? deployed.protection().name()
                                        : "",
                        "changeIds", String.join(", ", deployment.changeIds())));
    }

    private static Judgement withChange(Judgement judgement, Implementation deployment) {
        Optional<String> approver = deployment.facts().changes().values().stream()
                .flatMap(change -> ChangeCover.standing(change, deployment).stream())
                .map(Approved::approverId)
                .findFirst();
        return judgement.approvedBy(
                approver, Optional.empty(), deployment.changeIds().stream().findFirst());
    }
}
