package io.plumbline.control.change;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.GovernedChanges;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
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
        rewritten(changes.registrationsOf(systemId), judgements);
        changes.mappingsOf(systemId).forEach(mappings -> {
            for (int i = 1; i < mappings.size(); i++) {
                EntitlementMapped before = (EntitlementMapped) mappings.get(i - 1);
                EntitlementMapped after = (EntitlementMapped) mappings.get(i);
                if (isBackdated(after) && !meansTheSame(before, after)) {
                    judgements.add(mappingBackdated(before, after));
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

    /** Statements that took the place of another with the same start: what was said before counts no more, not even for the past. */
    private void rewritten(List<SystemRegistered> statements, List<Judgement> judgements) {
        for (int i = 1; i < statements.size(); i++) {
            SystemRegistered before = statements.get(i - 1);
            SystemRegistered after = statements.get(i);
            boolean moved = before.soxInScope() != after.soxInScope() || before.socInScope() != after.socInScope();
            if (before.effectiveFrom().equals(after.effectiveFrom()) && moved && isBackdated(after)) {
                judgements.add(rewritten(before, after));
                if (before.soxInScope() && !after.soxInScope()) {
                    judgements.add(erased(before, after, statements.subList(i + 1, statements.size())));
                }
            }
        }
    }

    private Judgement rewritten(SystemRegistered before, SystemRegistered after) {
        return scopeBackdated(
                "scope-date:" + written(after),
                filedWhenErased(after),
                after.header().recordedAt(),
                before,
                after);
    }

    private Judgement erased(SystemRegistered before, SystemRegistered after, List<SystemRegistered> later) {
        Instant written = after.header().recordedAt();
        return ended(
                removal("scope:" + written(after), filedWhenErased(after), written, before, after),
                later.stream()
                        .filter(SystemRegistered::soxInScope)
                        .map(ProtectedTime::doneAt)
                        .findFirst());
    }

    /** A version by its start, and by when it was written, since one with the same start stood before. */
    private String written(ReferenceEvent after) {
        return systemId + "@" + after.effectiveFrom() + "#" + after.header().recordedAt();
    }

    /** What the system was in scope of cannot be told any more, so it is filed where most is claimed. */
    private String filedWhenErased(SystemRegistered after) {
        return GravestSystem.ofAll(reference.catalogue(), after.header().recordedAt())
                .orElse(systemId);
    }

    /** It begins with the last instant in scope, so that the regime it was taken from hears of it. */
    private Judgement removed(SystemRegistered before, SystemRegistered after, List<Dated<SystemRegistered>> later) {
        Instant at = after.effectiveFrom();
        Instant last = at.minusMillis(1);
        String object = "scope:" + systemId + "@" + at;
        boolean gone = GovernedChanges.of(reference.catalogue()).retirementsOf(systemId).stream()
                .anyMatch(retired -> !retired.effectiveFrom().isAfter(at)
                        && !retired.effectiveFrom().isBefore(before.effectiveFrom())
                        && hasEvidence(retired));
        if (after.header().baseline()) {
            return Judgement.of(object, systemId, last, Verdict.NOT_APPLICABLE, "BASELINE", List.of(after));
        } else if (gone) {
            return Judgement.of(object, systemId, last, Verdict.OPERATED, "RETIRED_WITH_EVIDENCE", List.of(after));
        }
        return ended(
                removal(object, systemId, last, before, after),
                later.stream()
                        .map(Dated::value)
                        .filter(SystemRegistered::soxInScope)
                        .map(SystemRegistered::effectiveFrom)
                        .findFirst());
    }

    private static Judgement ended(Judgement judgement, Optional<Instant> restored) {
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

    private static boolean hasEvidence(SystemRetired retired) {
        return retired.evidenceRef().filter(reference -> !reference.isBlank()).isPresent();
    }

    private Judgement retired(SystemRetired retired) {
        Instant at = retired.effectiveFrom();
        String object = "retirement:" + systemId + "@" + at;
        SystemRegistered system = reference.catalogue().system(systemId, at).orElseThrow();
        if (retired.header().baseline()) {
            return Judgement.of(object, systemId, at, Verdict.NOT_APPLICABLE, "BASELINE", List.of(retired));
        }
        return hasEvidence(retired)
                ? Judgement.of(object, systemId, at, Verdict.OPERATED, "RETIRED_WITH_EVIDENCE", List.of(retired))
                : removal(object, systemId, at, system, retired);
    }

    private Judgement removal(
            String object, String filed, Instant since, SystemRegistered before, ReferenceEvent removal) {
        ProtectedTime time = new ProtectedTime(reference);
        Optional<String> owner = before.owners().icfrRiskOwner();
        Optional<CatalogueChangeApproved> approval =
                time.approved(removal, owner.stream().toList(), systemId, ProtectedTime.doneAt(removal));
        if (approval.isPresent()) {
            return Judgement.of(object, filed, since, Verdict.OPERATED, "RISK_OWNER_APPROVED", List.of(removal))
                    .approvedBy(
                            approval.map(CatalogueChangeApproved::approver),
                            approval.map(CatalogueChangeApproved::reason),
                            approval.map(CatalogueChangeApproved::changeId));
        }
        Optional<String> whyNot = time.whyNot(removal);
        if (whyNot.isPresent()) {
            boolean unknown = whyNot.get().equals("NO_FISCAL_CALENDAR");
            return Judgement.of(
                    object,
                    filed,
                    since,
                    unknown ? Verdict.INDETERMINATE : Verdict.NOT_APPLICABLE,
                    whyNot.get(),
                    List.of(removal));
        }
        return deviated(
                object,
                filed,
                "SCOPE_REMOVED",
                since,
                List.of(
                        systemId + " was taken out of the scope of SOX from " + removal.effectiveFrom()
                                + " on, close to the end of a fiscal period.",
                        "No approval by the owner of its reporting risk is on record: " + owner.orElse("nobody known")
                                + "."),
                List.of(before, removal));
    }

    private Judgement scopeBackdated(SystemRegistered before, SystemRegistered after) {
        boolean removed = before.soxInScope() && !after.soxInScope() || before.socInScope() && !after.socInScope();
        Instant since =
                removed ? after.effectiveFrom().minusMillis(1) : after.header().recordedAt();
        return scopeBackdated("scope-date:" + systemId + "@" + after.effectiveFrom(), systemId, since, before, after);
    }

    private Judgement scopeBackdated(
            String object, String filed, Instant since, SystemRegistered before, SystemRegistered after) {
        if (after.scopeReason().filter(reason -> !reason.isBlank()).isPresent()) {
            return Judgement.of(object, filed, since, Verdict.OPERATED, "REASON_GIVEN", List.of(after))
                    .approvedBy(
                            Optional.empty(),
                            after.scopeReason(),
                            after.header().ticket());
        }
        return deviated(
                object,
                filed,
                "BACKDATED",
                since,
                List.of(
                        "The scope of " + systemId + " was changed from " + after.effectiveFrom() + " on.",
                        "That was written only at " + after.header().recordedAt() + ", without a reason."),
                List.of(before, after));
    }

    private Judgement mappingBackdated(EntitlementMapped before, EntitlementMapped mapping) {
        Instant recorded = mapping.header().recordedAt();
        String object = "mapping:" + systemId + "/" + mapping.entitlement() + "@" + mapping.effectiveFrom()
                + (before.effectiveFrom().equals(mapping.effectiveFrom()) ? "#" + recorded : "");
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
                systemId,
                "BACKDATED",
                recorded,
                List.of(
                        "What " + mapping.entitlement() + " gives on " + systemId + " was changed from "
                                + mapping.effectiveFrom() + " on.",
                        "That was written only at " + recorded + ", and no approval allows it with a reason."),
                List.of(mapping));
    }

    private static Judgement deviated(
            String object,
            String filed,
            String variant,
            Instant since,
            List<String> lines,
            List<ReferenceEvent> evidence) {
        return Judgement.deviated(
                object,
                filed,
                since,
                List.of(Deviation.lasting(variant, variant, object, since, Severity.HIGH)
                        .because(lines, evidence)
                        .with(Map.of("itemId", object))));
    }
}
