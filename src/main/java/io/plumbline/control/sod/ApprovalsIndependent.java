package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.ApproverFacts;
import io.plumbline.facts.Conduct;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** SOD-06: access and elevations are approved by somebody independent of the beneficiary, the request and the provisioning, and not in return. */
public final class ApprovalsIndependent implements Control<Conduct> {

    private static final String NOT_INDEPENDENT = "NOT_INDEPENDENT";

    /** What weighs most, first: it names the exception where several decisions each lack something. */
    private static final List<String> GRAVEST_FIRST = List.of(
            "SELF_APPROVAL",
            "AGENT_APPROVER",
            "SUBORDINATE",
            "APPROVER_PROVISIONER",
            "REQUESTER_APPROVER",
            "NO_AUTHORITY");

    private static final Set<String> SELF = Set.of("SELF_APPROVAL", "AGENT_APPROVER");

    @Override
    public String id() {
        return "SOD-06";
    }

    @Override
    public Class<Conduct> population() {
        return Conduct.class;
    }

    /** Takes every grant with an approval, and every elevation; and of who approves every approval, for what came in return. */
    @Override
    public List<Judgement> evaluate(Conduct conduct, Reference reference) {
        return conduct instanceof IdentityFacts identity
                ? ofBeneficiary(identity, reference)
                : new Reciprocity((ApproverFacts) conduct, reference).judged();
    }

    private static List<Judgement> ofBeneficiary(IdentityFacts identity, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        identity.grants().stream()
                .filter(grant -> !grant.observedOnly() && !grant.takenOver())
                .forEach(grant -> judgements.add(judge(grant, identity, reference)));
        identity.elevations().stream()
                .collect(Collectors.groupingBy(
                        elevation -> "elevation:" + elevation.systemId() + "/" + elevation.elevationId(),
                        TreeMap::new,
                        Collectors.toList()))
                .forEach((object, decisions) -> judgements.add(judge(object, decisions, identity, reference)));
        return judgements;
    }

    private static Judgement judge(Grant grant, IdentityFacts identity, Reference reference) {
        Instant act = grant.given().header().occurredAt();
        if (grant.baseline()) {
            return verdict(grant, Verdict.NOT_APPLICABLE, "BASELINE");
        } else if (reference.catalogue().isBirthright(grant.systemId(), grant.entitlement(), act)) {
            return verdict(grant, Verdict.OPERATED, "BIRTHRIGHT");
        }
        Parameters parameters = reference.parameters(act);
        Instant oldest = act.minus(parameters.duration("approval_match_window"));
        boolean requesterMayApprove = parameters.flag("requester_may_approve");
        Map<Approved, Independence> decisions = new TreeMap<>(
                Comparator.comparing((Approved approval) -> approval.header().occurredAt())
                        .thenComparing(Event::id));
        identity.approvals().stream()
                .filter(approval -> isFor(grant, approval, oldest))
                .forEach(approval -> decisions.put(
                        approval,
                        Independence.of(approval, grant, identity, reference.catalogue(), requesterMayApprove)));
        List<Approved> inTime = decisions.keySet().stream()
                .filter(approval -> !approval.header().occurredAt().isAfter(act))
                .toList();
        if (inTime.isEmpty()) {
            return verdict(grant, Verdict.NOT_APPLICABLE, "NOT_APPROVED_BEFORE");
        }
        Optional<Approved> sound = inTime.stream()
                .filter(approval -> decisions.get(approval).sound())
                .findFirst();
        if (sound.isPresent()) {
            return Judgement.of(
                            grant.object(),
                            grant.systemId(),
                            act,
                            Verdict.OPERATED,
                            "INDEPENDENT",
                            List.of(grant.given(), sound.get()))
                    .approvedBy(
                            Optional.of(sound.get().approverId()),
                            sound.get().justification(),
                            Optional.of(sound.get().requestId()));
        }
        Optional<String> doubt = inTime.stream()
                .flatMap(approval -> decisions.get(approval).doubt().stream())
                .findFirst();
        if (doubt.isPresent()) {
            return verdict(grant, Verdict.INDETERMINATE, doubt.get());
        }
        Absence noneElse =
                reference.completeness().absence(Feed.ACCESS_APPROVALS, grant.systemId(), Interval.of(oldest, act));
        if (!noneElse.proven()) {
            return Judgement.undecided(grant.object(), grant.systemId(), act, noneElse, List.of(grant.given()));
        }
        Optional<Approved> late = decisions.keySet().stream()
                .filter(approval -> approval.header().occurredAt().isAfter(act))
                .filter(approval -> decisions.get(approval).sound())
                .filter(approval -> grant.held().contains(approval.header().occurredAt()))
                .findFirst();
        return deviated(grant, inTime, decisions, late, reference).restingOn(noneElse);
    }

