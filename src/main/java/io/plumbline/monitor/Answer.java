package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.evidence.Trail;
import io.plumbline.exceptions.Found;
import io.plumbline.monitor.Failures.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one control answered, every item of its population the subject holds; or what stands in for an answer. */
record Answer(ControlDefinition control, Reference reference, List<Judgement> judgements, Optional<Failure> failure) {

    /** Reason of the last word on an item that the subject no longer holds: it moved to another, or never was. */
    static final String GONE = "NO_LONGER_HELD";

    boolean failed() {
        return failure.isPresent();
    }

    boolean deviated() {
        return judgements.stream().anyMatch(judgement -> judgement.verdict() == Verdict.DEVIATED);
    }

    Stream<Found> found(Catalogue catalogue) {
        return judgements.stream().flatMap(judgement -> judgement.deviations().stream()
                .map(deviation -> new Found(control, judgement, deviation, scope(judgement, deviation, catalogue))));
    }

    /** Those that count; a control on trial or not in force asserts nothing, but for a last word on what it did. */
    List<Judgement> asserted(Catalogue catalogue, Instant asOf) {
        Staging staging = Staging.of(control, catalogue);
        return judgements.stream()
                .filter(judgement -> judgement.reason().equals(GONE) || staging.isAsserted(judgement, asOf))
                .toList();
    }

    private Set<Regime> scope(Judgement judgement, Deviation deviation, Catalogue catalogue) {
        if (deviation.flags().contains(Deviation.SHADOW)) {
            return Set.of();
        }
        Set<Regime> scope = Trail.scope(control, catalogue, judgement.systemId(), deviation.since());
        Set<Regime> ofRule = deviation
                .rule()
                .map(rule -> catalogue.regimesOf(rule, deviation.ruleVersion().orElse(""), deviation.since()))
                .orElse(Set.of());
        if (!ofRule.isEmpty()) {
            scope.retainAll(ofRule);
        }
        return scope;
    }
}
