package io.plumbline.control.review;

import io.plumbline.catalogue.Regime;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** For whom a review is held. */
final class Regimes {

    private Regimes() {}

    /** The regimes a review is meant for; empty where it is meant for all. */
    static Set<Regime> of(CampaignOpened campaign) {
        Set<Regime> regimes = EnumSet.noneOf(Regime.class);
        Arrays.stream(Regime.values())
                .filter(regime -> campaign.regimes().contains(regime.name()))
                .forEach(regimes::add);
        return regimes;
    }

    /** Whether the review counts for the regime. */
    static boolean isFor(CampaignOpened campaign, Regime regime) {
        return of(campaign).isEmpty() || of(campaign).contains(regime);
    }
}
