package io.plumbline.facts;

import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One exception that stands about a subject, and what became of it.
 *
 * @param exceptionId digest of control, kind, rule, subject, object and anchor
 * @param controlId the control that found it
 * @param kind kind of deviation; with control, rule and object it is the same from one episode to the next
 * @param variant how it deviates at present
 * @param act true where it happened and cannot end, false where it lasts and can
 * @param rule segregation-of-duties rule broken, where one was
 * @param object the item of the population
 * @param systemId the system the item belongs to
 * @param since when the deviation began
 * @param until when it ended; absent while it lasts, and for acts
 * @param flags codes that qualify it: PRE_EXISTING, NEW_RULE, SHADOW
 * @param history how it stood, oldest first: the least settled of the regimes
 * @param courses how it stood for each regime in whose scope it is, by name of the regime, oldest first
 * @param decisions what people decided about it by name, in order of time, refused decisions too
 */
public record Finding(
        String exceptionId,
        String controlId,
        String kind,
        String variant,
        boolean act,
        Optional<String> rule,
        String object,
        String systemId,
        Severity severity,
        Instant since,
        Optional<Instant> until,
        Set<String> flags,
        List<Phase> history,
        SortedMap<String, List<Phase>> courses,
        List<Decided> decisions) {

    public Finding {
        flags = Collections.unmodifiableSet(new TreeSet<>(flags));
        history = List.copyOf(history);
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
        decisions = List.copyOf(decisions);
    }

    /**
     * One stretch of its life.
     *
     * @param at when it began, in time of the world
     * @param status name of the status: OPEN, ACKNOWLEDGED, MITIGATED, ACCEPTED, REMEDIATED, CLOSED, DISMISSED, RETIRED
     * @param reason code or words that say why
     * @param by who decided, where someone did
     */
    public record Phase(Instant at, String status, String reason, Optional<String> by) {}
}
