package io.plumbline.control.ownership;

import io.plumbline.catalogue.BusinessCalendar;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.ownership.Course.Unsettled;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Finding;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether one exception was acknowledged and settled in time. */
final class DealingCase {

    private final Finding finding;
    private final Reference reference;
    private final String object;

    DealingCase(Finding finding, Reference reference) {
        this.finding = finding;
        this.reference = reference;
        this.object = "exception:" + finding.exceptionId();
    }

    /** One part per stretch of time in which it waited; for each regime apart where they differ. */
    List<Judgement> parts() {
        List<Judgement> parts = new ArrayList<>();
        boolean alike = finding.courses().values().stream().distinct().count() == 1;
        if (alike) {
            parts.addAll(of(new Course(finding.history()), Optional.empty()));
        } else {
            finding.courses()
                    .forEach((regime, phases) ->
                            parts.addAll(of(new Course(phases), Optional.of(Regime.valueOf(regime)))));
        }
        return parts;
    }

    private List<Judgement> of(Course course, Optional<Regime> regime) {
        List<Judgement> parts = new ArrayList<>();
        for (Unsettled stretch : course.unsettled()) {
            Instant from = stretch.span().from();
            parts.add(performed(
                    "NOT_ACKED", due(from, "ack"), from, stretch.answered(), regime, "acknowledged, nor settled,"));
            parts.add(performed(
                    "OVERDUE",
                    due(from, "fix"),
                    from,
                    stretch.span().until(),
                    regime,
                    "remedied, accepted or mitigated"));
        }
        return parts;
    }

    /** Working days of the system's calendar; who owns the system meanwhile changes nothing. */
    private Instant due(Instant from, String act) {
        Parameters parameters = reference.parameters(from);
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        return calendar(from).plus(from, parameters.duration(act + "_sla_" + severity));
    }

    private BusinessCalendar calendar(Instant at) {
        String id = reference
                .catalogue()
                .system(finding.systemId(), at)
                .flatMap(SystemRegistered::calendarId)
                .orElse("default");
        return reference.catalogue().calendar(id, at);
    }

    private Judgement performed(
            String kind, Instant due, Instant from, Optional<Instant> when, Optional<Regime> regime, String what) {
        if (when.filter(at -> !at.isAfter(due)).isPresent()) {
            return verdict(Verdict.OPERATED, "DEALT_WITH_IN_TIME");
        }
        Absence silent = nothingDecided(Interval.of(from, due));
        if (!silent.proven()) {
            return undecided(silent);
        }
        Deviation late = Deviation.lasting(
                        kind, kind, from + regime.map(r -> "/" + r).orElse(""), due, finding.severity())
                .because(
                        List.of(
                                finding.controlId() + " found " + finding.kind() + " of " + finding.object()
                                        + ", open since " + from
                                        + regime.map(r -> " for " + r).orElse(""),
                                "It was neither " + what + " by " + due,
                                when.map(at -> "That was done at " + at).orElse("Nothing on record says that it was")),
                        finding.decisions())
                .with(details(due));
        Deviation scoped = regime.map(one -> late.onlyFor(Set.of(one))).orElse(late);
        return deviated(when.map(at -> scoped.ended(at, Ending.PERFORMED_LATE)).orElse(scoped))
                .restingOn(silent);
    }

    /** Whether nobody can have decided anything in the time of which nothing was heard. */
    Absence nothingDecided(Interval span) {
        return reference.completeness().absence(Feed.DECISIONS, finding.systemId(), span);
    }

    Map<String, String> details(Instant due) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("exception_id", finding.exceptionId());
        details.put("control", finding.controlId());
        details.put("due", due.toString());
        finding.history().stream()
                .filter(phase -> phase.status().equals("ACKNOWLEDGED"))
                .findFirst()
                .ifPresent(phase -> {
                    details.put("ack_at", phase.at().toString());
                    phase.by().ifPresent(by -> details.put("ack_by", by));
                });
        finding.decisions().stream()
                .flatMap(decided -> decided.impactRef().stream())
                .findFirst()
                .ifPresent(ref -> details.put("impact_assessment_ref", ref));
        List<Decided> decisions = finding.decisions();
        if (!decisions.isEmpty()) {
            details.put("decision", decisions.get(decisions.size() - 1).action().name());
        }
        return details;
    }

    Judgement undecided(Absence absence) {
        return Judgement.undecided(object, finding.systemId(), finding.since(), absence, finding.decisions());
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(object, finding.systemId(), finding.since(), verdict, reason, finding.decisions());
    }

    Judgement deviated(Deviation deviation) {
        return Judgement.deviated(object, finding.systemId(), finding.since(), List.of(deviation));
    }
}
