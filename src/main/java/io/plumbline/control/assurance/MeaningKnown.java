package io.plumbline.control.assurance;

import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.RoleFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether it is known which functions a sensitive entitlement gives that somebody holds. */
final class MeaningKnown {

    private static final String OBJECT = "mapping";

    private final RoleFacts entitlement;
    private final Reference reference;
    private final List<Dated<EntitlementMapped>> mappings;
    private final List<Dated<SystemRegistered>> systems;

    MeaningKnown(RoleFacts entitlement, Reference reference) {
        this.entitlement = entitlement;
        this.reference = reference;
        this.mappings = reference.catalogue().mapping(entitlement.systemId(), entitlement.roleId());
        this.systems = reference.catalogue().registrations(entitlement.systemId());
    }

    /** One judgement where the entitlement was ever held while it was known to be sensitive; else none. */
    List<Judgement> judgements() {
        boolean asked = !mappings.isEmpty()
                && entitlement.definitions().isEmpty()
                && entitlement.retirements().isEmpty();
        Timeline concerned = asked ? held().and(sensitive()).and(inScope(false)) : Timeline.of(List.of());
        if (concerned.isEmpty()) {
            return List.of();
        }
        Instant at = concerned.intervals().get(0).from();
        List<Judgement> parts = new ArrayList<>();
        for (Interval span : concerned.minus(mapped()).intervals()) {
            Instant due = span.from().plus(reference.parameters(span.from()).duration("mapping_grace"));
            span.intersect(Interval.since(due)).ifPresent(late -> parts.add(unmapped(at, late, span.from())));
        }
        if (parts.isEmpty()) {
            parts.add(verdict(at));
        }
        return List.of(Judgement.together(parts));
    }

    private Judgement unmapped(Instant at, Interval late, Instant held) {
        if (!reference.completeness().reached(late.from())) {
            return verdict(at).againAt(late.from());
        }
        boolean financial = inScope(true).contains(late.from());
        Deviation lasting = Deviation.lasting(
                        "UNMAPPED_ENTITLEMENT",
                        "UNMAPPED_ENTITLEMENT",
                        "unmapped@" + held,
                        late.from(),
                        financial ? Severity.HIGH : Severity.MEDIUM)
                .because(
                        List.of(
                                entitlement.roleId() + " of " + entitlement.systemId()
                                        + " is sensitive and is held since " + held,
                                "Which functions it gives had to be stated by " + late.from()
                                        + "; until it is, no conflict with it is seen"),
                        evidence())
                .with(Map.of("system", entitlement.systemId(), "entitlement", entitlement.roleId()));
        Deviation found = late.until()
                .map(end -> lasting.ended(end, Ending.PERFORMED_LATE))
                .orElse(lasting);
        return Judgement.deviated(OBJECT, entitlement.systemId(), at, List.of(found));
    }

    private Judgement verdict(Instant at) {
        return Judgement.of(OBJECT, entitlement.systemId(), at, Verdict.OPERATED, "MEANING_KNOWN", evidence());
    }

    private List<ReferenceEvent> evidence() {
        return Stream.concat(
                        mappings.stream().map(Dated::value), systems.stream().map(Dated::value))
                .map(ReferenceEvent.class::cast)
                .toList();
    }

    /** When anybody held it; of what many hold that is not known, and it counts as always held. */
    private Timeline held() {
        return entitlement.widelyHeld()
                ? Timeline.of(
                        mappings.stream()
                                .map(Dated::inForce)
                                .map(Interval::from)
                                .min(Instant::compareTo)
                                .map(Interval::since)
                                .stream()
                                .toList())
                : Timeline.of(entitlement.holders().stream()
                        .flatMap(holder -> holder.intervals().stream())
                        .toList());
    }

    private Timeline sensitive() {
        Stream<Interval> stated = mappings.stream()
                .filter(mapping ->
                        mapping.value().privileged() || mapping.value().financeSensitive())
                .map(Dated::inForce);
        Stream<Interval> all =
                systems.stream().filter(system -> system.value().privileged()).map(Dated::inForce);
        return Timeline.of(Stream.concat(stated, all).toList());
    }

    private Timeline inScope(boolean financialOnly) {
        return Timeline.of(systems.stream()
                .filter(system -> system.value().soxInScope()
                        || !financialOnly && system.value().socInScope())
                .map(Dated::inForce)
                .toList());
    }

    private Timeline mapped() {
        return Timeline.of(mappings.stream()
                .filter(mapping -> !mapping.value().functions().isEmpty())
                .map(Dated::inForce)
                .toList());
    }
}
