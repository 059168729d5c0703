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
        for (Dated<SystemRegistered> version : versions) {
            named(version.value().owners())
                    .forEach((field, person) -> deviations.addAll(deviations(field, person, version)));
        }
        Instant at = versions.get(versions.size() - 1).inForce().from();
        Judgement judgement = deviations.isEmpty()
                ? Judgement.of(OBJECT, system.systemId(), at, Verdict.OPERATED, "OWNERS_ARE_NAMED", List.of())
                : Judgement.deviated(OBJECT, system.systemId(), at, deviations);
        return Optional.of(yetToBegin.isEmpty() ? judgement : judgement.againAt(yetToBegin.first()));
    }

    private static Map<String, String> named(Owners owners) {
        Map<String, String> named = new LinkedHashMap<>();
        owners.businessOwner().ifPresent(person -> named.put("businessOwner", person));
        owners.systemOwner().ifPresent(person -> named.put("systemOwner", person));
        owners.icfrRiskOwner().ifPresent(person -> named.put("icfrRiskOwner", person));
        owners.securityRiskOwner().ifPresent(person -> named.put("securityRiskOwner", person));
        return named;
    }

    private List<Deviation> deviations(String field, String person, Dated<SystemRegistered> version) {
        Interval inForce = version.inForce();
        if (new Placeholders(reference.parameters(inForce.from())).isNobody(person)) {
            return List.of(deviation(
                    field,
                    inForce,
                    inForce,
                    field + " of " + system.systemId() + " is '" + person + "', which is nobody"));
        }
        List<Deviation> found = new ArrayList<>();
        for (Departure departure : departures(person)) {
            Instant gone = departure
                    .effectiveAt()
                    .plus(reference.parameters(departure.effectiveAt()).duration("evidence_deadline"));
            new Interval(gone, departure.returnedAt())
                    .intersect(inForce)
                    .filter(this::hasBegun)
                    .ifPresent(span -> found.add(deviation(
                            field,
                            span,
                            inForce,
                            field + " of " + system.systemId() + " is " + person + ", who left at "
                                    + departure.effectiveAt())));
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

    private Deviation deviation(String field, Interval span, Interval inForce, String words) {
        Deviation deviation = Deviation.lasting(
                        "PLACEHOLDER", "PLACEHOLDER", field + "@" + span.from(), span.from(), Severity.MEDIUM)
                .because(List.of(words, "so the registration says from " + inForce.from() + " on"), List.of())
                .with(Map.of("field", field));
        return span.until().map(end -> deviation.ended(end, Ending.ENDED)).orElse(deviation);
    }
}