    private static Judgement deviated(
            Grant grant,
            List<Approved> inTime,
            Map<Approved, Independence> decisions,
            Optional<Approved> late,
            Reference reference) {
        Instant act = grant.given().header().occurredAt();
        String variant = gravest(inTime.stream()
                .flatMap(approval -> decisions.get(approval).fault().stream())
                .collect(Collectors.toSet()));
        List<String> why = new ArrayList<>();
        why.add(grant.entitlement() + " of " + grant.systemId() + " was granted at " + act);
        inTime.forEach(approval ->
                why.add(words(approval) + ": " + decisions.get(approval).words()));
        late.ifPresent(approval -> why.add(words(approval) + ", independently, which is late"));
        List<Event> evidence = new ArrayList<>(List.of(grant.given()));
        evidence.addAll(inTime);
        late.ifPresent(evidence::add);
        Map<String, String> details = new TreeMap<>();
        details.put(
                "approvers",
                inTime.stream()
                        .map(approval -> approval.approverId()
                                + approval.stage()
                                        .map(stage -> " (" + stage + ")")
                                        .orElse(""))
                        .collect(Collectors.joining(", ")));
        details.put(
                "authority_basis",
                inTime.stream().map(approval -> approval.authority().name()).collect(Collectors.joining(", ")));
        grant.given().header().actor().ifPresent(actor -> details.put("provisioner", actor.toString()));
        Deviation deviation = Deviation.lasting(
                        NOT_INDEPENDENT,
                        variant,
                        grant.key(),
                        act,
                        severity(variant, grant.systemId(), Optional.of(grant.entitlement()), act, reference))
                .because(why, evidence)
                .with(details);
        if (late.isPresent()) {
            deviation = deviation.ended(late.get().header().occurredAt(), Ending.PERFORMED_LATE);
        } else if (grant.held().until().isPresent()) {
            deviation = deviation.ended(grant.held().until().get(), Ending.ENDED);
        }
        return Judgement.deviated(grant.object(), grant.systemId(), act, List.of(deviation))
                .approvedBy(
                        Optional.of(inTime.get(0).approverId()),
                        inTime.get(0).justification(),
                        Optional.of(inTime.get(0).requestId()));
    }

    /** Elevations state no authority: who decides has to be independent. */
    private static Judgement judge(
            String object, List<ElevationApproved> decisions, IdentityFacts identity, Reference reference) {
        ElevationApproved first = decisions.get(0);
        Instant act = first.header().occurredAt();
        if (first.header().baseline()) {
            return Judgement.of(object, first.systemId(), act, Verdict.NOT_APPLICABLE, "BASELINE", List.of(first));
        }
        List<Independence> found = decisions.stream()
                .map(decision -> Independence.ofPerson(
                        decision.approverId(), decision.header().occurredAt(), identity))
                .toList();
        for (int i = 0; i < found.size(); i++) {
            ElevationApproved decision = decisions.get(i);
            if (found.get(i).sound() && !decision.header().occurredAt().isAfter(first.windowFrom())) {
                return Judgement.of(object, first.systemId(), act, Verdict.OPERATED, "INDEPENDENT", List.of(decision))
                        .approvedBy(
                                Optional.of(decision.approverId()),
                                Optional.empty(),
                                decision.header().ticket());
            }
        }
        Optional<String> fault = found.get(0).fault();
        if (fault.isEmpty()) {
            return Judgement.of(
                    object,
                    first.systemId(),
                    act,
                    found.get(0).sound() ? Verdict.OPERATED : Verdict.INDETERMINATE,
                    found.get(0).doubt().orElse("INDEPENDENT"),
                    List.of(first));
        }
        Instant since = first.windowFrom().isAfter(act) ? first.windowFrom() : act;
        Deviation deviation = Deviation.lasting(
                        NOT_INDEPENDENT,
                        fault.get(),
                        first.elevationId(),
                        since,
                        severity(fault.get(), first.systemId(), first.role(), act, reference))
                .because(
                        List.of(
                                "Elevation " + first.elevationId() + " on " + first.systemId() + " was approved by "
                                        + first.approverId() + " at " + act,
                                found.get(0).words()),
                        decisions)
                .with(Map.of("approvers", first.approverId()));
        Instant end = first.windowTo().isAfter(since) ? first.windowTo() : since.plusMillis(1);
        for (int i = 1; i < found.size(); i++) {
            Instant at = decisions.get(i).header().occurredAt();
            if (found.get(i).sound() && at.isAfter(since) && at.isBefore(end)) {
                return Judgement.deviated(
                        object, first.systemId(), act, List.of(deviation.ended(at, Ending.PERFORMED_LATE)));
            }
        }
        return Judgement.deviated(object, first.systemId(), act, List.of(deviation.ended(end, Ending.ENDED)));
    }

    private static boolean isFor(Grant grant, Approved approval, Instant oldest) {
        boolean sameAccount = approval.holder().account().isEmpty()
                || grant.account().isEmpty()
                || approval.holder().account().equals(grant.account());
        return approval.systemId().equals(grant.systemId())
                && sameAccount
                && grant.requestId()
                        .map(request -> request.equals(approval.requestId()))
                        .orElseGet(() -> approval.entitlements().contains(grant.entitlement())
                                && !approval.header().occurredAt().isBefore(oldest));
    }

    private static String gravest(Set<String> variants) {
        return GRAVEST_FIRST.stream().filter(variants::contains).findFirst().orElseThrow();
    }

    private static Severity severity(
            String variant, String systemId, Optional<String> entitlement, Instant at, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        boolean grave = catalogue
                        .system(systemId, at)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent()
                || Privilege.ofSystem(catalogue, systemId, at)
                || entitlement
                        .filter(id -> Privilege.given(catalogue, systemId, id, at))
                        .isPresent();
        return SELF.contains(variant) && grave ? Severity.CRITICAL : Severity.HIGH;
    }

    private static Judgement verdict(Grant grant, Verdict verdict, String reason) {
        return Judgement.of(
                grant.object(),
                grant.systemId(),
                grant.given().header().occurredAt(),
                verdict,
                reason,
                List.of(grant.given()));
    }

    private static String words(Approved approval) {
        return "Request " + approval.requestId() + " was approved by " + approval.approverId() + " at "
                + approval.header().occurredAt()
                + approval.stage().map(stage -> " in stage " + stage).orElse("");
    }
}
