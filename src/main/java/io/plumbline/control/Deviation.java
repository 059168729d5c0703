package io.plumbline.control;

import io.plumbline.event.Event;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One departure from a control, over an interval of time in the world.
 *
 * @param kind a kind the control's definition names; with rule, object and anchor it is the identity
 * @param variant how it deviates at present; may change while the deviation stays the same one
 * @param rule id of the segregation-of-duties rule, where one was broken
 * @param ruleVersion version of that rule
 * @param anchor the source's own key of the episode (grant, session, employment), else the start of the interval
 * @param since when it began, inclusive
 * @param until when it ended, exclusive; may lie in the future where the end is planned; absent while it lasts, and for acts
 * @param ending why it ended, where it did
 * @param explanation one line per step of the reasoning, in words a reviewer understands
 * @param evidence the source events it rests on
 * @param flags codes that qualify it, for example {@code PRE_EXISTING}
 * @param details further fields of evidence, by name
 * @param cause what produced it together with others, where that is known
 */
public record Deviation(
        String kind,
        String variant,
        Optional<String> rule,
        Optional<String> ruleVersion,
        String anchor,
        Instant since,
        Optional<Instant> until,
        Optional<Ending> ending,
        Severity severity,
        List<String> explanation,
        List<Event> evidence,
        Set<String> flags,
        SortedMap<String, String> details,
        Optional<Cause> cause) {

    /**
     * What produced many departures at once, such as a change of a role: one incident.
     *
     * @param incidentId the same for all of them
     * @param notifies whether someone is told of this one; of the others it is enough that they are on record
     */
    public record Cause(String incidentId, boolean notifies) {}

    /** Why a deviation ended. */
    public enum Ending {
        /** The condition is gone. */
        ENDED,
        /** The missing act was performed after its deadline. */
        PERFORMED_LATE,
        /** Its rule or control no longer applies. */
        RULE_RETIRED
    }

    /** Flag: it was so before monitoring began. */
    public static final String PRE_EXISTING = "PRE_EXISTING";
    /** Flag: it was so before the rule it breaks came into force. */
    public static final String NEW_RULE = "NEW_RULE";

    /** Flag: found by a rule or control on trial; nobody is notified and nothing is asserted. */
    public static final String SHADOW = "SHADOW";
    /** What the anchor of a deviation found on trial ends in, so that it is another one than that found in force. */
    private static final String ON_TRIAL = "@shadow";

    public Deviation {
        if (until.isPresent() != ending.isPresent()) {
            throw new IllegalArgumentException("a deviation that ends says why: " + kind + " " + anchor);
        }
        explanation = List.copyOf(explanation);
        evidence = List.copyOf(evidence);
        flags = Collections.unmodifiableSet(new TreeSet<>(flags));
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** A deviation that lasts, with neither rule nor flags nor details. */
    public static Deviation lasting(String kind, String variant, String anchor, Instant since, Severity severity) {
        return new Deviation(
                kind,
                variant,
                Optional.empty(),
                Optional.empty(),
                anchor,
                since,
                Optional.empty(),
                Optional.empty(),
                severity,
                List.of(),
                List.of(),
                Set.of(),
                new TreeMap<>(),
                Optional.empty());
    }

    public Deviation ended(Instant at, Ending why) {
        return changed(draft -> {
            draft.until = Optional.of(at);
            draft.ending = Optional.of(why);
        });
    }

    /**
     * The part of it that lies in {@code span}: what lay before is cut off, and with it what it was caused by, and what would
     * last longer ends with the rule that asked for it.
     */
    public Deviation within(Interval span) {
        boolean outlived = span.until()
                .filter(end -> until.filter(own -> !own.isAfter(end)).isEmpty())
                .isPresent();
        return changed(draft -> {
            draft.since = since.isBefore(span.from()) ? span.from() : since;
            draft.until = outlived ? span.until() : until;
            draft.ending = outlived ? Optional.of(Ending.RULE_RETIRED) : ending;
            draft.cause = since.isBefore(span.from()) ? Optional.empty() : cause;
        });
    }

    /** The same departure in another episode. */
    public Deviation anchoredAt(String key) {
        return changed(draft -> draft.anchor = key);
    }

    public Deviation ofRule(String id, String version) {
        return changed(draft -> {
            draft.rule = Optional.of(id);
            draft.ruleVersion = Optional.of(version);
        });
    }

    public Deviation because(List<String> lines, List<? extends Event> events) {
        return changed(draft -> {
            draft.explanation = lines;
            draft.evidence = List.copyOf(events);
        });
    }

    public Deviation ofSeverity(Severity other) {
        return changed(draft -> draft.severity = other);
    }

    public Deviation flagged(String flag) {
        Set<String> more = new TreeSet<>(flags);
        more.add(flag);
        return changed(draft -> draft.flags = more);
    }

    /** The same departure found on trial: another one than that found in force. */
    public Deviation onTrial() {
        return anchoredAt(anchor + ON_TRIAL).flagged(SHADOW);
    }

    public Deviation with(Map<String, String> fields) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.putAll(fields);
        return changed(draft -> draft.details = more);
    }

    /** The same departure as one of those that one cause produced. */
    public Deviation causedBy(Cause common) {
        return changed(draft -> draft.cause = Optional.of(common));
    }

    private Deviation changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished();
    }

    /** A deviation in the making: what copies take over is named here and nowhere else. */
    private static final class Draft {

        private String kind;
        private String variant;
        private Optional<String> rule;
        private Optional<String> ruleVersion;
        private String anchor;
        private Instant since;
        private Optional<Instant> until;
        private Optional<Ending> ending;
        private Severity severity;
        private List<String> explanation;
        private List<Event> evidence;
        private Set<String> flags;
        private SortedMap<String, String> details;
        private Optional<Cause> cause;

        Draft(Deviation from) {
            this.kind = from.kind;
            this.variant = from.variant;
            this.rule = from.rule;
            this.ruleVersion = from.ruleVersion;
            this.anchor = from.anchor;
            this.since = from.since;
            this.until = from.until;
            this.ending = from.ending;
            this.severity = from.severity;
            this.explanation = from.explanation;
            this.evidence = from.evidence;
            this.flags = from.flags;
            this.details = from.details;
            this.cause = from.cause;
        }

        Deviation finished() {
            return new Deviation(
                    kind,
                    variant,
                    rule,
                    ruleVersion,
                    anchor,
                    since,
                    until,
                    ending,
                    severity,
                    explanation,
                    evidence,
                    flags,
                    details,
                    cause);
        }
    }
}
