package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.change.ChangeCover.Fit;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ChangeEvent.DataPatched;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeFacts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * CHG-01: every change to production is covered by an approved change record.
 *
 * <p>An approval that names the very artefact or item covers the implementation by itself. Otherwise every change record the
 * implementation names must cover it, since one that was not approved would ride along. Whether an approval that is not on
 * record may still be on its way is decided by the grace of the sources that carry changes; the control adds none.
 */
public final class ChangesApproved implements Control<ChangeFacts> {

    @Override
    public String id() {
        return "CHG-01";
    }

    @Override
    public Class<ChangeFacts> population() {
        return ChangeFacts.class;
    }

    @Override
    public List<Judgement> evaluate(ChangeFacts facts, Reference reference) {
        return Implementation.of(facts, reference).map(ChangesApproved::judge).stream()
                .toList();
    }

    private static Judgement judge(Implementation implementation) {
        Optional<String> notApplicable = implementation.notApplicable();
        if (notApplicable.isPresent()) {
            return implementation.verdict(Verdict.NOT_APPLICABLE, notApplicable.get());
        }
        List<ChangeCover> all = ChangeCover.of(implementation);
        List<ChangeCover> covers =
                all.stream().filter(cover -> !emergency(cover, implementation)).toList();
        if (covers.size() < all.size() && leftToEmergencies(covers, implementation)) {
            return implementation.verdict(Verdict.NOT_APPLICABLE, "EMERGENCY");
        }
        if (covered(covers, implementation)) {
            return approved(covers, implementation);
        }
        Absence absence = implementation.noFurtherStatement();
        return absence.proven()
                ? deviated(covers, implementation).restingOn(absence)
                : implementation.undecided(absence);
    }

    private static boolean emergency(ChangeCover cover, Implementation implementation) {
        return Optional.ofNullable(implementation.facts().changes().get(cover.changeId()))
                .filter(change -> ChangeCover.emergency(change, implementation))
                .isPresent();
    }

    /** An emergency excuses itself and not what is named beside it; where nothing is named, one explanation is enough. */
    private static boolean leftToEmergencies(List<ChangeCover> besides, Implementation implementation) {
        return implementation.done().changeIds().isEmpty()
                || besides.stream().allMatch(cover -> cover.fit() == Fit.COVERS);
    }

    private static boolean covered(List<ChangeCover> covers, Implementation implementation) {
        return covers.stream().anyMatch(cover -> cover.namesContent(implementation))
                || (!covers.isEmpty() && covers.stream().allMatch(cover -> cover.fit() == Fit.COVERS));
    }

    /** The reason says who approved; whether that is independent enough is the business of CHG-02. */
    private static Judgement approved(List<ChangeCover> covers, Implementation implementation) {
        List<Approved> approvals = covers.stream()
                .filter(cover -> cover.fit() == Fit.COVERS)
                .flatMap(cover -> cover.approvals().stream())
                .toList();
        List<String> approvers =
                approvals.stream().map(Approved::approverId).distinct().toList();
        List<String> others = without(implementation.authors(), approvers);
        List<String> independent = without(implementation.implementers(), others);
        String approver = Stream.of(independent, others, approvers)
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();
        return implementation
                .verdict(Verdict.OPERATED, whoApproved(others, independent, implementation))
                .approvedBy(
                        Optional.of(approver),
                        Optional.empty(),
                        Optional.of(approvals.get(0).changeId()));
    }

    private static String whoApproved(List<String> others, List<String> independent, Implementation implementation) {
        boolean authorUnknown = implementation.done() instanceof Deployed
                && implementation.authors().isEmpty();
        if (authorUnknown || implementation.implementers().isEmpty()) {
            return "APPROVED_INDEPENDENCE_UNKNOWN";
        } else if (others.isEmpty()) {
            return "APPROVED_BY_AUTHOR_ONLY";
        }
        return independent.isEmpty() ? "APPROVED_BY_IMPLEMENTER" : "APPROVED_INDEPENDENTLY";
    }

    private static List<String> without(Set<String> excluded, List<String> persons) {
        return persons.stream().filter(person -> !excluded.contains(person)).toList();
    }

