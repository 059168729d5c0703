package io.plumbline.control.change;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlBoundary;
import io.plumbline.catalogue.GovernedChanges;
import io.plumbline.catalogue.Persons;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BoundaryItemRegistered;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Routing;
import io.plumbline.event.Severity;
import io.plumbline.event.Stage;
import io.plumbline.facts.SystemFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes of one rule or control of Plumbline itself: who wrote and who approved each, and whether it took something out of force
 * near the end of a fiscal period.
 */
record OwnChanges(SystemFacts facts, Reference reference) {

    /** The system under which parts of Plumbline stand in the inventory of the control boundary. */
    private static final String PLUMBLINE = "plumbline";

    List<Judgement> judge() {
        List<Judgement> judgements = new ArrayList<>();
        GovernedChanges.of(reference.catalogue())
                .versionsOf(facts.subject())
                .forEach(versions -> judge(versions, judgements));
        return judgements;
    }

    private void judge(List<ReferenceEvent> versions, List<Judgement> judgements) {
        for (int i = 0; i < versions.size(); i++) {
            ReferenceEvent entry = versions.get(i);
            Optional<ReferenceEvent> former = i == 0 ? Optional.empty() : Optional.of(versions.get(i - 1));
            List<ReferenceEvent> later = versions.subList(i + 1, versions.size());
            if (entry.header().baseline()) {
                judgements.add(verdict(name(entry), entry, Verdict.NOT_APPLICABLE, "BASELINE"));
            } else if (former.isPresent() && meaning(former.get()).equals(meaning(entry))) {
                judgements.add(verdict(name(entry), entry, Verdict.NOT_APPLICABLE, "NO_SEMANTIC_CHANGE"));
            } else {
                judgements.add(ended(changed(entry), former, later));
                boolean wasInForce = former.map(OwnChanges::isInForce).orElse(entry instanceof ControlStaged);
                if (wasInForce && !isInForce(entry)) {
                    judgements.add(endedInForce(disabled(entry), later));
                }
            }
        }
    }

    /** What an entry says, without what it is called. */
    private static Optional<String> meaning(ReferenceEvent entry) {
        if (entry instanceof ParameterChanged changed) {
            return Optional.of(changed.value());
        }
        return entry instanceof ControlStaged staged
                ? Optional.of((staged.stage() == Stage.UNKNOWN ? Stage.ACTIVE : staged.stage()).name())
                : GovernedChanges.meaningOf(entry);
    }

    private static boolean isInForce(ReferenceEvent entry) {
        if (entry instanceof SodRulePublished rule) {
            return isInForce(rule.stage().orElse(Stage.ACTIVE));
        } else if (entry instanceof ControlStaged staged) {
            return isInForce(staged.stage());
        }
        return !(entry instanceof SodRuleDisabled);
    }

    private static boolean isInForce(Stage stage) {
        return switch (stage) {
            case ACTIVE, UNKNOWN -> true;
            case DRAFT, SHADOW, RETIRED -> false;
        };
    }

    private static String name(ReferenceEvent entry) {
        return what(entry) + "@" + entry.effectiveFrom();
    }

    private static String what(ReferenceEvent entry) {
        if (entry instanceof ParameterChanged changed) {
            return "parameter:" + changed.controlId() + "." + changed.parameter();
        } else if (entry instanceof ControlStaged staged) {
            return "stage:" + staged.controlId();
        }
        return "rule:" + (entry instanceof SodRulePublished rule ? rule.ruleId() : ((SodRuleDisabled) entry).ruleId());
    }

    private Judgement changed(ReferenceEvent entry) {
        Optional<CatalogueChangeApproved> approval =
                GovernedChanges.of(reference.catalogue()).approvalOf(entry);
        Optional<String> approver = approval.map(CatalogueChangeApproved::approver)
                .or(() -> entry instanceof ParameterChanged changed ? changed.approvedBy() : Optional.empty());
        Optional<String> author = approval.map(CatalogueChangeApproved::author)
                .or(() -> entry.header().actor().flatMap(Principal::identityId));
        Persons persons = Persons.of(reference.catalogue());
        Optional<String> owner = owner(entry);
        Set<String> allowed = new TreeSet<>(owner.stream().toList());
        owner.ifPresent(id -> allowed.addAll(reference.catalogue().delegates(id, PLUMBLINE, entry.effectiveFrom())));
        if (approver.isEmpty() && !GovernedChanges.of(reference.catalogue()).recordsApprovals()) {
            return verdict(name(entry), entry, Verdict.INDETERMINATE, "APPROVALS_NOT_RECORDED");
        } else if (approver.isEmpty()) {
            return selfChange(entry, author, approver, "Nobody approved it.");
        } else if (author.filter(id -> persons.isSame(id, approver.get())).isPresent()) {
            return selfChange(entry, author, approver, "Who wrote it approved it: " + approver.get() + ".");
        } else if (owner.isPresent() && !persons.persons(allowed).contains(persons.person(approver.get()))) {
            return selfChange(
                    entry,
                    author,
                    approver,
                    "It was approved by " + approver.get() + " and not by who owns the control, " + owner.get() + ".");
        }
        return author.isEmpty()
                ? verdict(name(entry), entry, Verdict.INDETERMINATE, "AUTHOR_UNKNOWN")
                : verdict(name(entry), entry, Verdict.OPERATED, "APPROVED_BY_ANOTHER")
                        .approvedBy(
                                approver,
                                approval.map(CatalogueChangeApproved::reason),
                                entry.header().ticket());
    }

