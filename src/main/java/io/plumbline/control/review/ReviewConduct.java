package io.plumbline.control.review;

import io.plumbline.control.Parameters;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.facts.ReviewerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one reviewer went about one access review: what stood decided when the review was over, how fast, in what bundles and with
 * what reasons; and which items were decided anew, one by one.
 *
 * @param end when the review was over; of several decisions about an item the last one by then counts
 * @param late whether items count too that were decided only after it: then the first decision about each
 */
record ReviewConduct(ReviewerFacts reviewer, Instant end, boolean late, ReviewedRisk risk, Parameters parameters) {

    /** The same, with what was decided only after the end. */
    ReviewConduct withLate() {
        return new ReviewConduct(reviewer, end, true, risk, parameters);
    }

    /** What the reviewer decided about each item, as it stood at the end. */
    List<ItemDecided> standing() {
        Map<String, ItemDecided> standing = new TreeMap<>();
        decided().forEach(item -> {
            if (!item.header().occurredAt().isAfter(end)) {
                standing.put(item.itemId(), item);
            } else if (late) {
                standing.putIfAbsent(item.itemId(), item);
            }
        });
        return List.copyOf(standing.values());
    }

    /** From when on what stands can be weighed as a whole: the end, or the last decision that came too late. */
    Instant weighed() {
        return standing().stream()
                .map(item -> item.header().occurredAt())
                .filter(end::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(end);
    }

    private Stream<ItemDecided> decided() {
        return reviewer.decisions().stream()
                .filter(DecisionTest::decides)
                .filter(item -> !item.header().baseline())
                .sorted(DecisionTest.IN_ORDER);
    }

    /** The items of high risk that were kept. */
    List<ItemDecided> riskyKept() {
        return standing().stream()
                .filter(item -> item.decision() == ReviewDecision.KEEP)
                .filter(risk::isHigh)
                .toList();
    }

    /** Half of the items were looked at for no longer than this; empty where too few were timed. What was loaded later is not. */
    Optional<Duration> median() {
        List<Duration> times = standing().stream()
                .filter(item -> !item.offline())
                .flatMap(item -> item.displayed().stream())
                .sorted()
                .toList();
        if (times.isEmpty() || times.size() < parameters.integer("n_items")) {
            return Optional.empty();
        }
        Duration upper = times.get(times.size() / 2);
        return Optional.of(
                times.size() % 2 == 1
                        ? upper
                        : upper.plus(times.get(times.size() / 2 - 1)).dividedBy(2));
    }

    /** Whether half of the items were looked at for less time than reading them takes. */
    boolean isTooFast() {
        return median().filter(time -> time.compareTo(shortest()) < 0).isPresent();
    }

    private Duration shortest() {
        return Duration.ofSeconds(parameters.integer("min_seconds"));
    }

    /** The items of which something was shown and which were kept, where nothing was decided but to keep, and they are many enough. */
    List<ItemDecided> keptDespiteFlags() {
        List<ItemDecided> standing = standing();
        List<ItemDecided> flagged =
                standing.stream().filter(ReviewedRisk::isFlagged).toList();
        boolean allKept = standing.stream().allMatch(item -> item.decision() == ReviewDecision.KEEP);
        return allKept && flagged.size() >= parameters.integer("k") ? flagged : List.of();
    }

    /** The reason given for every item of high risk that was kept, where it is one and the same for many enough of them. */
    Optional<String> copiedReason() {
        List<ItemDecided> risky = riskyKept();
        Set<String> reasons = risky.stream().map(ReviewConduct::reason).collect(Collectors.toSet());
        return risky.size() >= parameters.integer("k") && reasons.size() == 1
                ? reasons.stream().filter(reason -> !reason.isEmpty()).findFirst()
                : Optional.empty();
    }

    /** The reason in words, whatever its case and spaces. */
    static String reason(ItemDecided item) {
        return item.rationale().orElse("").strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /**
     * Items kept with one click, by the tool and its name of the click: those with several, of which some are of high risk; only
     * these are given.
     */
    Map<String, List<ItemDecided>> riskyBundles() {
        Map<String, List<ItemDecided>> bundles = decided()
                .filter(item -> !item.offline() && item.decision() == ReviewDecision.KEEP)
                .filter(item -> item.bulkId().isPresent())
                .collect(Collectors.groupingBy(
                        item -> item.header().source() + "/" + item.bulkId().orElseThrow(),
                        TreeMap::new,
                        Collectors.toCollection(ArrayList::new)));
        bundles.values()
                .removeIf(items ->
                        items.stream().map(ItemDecided::itemId).distinct().count() < 2);
        bundles.values().forEach(items -> items.removeIf(item -> !risk.isHigh(item)));
        bundles.values().removeIf(Collection::isEmpty);
        return bundles;
    }

    /**
     * When all of the items had been decided anew after that, each by itself and after looking at it; empty while one was not.
     *
     * @param not a reason that does not count; any counts where empty
     */
    Optional<Instant> decidedAnew(List<ItemDecided> items, Instant after, Optional<String> not) {
        Optional<Instant> latest = Optional.empty();
        for (ItemDecided item : items) {
            Instant since =
                    item.header().occurredAt().isAfter(after) ? item.header().occurredAt() : after;
            Optional<Instant> anew = Stream.concat(decided(), reviewer.others().stream())
                    .filter(other -> other.itemId().equals(item.itemId()) && DecisionTest.decides(other))
                    .filter(other -> other.header().occurredAt().isAfter(since))
                    .filter(this::isByItself)
                    .filter(other -> not.filter(reason(other)::equals).isEmpty())
                    .map(other -> other.header().occurredAt())
                    .min(Comparator.naturalOrder());
            if (anew.isEmpty()) {
                return Optional.empty();
            }
            latest = latest.filter(at -> at.isAfter(anew.get())).or(() -> anew);
        }
        return latest;
    }

    private boolean isByItself(ItemDecided item) {
        return item.bulkId().isEmpty()
                && item.displayed()
                        .filter(time -> !item.offline() && time.compareTo(shortest()) < 0)
                        .isEmpty();
    }
}
