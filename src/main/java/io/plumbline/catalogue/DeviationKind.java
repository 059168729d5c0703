package io.plumbline.catalogue;

import java.util.List;
import java.util.Set;

/**
 * A group of variants that are one and the same exception: the variant may change, the kind and the identity do not.
 *
 * @param name upper-case name, unique within its control
 * @param nature whether it can end
 * @param variants names of the variants, unique within the control
 * @param curedLateFor regimes for which performing the missing act late ends the deviation; elsewhere it stays open
 * @param regimes the regimes for which it is a deviation; all to which the control makes a claim where empty
 */
public record DeviationKind(
        String name, Nature nature, List<String> variants, Set<Regime> curedLateFor, Set<Regime> regimes) {

    public DeviationKind {
        variants = List.copyOf(variants);
        curedLateFor = Set.copyOf(curedLateFor);
        regimes = Set.copyOf(regimes);
    }

    /** Whether it is a deviation for this regime, provided that the control makes a claim to it at all. */
    public boolean isFor(Regime regime) {
        return regimes.isEmpty() || regimes.contains(regime);
    }
}
