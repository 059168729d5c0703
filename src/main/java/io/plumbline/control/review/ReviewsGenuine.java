package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.CampaignClosed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewerFacts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** REV-04: access reviews are a genuine evaluation: not too fast, not in bundles, not blind, not with one reason for all. */
public final class ReviewsGenuine implements Control<ReviewerFacts> {

    private static final String TOO_FAST = "TOO_FAST";
    private static final String BULK = "BULK_HIGH_RISK";
    private static final String DESPITE_FLAGS = "ALL_APPROVED_DESPITE_FLAGS";
    private static final String COPIED = "COPY_JUSTIFICATION";
    private static final int MOST_NAMED = 50;

    @Override
    public String id() {
        return "REV-04";
    }

    @Override
    public Class<ReviewerFacts> population() {
        return ReviewerFacts.class;
    }

    /** Takes everything the reviewer decided in the review together. */
    @Override
    public List<Judgement> evaluate(ReviewerFacts reviewer, Reference reference) {
        List<ItemDecided> decisions = reviewer.decisions().stream()
                .filter(DecisionTest::decides)
                .filter(item -> !item.header().baseline())
                .sorted(DecisionTest.IN_ORDER)
                .toList();
        return decisions.isEmpty() ? List.of() : List.of(new Case(reviewer, decisions, reference).judged());
    }

    /** One reviewer's part in one review, and what is found of it. */
    private static final class Case {

        private final ReviewerFacts reviewer;
        private final List<ItemDecided> decisions;
        private final Reference reference;
        private final Catalogue catalogue;
        private final Instant at;
        private final String systemId;
        private final Optional<Instant> end;
        private final ReviewConduct conduct;

        Case(ReviewerFacts reviewer, List<ItemDecided> decisions, Reference reference) {
            this.reviewer = reviewer;
            this.decisions = decisions;
            this.reference = reference;
            this.catalogue = reference.catalogue();
            this.at = decisions.get(0).header().occurredAt();
            this.systemId = GravestSystem.of(systems(), catalogue, at)
                    .orElseGet(() -> systems().get(0));
            AccessReviews reviews = AccessReviews.of(catalogue);
            Optional<Instant> closed = reviews.closed(reviewer.campaignId()).map(CampaignClosed::effectiveFrom);
            this.end = reviews.deadline(reviewer.campaignId())
                    .map(due -> closed.filter(due::isAfter).orElse(due));
            this.conduct = new ReviewConduct(
                    reviewer, end.orElse(Instant.MAX), false, new ReviewedRisk(catalogue), reference.parameters(at));
        }

        private List<String> systems() {
            return decisions.stream()
                    .map(ItemDecided::systemId)
                    .distinct()
                    .sorted()
                    .toList();
        }

        Judgement judged() {
            if (end.isEmpty()) {
                return judged(bundles(false), Verdict.INDETERMINATE, "REVIEW_UNKNOWN");
            }
            Absence over = Absence.all(systems().stream()
                    .map(system -> reference.completeness().absence(Feed.ACCESS_REVIEWS, system, span()))
                    .toList());
            if (!over.proven()) {
                return judged(bundles(false), over.verdict(), over.reason()).restingOn(over);
            }
            Map<String, Deviation> signals = signals();
            List<Deviation> found = new ArrayList<>(bundles(signals.containsKey(DESPITE_FLAGS)));
            found.addAll(signals.values());
            return judged(found, Verdict.OPERATED, "GENUINE").restingOn(over);
        }

        private Interval span() {
            Instant last = end.orElseThrow();
            Instant first =
                    AccessReviews.of(catalogue).openedAt(reviewer.campaignId()).orElse(last);
            return Interval.of(first.isBefore(last) ? first : last.minusMillis(1), last);
        }

        private Judgement judged(List<Deviation> found, Verdict otherwise, String reason) {
            Judgement judgement = found.isEmpty()
                    ? Judgement.of(object(), systemId, at, otherwise, reason, decisions)
                    : Judgement.deviated(object(), systemId, at, found);
            return judgement.approvedBy(
                    Optional.of(reviewer.reviewerId()), Optional.empty(), Optional.of(reviewer.campaignId()));
        }

        private String object() {
            return "review:" + reviewer.campaignId();
        }

