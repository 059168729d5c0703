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
 */
public record DeviationKind(String name, Nature nature, List<String> variants, Set<Regime> curedLateFor) {

    public DeviationKind {
        variants = List.copyOf(variants);
        curedLateFor = Set.copyOf(curedLateFor);
    }
}
