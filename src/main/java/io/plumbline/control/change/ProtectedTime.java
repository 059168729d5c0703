package io.plumbline.control.change;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.catalogue.GovernedChanges;
import io.plumbline.catalogue.Persons;
import io.plumbline.control.Reference;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.FiscalPeriodPublished;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The time around the ends of fiscal periods in which nothing is taken out of monitoring unless who owns the risk approves. */
record ProtectedTime(Reference reference) {

    /**
     * Why a removal is not judged, as the verdict to give; empty where it lies in protected time. One that was written after it
     * began takes out all the time in between, so the whole of it counts.
     */
    Optional<String> whyNot(ReferenceEvent removal) {
        Instant from = removal.effectiveFrom();
        Instant until = doneAt(removal);
        List<Instant> ends = FiscalCalendar.of(reference.catalogue()).periods().stream()
                .map(FiscalPeriodPublished::endsAt)
                .toList();
        Duration window = reference.parameters(from).duration("protect_window");
        boolean near =
                ends.stream().anyMatch(end -> !from.isAfter(end.plus(window)) && !until.isBefore(end.minus(window)));
        if (near) {
            return Optional.empty();
        }
        boolean published = ends.stream().anyMatch(end -> !end.isBefore(until));
        return Optional.of(published ? "OUTSIDE_PROTECTED_TIME" : "NO_FISCAL_CALENDAR");
    }

    /** When an entry came to have effect: from its start or, where it was written later, when it was. */
    static Instant doneAt(ReferenceEvent entry) {
        Instant recorded = entry.header().recordedAt();
        return !entry.header().baseline() && recorded.isAfter(entry.effectiveFrom()) ? recorded : entry.effectiveFrom();
    }

    /** The approval of an entry by one of these persons, or who decides in their place, and not by its author, decided by {@code by}. */
    Optional<CatalogueChangeApproved> approved(
            ReferenceEvent entry, Collection<String> owners, String systemId, Instant by) {
        Catalogue catalogue = reference.catalogue();
        Persons persons = Persons.of(catalogue);
        Set<String> allowed = new TreeSet<>(owners);
        owners.forEach(owner -> allowed.addAll(catalogue.delegates(owner, systemId, by)));
        Set<String> approvers = persons.persons(allowed);
        return GovernedChanges.of(catalogue)
                .approvalOf(entry)
                .filter(approval -> !approval.header().occurredAt().isAfter(by))
                .filter(approval -> !persons.isSame(approval.author(), approval.approver()))
                .filter(approval -> approvers.contains(persons.person(approval.approver())));
    }
}
