package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * CHG-02: nobody deploys to production what they wrote, and nobody is the only one to approve it.
 *
 * <p>That an author deployed is proven by the deployment itself. That only authors approved is not: an independent approval
 * may still be on its way, so it waits for the sources that carry changes. A change that nobody approved is the business of
 * CHG-01; here only who deployed it is judged. What was deployed before such records were kept is not judged at all.
 */
public final class DutiesSeparatedInChange implements Control<ChangeFacts> {

    @Override
    public String id() {
        return "CHG-02";
    }

    @Override
    public Class<ChangeFacts> population() {
        return ChangeFacts.class;
    }

    @Override
    public List<Judgement> evaluate(ChangeFacts facts, Reference reference) {
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
        if (deployment.authors().isEmpty()) {
            return deployment.verdict(Verdict.INDETERMINATE, "AUTHOR_UNKNOWN");
        }
        Set<String> deployedBy = authorsAmong(deployers(deployment), deployment);
        boolean approvedByAuthors = !soleApprovers(deployment).isEmpty();
        Set<String> approvedBy = absence.proven() ? soleApprovers(deployment) : Set.of();
        List<Deviation> deviations = new ArrayList<>();
        if (!approvedBy.isEmpty()) {
            deviations.add(authorApproved(deployment, approvedBy, deployedBy));
        }
        if (!deployedBy.isEmpty()) {
            deviations.add(authorDeployed(deployment, deployedBy, approvedBy));
        }
        Judgement judgement = deviations.isEmpty()
                ? withoutDeviation(deployment, absence)
                : Judgement.deviated(deployment.object(), deployment.done().systemId(), deployment.at(), deviations);
        boolean rests = approvedByAuthors && !deviations.isEmpty();
        return withChange(rests ? judgement.restingOn(absence) : judgement, deployment);
    }

    private static Judgement withoutDeviation(Implementation deployment, Absence absence) {
        if (independentlyApproved(deployment)) {
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

    private static Set<String> deployers(Implementation deployment) {
        boolean triggerCounts = deployment.parameters().flag("trigger_counts_as_deploy");
        Set<String> deployers = new TreeSet<>();
        deployment.facts().implementer().ifPresent(deployers::add);
        deployment.triggeredBy().filter(person -> triggerCounts).ifPresent(deployers::add);
        return deployers;
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
        Set<String> approvers = new TreeSet<>();
        ChangeCover.standing(change, deployment).stream()
                .map(Approved::approverId)
                .forEach(approvers::add);
        return new Approval(approvers, authors);
    }

    private static Deviation authorApproved(Implementation deployment, Set<String> approvedBy, Set<String> deployedBy) {
        return deviation("AUTHOR_APPROVED", deployment, approvedBy, deployedBy)
                .because(
                        List.of(
                                deployment.words(),
                                "It was written by " + String.join(", ", deployment.authors()) + ".",
                                "It was approved only by who wrote it: " + String.join(", ", approvedBy) + "."),
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
