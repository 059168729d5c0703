package io.plumbline.control.ownership;

import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether the owners of a system were confirmed in time, and whether those who must be different persons are. */
final class RegisterCase {

    private static final String CONFIRMATION = "confirmation";
    private static final String INDEPENDENCE = "independence";

    private final OwnersCase owners;
    private final Reference reference;

    RegisterCase(OwnersCase owners, Reference reference) {
        this.owners = owners;
        this.reference = reference;
    }

    List<Judgement> judgements() {
        return List.of(confirmation(), independence());
    }

    private Judgement confirmation() {
        return new ConfirmationCase(
                        owners.charge(CONFIRMATION, "owners", Optional.empty()), owners.inScope(), reference)
                .judgement(confirmations());
    }

    /** What the register states, and once it states any, every naming of another owner, which is a confirmation of its own. */
    private SortedSet<Instant> confirmations() {
        SortedSet<Instant> confirmed = new TreeSet<>();
        owners.versions().forEach(version -> version.value().ownersConfirmedAt().ifPresent(confirmed::add));
        if (!confirmed.isEmpty()) {
            Optional<Owners> before = Optional.empty();
            for (Dated<SystemRegistered> version : owners.versions()) {
                Optional<Owners> named = Optional.of(version.value().owners());
                if (!named.equals(before)) {
                    confirmed.add(version.inForce().from());
                }
                before = named;
            }
        }
        return confirmed;
    }

    private Judgement independence() {
        Persons persons = Persons.of(reference.catalogue());
        Map<Collapse, List<Interval>> collapses = new LinkedHashMap<>();
        boolean asked = false;
        for (Dated<SystemRegistered> version : owners.versions()) {
            for (Regime regime : OwnersCase.scope(version.value())) {
                boolean distinct = OwnersCase.wantsDistinct(
                        regime, reference.parameters(version.inForce().from()));
                asked |= distinct;
                both(version.value(), regime, persons)
                        .filter(person -> distinct)
                        .ifPresent(person -> collapses
                                .computeIfAbsent(new Collapse(regime, person), key -> new ArrayList<>())
                                .add(version.inForce()));
            }
        }
        Charge charge = owners.charge(INDEPENDENCE, Duty.SYSTEM.words(), Optional.empty());
        List<Judgement> parts = new ArrayList<>();
        collapses.forEach((collapse, spans) ->
                Timeline.of(spans).intervals().forEach(span -> parts.add(collapsed(charge, collapse, span, persons))));
        if (parts.isEmpty()) {
            parts.add(
                    asked
                            ? charge.verdict(Verdict.OPERATED, "DISTINCT")
                            : charge.verdict(Verdict.NOT_APPLICABLE, "NOT_ASKED_FOR"));
        }
        return Judgement.together(parts);
    }

    /** One person who operates a system and owns a regime's risk in it. */
    private record Collapse(Regime regime, String person) {

        Duty risk() {
            return regime == Regime.SOX ? Duty.REPORTING_RISK : Duty.SECURITY_RISK;
        }
    }

    private Optional<String> both(SystemRegistered version, Regime regime, Persons persons) {
        return new Collapse(regime, "")
                .risk()
                .holder(version)
                .map(id -> persons.person(owners.survivor(id)))
                .filter(holder -> Duty.SYSTEM
                        .holder(version)
                        .filter(other -> owners.isSame(holder, other, persons))
                        .isPresent());
    }

    private Judgement collapsed(Charge charge, Collapse collapse, Interval span, Persons persons) {
        if (!reference.completeness().reached(span.from())) {
            return charge.verdict(Verdict.OPERATED, "DISTINCT").againAt(span.from());
        }
        boolean exempts = exempts(collapse.person(), span, persons);
        String duties = Duty.SYSTEM.words() + ", " + collapse.risk().words();
        Deviation lasting = Deviation.lasting(
                        "ROLE_COLLAPSE",
                        "ROLE_COLLAPSE",
                        collapse.regime() + "/" + collapse.person() + "@" + span.from(),
                        span.from(),
                        exempts ? Severity.HIGH : Severity.MEDIUM)
                .onlyFor(Set.of(collapse.regime()))
                .because(
                        List.of(
                                collapse.person() + " holds two duties in " + owners.systemId() + ": " + duties,
                                exempts
                                        ? "The same person granted an exemption from segregation of duties in it"
                                        : "Who operates it judges its risk"),
                        owners.stated())
                .with(Map.of("collapse_set", duties, "owner_person", collapse.person()));
        return charge.deviated(
                span.until().map(end -> lasting.ended(end, Ending.ENDED)).orElse(lasting));
    }

    /** Whether the person granted an exemption from segregation of duties in the system that is in force meanwhile. */
    private boolean exempts(String person, Interval span, Persons persons) {
        return reference.catalogue().exemptions().stream()
                .filter(dated -> OwnersCase.isFromSeparation(dated.value())
                        && dated.value().systemId().equals(Optional.of(owners.systemId()))
                        && owners.isSame(dated.value().riskOwner(), person, persons))
                .anyMatch(dated -> span.intersect(dated.inForce()).isPresent());
    }
}
