package io.plumbline.evidence;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Verdict;
import io.plumbline.exceptions.EventRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a control says of one item to one regime, with everything needed to reach the same answer again.
 *
 * <p>One record per change of verdict, passing verdicts included, so that the population is complete. Approver, business
 * owner, system owner and risk owner are four fields, whoever holds them.
 *
 * @param assertionId digest of regime, control, subject, object and verdict content; the same on every replay
 * @param at when the item came about; scope and owners are those of that instant
 * @param verdict for this regime
 * @param verdictReason code that says why
 * @param exceptionIds exceptions raised for the item in this regime
 * @param riskOwner owner of the financial-reporting risk for SOX, of the security risk for SOC
 * @param missing fields the regime requires and nobody supplied
 * @param roleCollapse true where one person holds several of the four duties
 * @param asOf the instant up to which everything was known
 */
public record AssertionRecord(
        String assertionId,
        Regime regime,
        String controlId,
        String controlVersion,
        String objective,
        List<String> criteria,
        String testMethod,
        String subjectKey,
        String object,
        String systemId,
        Instant at,
        Instant asOf,
        Verdict verdict,
        String verdictReason,
        List<String> exceptionIds,
        String controlOwner,
        Optional<String> approver,
        Optional<String> businessOwner,
        Optional<String> systemOwner,
        Optional<String> riskOwner,
        boolean roleCollapse,
        Optional<String> justification,
        Optional<String> ticket,
        List<String> missing,
        List<String> explanation,
        List<String> basis,
        List<EventRef> evidence,
        SortedMap<String, String> parameters,
        long catalogueVersion,
        String catalogueDigest) {}