    private static Judgement deviated(List<ChangeCover> covers, Implementation implementation) {
        Fit fit = decisiveFit(covers, implementation);
        Deviation deviation = Deviation.lasting(
                        kind(fit),
                        variant(fit, implementation),
                        implementation.done().implementationId(),
                        implementation.at(),
                        severity(implementation))
                .because(ChangeExplanation.lines(covers, implementation), ChangeExplanation.evidence(implementation))
                .with(ChangeExplanation.details(covers, implementation));
        Deviation asItStands = ended(deviation, fit, covers, implementation);
        return Judgement.deviated(
                        implementation.object(),
                        implementation.done().systemId(),
                        implementation.at(),
                        List.of(asItStands))
                .approvedBy(
                        Optional.empty(),
                        Optional.empty(),
                        implementation.changeIds().stream().findFirst());
    }

    /** Of several changes named the worst decides; of several that merely approve the artefact the best. */
    private static Fit decisiveFit(List<ChangeCover> covers, Implementation implementation) {
        Comparator<Fit> order =
                implementation.done().changeIds().isEmpty() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return covers.stream().map(ChangeCover::fit).min(order).orElse(Fit.NOT_ON_RECORD);
    }

    private static String kind(Fit fit) {
        return switch (fit) {
            case NOT_ON_RECORD, NOT_APPROVED, ENDED_BEFORE, DECIDED_AFTER -> "NOT_COVERED";
            case OUTSIDE_WINDOW -> "OUTSIDE_WINDOW";
            case OTHER_CONTENT -> "ARTEFACT_MISMATCH";
            case COVERS -> throw new IllegalStateException("what is covered does not deviate");
        };
    }

    private static String variant(Fit fit, Implementation implementation) {
        return switch (fit) {
            case NOT_ON_RECORD -> withoutRecord(implementation);
            case NOT_APPROVED -> implementation.done() instanceof DataPatched ? "DIRECT_DATA_CHANGE" : "NO_CHANGE";
            case ENDED_BEFORE -> "REJECTED_OR_CLOSED";
            case DECIDED_AFTER -> "APPROVED_AFTER";
            case OUTSIDE_WINDOW, OTHER_CONTENT, COVERS -> kind(fit);
        };
    }

    private static String withoutRecord(Implementation implementation) {
        if (implementation.done() instanceof DataPatched) {
            return "DIRECT_DATA_CHANGE";
        }
        return implementation.done() instanceof ConfigEdited ? "CONFIG_DRIFT" : "NO_CHANGE";
    }

    private static Severity severity(Implementation implementation) {
        if (implementation.done() instanceof DataPatched
                || implementation.leaver().isPresent()) {
            return Severity.CRITICAL;
        }
        return implementation.soxInScope() ? Severity.HIGH : Severity.MEDIUM;
    }

    /** A verified rollback ends it; so does a late approval, for the regimes that let it. */
    private static Deviation ended(
            Deviation deviation, Fit fit, List<ChangeCover> covers, Implementation implementation) {
        Optional<Instant> rolledBack = implementation.rolledBackAt();
        if (rolledBack.isPresent()) {
            return deviation.ended(rolledBack.get(), Deviation.Ending.ENDED);
        }
        boolean allApprovedByNow = implementation.done().changeIds().isEmpty()
                || covers.stream().allMatch(cover -> cover.fit() == Fit.COVERS || cover.fit() == Fit.DECIDED_AFTER);
        if (fit == Fit.DECIDED_AFTER && allApprovedByNow) {
            return deviation.ended(approvedLateAt(covers, implementation), Deviation.Ending.PERFORMED_LATE);
        }
        return deviation;
    }

    /** When the last of the changes named was approved; of those that merely approve the artefact, the first. */
    private static Instant approvedLateAt(List<ChangeCover> covers, Implementation implementation) {
        Comparator<Instant> order =
                implementation.done().changeIds().isEmpty() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return covers.stream()
                .filter(cover -> cover.fit() == Fit.DECIDED_AFTER)
                .map(cover -> cover.approvals().get(0).header().occurredAt())
                .max(order)
                .orElseThrow();
    }
}
