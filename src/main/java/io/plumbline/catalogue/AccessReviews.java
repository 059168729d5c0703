package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CampaignClosed;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The access reviews that were opened and closed; of several statements about one the last counts. */
public final class AccessReviews {

    private final Map<String, CampaignOpened> opened = new TreeMap<>();
    private final Map<String, CampaignClosed> closed = new TreeMap<>();
    private final Map<String, List<CampaignOpened>> openings = new TreeMap<>();
    private final Map<String, List<CampaignClosed>> closings = new TreeMap<>();

    private AccessReviews(List<ReferenceEvent> entries) {
        for (ReferenceEvent entry : entries) {
            if (entry instanceof CampaignOpened campaign) {
                opened.put(campaign.campaignId(), campaign);
                openings.computeIfAbsent(campaign.campaignId(), id -> new ArrayList<>())
                        .add(campaign);
            } else if (entry instanceof CampaignClosed campaign) {
                closed.put(campaign.campaignId(), campaign);
                closings.computeIfAbsent(campaign.campaignId(), id -> new ArrayList<>())
                        .add(campaign);
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

    /** The review of that id as it was last stated by {@code at}; empty where it was not opened by then. */
    public Optional<CampaignOpened> opened(String campaignId, Instant at) {
        return openings.getOrDefault(campaignId, List.of()).stream()
                .filter(statement -> !statement.effectiveFrom().isAfter(at))
                .reduce((earlier, later) -> later);
    }

    /**
     * The review of that id as last stated of a system; empty where it is not about the system. Until its deadline a review may be
     * opened again without a system; when one is opened again later, for what is left of it, the other systems stay in it.
     */
    public Optional<CampaignOpened> openedFor(String campaignId, String systemId) {
        Optional<Instant> deadline = deadline(campaignId);
        Optional<CampaignOpened> found = Optional.empty();
        for (CampaignOpened statement : openings.getOrDefault(campaignId, List.of())) {
            if (statement.systems().contains(systemId)) {
                found = Optional.of(statement);
            } else if (deadline.filter(due -> statement.effectiveFrom().isAfter(due))
                    .isEmpty()) {
                found = Optional.empty();
            }
        }
        return found;
    }

    /** The closing of the review of that id; empty while it goes on. */
    public Optional<CampaignClosed> closed(String campaignId) {
        return Optional.ofNullable(closed.get(campaignId));
    }

    /** When it was first opened; empty where it was not. */
    public Optional<Instant> openedAt(String campaignId) {
        return openings.getOrDefault(campaignId, List.of()).stream()
                .map(CampaignOpened::effectiveFrom)
                .findFirst();
    }

    /**
     * Until when its items are to be decided, inclusive; empty where it was not opened. Opening it again moves the deadline while
     * that has not passed, never afterwards.
     */
    public Optional<Instant> deadline(String campaignId) {
        Optional<Instant> deadline = Optional.empty();
        for (CampaignOpened statement : openings.getOrDefault(campaignId, List.of())) {
            if (deadline.filter(due -> statement.effectiveFrom().isAfter(due)).isEmpty()) {
                deadline = Optional.of(statement.deadline());
            }
        }
        return deadline;
    }

    /** Every closing of it, oldest first. */
    public List<CampaignClosed> closings(String campaignId) {
        return List.copyOf(closings.getOrDefault(campaignId, List.of()));
    }

    /**
     * Whether it only decides what another known review left over; of reviews that carry on one another in a circle the least does
     * not.
     */
    public boolean isContinuation(CampaignOpened campaign) {
        List<String> path = new ArrayList<>(List.of(campaign.campaignId()));
        Optional<CampaignOpened> next = carriedOn(campaign);
        while (next.isPresent() && !path.contains(next.get().campaignId())) {
            path.add(next.get().campaignId());
            next = carriedOn(next.get());
        }
        boolean circle = next.filter(last -> last.campaignId().equals(campaign.campaignId()))
                .isPresent();
        return circle ? !campaign.campaignId().equals(Collections.min(path)) : path.size() > 1;
    }

    private Optional<CampaignOpened> carriedOn(CampaignOpened campaign) {
        return campaign.continues().map(opened::get);
    }

    /** The review and all that carry it on, or carry on one that does. */
    public Set<String> carriedOnBy(String campaignId) {
        Set<String> found = new TreeSet<>(Set.of(campaignId));
        boolean more = true;
        while (more) {
            more = found.addAll(opened.values().stream()
                    .filter(campaign ->
                            campaign.continues().filter(found::contains).isPresent())
                    .map(CampaignOpened::campaignId)
                    .toList());
        }
        return found;
    }

    /** These reviews, and all that are one with them by carrying on one another. */
    Set<String> relatedTo(Set<String> campaignIds) {
        Set<String> found = new TreeSet<>(campaignIds);
        boolean more = true;
        while (more) {
            more = false;
            for (List<CampaignOpened> statements : openings.values()) {
                for (CampaignOpened statement : statements) {
                    Set<String> linked = new TreeSet<>(Set.of(statement.campaignId()));
                    statement.continues().ifPresent(linked::add);
                    more |= linked.stream().anyMatch(found::contains) && found.addAll(linked);
                }
            }
        }
        return found;
    }

    /** The systems that these reviews are or ever were about. */
    public Set<String> systemsOf(Set<String> campaignIds) {
        Set<String> systems = new TreeSet<>();
        campaignIds.forEach(
                id -> openings.getOrDefault(id, List.of()).forEach(statement -> systems.addAll(statement.systems())));
        return systems;
    }

    /** The reviews of a system's access, in order of the instant they review. */
    public List<CampaignOpened> ofSystem(String systemId) {
        return openings.keySet().stream()
                .flatMap(campaignId -> openedFor(campaignId, systemId).stream())
                .sorted(Comparator.comparing(CampaignOpened::snapshotAt).thenComparing(CampaignOpened::campaignId))
                .toList();
    }
}
