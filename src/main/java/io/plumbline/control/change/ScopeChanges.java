package io.plumbline.control.change;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.GovernedChanges;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRetired;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What reference data says of one system: whether it was taken out of scope, or its scope and mappings back-dated. */
record ScopeChanges(String systemId, Reference reference) {

    List<Judgement> judge() {
        List<Judgement> judgements = new ArrayList<>();
        List<Dated<SystemRegistered>> versions = reference.catalogue().registrations(systemId);
        for (int i = 1; i < versions.size(); i++) {
            SystemRegistered before = versions.get(i - 1).value();
            SystemRegistered after = versions.get(i).value();
            if (before.soxInScope() && !after.soxInScope()) {
                judgements.add(removed(before, after, versions.subList(i + 1, versions.size())));
            }
            boolean moved = before.soxInScope() != after.soxInScope() || before.socInScope() != after.socInScope();
            if (moved && isBackdated(after)) {
                judgements.add(scopeBackdated(before, after));
            }
        }
        GovernedChanges changes = GovernedChanges.of(reference.catalogue());
        changes.retirementsOf(systemId).stream()
                .filter(retired -> reference
                        .catalogue()
                        .system(systemId, retired.effectiveFrom())
                        .filter(SystemRegistered::soxInScope)
                        .isPresent())
                .forEach(retired -> judgements.add(retired(retired)));
        changes.mappingsOf(systemId).forEach(mappings -> {
            for (int i = 1; i < mappings.size(); i++) {
                EntitlementMapped before = (EntitlementMapped) mappings.get(i - 1);
                EntitlementMapped after = (EntitlementMapped) mappings.get(i);
                if (isBackdated(after) && !meansTheSame(before, after)) {
                    judgements.add(mappingBackdated(after));
                }
            }
        });
        return judgements;
    }

    private static boolean isBackdated(ReferenceEvent entry) {
        return !entry.header().baseline()
                && entry.effectiveFrom().isBefore(entry.header().recordedAt());
    }

    private static boolean meansTheSame(EntitlementMapped before, EntitlementMapped after) {
        return before.functions().equals(after.functions())
                && before.privileged() == after.privileged()
                && before.tier().equals(after.tier())
                && before.financeSensitive() == after.financeSensitive();
    }

    /** It begins with the last instant in scope, so that the regime it was taken from hears of it. */
    private Judgement removed(SystemRegistered before, SystemRegistered after, List<Dated<SystemRegistered>> later) {
        Instant at = after.effectiveFrom();
        Instant last = at.minusMillis(1);
        String object = "scope:" + systemId + "@" + at;
        boolean gone = GovernedChanges.of(reference.catalogue()).retirementsOf(systemId).stream()
                .anyMatch(retired -> !retired.effectiveFrom().isAfter(at)
                        && retired.evidenceRef().isPresent());
        if (gone) {
            return Judgement.of(object, systemId, last, Verdict.OPERATED, "RETIRED_WITH_EVIDENCE", List.of(after));
        }
        Judgement judgement = removal(object, last, at, before, after);
        Optional<Instant> restored = later.stream()
                .map(Dated::value)
                .filter(SystemRegistered::soxInScope)
                .map(SystemRegistered::effectiveFrom)
                .findFirst();
        return restored.isEmpty() || judgement.deviations().isEmpty()
                ? judgement
                : judgement.withDeviations(
                        judgement.deviations().stream()
                                .map(deviation -> deviation
                                        .ended(restored.get(), Ending.ENDED)
                                        .flagged(BoundaryProtected.RE_TEST))
                                .toList(),
                        "RESTORED");
    }

    private Judgement retired(SystemRetired retired) {
        Instant at = retired.effectiveFrom();
        String object = "retirement:" + systemId + "@" + at;
        SystemRegistered system = reference.catalogue().system(systemId, at).orElseThrow();
        return retired.evidenceRef().isPresent()
                ? Judgement.of(object, systemId, at, Verdict.OPERATED, "RETIRED_WITH_EVIDENCE", List.of(retired))
                : removal(object, at, at, system, retired);
    }

