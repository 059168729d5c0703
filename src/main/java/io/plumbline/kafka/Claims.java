package io.plumbline.kafka;

import io.plumbline.control.Watermarks;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What sources claim of their own completeness, on its way from stated through delivered to settled. */
final class Claims {

    /** Heartbeats of one source that may wait; beyond, every second one is dropped, which only makes time coarser. */
    static final int MAX_WAITING = 64;

    /** Gaps told of one source; a file full of bad records has one for each of their instants. */
    static final int MAX_GAPS = 500;

    /** Pins that all waiting heartbeats may have together, so that this state always fits into a record. */
    static final int MAX_PINS = 10_000;

    private final TimekeeperSettings settings;
    private Watermarks settled;
    private final TreeMap<String, Pin> reached = new TreeMap<>();
    private List<Waiting> waiting;
    private final List<Stage> stages;

    Claims(TimekeeperSettings settings, TimekeeperState state) {
        this.settings = settings;
        this.settled = state.settled();
        state.reached().forEach(pin -> reached.put(partition(pin), pin));
        this.waiting = new ArrayList<>(state.waiting());
        this.stages = new ArrayList<>(state.stages());
    }

    /** A heartbeat on its way; {@code needs} is the catalogue version its facts need, once every pin is reached. */
    public record Waiting(
            String source, Instant completeTo, List<Pin> unreached, Instant since, Optional<Long> needs) {}

    /** Instants delivered at a tick, by source. */
    public record Stage(long deliveredAt, SortedMap<String, Instant> completeTo) {}

    Watermarks settled() {
        return settled;
    }

    List<Pin> reached() {
        return List.copyOf(reached.values());
    }

