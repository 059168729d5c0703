package io.plumbline.control.assurance;

import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Departure;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SystemFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who is named as an owner of one system: somebody who is there, or a name that only fills the field. */
final class OwnerNames {

    private static final String OBJECT = "owners";

    private final SystemFacts system;
    private final Reference reference;
    private final SortedSet<Instant> yetToBegin = new TreeSet<>();

    /** What a field for an owner holds. */
    private record Name(String field, String person) {}

    OwnerNames(SystemFacts system, Reference reference) {
        this.system = system;
        this.reference = reference;
    }

    /** Empty where the system is not registered. */
    Optional<Judgement> judge() {
        List<Dated<SystemRegistered>> versions = reference.catalogue().registrations(system.systemId());
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        List<Deviation> deviations = new ArrayList<>();
        named(versions).forEach((name, spans) -> Timeline.of(spans)
                .intervals()
                .forEach(inForce -> deviations.addAll(deviations(name, inForce))));
        Instant at = versions.get(versions.size() - 1).inForce().from();
        Judgement judgement = deviations.isEmpty()
                ? Judgement.of(OBJECT, system.systemId(), at, Verdict.OPERATED, "OWNERS_ARE_NAMED", List.of())
                : Judgement.deviated(OBJECT, system.systemId(), at, deviations);
        return Optional.of(yetToBegin.isEmpty() ? judgement : judgement.againAt(yetToBegin.first()));
    }

    /** Who was named in which field, and when; a registration that repeats a name carries it on. */
    private static Map<Name, List<Interval>> named(List<Dated<SystemRegistered>> versions) {
        Map<Name, List<Interval>> named = new LinkedHashMap<>();
        versions.forEach(version -> named(version.value().owners())
                .forEach((field, person) -> named.computeIfAbsent(new Name(field, person), key -> new ArrayList<>())
                        .add(version.inForce())));
        return named;
    }

    private static Map<String, String> named(Owners owners) {
        Map<String, String> named = new LinkedHashMap<>();
        owners.businessOwner().ifPresent(person -> named.put("businessOwner", person));
        owners.systemOwner().ifPresent(person -> named.put("systemOwner", person));
        owners.icfrRiskOwner().ifPresent(person -> named.put("icfrRiskOwner", person));
        owners.securityRiskOwner().ifPresent(person -> named.put("securityRiskOwner", person));
        return named;
    }

    private List<Deviation> deviations(Name name, Interval inForce) {
        if (new Placeholders(reference.parameters(inForce.from())).isNobody(name.person())) {
            return hasBegun(inForce)
                    ? List.of(deviation(name, inForce, inForce, "'" + name.person() + "' is nobody"))
                    : List.of();
        }
        List<Deviation> found = new ArrayList<>();
        for (Departure departure : departures(name.person())) {
            Instant gone = departure
                    .effectiveAt()
                    .plus(reference.parameters(departure.effectiveAt()).duration("evidence_deadline"));
            new Interval(gone, departure.returnedAt())
                    .intersect(inForce)
                    .filter(this::hasBegun)
                    .ifPresent(span -> found.add(
                            deviation(name, span, inForce, name.person() + " left at " + departure.effectiveAt())));
        }
        return found;
    }

    private boolean hasBegun(Interval span) {
        if (reference.completeness().reached(span.from())) {
            return true;
        }
        yetToBegin.add(span.from());
        return false;
    }

    private List<Departure> departures(String person) {
        return Optional.ofNullable(system.persons().get(person))
                .map(employment -> employment.departures())
                .orElse(List.of());
    }

    private Deviation deviation(Name name, Interval span, Interval inForce, String fault) {
        Deviation deviation = Deviation.lasting(
                        "PLACEHOLDER", "PLACEHOLDER", name.field() + "@" + span.from(), span.from(), Severity.MEDIUM)
                .because(
                        List.of(
                                "The registration of " + system.systemId() + " says from " + inForce.from()
                                        + " on that " + name.field() + " is " + name.person(),
                                fault),
                        List.of())
                .with(Map.of("field", name.field()));
        return span.until().map(end -> deviation.ended(end, Ending.ENDED)).orElse(deviation);
    }
}