    private Judgement selfChange(ReferenceEvent entry, Optional<String> author, Optional<String> approver, String why) {
        return deviated(
                name(entry),
                "MONITOR_SELF_CHANGE",
                Severity.HIGH,
                entry,
                List.of(
                        what(entry) + " of the monitoring itself was changed from " + entry.effectiveFrom() + " on.",
                        why),
                Map.of(
                        "author", author.orElse(""),
                        "approver", approver.orElse(""),
                        "controlOwner", owner(entry).orElse("")));
    }

    private Judgement disabled(ReferenceEvent entry) {
        String object = "out-of-force:" + name(entry);
        ProtectedTime time = new ProtectedTime(reference);
        Set<String> owners = riskOwners(entry);
        Optional<CatalogueChangeApproved> approval =
                time.approved(entry, owners, PLUMBLINE, ProtectedTime.doneAt(entry));
        Optional<String> whyNot = time.whyNot(entry);
        if (approval.isPresent()) {
            return verdict(object, entry, Verdict.OPERATED, "RISK_OWNER_APPROVED")
                    .approvedBy(
                            approval.map(CatalogueChangeApproved::approver),
                            approval.map(CatalogueChangeApproved::reason),
                            approval.map(CatalogueChangeApproved::changeId));
        } else if (whyNot.isPresent()) {
            boolean unknown = whyNot.get().equals("NO_FISCAL_CALENDAR");
            return verdict(object, entry, unknown ? Verdict.INDETERMINATE : Verdict.NOT_APPLICABLE, whyNot.get());
        }
        return deviated(
                object,
                "RULE_DISABLED",
                Severity.CRITICAL,
                entry,
                List.of(
                        what(entry) + " was taken out of force from " + entry.effectiveFrom()
                                + " on, close to the end of a fiscal period.",
                        "No owner of a reporting risk approved that: " + String.join(", ", owners) + "."),
                Map.of("riskOwners", String.join(", ", owners)));
    }

    /** Who owns this part, where it stands in the inventory. */
    private Optional<String> owner(ReferenceEvent entry) {
        String part = facts.systemId().substring(Routing.OWN.length());
        return ControlBoundary.of(reference.catalogue())
                .item(PLUMBLINE, part, entry.effectiveFrom())
                .flatMap(BoundaryItemRegistered::controlOwnerId);
    }

    /** Who owns this part and the reporting risks of systems in scope; a rule is about more than one system. */
    private Set<String> riskOwners(ReferenceEvent entry) {
        Set<String> owners = new TreeSet<>(owner(entry).stream().toList());
        reference.catalogue().systems(entry.effectiveFrom()).stream()
                .filter(SystemRegistered::soxInScope)
                .flatMap(system -> system.owners().icfrRiskOwner().stream())
                .forEach(owners::add);
        return owners;
    }

    /** It ends when what was there before is there again. */
    private static Judgement ended(Judgement judgement, Optional<ReferenceEvent> former, List<ReferenceEvent> later) {
        return former.map(before -> endedAt(
                        judgement,
                        later.stream()
                                .filter(entry -> meaning(entry).equals(meaning(before)))
                                .map(ReferenceEvent::effectiveFrom)
                                .findFirst()))
                .orElse(judgement);
    }

    private static Judgement endedInForce(Judgement judgement, List<ReferenceEvent> later) {
        return endedAt(
                judgement,
                later.stream()
                        .filter(OwnChanges::isInForce)
                        .map(ReferenceEvent::effectiveFrom)
                        .findFirst());
    }

    private static Judgement endedAt(Judgement judgement, Optional<Instant> end) {
        return end.isEmpty() || judgement.deviations().isEmpty()
                ? judgement
                : judgement.withDeviations(
                        judgement.deviations().stream()
                                .map(deviation ->
                                        deviation.ended(end.get(), Ending.ENDED).flagged(BoundaryProtected.RE_TEST))
                                .toList(),
                        "RESTORED");
    }

    private Judgement verdict(String object, ReferenceEvent entry, Verdict verdict, String reason) {
        return Judgement.of(object, system(entry), entry.effectiveFrom(), verdict, reason, List.of(entry));
    }

    private Judgement deviated(
            String object,
            String variant,
            Severity severity,
            ReferenceEvent entry,
            List<String> lines,
            Map<String, String> details) {
        return Judgement.deviated(
                object,
                system(entry),
                entry.effectiveFrom(),
                List.of(Deviation.lasting(variant, variant, object, entry.effectiveFrom(), severity)
                        .because(lines, List.of(entry))
                        .with(details)));
    }

    /** The monitoring concerns all systems, so it is filed under the one that most is claimed about. */
    private String system(ReferenceEvent entry) {
        Catalogue catalogue = reference.catalogue();
        return GravestSystem.of(
                        catalogue.systems(entry.effectiveFrom()).stream()
                                .map(SystemRegistered::systemId)
                                .toList(),
                        catalogue,
                        entry.effectiveFrom())
                .orElse(PLUMBLINE);
    }
}
