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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The time around the ends of fiscal periods in which nothing is taken out of monitoring unless who owns the risk approves. */
record ProtectedTime(Reference reference) {

    /** Why a removal at {@code at} is not judged, as the verdict to give; empty where it lies in protected time. */
    Optional<String> whyNot(Instant at) {
        FiscalCalendar calendar = FiscalCalendar.of(reference.catalogue());
        if (calendar.periods().isEmpty()) {
            return Optional.of("NO_FISCAL_CALENDAR");
        }
        Duration window = reference.parameters(at).duration("protect_window");
        boolean near = calendar.periods().stream()
                .map(FiscalPeriodPublished::endsAt)
                .anyMatch(end -> Duration.between(end, at).abs().compareTo(window) <= 0);
        return near ? Optional.empty() : Optional.of("OUTSIDE_PROTECTED_TIME");
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
