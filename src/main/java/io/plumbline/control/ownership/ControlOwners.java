package io.plumbline.control.ownership;

import io.plumbline.catalogue.ControlBoundary;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.SystemFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether the owners of controls are there: of what a control of a system depends on, and of the controls and rules of Plumbline
 * itself. Where none is named, the owner of the reporting risk of the system answers for it, whose duty is judged by itself.
 */
final class ControlOwners {

    private final SystemFacts system;
    private final Filing filing;
    private final Reference reference;

    ControlOwners(SystemFacts system, Filing filing, Reference reference) {
        this.system = system;
        this.filing = filing;
        this.reference = reference;
    }

    List<Judgement> judgements() {
        List<Judgement> judgements = new ArrayList<>();
        for (List<Dated<BoundaryItemRegistered>> versions :
                ControlBoundary.of(reference.catalogue()).itemsAt(system.subject())) {
            if (!versions.isEmpty()) {
                BoundaryItemRegistered item = versions.get(0).value();
                String bearer = item.itemId() + " of " + item.systemId();
                judgements.addAll(filing.judge(
                        "control-owner:" + item.itemId(),
                        bearer,
                        "control owner",
                        Map.of("item", item.itemId()),
                        versions,
                        versions.stream()
                                .flatMap(dated -> named(dated).stream())
                                .toList(),
                        (charge, tenures) -> judged(charge, tenures, versions)));
            }
        }
        return judgements;
    }

    /** Where the owner of the reporting risk answers for it nobody else is asked for. */
    private List<Tenure.Named> named(Dated<BoundaryItemRegistered> dated) {
        BoundaryItemRegistered item = dated.value();
        Optional<String> owner = item.controlOwnerId().filter(id -> !id.isBlank());
        if (owner.isPresent()) {
            return List.of(new Tenure.Named(dated.inForce(), owner, item));
        }
        List<Tenure.Named> alone = new ArrayList<>();
        List<Dated<SystemRegistered>> registrations = reference.catalogue().registrations(item.systemId());
        registrations.stream()
                .filter(version -> Duty.REPORTING_RISK.holder(version.value()).isEmpty())
                .forEach(version -> version.inForce()
                        .intersect(dated.inForce())
                        .ifPresent(span -> alone.add(new Tenure.Named(span, Optional.empty(), item))));
        if (registrations.isEmpty()) {
            alone.add(new Tenure.Named(dated.inForce(), Optional.empty(), item));
        }
        return alone;
    }

    private List<Judgement> judged(Charge charge, List<Tenure> tenures, List<Dated<BoundaryItemRegistered>> versions) {
        if (tenures.isEmpty() && isAsked(versions)) {
            return List.of(charge.verdict(Verdict.OPERATED, "RISK_OWNER_ANSWERS"));
        }
        List<Tenure> owned =
                tenures.stream().filter(tenure -> tenure.holder().isPresent()).toList();
        return List.of(
                new HolderCase(charge, tenures, system, reference).judgement(),
                new ConfirmationCase(
                                charge.as(charge.object().replaceFirst("control-owner", "control-confirmation")),
                                owned,
                                reference)
                        .judgement(confirmations(versions)));
    }

    private boolean isAsked(List<Dated<BoundaryItemRegistered>> versions) {
        return versions.stream().anyMatch(version -> filing.claims().stream()
                .anyMatch(claim -> claim.span().intersect(version.inForce()).isPresent()));
    }

    /** What the register states, and once it states any, every naming of another owner, which is a confirmation of its own. */
    private static SortedSet<Instant> confirmations(List<Dated<BoundaryItemRegistered>> versions) {
        SortedSet<Instant> confirmed = new TreeSet<>();
        versions.forEach(version -> version.value().ownerConfirmedAt().ifPresent(confirmed::add));
        if (!confirmed.isEmpty()) {
            Optional<String> before = Optional.empty();
            for (Dated<BoundaryItemRegistered> version : versions) {
                Optional<String> owner = version.value().controlOwnerId();
                if (!owner.equals(before)) {
                    confirmed.add(version.inForce().from());
                }
                before = owner;
            }
        }
        return confirmed;
    }
}