    private Judgement removal(
            String object, Instant since, Instant at, SystemRegistered before, ReferenceEvent removal) {
        ProtectedTime time = new ProtectedTime(reference);
        Optional<String> owner = before.owners().icfrRiskOwner();
        Optional<CatalogueChangeApproved> approval =
                time.approved(removal, owner.stream().toList(), systemId, at);
        if (approval.isPresent()) {
            return Judgement.of(object, systemId, since, Verdict.OPERATED, "RISK_OWNER_APPROVED", List.of(removal))
                    .approvedBy(
                            approval.map(CatalogueChangeApproved::approver),
                            approval.map(CatalogueChangeApproved::reason),
                            approval.map(CatalogueChangeApproved::changeId));
        }
        Optional<String> whyNot = time.whyNot(at);
        if (whyNot.isPresent()) {
            boolean unknown = whyNot.get().equals("NO_FISCAL_CALENDAR");
            return Judgement.of(
                    object,
                    systemId,
                    since,
                    unknown ? Verdict.INDETERMINATE : Verdict.NOT_APPLICABLE,
                    whyNot.get(),
                    List.of(removal));
        }
        return deviated(
                object,
                "SCOPE_REMOVED",
                since,
                List.of(
                        systemId + " was taken out of the scope of SOX at " + at
                                + ", close to the end of a fiscal period.",
                        "No approval by the owner of its reporting risk is on record: " + owner.orElse("nobody known")
                                + "."),
                List.of(before, removal));
    }

    private Judgement scopeBackdated(SystemRegistered before, SystemRegistered after) {
        Instant recorded = after.header().recordedAt();
        boolean removed = before.soxInScope() && !after.soxInScope() || before.socInScope() && !after.socInScope();
        Instant since = removed ? after.effectiveFrom().minusMillis(1) : recorded;
        String object = "scope-date:" + systemId + "@" + after.effectiveFrom();
        if (after.scopeReason().filter(reason -> !reason.isBlank()).isPresent()) {
            return Judgement.of(object, systemId, since, Verdict.OPERATED, "REASON_GIVEN", List.of(after))
                    .approvedBy(
                            Optional.empty(),
                            after.scopeReason(),
                            after.header().ticket());
        }
        return deviated(
                object,
                "BACKDATED",
                since,
                List.of("The scope of " + systemId + " was changed from " + after.effectiveFrom()
                        + " on, but that was written only at " + recorded + ", without a reason."),
                List.of(before, after));
    }

    private Judgement mappingBackdated(EntitlementMapped mapping) {
        Instant recorded = mapping.header().recordedAt();
        String object = "mapping:" + systemId + "/" + mapping.entitlement() + "@" + mapping.effectiveFrom();
        Optional<CatalogueChangeApproved> approval = GovernedChanges.of(reference.catalogue())
                .approvalOf(mapping)
                .filter(one -> one.backdated() && !one.reason().isBlank());
        if (approval.isPresent()) {
            return Judgement.of(object, systemId, recorded, Verdict.OPERATED, "REASON_GIVEN", List.of(mapping))
                    .approvedBy(
                            approval.map(CatalogueChangeApproved::approver),
                            approval.map(CatalogueChangeApproved::reason),
                            approval.map(CatalogueChangeApproved::changeId));
        }
        return deviated(
                object,
                "BACKDATED",
                recorded,
                List.of("What " + mapping.entitlement() + " gives on " + systemId + " was changed from "
                        + mapping.effectiveFrom() + " on, but that was written only at " + recorded
                        + ", and no approval allows that with a reason."),
                List.of(mapping));
    }

    private Judgement deviated(
            String object, String variant, Instant since, List<String> lines, List<ReferenceEvent> evidence) {
        return Judgement.deviated(
                object,
                systemId,
                since,
                List.of(Deviation.lasting(variant, variant, object, since, Severity.HIGH)
                        .because(lines, evidence)
                        .with(Map.of("itemId", object))));
    }
}
