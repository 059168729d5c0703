package io.plumbline.catalogue;

import java.util.List;

/**
 * The claim a control makes to one regime.
 *
 * @param objective what the control is for, in one sentence, in the words of the regime
 * @param criteria ids the claim is made against: Trust Services Criteria for SOC, ITGC domains for SOX
 * @param testMethod how its operation is tested for this regime
 * @param requiredEvidence fields an assertion record of this regime must carry
 * @param owners who answers for the control in this regime, by role title
 */
public record Assertion(
        String objective,
        List<String> criteria,
        String testMethod,
        List<String> requiredEvidence,
        ControlOwners owners) {

    public Assertion {
        criteria = List.copyOf(criteria);
        requiredEvidence = List.copyOf(requiredEvidence);
    }

    /** Owners by role title; the persons who hold the last three are in the system registry. */
    public record ControlOwners(String control, String business, String system, String risk) {}
}
