package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.facts.ReviewItem;
import java.time.Instant;
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
        List<ItemDecided> known = item.decisions().stream()
                .filter(decided -> decided.decision() != ReviewDecision.UNKNOWN)
                .toList();
        List<ItemDecided> entitled = known.stream().filter(LastWord::isEntitled).toList();
        Instant deadline =
                AccessReviews.of(catalogue).deadline(item.campaignId()).orElse(Instant.MAX);
        Optional<ItemDecided> stands = Optional.empty();
        for (ItemDecided decided : entitled.isEmpty() ? known : entitled) {
            boolean inTime = !decided.header().occurredAt().isAfter(deadline);
            boolean replaces = stands.isEmpty() || inTime || takesAway(decided) && !takesAway(stands.get());
            stands = replaces ? Optional.of(decided) : stands;
        }
        return stands;
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
