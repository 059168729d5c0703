package io.plumbline.facts;

import io.plumbline.event.Subject;

/** What is known of one subject of a population that controls judge. */
public sealed interface Facts
        permits Conduct,
                ChangeFacts,
                ConclusionFacts,
                DecisionsMade,
                Findings,
                ObjectFacts,
                QuarterFacts,
                RoleFacts,
                SourceFacts,
                SystemFacts {

    Subject subject();
}
