package io.plumbline.control.assurance;

import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.facts.Asserted;
import io.plumbline.facts.DecisionsMade;
import io.plumbline.facts.Findings;
import io.plumbline.facts.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** EVD-02: the evidence of controls is complete for each regime, and comes from the system when the thing is done. */
public final class EvidenceComplete implements Control<Findings> {

    @Override
    public String id() {
        return "EVD-02";
    }

    @Override
    public Class<Findings> population() {
        return Findings.class;
    }

    /**
     * Takes every decision of a person, the owners of every system, and of what is asserted the records that lack something: those
     * of one control for one regime together.
     */
    @Override
    public List<Judgement> evaluate(Findings findings, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        if (findings.tested() instanceof DecisionsMade made) {
            made.decisionsMade()
                    .forEach(decision -> judgements.add(new CaptureCase(decision, made, reference).judge()));
        } else if (findings.tested() instanceof SystemFacts system) {
            new OwnerNames(system, reference).judge().ifPresent(judgements::add);
        }
        SortedMap<String, List<Asserted>> incomplete = new TreeMap<>();
        findings.incomplete().stream()
                .filter(asserted -> !MissingFields.of(asserted, reference).isEmpty())
                .forEach(asserted -> incomplete
                        .computeIfAbsent(asserted.controlId() + "/" + asserted.regime(), key -> new ArrayList<>())
                        .add(asserted));
        incomplete.forEach((key, items) -> judgements.add(MissingFields.judge("fields:" + key, items, reference)));
        return judgements;
    }
}
