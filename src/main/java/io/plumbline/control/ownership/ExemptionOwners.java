package io.plumbline.control.ownership;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Coverage;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.event.Subject;
import io.plumbline.facts.Interval;
import io.plumbline.facts.SystemFacts;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether whoever decided an exemption is there while it is in force, whether it was decided anew in time, and whether somebody
 * else than who operates the system decided it.
 */
final class ExemptionOwners {

    /** Every exemption with its versions, by where it is judged. */
    private record Register(SortedMap<Subject, SortedMap<String, List<Dated<ExemptionGranted>>>> byHome) {

        static Register of(Catalogue catalogue) {
            SortedMap<Subject, SortedMap<String, List<Dated<ExemptionGranted>>>> byHome = new TreeMap<>();
            catalogue.exemptions().forEach(dated -> byHome.computeIfAbsent(
                            dated.value().home(), home -> new TreeMap<>())
                    .computeIfAbsent(dated.value().exemptionId(), id -> new ArrayList<>())
                    .add(dated));
            return new Register(byHome);
        }
    }

    private final SystemFacts system;
    private final Filing filing;
    private final Reference reference;
    private final Persons persons;

    ExemptionOwners(SystemFacts system, Filing filing, Reference reference) {
        this.system = system;
        this.filing = filing;
        this.reference = reference;
        this.persons = Persons.of(reference.catalogue());
    }

    List<Judgement> judgements() {
        List<Judgement> judgements = new ArrayList<>();
        reference
                .catalogue()
                .derived(Register.class, Register::of)
                .byHome()
                .getOrDefault(system.subject(), new TreeMap<>())
                .forEach((id, versions) -> judgements.addAll(filing.judge(
                        "exemption:" + id,
                        "exemption " + id,
                        "owner of its risk",
                        Map.of(Coverage.EXEMPTION, id),
                        versions,
                        versions.stream()
                                .map(dated -> new Tenure.Named(
                                        dated.inForce(),
                                        Optional.of(dated.value().riskOwner()),
                                        dated.value()))
                                .toList(),
                        (charge, tenures) -> List.of(judged(charge, tenures, versions)))));
        return judgements;
    }

    private Judgement judged(Charge charge, List<Tenure> tenures, List<Dated<ExemptionGranted>> versions) {
        SortedSet<Instant> decided = new TreeSet<>();
        versions.forEach(dated -> decided.add(dated.value().header().occurredAt()));
        List<Judgement> parts = new ArrayList<>();
        parts.add(new HolderCase(charge, tenures, system, reference).judgement());
        parts.add(new ConfirmationCase(charge, tenures, reference).judgement(decided));
        if (!filing.isOfPart() && !tenures.isEmpty()) {
            parts.addAll(collapses(charge, tenures, versions));
        }
        return Judgement.together(parts);
    }

    /** One person who operates a system and decided about a risk in it, where the regime wants two. */
    private record Collapse(Regime regime, String person) {}

    private List<Judgement> collapses(Charge charge, List<Tenure> tenures, List<Dated<ExemptionGranted>> versions) {
        Timeline asked = Timeline.of(tenures.stream().map(Tenure::span).toList());
        Map<Collapse, List<Interval>> collapses = new LinkedHashMap<>();
        for (Dated<ExemptionGranted> dated : versions) {
            ExemptionGranted exemption = dated.value();
            Instant decided = exemption.header().occurredAt();
            Optional<SystemRegistered> registered = reference
                    .catalogue()
                    .system(charge.systemId(), decided)
                    .or(() -> reference
                            .catalogue()
                            .system(charge.systemId(), dated.inForce().from()));
            registered
                    .filter(version -> Duty.SYSTEM
                            .holder(version)
                            .filter(operator -> OwnersCase.isSame(operator, exemption.riskOwner(), system, persons))
                            .isPresent())
                    .map(OwnersCase::scope)
                    .orElse(Set.of())
                    .stream()
                    .filter(regime -> OwnersCase.wantsDistinct(regime, reference.parameters(decided)))
                    .forEach(regime -> collapses
                            .computeIfAbsent(
                                    new Collapse(regime, persons.person(system.survivor(exemption.riskOwner()))),
                                    key -> new ArrayList<>())
                            .add(dated.inForce()));
        }
        List<Judgement> parts = new ArrayList<>();
        collapses.forEach((collapse, spans) -> Timeline.of(spans)
                .and(asked)
                .intervals()
                .forEach(span -> parts.add(collapsed(charge, collapse, span, versions))));
        return parts;
    }

    private Judgement collapsed(
            Charge charge, Collapse collapse, Interval span, List<Dated<ExemptionGranted>> versions) {
        if (!reference.completeness().reached(span.from())) {
            return charge.verdict(Verdict.OPERATED, "OWNED").againAt(span.from());
        }
        ExemptionGranted exemption = versions.get(0).value();
        String duties = charge.words() + ", " + Duty.SYSTEM.words();
        Deviation lasting = Deviation.lasting(
                        "ROLE_COLLAPSE",
                        "ROLE_COLLAPSE",
                        collapse.regime() + "/" + collapse.person() + "@" + span.from(),
                        span.from(),
                        OwnersCase.isFromSeparation(exemption) ? Severity.HIGH : Severity.MEDIUM)
                .onlyFor(Set.of(collapse.regime()))
                .because(
                        List.of(
                                collapse.person() + " decided " + charge.bearer() + " from " + exemption.controlId()
                                        + " as owner of the risk, and operates " + charge.systemId(),
                                "Who operates a system does not decide that a control of it may deviate"),
                        charge.stated())
                .with(Map.of("collapse_set", duties, "owner_person", collapse.person()));
        return charge.deviated(
                span.until().map(end -> lasting.ended(end, Ending.ENDED)).orElse(lasting));
    }
}
