package io.plumbline.control.change;

import io.plumbline.catalogue.ControlBoundary;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.BoundaryKind;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What SOX asks of an implementation beyond assessment and test: that the answer on financial reporting fits what was touched, as
 * the system registry knows it, and that the business signed off what affects financial reporting.
 */
record ReportingImpact(Implementation implementation, List<ChangeAssurance> changes) {

    Judgement judge() {
        Absence absence = implementation.noFurtherAssessment();
        List<BoundaryItemRegistered> contradicting = touched(affects() ? itemsDenied() : items());
        boolean answered = changes.stream().anyMatch(change -> change.answer().isPresent());
        List<ChangeAssurance> unsigned = changes.stream()
                .filter(ChangeAssurance::affectsReporting)
                .filter(change -> change.signOff()
                        .filter(one -> !ChangeAssurance.isAfter(one, implementation.at()))
                        .isEmpty())
                .toList();
        if (affects() && unsigned.isEmpty() && contradicting.isEmpty()) {
            return verdict(Verdict.OPERATED, "SIGNED_OFF");
        } else if (!absence.proven()) {
            return Judgement.undecided(
                    object(),
                    implementation.done().systemId(),
                    implementation.at(),
                    absence,
                    implementation.evidence());
        } else if (!answered) {
            return verdict(Verdict.NOT_APPLICABLE, "NOT_ASSESSED").restingOn(absence);
        }
        List<Deviation> deviations = new ArrayList<>();
        if (!contradicting.isEmpty()) {
            deviations.add(contradicted(contradicting));
        }
        if (!unsigned.isEmpty()) {
            deviations.add(notSignedOff(unsigned));
        }
        return deviations.isEmpty()
                ? verdict(Verdict.OPERATED, items().isEmpty() ? "ITEMS_NOT_NAMED" : "NO_IMPACT_CONFIRMED")
                        .restingOn(absence)
                : Judgement.deviated(object(), implementation.done().systemId(), implementation.at(), deviations)
                        .restingOn(absence);
    }

    private Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(
                object(),
                implementation.done().systemId(),
                implementation.at(),
                verdict,
                reason,
                implementation.evidence());
    }

    private String object() {
        return "icfr-impact:" + implementation.done().systemId() + "/"
                + implementation.done().implementationId();
    }

    /** Whether one of the changes was said to affect financial reporting. */
    private boolean affects() {
        return changes.stream().anyMatch(ChangeAssurance::affectsReporting);
    }

    /** The items it touched: the one edited, and those its changes were requested or approved for by then. */
    private Set<String> items() {
        Set<String> items = new TreeSet<>();
        if (implementation.done() instanceof ConfigEdited edited) {
            items.add(edited.itemId());
        }
        changes.forEach(change -> items.addAll(itemsOf(change)));
        return items;
    }

    /** Where one change affects reporting: the items of those beside it that were said not to. */
    private Set<String> itemsDenied() {
        Set<String> items = new TreeSet<>();
        denying().forEach(change -> items.addAll(itemsOf(change)));
        return items;
    }

    private List<ChangeAssurance> denying() {
        return changes.stream()
                .filter(change -> change.answer().isPresent() && !change.affectsReporting())
                .toList();
    }

    private Set<String> itemsOf(ChangeAssurance change) {
        Set<String> items = new TreeSet<>();
        implementation.facts().records().record(change.changeId()).ifPresent(record -> {
            record.requests().stream()
                    .filter(request -> !ChangeAssurance.isAfter(request, implementation.at()))
                    .filter(request ->
                            request.systemId().equals(implementation.done().systemId()))
                    .forEach(request -> items.addAll(request.items()));
            ChangeCover.standing(record, implementation).forEach(approval -> items.addAll(approval.items()));
        });
        return items;
    }

    /** Those of the items on which financial reporting rests: reports, interfaces and automated controls. */
    private List<BoundaryItemRegistered> touched(Set<String> items) {
        ControlBoundary boundary = ControlBoundary.of(implementation.reference().catalogue());
        return items.stream()
                .flatMap(item -> boundary.item(implementation.done().systemId(), item, implementation.at()).stream())
                .filter(item -> isOfReporting(item.boundaryKind()))
                .toList();
    }

    private static boolean isOfReporting(BoundaryKind kind) {
        return switch (kind) {
            case KEY_REPORT, INTERFACE, AUTOMATED_CONTROL -> true;
            case CONTROL_SETTING, ACCESS_RULE, LOGGING, UNKNOWN -> false;
        };
    }

    private Deviation contradicted(List<BoundaryItemRegistered> touched) {
        boolean grave = touched.stream().anyMatch(item -> item.boundaryKind() != BoundaryKind.INTERFACE);
        List<String> items = touched.stream()
                .map(item -> item.itemId() + " (" + item.boundaryKind() + ")")
                .toList();
        return explained(
                "IMPACT_CONTRADICTED",
                grave ? Severity.HIGH : Severity.MEDIUM,
                corrected(),
                "It was answered that financial reporting is not affected, but these items were touched: "
                        + String.join(", ", items) + ".",
                items);
    }

    /** When it was first said after all that reporting is affected; beside a change that does, when it was said of all others. */
    private Optional<Instant> corrected() {
        List<ChangeAssurance> wrong = affects()
                ? denying().stream()
                        .filter(change -> !touched(itemsOf(change)).isEmpty())
                        .toList()
                : changes;
        List<Instant> corrected = wrong.stream()
                .flatMap(change -> change.corrected().stream())
                .map(one -> one.header().occurredAt())
                .sorted()
                .toList();
        return affects()
                ? corrected.stream().skip(wrong.size() - 1L).findFirst()
                : corrected.stream().findFirst();
    }

    private Deviation notSignedOff(List<ChangeAssurance> unsigned) {
        List<Instant> late = unsigned.stream()
                .flatMap(change -> change.signOff().stream())
                .map(one -> one.header().occurredAt())
                .sorted(Comparator.reverseOrder())
                .toList();
        return explained(
                "NO_BUSINESS_SIGNOFF",
                Severity.MEDIUM,
                late.size() == unsigned.size() ? late.stream().findFirst() : Optional.empty(),
                "It was answered that financial reporting is affected, but nobody signed off for the business before: "
                        + String.join(
                                ", ",
                                unsigned.stream().map(ChangeAssurance::changeId).toList())
                        + ".",
                List.of());
    }

    private Deviation explained(
            String variant, Severity severity, Optional<Instant> late, String line, List<String> items) {
        return new AssuranceExplanation(implementation, changes)
                .of(
                        ImpactAndTestBefore.ended(
                                Deviation.lasting(
                                        variant,
                                        variant,
                                        implementation.done().implementationId(),
                                        implementation.at(),
                                        severity),
                                late,
                                implementation),
                        line,
                        items);
    }
}
