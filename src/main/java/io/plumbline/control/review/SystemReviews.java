package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.CampaignClosed;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The reviews of one system: how often there were any, and whether each had all the items its listing had. */
final class SystemReviews {

    private final String systemId;
    private final Reference reference;
    private final Catalogue catalogue;
    private final AccessReviews reviews;

    SystemReviews(String systemId, Reference reference) {
        this.systemId = systemId;
        this.reference = reference;
        this.catalogue = reference.catalogue();
        this.reviews = AccessReviews.of(catalogue);
    }

    List<Judgement> judged() {
        List<Judgement> judgements = new ArrayList<>();
        for (Regime regime : Regime.values()) {
            List<Judgement> parts = often(regime);
            if (!parts.isEmpty()) {
                judgements.add(Judgement.together(parts));
            }
        }
        reviews.ofSystem(systemId).stream()
                .filter(this::isFiledHere)
                .map(this::listing)
                .forEach(judgements::add);
        return judgements;
    }

    /** For every stretch in which the regime had the system in scope. */
    private List<Judgement> often(Regime regime) {
        TreeMap<Instant, Event> opened = new TreeMap<>();
        reviews.ofSystem(systemId).stream()
                .filter(campaign -> !reviews.isContinuation(campaign) && Regimes.isFor(campaign, regime))
                .forEach(campaign ->
                        opened.put(reviews.openedAt(campaign.campaignId()).orElse(campaign.effectiveFrom()), campaign));
        String parameter = "review_interval_" + regime.name().toLowerCase(Locale.ROOT);
        Severity severity = regime == Regime.SOX ? Severity.HIGH : Severity.MEDIUM;
        Intervals intervals = new Intervals(
                "reviews:" + regime,
                systemId,
                reference,
                at -> reference.parameters(at).duration(parameter),
                opened,
                due -> Deviation.lasting("SYSTEM_WITHOUT_REVIEW", "SYSTEM_NOT_REVIEWED", "", due, severity)
                        .onlyFor(Set.of(regime)),
                List.of(Feed.ACCESS_REVIEWS));
        return InScope.of(systemId, catalogue, system -> isInScope(system, regime)).intervals().stream()
                .flatMap(asked -> intervals.over(asked).stream())
                .toList();
    }

    private static boolean isInScope(SystemRegistered system, Regime regime) {
        return switch (regime) {
            case SOC -> system.socInScope();
            case SOX -> system.soxInScope();
        };
    }

    /** A review of several systems has one listing, which is held against it once: where most is claimed. */
    private boolean isFiledHere(CampaignOpened campaign) {
        List<String> systems = List.copyOf(reviews.systemsOf(Set.of(campaign.campaignId())));
        String filed =
                GravestSystem.of(systems, catalogue, campaign.effectiveFrom()).orElse(systems.get(0));
        return filed.equals(systemId);
    }

    /** From the first closing that does not add up until one that does; each is held against the listing as it was stated by then. */
    private Judgement listing(CampaignOpened campaign) {
        List<CampaignClosed> closings = reviews.closings(campaign.campaignId());
        if (closings.isEmpty()) {
            return verdict(campaign, Verdict.NOT_APPLICABLE, "STILL_OPEN", List.of(campaign));
        }
        Optional<CampaignClosed> wrong = closings.stream()
                .filter(closed ->
                        listed(closed).filter(items -> items != closed.items()).isPresent())
                .findFirst();
        if (wrong.isPresent()) {
            return notReconciled(campaign, wrong.get(), closings.get(closings.size() - 1));
        }
        return closings.stream().allMatch(closed -> listed(closed).isPresent())
                ? verdict(
                        campaign, Verdict.OPERATED, "RECONCILED", List.of(campaign, closings.get(closings.size() - 1)))
                : verdict(campaign, Verdict.INDETERMINATE, "LISTING_NOT_COUNTED", List.of(campaign));
    }

    /** How many items the listing had, as stated by the closing or, where nothing was stated by then, afterwards. */
    private Optional<Integer> listed(CampaignClosed closed) {
        return reviews.opened(closed.campaignId(), closed.effectiveFrom())
                .flatMap(CampaignOpened::listedItems)
                .or(() -> reviews.opened(closed.campaignId()).flatMap(CampaignOpened::listedItems));
    }

    private Judgement notReconciled(CampaignOpened campaign, CampaignClosed wrong, CampaignClosed last) {
        int listed = listed(wrong).orElseThrow();
        boolean financial = catalogue
                .system(systemId, wrong.effectiveFrom())
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        Deviation found = Deviation.lasting(
                        "LISTING",
                        "LISTING_NOT_RECONCILED",
                        "listing",
                        wrong.effectiveFrom(),
                        financial ? Severity.HIGH : Severity.MEDIUM)
                .onlyFor(Regimes.of(campaign));
        List<Event> evidence = new ArrayList<>(List.of(campaign, wrong));
        if (listed(last).filter(items -> items == last.items()).isPresent()) {
            evidence.add(last);
            found = found.ended(last.effectiveFrom(), Ending.PERFORMED_LATE);
        }
        found = found.because(
                        List.of(
                                "Review " + campaign.campaignId() + " was closed at " + wrong.effectiveFrom() + " with "
                                        + wrong.items() + " items",
                                "The listing it was made from had " + listed),
                        evidence)
                .with(Map.of(
                        "campaign_id", campaign.campaignId(),
                        "snapshot_at", campaign.snapshotAt().toString(),
                        "expected_items", Integer.toString(listed),
                        "actual_items", Integer.toString(last.items())));
        return Judgement.deviated(object(campaign), systemId, campaign.effectiveFrom(), List.of(found));
    }

    private static String object(CampaignOpened campaign) {
        return "listing:" + campaign.campaignId();
    }

    private Judgement verdict(CampaignOpened campaign, Verdict verdict, String reason, List<? extends Event> evidence) {
        return Judgement.of(object(campaign), systemId, campaign.effectiveFrom(), verdict, reason, evidence);
    }
}
