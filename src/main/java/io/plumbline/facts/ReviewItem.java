package io.plumbline.facts;

import io.plumbline.event.Principal;
import io.plumbline.event.ReviewEvent.ItemAdded;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemEvent;
import io.plumbline.event.ReviewEvent.ItemReassigned;
import io.plumbline.event.ReviewEvent.ItemRemediated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One question of an access review, what was decided about it, and what was done.
 *
 * @param itemId unique within the review
 * @param holder whose access it is about
 * @param entitlement the role or entitlement under review
 * @param added where it was put up for review; absent where only what came after is on record
 * @param decisions in order of time; of two in one instant the one recorded later comes last
 * @param reassignments to other reviewers, in order of time
 * @param remediations when it was said to be done, in order of time
 */
public record ReviewItem(
        String campaignId,
        String itemId,
        Principal holder,
        String systemId,
        String entitlement,
        Optional<ItemAdded> added,
        List<ItemDecided> decisions,
        List<ItemReassigned> reassignments,
        List<ItemRemediated> remediations) {

    private static final Comparator<ItemEvent> IN_ORDER = Comparator.comparing(
                    (ItemEvent event) -> event.header().occurredAt())
            .thenComparing(event -> event.header().recordedAt())
            .thenComparing(ItemEvent::id);

    /** Every item the events tell of, by review and item; one of which only a reassignment is known is left out. */
    static List<ReviewItem> of(List<ItemEvent> events) {
        Map<String, List<ItemEvent>> byItem = new TreeMap<>();
        events.stream().sorted(IN_ORDER).forEach(event -> byItem.computeIfAbsent(
                        event.campaignId() + "/" + event.itemId(), key -> new ArrayList<>())
                .add(event));
        return byItem.values().stream().flatMap(about -> item(about).stream()).toList();
    }

    private static Optional<ReviewItem> item(List<ItemEvent> about) {
        Optional<ItemAdded> added = only(ItemAdded.class, about).stream().findFirst();
        List<ItemDecided> decided = only(ItemDecided.class, about);
        List<ItemRemediated> done = only(ItemRemediated.class, about);
        ItemEvent first = about.get(0);
        Optional<String> system = added.map(ItemAdded::systemId)
                .or(() -> decided.stream().findFirst().map(ItemDecided::systemId))
                .or(() -> done.stream().findFirst().map(ItemRemediated::systemId));
        Optional<String> entitlement = added.map(ItemAdded::entitlement)
                .or(() -> decided.stream().findFirst().map(ItemDecided::entitlement))
                .or(() -> done.stream().findFirst().map(ItemRemediated::entitlement));
        return system.map(systemId -> new ReviewItem(
                first.campaignId(),
                first.itemId(),
                first.holder(),
                systemId,
                entitlement.orElseThrow(),
                added,
                decided,
                only(ItemReassigned.class, about),
                done));
    }

    /** The same with only those decisions for which {@code counts} holds. */
    public ReviewItem decidedWhile(Predicate<ItemDecided> counts) {
        return new ReviewItem(
                campaignId,
                itemId,
                holder,
                systemId,
                entitlement,
                added,
                decisions.stream().filter(counts).toList(),
                reassignments,
                remediations);
    }

    /** Since when it is known to be part of the review. */
    public Instant knownFrom() {
        return added.<ItemEvent>map(event -> event)
                .or(() -> decisions.stream().findFirst())
                .or(() -> remediations.stream().findFirst())
                .map(event -> event.header().occurredAt())
                .orElseThrow();
    }

    private static <T> List<T> only(Class<T> kind, List<ItemEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
