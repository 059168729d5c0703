package io.plumbline.control.change;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlBoundary;
import io.plumbline.catalogue.Persons;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ChangeEvent.LoggingEffect;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ChangeFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One edit of a configuration item: whether who owns the control approved it before, and what it did to what is logged. */
record BoundaryEdit(Implementation implementation, ConfigEdited edit, Optional<BoundaryItemRegistered> item) {

    static List<Judgement> judge(ChangeFacts facts, Reference reference) {
        return Implementation.of(facts, reference)
                .filter(implementation -> implementation.done() instanceof ConfigEdited)
                .map(implementation -> {
                    ConfigEdited edit = (ConfigEdited) implementation.done();
                    return new BoundaryEdit(
                            implementation,
                            edit,
                            ControlBoundary.of(reference.catalogue())
                                    .item(edit.systemId(), edit.itemId(), implementation.at()));
                })
                .map(BoundaryEdit::judge)
                .orElse(List.of());
    }

    private List<Judgement> judge() {
        boolean reduced = edit.logging() == LoggingEffect.REDUCED;
        Optional<String> notApplicable = implementation
                .notApplicable()
                .filter(reason -> !(reduced && reason.equals("NO_CONTENT_CHANGE")))
                .or(() -> item.isEmpty() && !reduced ? Optional.of("NOT_IN_BOUNDARY") : Optional.empty());
        if (notApplicable.isPresent()) {
            return List.of(implementation.verdict(Verdict.NOT_APPLICABLE, notApplicable.get()));
        }
        List<Judgement> judgements = new ArrayList<>();
        item.ifPresent(one -> judgements.add(approval(one)));
        if (reduced) {
            judgements.add(loggingReduced());
        }
        return judgements;
    }

    private Judgement approval(BoundaryItemRegistered boundaryItem) {
        Optional<Approved> approval = ownerApproval();
        if (approval.isPresent()) {
            return implementation
                    .verdict(Verdict.OPERATED, "OWNER_APPROVED")
                    .approvedBy(
                            Optional.of(approval.get().approverId()),
                            Optional.empty(),
                            Optional.of(approval.get().changeId()));
        }
        Absence absence = implementation.noFurtherStatement();
        if (!absence.proven()) {
            return implementation.undecided(absence);
        }
        Deviation deviation = explained(
                "NO_OWNER_APPROVAL",
                Severity.HIGH,
                "Controls depend on this item (" + boundaryItem.boundaryKind()
                        + "), and nobody who owns the control approved it before.");
        return deviated(implementation.object(), ended(deviation, this::takesBack))
                .restingOn(absence);
    }

    /** Reported whoever approved it; an approval by who owns the control makes it less grave. */
    private Judgement loggingReduced() {
        Deviation deviation = explained(
                "LOGGING_REDUCED",
                ownerApproval().isPresent() ? Severity.HIGH : Severity.CRITICAL,
                "It reduced what is logged.");
        return deviated(
                "logging:" + edit.systemId() + "/" + edit.editId(),
                ended(
                        deviation,
                        other -> other.logging() == LoggingEffect.RESTORED
                                || takesBack(other) && other.logging() != LoggingEffect.REDUCED));
    }

    private Judgement deviated(String object, Deviation deviation) {
        return Judgement.deviated(object, edit.systemId(), implementation.at(), List.of(deviation))
                .approvedBy(
                        Optional.empty(),
                        Optional.empty(),
                        implementation.changeIds().stream().findFirst());
    }

    private Optional<Approved> ownerApproval() {
        Persons persons = Persons.of(implementation.reference().catalogue());
        Set<String> editors = persons.persons(implementation.implementers());
        return implementation.facts().changes().values().stream()
                .flatMap(change -> ChangeCover.standing(change, implementation).stream())
                .filter(approval ->
                        approval.items().isEmpty() || approval.items().contains(edit.itemId()))
                .filter(approval -> !editors.contains(persons.person(approval.approverId())))
                .filter(approval -> isUnownedStage(approval)
                        || persons.persons(owners(approval.header().occurredAt()))
                                .contains(persons.person(approval.approverId())))
                .min(Comparator.comparing(
                                (Approved approval) -> approval.header().occurredAt())
                        .thenComparing(Approved::id));
    }

    /** Whether it was given as the owner of the control where nobody is on record as such, so that the stage has to do. */
    private boolean isUnownedStage(Approved approval) {
        return approval.stage() == ApprovalStage.CONTROL_OWNER
                && itemAt(approval.header().occurredAt())
                        .flatMap(BoundaryItemRegistered::controlOwnerId)
                        .isEmpty();
    }

    /** Who owned the control at that time, who owned the risk of the system's reporting, and who decided in their place. */
    private Set<String> owners(Instant at) {
        Catalogue catalogue = implementation.reference().catalogue();
        Set<String> owners = new TreeSet<>();
        itemAt(at).flatMap(BoundaryItemRegistered::controlOwnerId).ifPresent(owners::add);
        catalogue
                .system(edit.systemId(), at)
                .or(implementation::system)
                .flatMap(system -> system.owners().icfrRiskOwner())
                .ifPresent(owners::add);
        Set<String> all = new TreeSet<>(owners);
        owners.forEach(owner -> all.addAll(catalogue.delegates(owner, edit.systemId(), at)));
        return all;
    }

    /** The item as it stood in the inventory then; what entered it later counts as it stood at the edit. */
    private Optional<BoundaryItemRegistered> itemAt(Instant at) {
        return ControlBoundary.of(implementation.reference().catalogue())
                .item(edit.systemId(), edit.itemId(), at)
                .or(() -> item);
    }

    private boolean takesBack(ConfigEdited other) {
        return other.itemId().equals(edit.itemId())
                && edit.beforeHash().isPresent()
                && edit.beforeHash().equals(other.afterHash());
    }

    private Deviation ended(Deviation deviation, Predicate<ConfigEdited> end) {
        Optional<Instant> at = implementation.facts().edits().stream()
                .filter(other -> other.itemId().equals(edit.itemId()))
                .filter(other -> other.header().occurredAt().isAfter(implementation.at()))
                .filter(end)
                .map(other -> other.header().occurredAt())
                .min(Comparator.naturalOrder());
        return at.map(instant -> deviation.ended(instant, Ending.ENDED).flagged(BoundaryProtected.RE_TEST))
                .orElse(deviation);
    }

    private Deviation explained(String variant, Severity severity, String why) {
        List<Event> evidence = new ArrayList<>(implementation.evidence());
        evidence.addAll(implementation.facts().edits());
        return Deviation.lasting(variant, variant, edit.editId(), implementation.at(), severity)
                .because(List.of(implementation.words(), why), evidence)
                .with(details());
    }

    private Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("itemId", edit.itemId());
        details.put("valueBefore", edit.beforeHash().orElse(""));
        details.put("valueAfter", edit.afterHash().orElse(""));
        details.put("logging", edit.logging().name());
        details.put("changeIds", String.join(", ", implementation.changeIds()));
        item.ifPresent(one -> details.put("dependentControls", String.join(", ", one.controls())));
        details.put("controlOwner", String.join(", ", owners(implementation.at())));
        return details;
    }
}