    List<Waiting> waiting() {
        return List.copyOf(waiting);
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    /**
     * Ingest has come this far.
     *
     * @param version the catalogue version that holds all reference data taken in so far
     */
    void reached(List<Pin> positions, long version) {
        positions.forEach(pin -> reached.merge(partition(pin), pin, Claims::further));
        waiting = new ArrayList<>(
                waiting.stream().map(each -> withoutReached(each, version)).toList());
    }

    void heard(Heartbeat heartbeat, long version, Instant now) {
        boolean nothingNew = settled.of(heartbeat.sourceId())
                .filter(at -> !at.isBefore(heartbeat.completeTo()))
                .isPresent();
        if (nothingNew) {
            return;
        }
        waiting.add(withoutReached(
                new Waiting(heartbeat.sourceId(), heartbeat.completeTo(), heartbeat.pins(), now, Optional.empty()),
                version));
        List<Waiting> ofSource = waiting.stream()
                .filter(each -> each.source().equals(heartbeat.sourceId()))
                .toList();
        if (ofSource.size() > MAX_WAITING) {
            thinOut(ofSource);
        }
        while (waiting.stream().mapToInt(each -> each.unreached().size()).sum() > MAX_PINS) {
            List<Waiting> most = waiting.stream().collect(Collectors.groupingBy(Waiting::source)).values().stream()
                    .max(Comparator.comparingInt(List::size))
                    .orElseThrow();
            if (most.size() == 1) {
                return;
            }
            thinOut(most);
        }
    }

    /** Drops every second heartbeat; the newest stays, and the oldest as long as there is one between them. */
    private void thinOut(List<Waiting> ofSource) {
        if (ofSource.size() == 2) {
            waiting.remove(ofSource.get(0));
        }
        for (int i = 1; i < ofSource.size() - 1; i += 2) {
            waiting.remove(ofSource.get(i));
        }
    }

    /** Takes in a gap; false where it says nothing new. */
    boolean heard(Gap gap) {
        List<Interval> known = settled.gapsOf(gap.sourceId());
        Interval lost = Interval.of(gap.from(), gap.to());
        if (known.stream().anyMatch(span -> covers(span, lost))) {
            return false;
        }
        TreeMap<String, List<Interval>> gaps = new TreeMap<>(settled.gaps());
        gaps.put(
                gap.sourceId(),
                coarser(Stream.concat(known.stream(), Stream.of(lost)).sorted().toList()));
        settled = new Watermarks(settled.settled(), gaps);
        return true;
    }

    private static boolean covers(Interval span, Interval other) {
        return !span.from().isAfter(other.from()) && !end(span).isBefore(end(other));
    }

    /** At most so many spans, in order: those closest together become one, which says more is lost and never less. */
    private static List<Interval> coarser(List<Interval> spans) {
        List<Interval> left = new ArrayList<>(spans);
        while (left.size() > MAX_GAPS) {
            int closest = IntStream.range(0, left.size() - 1)
                    .boxed()
                    .min(Comparator.comparing(i ->
                            Duration.between(end(left.get(i)), left.get(i + 1).from())))
                    .orElseThrow();
            Interval next = left.remove(closest + 1);
            Interval first = left.get(closest);
            left.set(closest, Interval.of(first.from(), later(end(first), end(next))));
        }
        return left;
    }

    private static Instant end(Interval span) {
        return span.until().orElse(Instant.MAX);
    }

    /** The heartbeat less the pins reached by now; with the version its facts need, when the last one is reached. */
    private Waiting withoutReached(Waiting heartbeat, long version) {
        if (heartbeat.needs().isPresent()) {
            return heartbeat;
        }
        List<Pin> unreached =
                heartbeat.unreached().stream().filter(pin -> !isReached(pin)).toList();
        return new Waiting(
                heartbeat.source(),
                heartbeat.completeTo(),
                unreached,
                heartbeat.since(),
                unreached.isEmpty() ? Optional.of(version) : Optional.empty());
    }

    /** A partition that never held a record is never reported, and never needs to be: its pin is 0. */
    private boolean isReached(Pin pin) {
        return pin.nextOffset() <= 0
                || Optional.ofNullable(reached.get(partition(pin)))
                        .filter(position -> position.nextOffset() >= pin.nextOffset())
                        .isPresent();
    }

    /** Whether a tick would bring a claim further. */
    boolean onTheirWay(long readBack) {
        return !stages.isEmpty() || waiting.stream().anyMatch(each -> isDeliverable(each, readBack));
    }

    /** Whether a claim waits so long for its pins that ingest counts as behind. */
    boolean behindAt(Instant now) {
        return waiting.stream()
                .anyMatch(each -> each.needs().isEmpty()
                        && each.since().plus(settings.patience()).isBefore(now));
    }

    /** What the tick delivers and what it settles. */
    void advance(long tick, long announced) {
        TreeMap<String, Instant> delivered = new TreeMap<>();
        waiting.stream()
                .filter(each -> isDeliverable(each, announced))
                .forEach(each -> delivered.merge(each.source(), each.completeTo(), Claims::later));
        waiting.removeIf(each -> isDeliverable(each, announced));
        // What an earlier heartbeat claims is claimed by the later one; its pins may never be reached.
        waiting.removeIf(each -> Optional.ofNullable(delivered.get(each.source()))
                .filter(at -> !at.isBefore(each.completeTo()))
                .isPresent());
        if (!delivered.isEmpty()) {
            stages.add(new Stage(tick, delivered));
        }
        while (!stages.isEmpty() && stages.get(0).deliveredAt() + settings.rounds() <= tick) {
            settled = settled.and(Watermarks.of(Map.copyOf(stages.remove(0).completeTo())));
        }
    }

    private static boolean isDeliverable(Waiting claim, long version) {
        return claim.needs().filter(needed -> needed <= version).isPresent();
    }

    private static String partition(Pin pin) {
        return pin.topic() + "-" + pin.partition();
    }

    private static Pin further(Pin a, Pin b) {
        return a.nextOffset() >= b.nextOffset() ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
