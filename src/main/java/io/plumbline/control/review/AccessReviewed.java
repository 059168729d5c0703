package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.control.Control;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Reviewed;
import io.plumbline.facts.SystemFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** REV-01: every access to a system is reviewed, from a complete and recent listing, and decided in time. */
public final class AccessReviewed implements Control<Reviewed> {

    @Override
    public String id() {
        return "REV-01";
    }

    @Override
    public Class<Reviewed> population() {
        return Reviewed.class;
    }

    /**
     * Of a holder takes everything that was granted and usable in a system at the instant a review of it looks at, and of machine
     * identities the time between their reviews. Of a system takes the time between its reviews, and their listings.
     */
    @Override
    public List<Judgement> evaluate(Reviewed facts, Reference reference) {
        if (facts instanceof SystemFacts system) {
            return new SystemReviews(system.systemId(), reference).judged();
        }
        return facts instanceof IdentityFacts identity ? ofHolder(identity, reference) : List.of();
    }

    private static List<Judgement> ofHolder(IdentityFacts identity, Reference reference) {
        AccessReviews reviews = AccessReviews.of(reference.catalogue());
        Reach reach = Reach.of(identity, reference.catalogue());
        List<Judgement> judgements = new ArrayList<>();
        TreeSet<String> systems = new TreeSet<>();
        reach.ways().forEach(way -> systems.add(way.systemId()));
        for (String systemId : systems) {
            for (CampaignOpened campaign : reviews.ofSystem(systemId)) {
                if (!reviews.isContinuation(campaign)) {
                    judgements.addAll(new ReviewedHolder(identity, reach, campaign, systemId, reference).judged());
                }
            }
            new MachineInterval(identity, reach, systemId, reference).judged().ifPresent(judgements::add);
        }
        return judgements;
    }
}
