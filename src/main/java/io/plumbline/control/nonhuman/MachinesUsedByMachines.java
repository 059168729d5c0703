package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.CredentialEvent.Retrieved;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** NHC-04: machine identities are used by machines, from where they are meant to be used. */
public final class MachinesUsedByMachines implements Control<IdentityFacts> {

    private static final String KIND = "HUMAN_USE";

    @Override
    public String id() {
        return "NHC-04";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every session opened in the name of a machine identity, and every use of its credentials. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        return HolderType.of(identity).isMachine()
                ? HumanUse.of(identity).stream()
                        .map(use -> judged(use, identity, reference))
                        .toList()
                : List.of();
    }

    private static Judgement judged(HumanUse use, IdentityFacts machine, Reference reference) {
        Parameters parameters = reference.parameters(use.at());
        Optional<Profiled> profile = Holder.profile(machine, use.at());
        if (use.event().header().baseline()) {
            return verdict(use, Verdict.NOT_APPLICABLE, "BASELINE");
        } else if (use.isInteractive(machine)) {
            return isAttended(machine, profile) && use.person(machine).isPresent()
                    ? verdict(use, Verdict.OPERATED, "ATTENDED_BOT")
                    : interactive(use, isAttended(machine, profile), machine, reference);
        }
        Places place = profile.map(known -> Places.of(use, known)).orElse(Places.UNKNOWN);
        List<Retrieved> shown = use.shownSince(use.at().minus(parameters.duration("use_after_retrieval")), machine);
        if (!shown.isEmpty() && place == Places.ELSEWHERE) {
            return afterRetrieval(use, shown.get(0), machine, reference);
        } else if (!shown.isEmpty() && place == Places.UNKNOWN) {
            return verdict(use, Verdict.INDETERMINATE, "SOURCE_UNKNOWN");
        } else if (use.client() == ClientClass.UNKNOWN && use.attended()) {
            return verdict(use, Verdict.INDETERMINATE, "CLIENT_UNKNOWN");
        }
        Optional<Instant> learnt = firstProfile(machine).map(from -> from.plus(parameters.duration("learning_period")));
        if (learnt.isEmpty()) {
            return verdict(use, Verdict.INDETERMINATE, "NO_PROFILE");
        } else if (learnt.filter(use.at()::isBefore).isPresent()) {
            return verdict(use, Verdict.OPERATED, "LEARNING");
        }
        return switch (place) {
            case NAMED -> verdict(use, Verdict.OPERATED, "AS_REGISTERED");
            case UNKNOWN -> verdict(use, Verdict.INDETERMINATE, "SOURCE_UNKNOWN");
            case ELSEWHERE -> elsewhere(use, profile.orElseThrow(), machine, reference);
        };
    }

    /** A bot that works a desktop by design: it is registered as such, and every use names the person it is bound to. */
    private static boolean isAttended(IdentityFacts machine, Optional<Profiled> profile) {
        return HolderType.of(machine) == IdentityType.BOT
                && profile.filter(known -> known.tags().contains("ATTENDED")).isPresent();
    }

    /** Since when it is on record where it is used from. */
    private static Optional<Instant> firstProfile(IdentityFacts machine) {
        return machine.profiles().stream()
                .filter(profile ->
                        !profile.usedFrom().isEmpty() || !profile.workloads().isEmpty())
                .map(profile -> profile.header().occurredAt())
                .findFirst();
    }

    private static Judgement interactive(HumanUse use, boolean attended, IdentityFacts machine, Reference reference) {
        List<String> lines = new ArrayList<>(List.of(words(use)));
        lines.add(
                use.client() == ClientClass.INTERACTIVE
                        ? "The client was one that a person sits in front of"
                        : "A person is on record behind it, and nothing says that it ran by itself");
        if (attended) {
            lines.add("It is registered as an attended bot, and no person is named that it was bound to");
        }
        return deviated(
                use,
                use.isSession() ? "INTERACTIVE_LOGIN" : "HUMAN_CLIENT",
                lines,
                List.of(use.event()),
                use.person(machine),
                machine,
                reference);
    }

