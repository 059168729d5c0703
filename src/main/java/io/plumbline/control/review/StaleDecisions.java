package io.plumbline.control.review;

import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.review.Reach.Way;
import io.plumbline.event.Event;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.event.Severity;
import io.plumbline.facts.Interval;
import io.plumbline.facts.ReviewItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decisions taken by a listing that was too old, when what the holder could do in the system had changed since. The next decision
 * by a listing that was not makes good for it.
 */
final class StaleDecisions {

    private final ReviewedHolder holder;
    private final List<Way> ways;
    private final Interval held;

    StaleDecisions(ReviewedHolder holder, List<Way> ways, Interval held) {
        this.holder = holder;
        this.ways = ways;
        this.held = held;
    }

    /**
     * A decision and the listing it was taken by.
     *
     * @param changed when the access first changed between the two, where the listing was too old; empty where nothing is wrong
     */
    private record Taken(ReviewItem item, ItemDecided decided, Instant snapshot, Optional<Instant> changed) {
        Instant at() {
            return decided.header().occurredAt();
        }
    }

    /** From the first such decision of the review on, until one that stands or the end of the access. */
    Optional<Deviation> found() {
        List<Taken> taken = ways.stream()
                .flatMap(way -> holder.itemsAbout(way).stream())
                .distinct()
                .flatMap(this::taken)
                .sorted(Comparator.comparing(Taken::at)
                        .thenComparing(each -> each.decided().id()))
                .toList();
        return taken.stream()
                .filter(each -> each.changed().isPresent() && holder.isOwn(each.item()))
                .filter(each -> held.contains(each.at()))
                .findFirst()
                .map(first -> deviation(first, taken));
    }

    private Stream<Taken> taken(ReviewItem item) {
        Instant snapshot = holder.snapshotOf(item).orElseThrow();
        return item.decisions().stream()
                .filter(decided -> decided.decision() == ReviewDecision.KEEP
                        || decided.decision() == ReviewDecision.REVOKE
                        || decided.decision() == ReviewDecision.MODIFY)
                .map(decided -> {
                    Instant at = decided.header().occurredAt();
                    Duration oldest = holder.reference.parameters(at).duration("max_snapshot_age");
                    boolean old = at.isAfter(snapshot.plus(oldest));
                    return new Taken(
                            item, decided, snapshot, old ? holder.changedBetween(snapshot, at) : Optional.empty());
                });
    }

    private Deviation deviation(Taken first, List<Taken> taken) {
        Optional<Instant> madeGood = taken.stream()
                .filter(each -> each.changed().isEmpty() && each.at().isAfter(first.at()))
                .map(Taken::at)
                .findFirst();
        Optional<Instant> end =
                Stream.concat(madeGood.stream(), held.until().stream()).min(Instant::compareTo);
        Deviation found = Deviation.lasting("STALE_LISTING", "STALE_SNAPSHOT", "stale", first.at(), Severity.MEDIUM)
                .onlyFor(Regimes.of(holder.campaign));
        if (end.isPresent()) {
            found = found.ended(end.get(), madeGood.equals(end) ? Ending.PERFORMED_LATE : Ending.ENDED);
        }
        List<Event> evidence = new ArrayList<>(List.of(holder.campaign));
        first.item().added().ifPresent(evidence::add);
        evidence.add(first.decided());
        return found.because(
                        List.of(
                                "Item " + first.item().itemId() + " was decided at " + first.at()
                                        + " by a listing of the access at " + first.snapshot(),
                                "What the holder could do in " + holder.systemId + " had changed at "
                                        + first.changed().orElseThrow()),
                        evidence)
                .with(Map.of(
                        "campaign_id", holder.campaign.campaignId(),
                        "snapshot_at", first.snapshot().toString(),
                        "changed_at", first.changed().orElseThrow().toString()));
    }
}
