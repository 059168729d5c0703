package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.facts.ReviewItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of several decisions about an item stands: the last with authority before the deadline of the review. After it access can
 * still be decided away, and not be given back. What nobody with authority decided about stands as whoever decided it last.
 */
final class LastWord {

    private LastWord() {}

    /** The decision that stands; empty where none was taken. */
    static Optional<ItemDecided> on(ReviewItem item, Catalogue catalogue) {
        Optional<ItemDecided> stands = Optional.empty();
        for (ItemDecided decided : counting(item)) {
            boolean replaces =
                    stands.isEmpty() || isInTime(decided, catalogue) || takesAway(decided) && !takesAway(stands.get());
            stands = replaces ? Optional.of(decided) : stands;
        }
        return stands;
    }

    /** Those with authority or, where there are none, all. */
    private static List<ItemDecided> counting(ReviewItem item) {
        List<ItemDecided> known = item.decisions().stream()
                .filter(decided -> decided.decision() != ReviewDecision.UNKNOWN)
                .toList();
        List<ItemDecided> entitled = known.stream().filter(LastWord::isEntitled).toList();
        return entitled.isEmpty() ? known : entitled;
    }

    private static boolean isInTime(ItemDecided decided, Catalogue catalogue) {
        Instant deadline =
                AccessReviews.of(catalogue).deadline(decided.campaignId()).orElse(Instant.MAX);
        return !decided.header().occurredAt().isAfter(deadline);
    }

    /** The decisions to take it away since it was last to be kept, oldest first; the standing one among them. Empty where it stays. */
    static List<ItemDecided> toTakeAway(ItemDecided stands, ReviewItem item, Catalogue catalogue) {
        List<ItemDecided> run = new ArrayList<>();
        for (ItemDecided decided : counting(item)) {
            if (takesAway(decided)) {
                run.add(decided);
            } else if (isInTime(decided, catalogue)) {
                run.clear();
            }
            if (decided.equals(stands)) {
                break;
            }
        }
        return run;
    }

    static boolean takesAway(ItemDecided decided) {
        return switch (decided.decision()) {
            case REVOKE, MODIFY -> true;
            case KEEP, NOT_APPLICABLE, UNKNOWN -> false;
        };
    }

    private static boolean isEntitled(ItemDecided decided) {
        return switch (decided.authority()) {
            case BUSINESS_OWNER, SYSTEM_OWNER, MANAGER, DELEGATE -> true;
            case IT, UNKNOWN -> false;
        };
    }
}
