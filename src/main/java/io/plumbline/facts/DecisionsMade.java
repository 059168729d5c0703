package io.plumbline.facts;

import java.util.List;

/** What a person approved, decided, granted or signed. */
public sealed interface DecisionsMade extends Facts permits ApproverFacts, ReviewerFacts {

    /** Under its own name, in order of time. */
    List<DecisionMade> decisionsMade();

    /** Whether the decider is stated to act by itself, so that no person signs in as it. */
    boolean isMachine();
}
