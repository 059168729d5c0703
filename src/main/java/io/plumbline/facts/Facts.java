package io.plumbline.facts;

import io.plumbline.event.Subject;

/** What is known of one subject of a population that controls judge. */
public sealed interface Facts
        permits ChangeControlFacts,
                ChangeDuties,
                ConclusionFacts,
                Conduct,
                DecisionsMade,
                Findings,
                Monitored,
                ObjectFacts,
                Reviewed {

    Subject subject();
}
