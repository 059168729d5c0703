package io.plumbline.control.lifecycle;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** JML-03: machine identities of a leaver pass to somebody else, and secrets the leaver may know are changed after the departure. */
public final class MachinesHandedOver implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "JML-03";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every departure, and everything the leaver answered for or may know the secret of; an item may outlast several. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        Map<String, List<Judgement>> items = new TreeMap<>();
        identity.departures().stream()
                .flatMap(departure -> HandoverDuty.of(departure, identity, reference).stream())
                .forEach(duty -> items.computeIfAbsent(duty.object(), object -> new ArrayList<>())
                        .add(judge(duty, reference)));
        identity.departures().forEach(departure -> HandoverDuty.ofUnknownType(departure, identity)
                .forEach(secret -> items.computeIfAbsent(HandoverDuty.objectOf(secret), object -> new ArrayList<>())
                        .add(Judgement.of(
                                HandoverDuty.objectOf(secret),
                                secret.systemId(),
                                departure.effectiveAt(),
                                Verdict.INDETERMINATE,
                                "CREDENTIAL_TYPE_UNKNOWN",
                                secret.events().subList(0, 1)))));
        return items.values().stream().map(Judgement::together).toList();
    }

    private static Judgement judge(HandoverDuty duty, Reference reference) {
        Optional<Instant> back = duty.departure().returnedAt();
        Instant deadline = duty.deadline();
        if (back.filter(at -> !at.isAfter(deadline)).isPresent()) {
            return verdict(duty, Verdict.NOT_APPLICABLE, "RETURNED_BEFORE_DEADLINE");
        } else if (duty.doneAt().filter(at -> !at.isAfter(deadline)).isPresent()) {
            return verdict(duty, Verdict.OPERATED, "HANDED_OVER_IN_TIME");
        }
        Absence notDone = notHeardOf(duty, deadline, reference);
        if (!notDone.proven()) {
            return Judgement.undecided(
                    duty.object(), duty.systemId(), duty.departure().effectiveAt(), notDone, duty.events());
        }
        Deviation deviation = Deviation.lasting(
                        duty.kind(),
                        duty.variant(),
                        "employment-" + duty.departure().episode(),
                        deadline,
                        duty.severity())
                .because(explanation(duty), duty.events())
                .with(details(duty));
        Optional<Instant> end =
                Stream.concat(duty.doneAt().stream(), back.stream()).min(Comparator.naturalOrder());
        if (end.isPresent()) {
            deviation = deviation.ended(
                    end.get(), end.equals(duty.doneAt()) && !duty.planned() ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        if (duty.departure().stated().header().baseline()) {
            deviation = deviation.flagged(Deviation.PRE_EXISTING);
        }
        return graded(deviation, duty, end, reference).restingOn(notDone);
    }

    /** What matters to the accounts or is privileged is critical when it lasts too long. */
    private static Judgement graded(
            Deviation deviation, HandoverDuty duty, Optional<Instant> end, Reference reference) {
        Judgement asFound = deviated(duty, deviation);
        Duration patience = reference.parameters(duty.departure().effectiveAt()).duration("critical_after");
        Instant critical = duty.deadline().plus(patience);
        if (!duty.grave() || end.filter(at -> !at.isAfter(critical)).isPresent()) {
            return asFound;
        }
        Absence lasted = notHeardOf(duty, critical, reference);
        return end.filter(reference.completeness()::reached).isPresent() || lasted.proven()
                ? deviated(duty, deviation.ofSeverity(Severity.CRITICAL))
                : asFound.restingOn(lasted);
    }

    private static Absence notHeardOf(HandoverDuty duty, Instant until, Reference reference) {
        Interval span = Interval.of(duty.departure().effectiveAt(), until);
        String personnelSystem = duty.departure().stated().header().source();
        return Absence.all(Stream.concat(
                        Stream.of(reference.completeness().absence(Feed.IDENTITY, personnelSystem, span)),
                        duty.proof().stream()
                                .map(proof -> reference.completeness().absence(proof.feed(), proof.systemId(), span)))
                .toList());
    }

    private static List<String> explanation(HandoverDuty duty) {
        List<String> lines = new ArrayList<>(List.of("The employment ended at "
                + duty.departure().effectiveAt() + ", on record since "
                + duty.departure().recordedAt()));
        lines.addAll(duty.why());
        lines.add("That was due by " + duty.deadline());
        lines.add(duty.doneAt()
                .map(at -> duty.planned()
                        ? "Nobody did it; it ends as planned at " + at
                        : "It was done at " + at + ", " + Duration.between(duty.deadline(), at) + " late")
                .orElse("Nothing on record says that it was done"));
        return lines;
    }

    private static Map<String, String> details(HandoverDuty duty) {
        Map<String, String> details = new TreeMap<>(duty.details());
        details.put("termination_effective_at", duty.departure().effectiveAt().toString());
        details.put("deadline", duty.deadline().toString());
        duty.doneAt()
                .filter(at -> !duty.planned())
                .ifPresent(at -> details.put(
                        "lateness_past_deadline",
                        Duration.between(duty.deadline(), at).toString()));
        return details;
    }

    private static Judgement deviated(HandoverDuty duty, Deviation deviation) {
        return Judgement.deviated(
                duty.object(), duty.systemId(), duty.departure().effectiveAt(), List.of(deviation));
    }

    private static Judgement verdict(HandoverDuty duty, Verdict verdict, String reason) {
        return Judgement.of(
                duty.object(), duty.systemId(), duty.departure().effectiveAt(), verdict, reason, duty.events());
    }
}
