package io.plumbline.control.ownership;

import io.plumbline.catalogue.FiscalCalendar;
import io.plumbline.catalogue.Persons;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.Action;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.ReferenceEvent.FiscalPeriodPublished;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Finding;
import io.plumbline.facts.Finding.Phase;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether an exception was settled by those who may, on the ground that is asked for, before the books are closed. */
final class SettlingCase {

    private static final Set<Action> DISPOSING = Set.of(Action.CLOSE, Action.DISMISS, Action.ACCEPT, Action.MITIGATE);
    private static final Set<String> CLOSED = Set.of("CLOSED", "DISMISSED");
    private static final Set<String> DECIDED = Set.of("MITIGATED", "ACCEPTED");
    private static final Set<String> WAITING = Set.of("OPEN", "ACKNOWLEDGED");

    private final Finding finding;
    private final DealingCase dealing;
    private final Reference reference;
    private final Persons persons;
    private final Optional<Course> financial;

    SettlingCase(Finding finding, DealingCase dealing, Reference reference) {
        this.finding = finding;
        this.dealing = dealing;
        this.reference = reference;
        this.persons = Persons.of(reference.catalogue());
        this.financial =
                Optional.ofNullable(finding.courses().get(Regime.SOX.name())).map(Course::new);
    }

    /** Decisions by which those whom it is about disposed of it, or tried to; whatever came of that. */
    List<Judgement> byThemselves(Set<String> concerned) {
        Set<String> about = persons.persons(concerned);
        List<Judgement> parts = new ArrayList<>();
        for (Decided decision : finding.decisions()) {
            Set<String> deciders = new TreeSet<>(
                    persons.persons(Stream.concat(Stream.of(decision.decidedBy()), decision.secondPerson().stream())
                            .toList()));
            deciders.retainAll(about);
            if (DISPOSING.contains(decision.action()) && !deciders.isEmpty()) {
                parts.add(dealing.deviated(byThemselves(decision, deciders)));
            }
        }
        return parts;
    }

    private Deviation byThemselves(Decided decision, Set<String> deciders) {
        Instant at = later(decision.header().occurredAt(), finding.since());
        return Deviation.lasting("SELF_CLOSED", "SELF_CLOSED", decision.id().toString(), at, finding.severity())
                .because(
                        List.of(
                                decision.action() + " of the exception " + finding.controlId() + " " + finding.kind()
                                        + " was decided by " + String.join(", ", deciders),
                                "It is about them, and nobody disposes of an exception about themselves"),
                        List.of(decision))
                .with(dealing.details(at))
                .with(Map.of("closed_by", decision.decidedBy(), "reason", decision.reason()));
    }

    /** Every closing for financial reporting before it was assessed what the exception did to it. */
    List<Judgement> withoutImpact() {
        List<Judgement> parts = new ArrayList<>();
        for (Phase phase : financial.map(Course::phases).orElse(List.of())) {
            Optional<Instant> assessed = finding.decisions().stream()
                    .filter(decision ->
                            decision.impactRef().filter(ref -> !ref.isBlank()).isPresent())
                    .map(decision -> decision.header().occurredAt())
                    .min(Instant::compareTo);
            if (CLOSED.contains(phase.status())
                    && assessed.filter(at -> !at.isAfter(phase.at())).isEmpty()) {
                Deviation without = Deviation.lasting(
                                "NO_IMPACT", "NO_IMPACT", phase.at().toString(), phase.at(), finding.severity())
                        .because(
                                List.of(
                                        "For financial reporting it was " + phase.status() + " at " + phase.at()
                                                + " by " + phase.by().orElse("nobody known"),
                                        "No decision by then names where it is kept what the exception did to it"),
                                finding.decisions())
                        .with(dealing.details(phase.at()));
                parts.add(dealing.deviated(assessed.map(at -> without.ended(at, Ending.PERFORMED_LATE))
                        .orElse(without)));
            }
        }
        return parts;
    }

    /** Every end of a period at which it was open for financial reporting, undecided by the owner of that risk. */
    List<Judgement> openAtPeriodEnd() {
        List<Judgement> parts = new ArrayList<>();
        if (financial.isPresent()) {
            for (FiscalPeriodPublished period :
                    FiscalCalendar.of(reference.catalogue()).periods()) {
                if (period.endsAt().isAfter(finding.since())) {
                    atEnd(period, financial.get()).ifPresent(parts::add);
                }
            }
        }
        return parts;
    }

    private Optional<Judgement> atEnd(FiscalPeriodPublished period, Course course) {
        Instant end = period.endsAt();
        if (!reference.completeness().reached(end)) {
            return Optional.of(
                    dealing.verdict(Verdict.OPERATED, "DEALT_WITH_IN_TIME").againAt(end));
        }
        boolean undecided = course.at(end).filter(phase -> isUndecided(phase)).isPresent();
        if (!undecided) {
            return Optional.empty();
        }
        Absence silent = dealing.nothingDecided(Interval.of(finding.since(), end));
        if (!silent.proven()) {
            return Optional.of(dealing.undecided(silent));
        }
        Optional<Instant> settled = course.phases().stream()
                .filter(phase -> phase.at().isAfter(end) && !isUndecided(phase))
                .map(Phase::at)
                .findFirst();
        Deviation open = Deviation.lasting(
                        "OPEN_AT_PERIOD_END",
                        "OPEN_AT_PERIOD_END",
                        period.periodId(),
                        end,
                        finding.severity().raised())
                .because(
                        List.of(
                                "Period " + period.periodId() + " ended at " + end + ", and " + finding.controlId()
                                        + " " + finding.kind() + " of " + finding.object() + " was open",
                                "The owner of the financial-reporting risk, "
                                        + owner(end).orElse("who is not named") + ", had decided nothing about it"),
                        finding.decisions())
                .with(dealing.details(end))
                .with(Map.of("period", period.periodId()));
        return Optional.of(dealing.deviated(
                        settled.map(at -> open.ended(at, Ending.PERFORMED_LATE)).orElse(open))
                .restingOn(silent));
    }

    /** Whether it waits, or somebody else than the owner of the risk, or a delegate, accepted or mitigated it. */
    private boolean isUndecided(Phase phase) {
        boolean byOther = DECIDED.contains(phase.status())
                && phase.by().filter(by -> isOfOwner(by, phase)).isEmpty();
        return WAITING.contains(phase.status()) || byOther;
    }

    /** As of the decision: what an exemption settles was decided when the exemption was. */
    private boolean isOfOwner(String by, Phase phase) {
        return mayDecide(by, phase.at())
                || reference.catalogue().exemptions(finding.controlId()).stream()
                        .filter(dated -> dated.inForce().contains(phase.at())
                                && dated.value().riskOwner().equals(by))
                        .anyMatch(dated -> mayDecide(by, dated.value().header().occurredAt()));
    }

    private boolean mayDecide(String by, Instant at) {
        return owner(at)
                .filter(owner -> persons.isSame(by, owner)
                        || reference.catalogue().delegates(owner, finding.systemId(), at).stream()
                                .anyMatch(delegate -> persons.isSame(by, delegate)))
                .isPresent();
    }

    private Optional<String> owner(Instant at) {
        return reference
                .catalogue()
                .system(finding.systemId(), at)
                .map(SystemRegistered::owners)
                .flatMap(owners -> owners.icfrRiskOwner());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
