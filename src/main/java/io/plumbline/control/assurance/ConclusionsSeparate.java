package io.plumbline.control.assurance;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.DecisionEvent.PackBuilt;
import io.plumbline.facts.ConclusionFacts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** EVD-03: what is concluded for SOC and what is concluded for SOX each rests on a decision, a test and a pack of its own. */
public final class ConclusionsSeparate implements Control<ConclusionFacts> {

    @Override
    public String id() {
        return "EVD-03";
    }

    @Override
    public Class<ConclusionFacts> population() {
        return ConclusionFacts.class;
    }

    /** Takes what was concluded of the control over the period as one item, and every pack by its id. */
    @Override
    public List<Judgement> evaluate(ConclusionFacts facts, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        if (!facts.conclusions().isEmpty()) {
            judgements.add(conclusions(facts, reference));
        }
        SortedMap<String, List<PackBuilt>> packs = new TreeMap<>();
        facts.packs().forEach(pack -> packs.computeIfAbsent(pack.packId(), id -> new ArrayList<>())
                .add(pack));
        packs.values().forEach(builds -> judgements.add(new PackCase(builds, facts, reference).judge()));
        return judgements;
    }

    private static Judgement conclusions(ConclusionFacts facts, Reference reference) {
        ConclusionCase item = new ConclusionCase(facts, reference);
        return reference
                .of(facts.controlId())
                .map(other -> other.definition().assertions().keySet())
                .<Set<Regime>>map(Set::copyOf)
                .map(regimes -> regimes.equals(EnumSet.allOf(Regime.class))
                        ? item.judge()
                        : item.verdict(Verdict.NOT_APPLICABLE, "ONE_REGIME_ONLY"))
                .orElseGet(() -> item.verdict(Verdict.NOT_APPLICABLE, "NOT_A_CONTROL_HERE"));
    }
}
