package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.nonhuman.MandateFit.Fit;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.MandateGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The test of one act of an automated actor.
 *
 * @param sources where mandates of it are on record; the system acted on where none is known
 * @param unregistered the system of an account that belongs to no identity
 */
record MandateCase(
        MandateFit.Actor actor, SortedSet<String> sources, Optional<String> unregistered, Reference reference) {

    /** One act of an identity, which may be privileged where it acted. */
    Judgement judged(AgentAct act, IdentityFacts identity) {
        return judged(act, Holder.privileged(identity, act.systemId(), act.at(), reference.catalogue()));
    }

    /** One approval given. */
    Judgement judged(AgentAct act) {
        return judged(act, Privilege.ofSystem(reference.catalogue(), act.systemId(), act.at()));
    }

    private Judgement judged(AgentAct act, boolean privileged) {
        Parameters parameters = reference.parameters(act.at());
        if (act.event().header().baseline()) {
            return verdict(act, Verdict.NOT_APPLICABLE, "BASELINE");
        } else if (act.isByRule()) {
            return verdict(act, Verdict.NOT_APPLICABLE, "WORKFLOW_RULE");
        } else if (act.isApproval() && !parameters.flag("approval_by_agent_allowed")) {
            return deviated(
                    act, "AGENT_APPROVED", "AGENT_APPROVED", Severity.CRITICAL, approved(act), Optional.empty());
        }
        MandateFit found = MandateFit.of(act, actor, parameters.duration("mandate_max_age"));
        if (found.fit() == Fit.COVERED) {
            MandateGranted mandate = found.mandate().orElseThrow();
            return verdict(act, Verdict.OPERATED, "MANDATED")
                    .approvedBy(
                            mandate.approverId(),
                            Optional.empty(),
                            mandate.header().ticket());
        } else if (found.fit() == Fit.UNDECIDED) {
            return verdict(act, Verdict.INDETERMINATE, found.reason());
        }
        Absence noOther = nothingHeard(act.at(), act.systemId());
        if (!noOther.proven()) {
            return Judgement.undecided(act.object(), act.systemId(), act.at(), noOther, List.of(act.event()));
        }
        return deviated(
                        act,
                        "OUTSIDE_MANDATE",
                        found.fit().name(),
                        severity(act, found.fit(), privileged),
                        List.of("It " + act.words() + " at " + act.at(), found.words()),
                        found.mandate())
                .restingOn(noOther);
    }

    private static List<String> approved(AgentAct act) {
        return List.of(
                "It " + act.words() + " at " + act.at(),
                "That is an approval, and no automated actor may give one, whatever its mandate");
    }

    /** Whether every mandate decided by then that could still count is known of. */
    Absence nothingHeard(Instant at, String systemId) {
        Interval span = Interval.of(at.minus(reference.parameters(at).duration("mandate_max_age")), at);
        if (unregistered.isPresent()) {
            return reference.completeness().absence(Feed.ACCOUNTS, unregistered.get(), span);
        } else if (sources.isEmpty()) {
            return reference.completeness().absence(Feed.IDENTITY, systemId, span);
        }
        return Absence.all(sources.stream()
                .map(source -> reference.completeness().absence(Feed.IDENTITY, source, span))
                .toList());
    }

    private Severity severity(AgentAct act, Fit fit, boolean privileged) {
        boolean financial = reference
                .catalogue()
                .system(act.systemId(), act.at())
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        if (financial && act.isPosting() && fit != Fit.SPONSOR_INACTIVE) {
            return Severity.CRITICAL;
        }
        return financial || privileged ? Severity.HIGH : Severity.MEDIUM;
    }

    private Judgement deviated(
            AgentAct act,
            String kind,
            String variant,
            Severity severity,
            List<String> lines,
            Optional<MandateGranted> mandate) {
        List<Event> evidence = new ArrayList<>(List.of(act.event()));
        mandate.ifPresent(evidence::add);
        Deviation deviation = Deviation.lasting(
                        kind, variant, act.event().header().sourceEventId(), act.at(), severity)
                .because(lines, evidence)
                .with(details(act, mandate));
        return Judgement.deviated(act.object(), act.systemId(), act.at(), List.of(deviation));
    }

    private Map<String, String> details(AgentAct act, Optional<MandateGranted> mandate) {
        Map<String, String> details = new TreeMap<>();
        details.put("nhi_type", actor.type().name());
        details.put("action_class", act.actionClass());
        details.put("on_behalf_of_chain", String.join(", ", act.chain()));
        act.amount().ifPresent(amount -> details.put("amount", amount.toPlainString()));
        mandate.ifPresent(stated -> {
            details.put("mandate_id", stated.mandateId());
            details.put("sponsor", stated.sponsorId());
            details.put("autonomy_level", stated.autonomy().name());
            stated.amountLimit().ifPresent(limit -> details.put("limit", limit.toPlainString()));
        });
        return details;
    }

    private static Judgement verdict(AgentAct act, Verdict verdict, String reason) {
        return Judgement.of(act.object(), act.systemId(), act.at(), verdict, reason, List.of(act.event()));
    }
}
