package io.plumbline.monitor;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Severity;
import io.plumbline.exceptions.ExceptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A dated history with the one right answer.
 *
 * @param name a sentence that says what is shown
 * @param covers names of variants and traps it shows, for the completeness check
 * @param controls the controls whose exceptions are compared; those of others are passed over
 * @param reference reference data in force from the start
 * @param steps what arrives and what is then expected, in this order
 * @param expected what stands at the end, in this order of arrival and in every other
 */
public record Scenario(
        String name,
        List<String> covers,
        Set<String> controls,
        List<ReferenceEvent> reference,
        List<Step> steps,
        Expected expected) {

    /** One thing that happens in a scenario. */
    public sealed interface Step {
        /** An event, reference data included, arrives. */
        record Arrives(Event event) implements Step {}

        /** Sources are settled to these instants; the key {@code *} stands for every declared source. */
        record Settles(Map<String, Instant> sources) implements Step {}

        /** This stands now; checked in the given order of arrival only. */
        record Stands(Expected expected) implements Step {}
    }

    /**
     * What stands on record.
     *
     * @param exceptions all exceptions of the scenario's controls that are not withdrawn, and withdrawn ones only as far as
     *     listed
     * @param verdicts some verdicts on items; others are not compared
     */
    public record Expected(List<ExpectedException> exceptions, List<ExpectedVerdict> verdicts) {}

    /**
     * One exception; every field that is given must match.
     *
     * @param statuses status per regime that has an assertion; compared whole where given
     */
    public record ExpectedException(
            String control,
            Optional<String> subject,
            Optional<String> object,
            Optional<String> rule,
            String kind,
            String variant,
            Instant since,
            Optional<Instant> until,
            ExceptionStatus status,
            Optional<Map<Regime, ExceptionStatus>> statuses,
            Optional<Severity> severity,
            Optional<List<String>> flags) {}

    /** One verdict on an item of a population. */
    public record ExpectedVerdict(
            String control, String subject, Optional<String> object, Verdict verdict, Optional<String> reason) {}
}
