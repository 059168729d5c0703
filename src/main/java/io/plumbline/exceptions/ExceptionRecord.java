package io.plumbline.exceptions;

import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A deviation under management, as it stands: one row of the compacted exceptions topic.
 *
 * @param exceptionId digest of control, kind, rule, subject, object and anchor; the same on every replay
 * @param controlId the control that found it
 * @param controlTitle the compliant state it departs from
 * @param controlVersion version of the control's definition
 * @param kind kind of deviation; fixed
 * @param variant how it deviates at present
 * @param rule segregation-of-duties rule broken, where one was
 * @param subjectKey whom or what it is about
 * @param object the item of the population
 * @param anchor key of the episode
 * @param since when the deviation began
 * @param until when it ended; absent while it lasts, and for acts
 * @param ending why it ended
 * @param status where it stands: the least settled of the regimes' statuses
 * @param statusSince when it came to stand there, in time of the world
 * @param statusReason code that says why it stands there
 * @param assertions status per regime in whose scope the system was when it began; none where it was in no scope
 * @param history how it came to stand there: every phase of its status up to {@code asOf}
 * @param asOf the instant up to which it is judged
 * @param sequence number of its latest alert, from 1
 * @param flags codes that qualify it: PRE_EXISTING, NEW_RULE, FALSE_CLOSURE
 * @param explanation why, one line per step of the reasoning
 * @param evidence the events it rests on
 * @param basis what claims of absence rest on
 * @param details further fields of evidence
 * @param refusedDecisions decisions that were not applied, with the reason
 * @param replaces id of the exception this one continues after its start was corrected
 * @param incidentId the one cause that produced many exceptions, where one did
 * @param notifies whether someone should be told; false for members of an incident
 * @param catalogueVersion version of the reference data it was last judged by
 */
public record ExceptionRecord(
        String exceptionId,
        String controlId,
        String controlTitle,
        String controlVersion,
        String kind,
        String variant,
        Nature nature,
        Optional<String> rule,
        Optional<String> ruleVersion,
        String subjectKey,
        String object,
        String systemId,
        String anchor,
        Severity severity,
        Instant since,
        Optional<Instant> until,
        Optional<Ending> ending,
        ExceptionStatus status,
        Instant statusSince,
        String statusReason,
        SortedMap<String, ExceptionStatus> assertions,
        List<Phase> history,
        Instant asOf,
        long sequence,
        List<String> flags,
        List<String> explanation,
        List<EventRef> evidence,
        List<String> basis,
        SortedMap<String, String> details,
        List<String> refusedDecisions,
        Optional<String> replaces,
        Optional<String> incidentId,
        boolean notifies,
        long catalogueVersion,
        String catalogueDigest) {

    /** The status it has in a regime; empty where it was not in that regime's scope. */
    public Optional<ExceptionStatus> statusIn(Regime regime) {
        return Optional.ofNullable(assertions.get(regime.name()));
    }

    /** The same exception, withdrawn: the facts no longer show it. */
    ExceptionRecord withdrawn(Instant at) {
        List<Phase> longer = new ArrayList<>(history);
        longer.add(new Phase(at, ExceptionStatus.WITHDRAWN, "NOT_SHOWN_BY_FACTS", Optional.empty()));
        SortedMap<String, ExceptionStatus> everywhere = new TreeMap<>(assertions);
        everywhere.replaceAll((regime, was) -> ExceptionStatus.WITHDRAWN);
        return copy(List.copyOf(longer), everywhere, at, sequence, basis, replaces, catalogueVersion, catalogueDigest);
    }

    ExceptionRecord numbered(long latestAlert) {
        return copy(history, assertions, asOf, latestAlert, basis, replaces, catalogueVersion, catalogueDigest);
    }

    ExceptionRecord replacing(Optional<String> id) {
        return copy(history, assertions, asOf, sequence, basis, id, catalogueVersion, catalogueDigest);
    }

    /**
     * Whether two states of one exception say the same. How far it was judged, on what basis, by which version of the
     * reference data and after how many alerts is not what an exception says.
     */
    boolean saysTheSameAs(ExceptionRecord other) {
        return withoutProvenance().equals(other.withoutProvenance());
    }

    /** What two states of one exception may differ in besides its status: a reason to tell ticketing. */
    boolean reportsTheSameAs(ExceptionRecord other) {
        return variant.equals(other.variant)
                && severity == other.severity
                && since.equals(other.since)
                && until.equals(other.until)
                && assertions.equals(other.assertions)
                && flags.equals(other.flags)
                && incidentId.equals(other.incidentId)
                && notifies == other.notifies;
    }

    private ExceptionRecord withoutProvenance() {
        return copy(history, assertions, Instant.EPOCH, 0, List.of(), Optional.empty(), 0, "");
    }

    private ExceptionRecord copy(
            List<Phase> life,
            SortedMap<String, ExceptionStatus> perRegime,
            Instant judgedTo,
            long latestAlert,
            List<String> restsOn,
            Optional<String> replaced,
            long judgedBy,
            String judgedByDigest) {
        Phase now = life.get(life.size() - 1);
        return new ExceptionRecord(
                exceptionId,
                controlId,
                controlTitle,
                controlVersion,
                kind,
                variant,
                nature,
                rule,
                ruleVersion,
                subjectKey,
                object,
                systemId,
                anchor,
                severity,
                since,
                until,
                ending,
                now.status(),
                now.at(),
                now.reason(),
                perRegime,
                life,
                judgedTo,
                latestAlert,
                flags,
                explanation,
                evidence,
                restsOn,
                details,
                refusedDecisions,
                replaced,
                incidentId,
                notifies,
                judgedBy,
                judgedByDigest);
    }

    /**
     * One stretch of an exception's life.
     *
     * @param at when it began, in time of the world
     * @param reason code that says why
     * @param by who decided, where someone did
     */
    public record Phase(Instant at, ExceptionStatus status, String reason, Optional<String> by) {}
}
