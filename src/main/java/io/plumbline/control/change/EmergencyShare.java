package io.plumbline.control.change;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.Requested;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.QuarterFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many of a system's changes of one quarter were emergencies; of a change that was classified anew the last class in the quarter
 * counts.
 */
final class EmergencyShare {

    private EmergencyShare() {}

    /** The verdict on the quarter; none where no change of the system was requested in it. */
    static Optional<Judgement> judge(QuarterFacts quarter, Reference reference) {
        List<Requested> requests = quarter.requests().stream()
                .filter(request -> request.systemId().equals(quarter.systemId()))
                .filter(request -> !request.header().baseline())
                .toList();
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        Interval span = spanOf(quarter.quarter());
        Instant end = span.until().orElseThrow();
        Instant last = end.minusMillis(1);
        boolean production = reference
                .catalogue()
                .system(quarter.systemId(), last)
                .filter(system -> !system.production())
                .isEmpty();
        if (!production) {
            return Optional.of(verdict(quarter, requests, last, Verdict.NOT_APPLICABLE, "NOT_PRODUCTION"));
        }
        Absence absence =
                reference.completeness().absence(Feed.CHANGES, quarter.systemId(), Interval.of(span.from(), last));
        if (!absence.proven()) {
            return Optional.of(
                    Judgement.undecided(quarter.subject().key(), quarter.systemId(), last, absence, requests));
        }
        return Optional.of(decided(quarter, requests, end, reference).restingOn(absence));
    }

    private static Judgement decided(QuarterFacts quarter, List<Requested> requests, Instant end, Reference reference) {
        Instant last = end.minusMillis(1);
        Map<String, Requested> changes = new TreeMap<>();
        requests.forEach(request -> changes.put(request.changeId(), request));
        List<Requested> emergencies = changes.values().stream()
                .filter(request -> request.changeType() == ChangeType.EMERGENCY)
                .toList();
        Parameters parameters = reference.parameters(last);
        BigDecimal limit = parameters.decimal("ratio_limit");
        boolean overused = emergencies.size() >= parameters.integer("ratio_least_emergencies")
                && BigDecimal.valueOf(emergencies.size()).compareTo(limit.multiply(BigDecimal.valueOf(changes.size())))
                        > 0;
        if (!overused) {
            return verdict(quarter, requests, last, Verdict.OPERATED, "FEW_EMERGENCIES");
        }
        List<String> words = List.of(
                emergencies.size() + " of " + changes.size() + " changes of " + quarter.systemId() + " in "
                        + quarter.quarter() + " were emergencies.",
                "Emergencies were more than the part of all changes that may be, " + limit + ".");
        boolean sox = reference
                .catalogue()
                .system(quarter.systemId(), last)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        return Judgement.deviated(
                quarter.subject().key(),
                quarter.systemId(),
                last,
                List.of(Deviation.lasting("OVERUSE", "OVERUSE", quarter.quarter(), end, Severity.MEDIUM)
                        .because(words, emergencies)
                        .with(Map.of(
                                "emergencies", Integer.toString(emergencies.size()),
                                "changes", Integer.toString(changes.size()),
                                "soxInScope", Boolean.toString(sox)))));
    }

    private static Judgement verdict(
            QuarterFacts quarter, List<Requested> requests, Instant at, Verdict verdict, String reason) {
        return Judgement.of(quarter.subject().key(), quarter.systemId(), at, verdict, reason, requests);
    }

    /** From the first instant of the quarter to that of the next, in UTC. */
    static Interval spanOf(String quarter) {
        int year = Integer.parseInt(quarter.substring(0, quarter.indexOf("-Q")));
        int number = Integer.parseInt(quarter.substring(quarter.indexOf("-Q") + 2));
        LocalDate first = LocalDate.of(year, 3 * number - 2, 1);
        return Interval.of(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                first.plusMonths(3).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