        /** What was kept with one click is known when it was; how grave it is, when the review is over. */
        private List<Deviation> bundles(boolean despiteFlags) {
            List<Deviation> found = new ArrayList<>();
            conduct.riskyBundles().forEach((bulkId, items) -> {
                Instant since = items.get(0).header().occurredAt();
                found.add(ended(
                        Deviation.lasting(BULK, BULK, bulkId, since, severity(items, despiteFlags))
                                .because(
                                        List.of(
                                                reviewer.reviewerId() + " kept several items with one click (" + bulkId
                                                        + ") at " + since,
                                                "Of high risk were " + items.size() + " of them: " + named(items)),
                                        items)
                                .with(Map.of("bulk_flag", bulkId, "items", named(items))),
                        conduct.decidedAnew(items, since, Optional.empty())));
            });
            return found;
        }

        /** By kind. What was decided too late may show something, and excuses nothing that was decided in time. */
        private Map<String, Deviation> signals() {
            Map<String, Deviation> signals = new TreeMap<>();
            Stream.of(conduct, conduct.withLate())
                    .flatMap(this::statistics)
                    .forEach(signal -> signals.putIfAbsent(signal.kind(), signal));
            return signals;
        }

        private Stream<Deviation> statistics(ReviewConduct conduct) {
            Instant over = conduct.weighed();
            List<ItemDecided> risky = conduct.riskyKept();
            List<ItemDecided> flagged = conduct.keptDespiteFlags();
            Optional<String> reason = conduct.copiedReason();
            List<Deviation> found = new ArrayList<>();
            if (conduct.isTooFast()) {
                found.add(ended(
                        signal(
                                conduct,
                                TOO_FAST,
                                "Half of the items were looked at for "
                                        + conduct.median().orElseThrow() + " or less"),
                        conduct.decidedAnew(risky.isEmpty() ? conduct.standing() : risky, over, Optional.empty())));
            }
            if (!flagged.isEmpty()) {
                found.add(ended(
                        signal(
                                conduct,
                                DESPITE_FLAGS,
                                "Everything was kept, " + flagged.size()
                                        + " items of which other controls had found something: " + named(flagged)),
                        conduct.decidedAnew(flagged, over, Optional.empty())));
            }
            reason.ifPresent(copied -> found.add(ended(
                    signal(
                            conduct,
                            COPIED,
                            "All " + risky.size() + " items of high risk were kept for one reason: " + copied),
                    conduct.decidedAnew(risky, over, reason))));
            return found.stream();
        }

        private Deviation signal(ReviewConduct conduct, String variant, String words) {
            List<ItemDecided> standing = conduct.standing();
            Map<String, String> details = new TreeMap<>();
            details.put("items", String.valueOf(standing.size()));
            details.put(
                    "flagged_items",
                    String.valueOf(
                            standing.stream().filter(ReviewedRisk::isFlagged).count()));
            details.put("approval_ratio", kept(standing) + "/" + standing.size());
            conduct.median().ifPresent(time -> details.put("median_seconds", seconds(time.toMillis())));
            return Deviation.lasting(
                            variant, variant, reviewer.campaignId(), conduct.weighed(), severity(standing, false))
                    .because(
                            List.of(
                                    reviewer.reviewerId() + " decided " + standing.size() + " items in review "
                                            + reviewer.campaignId(),
                                    words),
                            standing)
                    .with(details);
        }

        private static long kept(List<ItemDecided> items) {
            return items.stream()
                    .filter(item -> item.decision() == ReviewDecision.KEEP)
                    .count();
        }

        private static String seconds(long millis) {
            return BigDecimal.valueOf(millis, 3).toPlainString();
        }

        private static String named(List<ItemDecided> items) {
            return Names.atMost(MOST_NAMED, items.stream().map(ItemDecided::itemId));
        }

        private static Deviation ended(Deviation deviation, Optional<Instant> anew) {
            return anew.map(again -> deviation.ended(again, Ending.PERFORMED_LATE))
                    .orElse(deviation);
        }

        /** A signal and no proof: it weighs more where reporting is at stake, and most where nothing was looked at. */
        private Severity severity(List<ItemDecided> items, boolean despiteFlags) {
            boolean reporting = items.stream().anyMatch(item -> catalogue
                    .system(item.systemId(), item.header().occurredAt())
                    .filter(SystemRegistered::soxInScope)
                    .isPresent());
            Severity severity = reporting ? Severity.MEDIUM : Severity.LOW;
            return despiteFlags ? severity.raised() : severity;
        }
    }
}
