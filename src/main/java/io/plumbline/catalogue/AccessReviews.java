package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CampaignClosed;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The access reviews that were opened and closed; of several statements about one the last counts. */
public final class AccessReviews {

    private final Map<String, CampaignOpened> opened = new TreeMap<>();
    private final Map<String, CampaignClosed> closed = new TreeMap<>();

    private AccessReviews(List<ReferenceEvent> entries) {
        for (ReferenceEvent entry : entries) {
            if (entry instanceof CampaignOpened campaign) {
                opened.put(campaign.campaignId(), campaign);
            } else if (entry instanceof CampaignClosed campaign) {
                closed.put(campaign.campaignId(), campaign);
            }
        }
    }

    public static AccessReviews of(Catalogue catalogue) {
        return catalogue.derived(AccessReviews.class, source -> new AccessReviews(source.entries()));
    }

    /** The review of that id as last stated; empty where it was not opened. */
    public Optional<CampaignOpened> opened(String campaignId) {
        return Optional.ofNullable(opened.get(campaignId));
    }

    /** The closing of the review of that id; empty while it goes on. */
    public Optional<CampaignClosed> closed(String campaignId) {
        return Optional.ofNullable(closed.get(campaignId));
    }

    /** The reviews of a system's access, in order of the instant they review. */
    public List<CampaignOpened> ofSystem(String systemId) {
        return opened.values().stream()
                .filter(campaign -> campaign.systems().contains(systemId))
                .sorted(Comparator.comparing(CampaignOpened::snapshotAt).thenComparing(CampaignOpened::campaignId))
                .toList();
    }
}
