package io.plumbline.control.assurance;

import io.plumbline.control.Deviation;
import io.plumbline.event.Severity;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sequences missing between two deliveries of one run: from the delivery that begins past them until others have brought them
 * or the source has sent that time again.
 *
 * <p>Only whole numbers are compared. A delivery that overlaps earlier ones opens nothing, and nothing is expected before the
 * first.
 *
 * @param first the first sequence missing, {@code last} the last
 * @param before the delivery that had come furthest before
 * @param after the delivery that begins past what is missing
 */
record SequenceHole(long first, long last, Manifest before, Manifest after, Optional<Instant> filledAt) {

    /** The sequences of one delivery, both ends inclusive. */
    private record Range(long first, long last) {}

    /** The holes in the deliveries of one run, given in order of time. */
    static List<SequenceHole> in(List<Manifest> manifests, List<Backfilled> backfills) {
        List<SequenceHole> holes = new ArrayList<>();
        Optional<Manifest> furthest = Optional.empty();
        long reached = 0;
        for (int i = 0; i < manifests.size(); i++) {
            Optional<Range> range = range(manifests.get(i));
            if (range.isEmpty()) {
                continue;
            }
            Range brought = range.get();
            if (furthest.isPresent() && brought.first() > reached && brought.first() - 1 > reached) {
                Range missing = new Range(reached + 1, brought.first() - 1);
                Manifest before = furthest.get();
                Manifest after = manifests.get(i);
                Optional<Instant> filled = earliest(
                        brought(missing, manifests.subList(i + 1, manifests.size())),
                        sentAgain(before, after, backfills));
                if (filled.filter(at -> !at.isAfter(after.header().occurredAt()))
                        .isEmpty()) {
                    holes.add(new SequenceHole(missing.first(), missing.last(), before, after, filled));
                }
            }
            if (furthest.isEmpty() || brought.last() > reached) {
                furthest = Optional.of(manifests.get(i));
                reached = brought.last();
            }
        }
        return holes;
    }

    Instant since() {
        return after.header().occurredAt();
    }

    Deviation deviation(Severity severity) {
        Deviation deviation = Deviation.lasting("SEQUENCE_GAP", "SEQUENCE_GAP", first + "-" + last, since(), severity)
                .because(
                        List.of(
                                after.delivery() + " begins with sequence "
                                        + after.firstSequence().orElseThrow() + "; " + before.delivery()
                                        + " had come to "
                                        + before.lastSequence().orElseThrow(),
                                filledAt.map(at -> "What lies between was there at " + at)
                                        .orElse("No delivery brought what lies between")),
                        List.of(before, after))
                .with(Map.of(
                        "source_id",
                        after.sourceId(),
                        "first_missing",
                        Long.toString(first),
                        "last_missing",
                        Long.toString(last),
                        "delivery_before",
                        before.delivery(),
                        "delivery_after",
                        after.delivery()));
        return NoBlindSpot.until(deviation, filledAt);
    }

    private static Optional<Range> range(Manifest manifest) {
        if (manifest.firstSequence().isEmpty() || manifest.lastSequence().isEmpty()) {
            return Optional.empty();
        }
        try {
            Range range = new Range(
                    Long.parseLong(manifest.firstSequence().get()),
                    Long.parseLong(manifest.lastSequence().get()));
            return range.first() <= range.last() ? Optional.of(range) : Optional.empty();
        } catch (NumberFormatException notNumbers) {
            return Optional.empty();
        }
    }

    /** When later deliveries had brought all that is missing. */
    private static Optional<Instant> brought(Range missing, List<Manifest> later) {
        List<Range> left = List.of(missing);
        for (Manifest manifest : later) {
            Optional<Range> range = range(manifest);
            if (range.isPresent()) {
                left = left.stream().flatMap(part -> without(part, range.get())).toList();
                if (left.isEmpty()) {
                    return Optional.of(manifest.header().occurredAt());
                }
            }
        }
        return Optional.empty();
    }

    private static Stream<Range> without(Range part, Range taken) {
        if (taken.last() < part.first() || taken.first() > part.last()) {
            return Stream.of(part);
        }
        List<Range> rest = new ArrayList<>();
        if (taken.first() > part.first()) {
            rest.add(new Range(part.first(), taken.first() - 1));
        }
        if (taken.last() < part.last()) {
            rest.add(new Range(taken.last() + 1, part.last()));
        }
        return rest.stream();
    }

    /** When the source first said that it has sent the time between the two deliveries again. */
    static Optional<Instant> sentAgain(Manifest before, Manifest after, List<Backfilled> backfills) {
        Instant from = before.header().occurredAt();
        Instant to = after.header().occurredAt();
        return backfills.stream()
                .filter(backfill -> !backfill.header().occurredAt().isBefore(to))
                .filter(backfill ->
                        !backfill.from().isAfter(from) && !backfill.to().isBefore(to))
                .map(backfill -> backfill.header().occurredAt())
                .findFirst();
    }

    static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
        return Stream.concat(a.stream(), b.stream()).min(Instant::compareTo);
    }
}