    private static Judgement afterRetrieval(HumanUse use, Retrieved taken, IdentityFacts machine, Reference reference) {
        Judgement found = deviated(
                use,
                "USE_AFTER_RETRIEVAL",
                List.of(
                        taken.retrievedBy() + " was shown the secret at "
                                + taken.header().occurredAt(),
                        words(use),
                        "That is not where it is registered to be used from"),
                List.of(taken, use.event()),
                use.person(machine).or(() -> Optional.of(taken.retrievedBy().toString())),
                machine,
                reference);
        return found.withDeviations(
                found.deviations().stream()
                        .map(deviation -> deviation.with(
                                Map.of("retrieval_ref", taken.header().sourceEventId())))
                        .toList(),
                "");
    }

    private static Judgement elsewhere(HumanUse use, Profiled profile, IdentityFacts machine, Reference reference) {
        return deviated(
                use,
                "OFF_PROFILE_SOURCE",
                List.of(
                        words(use),
                        "It is registered to be used by " + profile.workloads() + " and from " + profile.usedFrom()),
                List.of(profile, use.event()),
                use.person(machine),
                machine,
                reference);
    }

    private static String words(HumanUse use) {
        return (use.isSession() ? "A session was opened on " : "A credential was used on ") + use.systemId() + " at "
                + use.at()
                + use.workload().map(id -> " by the workload " + id).orElse("")
                + use.from().map(from -> " from " + from).orElse("");
    }

    private static Judgement deviated(
            HumanUse use,
            String variant,
            List<String> lines,
            List<Event> evidence,
            Optional<String> person,
            IdentityFacts machine,
            Reference reference) {
        Map<String, String> details = new TreeMap<>();
        details.put("client_class", use.client().name());
        use.from().ifPresent(from -> details.put("source", from));
        use.workload().ifPresent(id -> details.put("workload_id", id));
        person.ifPresent(who -> details.put("candidate_person", who));
        List<StepPerformed> steps = financialSteps(use, machine, reference);
        details.put("actions", Integer.toString(steps.size()));
        Deviation deviation = Deviation.lasting(
                        KIND,
                        variant,
                        use.event().header().sourceEventId(),
                        use.at(),
                        severity(use, steps, machine, reference))
                .because(lines, evidence)
                .with(details);
        return Judgement.deviated(use.object(), use.systemId(), use.at(), List.of(deviation));
    }

    private static Severity severity(
            HumanUse use, List<StepPerformed> steps, IdentityFacts machine, Reference reference) {
        if (!steps.isEmpty()) {
            return Severity.CRITICAL;
        }
        boolean grave = isFinancial(use, reference)
                || Holder.privileged(machine, use.systemId(), use.at(), reference.catalogue());
        return grave ? Severity.HIGH : Severity.MEDIUM;
    }

    private static boolean isFinancial(HumanUse use, Reference reference) {
        return reference
                .catalogue()
                .system(use.systemId(), use.at())
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    /** Postings and approvals of it in a financial system during the session, or on the day of the use, which is told once a day. */
    private static List<StepPerformed> financialSteps(HumanUse use, IdentityFacts machine, Reference reference) {
        if (!isFinancial(use, reference)) {
            return List.of();
        }
        Instant day = use.at().truncatedTo(ChronoUnit.DAYS);
        Instant from = use.isSession() ? use.at() : day;
        Instant until = use.isSession() ? use.until().plusMillis(1) : day.plus(1, ChronoUnit.DAYS);
        return machine.activity().stream()
                .filter(step -> step.systemId().equals(use.systemId()))
                .filter(step -> !step.header().occurredAt().isBefore(from)
                        && step.header().occurredAt().isBefore(until))
                .filter(step -> AgentAct.of(step, "", step.systemId(), "", reference.catalogue())
                        .isPosting())
                .toList();
    }

    private static Judgement verdict(HumanUse use, Verdict verdict, String reason) {
        return Judgement.of(use.object(), use.systemId(), use.at(), verdict, reason, List.of(use.event()));
    }
}
