package io.plumbline.control.ownership;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
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

/** Whether it was confirmed in time who answers for something. */
final class ConfirmationCase {

    private static final String IN_TIME = "CONFIRMED_IN_TIME";

    private final Charge charge;
    private final List<Tenure> asked;
    private final Reference reference;

    /** @param asked when it is asked for, and with what severity */
    ConfirmationCase(Charge charge, List<Tenure> asked, Reference reference) {
        this.charge = charge;
        this.asked = asked;
        this.reference = reference;
    }

    /** @param confirmed every instant of a confirmation that is known */
    Judgement judgement(SortedSet<Instant> confirmed) {
        if (asked.isEmpty()) {
            return charge.verdict(Verdict.NOT_APPLICABLE, "NOT_IN_SCOPE");
        } else if (confirmed.isEmpty()) {
            return charge.verdict(Verdict.INDETERMINATE, "NO_CONFIRMATION_STATED");
        }
        List<Judgement> parts = new ArrayList<>();
        List<Instant> instants = List.copyOf(confirmed);
        for (int i = 0; i < instants.size(); i++) {
            Optional<Instant> next = i + 1 < instants.size() ? Optional.of(instants.get(i + 1)) : Optional.empty();
            parts.addAll(stale(instants.get(i), next));
        }
        if (parts.isEmpty()) {
            parts.add(charge.verdict(Verdict.OPERATED, IN_TIME));
        }
        return Judgement.together(parts);
    }

    /** Versions that change nothing about who is told are one span. */
    private List<Judgement> stale(Instant confirmed, Optional<Instant> next) {
        Instant due = confirmed.plus(reference.parameters(confirmed).duration("confirm_max_age"));
        Map<Set<Regime>, List<Interval>> spans = new LinkedHashMap<>();
        Map<Set<Regime>, Severity> severities = new LinkedHashMap<>();
        for (Tenure tenure : asked) {
            if (next.filter(at -> !at.isAfter(due)).isEmpty()) {
                severities.put(tenure.regimes(), tenure.severity());
                new Interval(due, next).intersect(tenure.span()).ifPresent(span -> spans.computeIfAbsent(
                                tenure.regimes(), key -> new ArrayList<>())
                        .add(span));
            }
        }
        List<Judgement> parts = new ArrayList<>();
        spans.forEach((regimes, intervals) -> Timeline.of(intervals)
                .intervals()
                .forEach(span -> parts.add(stale(confirmed, due, span, severities.get(regimes)))));
        return parts;
    }

    private Judgement stale(Instant confirmed, Instant due, Interval span, Severity severity) {
        if (!reference.completeness().reached(span.from())) {
            return charge.verdict(Verdict.OPERATED, IN_TIME).againAt(span.from());
        }
        Deviation lasting = Deviation.lasting(
                        "STALE_CONFIRMATION",
                        "STALE_CONFIRMATION",
                        "confirmed@" + (span.from().equals(due) ? confirmed : span.from()),
                        span.from(),
                        severity)
                .because(
                        List.of(
                                "Who answers for " + charge.bearer() + " was last confirmed at " + confirmed,
                                "It had to be confirmed again by " + due),
                        charge.stated())
                .with(Map.of("confirmed_at", confirmed.toString()));
        return charge.deviated(span.until()
                .map(end -> lasting.ended(end, Ending.PERFORMED_LATE))
                .orElse(lasting));
    }
}
