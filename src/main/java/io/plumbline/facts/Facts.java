package io.plumbline.facts;

import io.plumbline.event.Subject;

/** What is known of one subject of a population that controls judge. */
public sealed interface Facts
        permits Reviewed,
                Conduct,
                ChangeFacts,
                ConclusionFacts,
                ObjectFacts,
                QuarterFacts,
                ReviewerFacts,
                RoleFacts,
                SourceFacts {

    Subject subject();
}
