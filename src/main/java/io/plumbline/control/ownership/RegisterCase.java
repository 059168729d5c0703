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
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        if (owners.versions().stream()
                .allMatch(version -> OwnersCase.scope(version.value()).isEmpty())) {
            return owners.verdict(CONFIRMATION, Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE");
        }
        SortedSet<Instant> confirmed = confirmations();
        if (confirmed.isEmpty()) {
            return owners.verdict(CONFIRMATION, Verdict.INDETERMINATE, "NO_CONFIRMATION_STATED");
        }
        List<Judgement> parts = new ArrayList<>();
        List<Instant> instants = List.copyOf(confirmed);
        for (int i = 0; i < instants.size(); i++) {
            Optional<Instant> next = i + 1 < instants.size() ? Optional.of(instants.get(i + 1)) : Optional.empty();
            parts.addAll(stale(instants.get(i), next));
        }
        if (parts.isEmpty()) {
            parts.add(owners.verdict(CONFIRMATION, Verdict.OPERATED, "CONFIRMED_IN_TIME"));
        }
        return Judgement.together(parts);
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

    /** Versions that change nothing about who is told are one span. */
    private List<Judgement> stale(Instant confirmed, Optional<Instant> next) {
        Instant due = confirmed.plus(reference.parameters(confirmed).duration("confirm_max_age"));
        Map<Set<Regime>, List<Interval>> spans = new LinkedHashMap<>();
        for (Dated<SystemRegistered> version : owners.versions()) {
            Set<Regime> regimes = OwnersCase.scope(version.value());
            if (!regimes.isEmpty() && next.filter(at -> !at.isAfter(due)).isEmpty()) {
                new Interval(due, next).intersect(version.inForce()).ifPresent(span -> spans.computeIfAbsent(
                                regimes, key -> new ArrayList<>())
                        .add(span));
            }
        }
        List<Judgement> parts = new ArrayList<>();
        spans.forEach((regimes, intervals) ->
                Timeline.of(intervals).intervals().forEach(span -> parts.add(stale(confirmed, due, span, regimes))));
        return parts;
    }

    private Judgement stale(Instant confirmed, Instant due, Interval span, Set<Regime> regimes) {
        if (!reference.completeness().reached(span.from())) {
            return owners.verdict(CONFIRMATION, Verdict.OPERATED, "CONFIRMED_IN_TIME")
                    .againAt(span.from());
        }
        Deviation lasting = Deviation.lasting(
                        "STALE_CONFIRMATION",
                        "STALE_CONFIRMATION",
                        "confirmed@" + (span.from().equals(due) ? confirmed : span.from()),
                        span.from(),
                        OwnersCase.severity(regimes))
                .because(
                        List.of(
                                "The owners of " + owners.systemId() + " were last confirmed at " + confirmed,
                                "They had to be confirmed again by " + due),
                        owners.stated())
                .with(Map.of("confirmed_at", confirmed.toString()));
        return deviated(
                CONFIRMATION,
                span.until()
                        .map(end -> lasting.ended(end, Ending.PERFORMED_LATE))
                        .orElse(lasting));
    }

    private Judgement independence() {
        Persons persons = Persons.of(reference.catalogue());
        Map<Collapse, List<Interval>> collapses = new LinkedHashMap<>();
        boolean asked = false;
        for (Dated<SystemRegistered> version : owners.versions()) {
            for (Regime regime : OwnersCase.scope(version.value())) {
                boolean distinct = reference
                        .parameters(version.inForce().from())
                        .flag("distinct_for_" + regime.name().toLowerCase(Locale.ROOT));
                asked |= distinct;
                both(version.value(), regime, persons)
                        .filter(person -> distinct)
                        .ifPresent(person -> collapses
                                .computeIfAbsent(new Collapse(regime, person), key -> new ArrayList<>())
                                .add(version.inForce()));
            }
        }
        List<Judgement> parts = new ArrayList<>();
        collapses.forEach((collapse, spans) ->
                Timeline.of(spans).intervals().forEach(span -> parts.add(collapsed(collapse, span, persons))));
        if (parts.isEmpty()) {
            parts.add(
                    asked
                            ? owners.verdict(INDEPENDENCE, Verdict.OPERATED, "DISTINCT")
                            : owners.verdict(INDEPENDENCE, Verdict.NOT_APPLICABLE, "NOT_ASKED_FOR"));
        }
        return Judgement.together(parts);
    }

    /** One person who operates a system and owns a regime's risk in it. */
    private record Collapse(Regime regime, String person) {

        Duty risk() {
            return regime == Regime.SOX ? Duty.REPORTING_RISK : Duty.SECURITY_RISK;
        }
    }

    private static Optional<String> both(SystemRegistered version, Regime regime, Persons persons) {
        return new Collapse(regime, "")
                .risk()
                .holder(version)
                .map(persons::person)
                .filter(holder -> Duty.SYSTEM
                        .holder(version)
                        .filter(other -> persons.isSame(holder, other))
                        .isPresent());
    }

    private Judgement collapsed(Collapse collapse, Interval span, Persons persons) {
        if (!reference.completeness().reached(span.from())) {
            return owners.verdict(INDEPENDENCE, Verdict.OPERATED, "DISTINCT").againAt(span.from());
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
        return deviated(
                INDEPENDENCE,
                span.until().map(end -> lasting.ended(end, Ending.ENDED)).orElse(lasting));
    }

    /** Whether the person granted an exemption from segregation of duties in the system that is in force meanwhile. */
    private boolean exempts(String person, Interval span, Persons persons) {
        return reference.catalogue().entries().stream()
                .filter(ExemptionGranted.class::isInstance)
                .map(ExemptionGranted.class::cast)
                .filter(exemption -> exemption.controlId().startsWith("SOD-"))
                .filter(exemption -> exemption.systemId().equals(Optional.of(owners.systemId())))
                .filter(exemption -> persons.isSame(exemption.riskOwner(), person))
                .anyMatch(exemption -> span.intersect(
                                new Interval(exemption.effectiveFrom(), Optional.of(exemption.validTo())))
                        .isPresent());
    }

    private Judgement deviated(String object, Deviation deviation) {
        return Judgement.deviated(object, owners.systemId(), owners.at(), List.of(deviation));
    }
}
