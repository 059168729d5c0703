package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Dated;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Judgement;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.IdentityEvent.Created;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The test of what an automated actor did on behalf of a person: whether the person could have done it. */
final class BorrowedCase {

    private final IdentityFacts person;
    private final Reference reference;
    private final EffectiveAccess access;

    BorrowedCase(IdentityFacts person, Reference reference) {
        this.person = person;
        this.reference = reference;
        this.access = EffectiveAccess.of(person, reference.catalogue());
    }

    Judgement judged(StepPerformed step) {
        Instant at = step.header().occurredAt();
        if (step.header().baseline()) {
            return verdict(step, Verdict.NOT_APPLICABLE, "BASELINE");
        } else if (isSponsor(step)) {
            return verdict(step, Verdict.NOT_APPLICABLE, "OWN_MANDATE");
        } else if (couldHave(step)) {
            return verdict(step, Verdict.OPERATED, "COULD_HAVE_DONE_IT");
        }
        boolean unknown = access.unknown().stream()
                .anyMatch(span ->
                        span.systemId().equals(step.systemId()) && span.span().contains(at));
        if (unknown) {
            return verdict(step, Verdict.INDETERMINATE, "ACCESS_UNKNOWN");
        }
        Absence noGrant =
                reference.completeness().absence(Feed.GRANTS, step.systemId(), Interval.of(Instant.EPOCH, at));
        return noGrant.proven()
                ? Judgement.deviated(object(step), step.systemId(), at, List.of(deviation(step)))
                        .restingOn(noGrant)
                : Judgement.undecided(object(step), step.systemId(), at, noGrant, List.of(step));
    }

    /** Who answers for the actor lends it nothing: it acts by its own mandate. */
    private boolean isSponsor(StepPerformed step) {
        String actor = step.performer().identityId().orElseThrow();
        return Optional.ofNullable(person.sponsored().get(actor))
                .filter(machine -> machine.hadMandateOf(
                        person.subject().id(), step.header().occurredAt()))
                .isPresent();
    }

    /** By the very permission, or by others that give every function it gives. */
    private boolean couldHave(StepPerformed step) {
        Instant at = step.header().occurredAt();
        List<EffectiveAccess.Path> held = access.paths().stream()
                .filter(path ->
                        path.systemId().equals(step.systemId()) && path.usable().contains(at))
                .toList();
        Set<String> functions = held.stream()
                .flatMap(path -> reference.catalogue().mapping(path.systemId(), path.entitlement()).stream())
                .filter(version -> version.inForce().contains(at))
                .map(Dated::value)
                .flatMap(mapped -> mapped.functions().stream())
                .map(FunctionUse::functionId)
                .collect(Collectors.toSet());
        List<FunctionUse> used = AgentAct.of(step, "", step.systemId(), "", reference.catalogue())
                .functions();
        return held.stream().anyMatch(path -> path.entitlement().equals(step.entitlement()))
                || !used.isEmpty() && used.stream().map(FunctionUse::functionId).allMatch(functions::contains);
    }

    private Deviation deviation(StepPerformed step) {
        Instant at = step.header().occurredAt();
        String actor = step.performer().identityId().orElseThrow();
        Created record = person.others().get(actor).employment().created().orElseThrow();
        boolean grave = Privilege.given(reference.catalogue(), step.systemId(), step.entitlement(), at)
                || reference
                        .catalogue()
                        .system(step.systemId(), at)
                        .filter(SystemRegistered::soxInScope)
                        .isPresent();
        return Deviation.lasting(
                        "PRIVILEGE_BORROWED",
                        "PRIVILEGE_BORROWED",
                        step.header().sourceEventId(),
                        at,
                        grave ? Severity.HIGH : Severity.MEDIUM)
                .because(
                        List.of(
                                actor + " used " + step.entitlement() + " on " + step.systemId() + " at " + at
                                        + ", on behalf of this person",
                                "The person held neither that permission nor another one that gives the same"),
                        List.of(step, record))
                .with(Map.of(
                        "nhi_type", record.identityType().name(),
                        "actor", actor,
                        "on_behalf_of_chain", String.join(", ", step.header().onBehalfOf()),
                        "entitlement", step.entitlement()));
    }

    private static Judgement verdict(StepPerformed step, Verdict verdict, String reason) {
        return Judgement.of(object(step), step.systemId(), step.header().occurredAt(), verdict, reason, List.of(step));
    }

    private static String object(StepPerformed step) {
        return "borrowed:" + step.id();
    }
}
