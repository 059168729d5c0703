package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.review.Reach.Way;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.ReviewItem;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One holder in one review of one system: what was held at the instant it looks at, and the items that ask about it. */
final class ReviewedHolder {

    final IdentityFacts identity;
    final Reach reach;
    final CampaignOpened campaign;
    final String systemId;
    final Reference reference;
    private final AccessReviews reviews;
    private final Set<String> own;

    ReviewedHolder(IdentityFacts identity, Reach reach, CampaignOpened campaign, String systemId, Reference reference) {
        this.identity = identity;
        this.reach = reach;
        this.campaign = campaign;
        this.systemId = systemId;
        this.reference = reference;
        this.reviews = AccessReviews.of(reference.catalogue());
        this.own = reviews.carriedOnBy(campaign.campaignId());
    }

    /** One judgement for everything granted that was usable then; what was granted later is for the next review. */
    List<Judgement> judged() {
        Instant at = campaign.snapshotAt();
        Map<String, List<Way>> granted = reach.in(systemId)
                .filter(way -> way.usable().contains(at))
                .collect(Collectors.groupingBy(Way::granted, TreeMap::new, Collectors.toList()));
        List<Judgement> judgements = new ArrayList<>();
        granted.forEach((name, ways) -> judgements.add(new ReviewedAccess(this, name, ways).judged()));
        return judgements;
    }

    /** The deadline it set itself, but no later than a review may take. */
    Instant due() {
        Instant opened = reviews.openedAt(campaign.campaignId()).orElse(campaign.effectiveFrom());
        Instant longest = opened.plus(reference.parameters(opened).duration("campaign_deadline"));
        Instant deadline = reviews.deadline(campaign.campaignId()).orElse(campaign.deadline());
        return deadline.isAfter(longest) ? longest : deadline;
    }

    boolean isMachine() {
        return HolderType.of(identity).isMachine();
    }

    /**
     * Left out with approval: the holder, its account, the entitlement, or a role that gives it. What is left out only once it was
     * due had been forgotten.
     */
    boolean isExcluded(Way way) {
        List<String> excluded =
                reviews.opened(campaign.campaignId(), due()).orElse(campaign).excluded();
        Stream<String> holders = Stream.concat(
                Stream.of(identity.subject().key()), identity.ids().stream().map(id -> "identity:" + id));
        Stream<String> account =
                way.grant().account().map(AccountRef::subject).stream().map(subject -> subject.key());
        return Stream.concat(holders, account).anyMatch(excluded::contains)
                || excluded.stream().anyMatch(way::isBy);
    }

    /** The items that ask about it: of the review, of those that carry it on, and of later ones of the system. */
    List<ReviewItem> itemsAbout(Way way) {
        return identity.reviewItems().stream()
                .filter(item -> snapshotOf(item)
                        .filter(at -> isOwn(item) || !at.isBefore(campaign.snapshotAt()))
                        .isPresent())
                .filter(item -> way.isAskedAboutBy(item, role -> isCertified(item, role)))
                .toList();
    }

    /** Whether the item belongs to the review or to one that carries it on. */
    boolean isOwn(ReviewItem item) {
        return own.contains(item.campaignId());
    }

    /** The instant whose access the item's review looks at; empty where that review was never opened for the system. */
    Optional<Instant> snapshotOf(ReviewItem item) {
        return reviews.openedFor(item.campaignId(), systemId).map(CampaignOpened::snapshotAt);
    }

    private boolean isCertified(ReviewItem item, String role) {
        return Stream.concat(Stream.of(campaign), reviews.opened(item.campaignId()).stream())
                .anyMatch(review -> review.certifiedRoles().contains(role) && (review != campaign || isOwn(item)));
    }

    /** The time in which at least one of the ways was open; a moment without, as of a refresh of what is provisioned, is none. */
    Timeline held(Stream<Way> ways) {
        return Reach.when(ways)
                .bridging(reference.parameters(campaign.snapshotAt()).duration("refresh_gap"));
    }

    /** The first change of what the holder could do in the system after the one instant and before the other. */
    Optional<Instant> changedBetween(Instant from, Instant to) {
        Map<String, List<Way>> byEntitlement = reach.in(systemId).collect(Collectors.groupingBy(Way::entitlement));
        return byEntitlement.values().stream()
                .map(ways -> held(ways.stream()))
                .flatMap(ReviewedHolder::bounds)
                .filter(at -> at.isAfter(from) && at.isBefore(to))
                .min(Instant::compareTo);
    }

    private static Stream<Instant> bounds(Timeline held) {
        return held.intervals().stream()
                .flatMap(interval -> Stream.concat(Stream.of(interval.from()), interval.until().stream()));
    }
}
