package io.plumbline.kafka;

import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What sources claim of their own completeness, on its way from stated through delivered to settled.
 *
 * <p>A heartbeat claims all before an instant, a backfill a span that was lost. Both wait for their pins and for their catalogue
 * version, and then for as many rounds as there are hops. A gap takes something back and waits for nothing. Which word counts
 * for a span is decided by when the source recorded it, not by when it came: see {@link Gaps}.
 *
 * <p>Bounded. Of what waits too long, heartbeats are thinned out, which only makes time coarser, and the oldest backfill is
 * forgotten, which leaves its span lost until it is stated again.
 */
final class Claims {

    /** Heartbeats, and backfills, of one source that may wait. */
    static final int MAX_WAITING = 64;

    /** Claims of all sources that may wait, and pins they may have together; beyond, those of the busiest are thinned out. */
    static final int MAX_CLAIMS = 5_000;

    static final int MAX_PINS = 10_000;

    /** Pins together, where nothing is left to be thinned out; beyond, the claim with most pins is forgotten. */
    static final int MOST_PINS = 100_000;

    /** A source whose heartbeat waits longer than this pins what will never be: it does not show that ingest is behind. */
    static final Duration BELIEVED = Duration.ofHours(1);

    private final TimekeeperSettings settings;
    private Watermarks settled;
    private Gaps gaps;
    private final TreeMap<String, Pin> reached = new TreeMap<>();
    private List<Waiting> waiting;
    private final List<Stage> stages;

    Claims(TimekeeperSettings settings, TimekeeperState state) {
        this.settings = settings;
        this.settled = state.settled();
        this.gaps = state.gaps();
        state.reached().forEach(pin -> reached.put(partition(pin), pin));
        this.waiting = new ArrayList<>(state.waiting());
        this.stages = new ArrayList<>(state.stages());
    }

    /**
     * A claim on its way: of a heartbeat, or of a backfill.
     *
     * @param completeTo what a heartbeat claims
     * @param sentAgain what a backfill claims
     * @param needs the catalogue version its facts need, once every pin is reached
     */
    public record Waiting(
            String source,
            Optional<Instant> completeTo,
            Optional<Gaps.Word> sentAgain,
            List<Pin> unreached,
            Instant since,
            Optional<Long> needs) {}

    /** What was delivered at a tick, by source. */
    public record Stage(
            long deliveredAt, SortedMap<String, Instant> completeTo, SortedMap<String, List<Gaps.Word>> sentAgain) {}

    /** How far each source is settled, and what it has lost. */
    Watermarks settled() {
        return settled;
    }

    Gaps gaps() {
        return gaps;
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
        completeTo(heartbeat.sourceId(), heartbeat.completeTo(), heartbeat.pins(), version, now);
    }

    /** A source is complete to an instant, as of these offsets. */
    void completeTo(String source, Instant at, List<Pin> pins, long version, Instant now) {
        if (settled.of(source).filter(known -> !known.isBefore(at)).isEmpty()) {
            take(new Waiting(source, Optional.of(at), Optional.empty(), pins, now, Optional.empty()), version);
        }
    }

    void heard(Backfilled backfill, long version, Instant now) {
        Gaps.Word word = Gaps.Word.of(backfill);
        boolean known = gaps.with(backfill.sourceId(), word).equals(gaps)
                || waiting.stream().anyMatch(each -> each.sentAgain().equals(Optional.of(word)));
        if (!known) {
            take(
                    new Waiting(
                            backfill.sourceId(),
                            Optional.empty(),
                            Optional.of(word),
                            backfill.pins(),
                            now,
                            Optional.empty()),
                    version);
        }
    }

    /** Takes in a gap; false where it says nothing new. */
    boolean heard(Gap gap) {
        Watermarks before = settled;
        gaps = gaps.with(gap.sourceId(), Gaps.Word.of(gap));
        settled = new Watermarks(settled.settled(), gaps.lost());
        return !settled.equals(before);
    }

    private void take(Waiting claim, long version) {
        waiting.add(withoutReached(claim, version));
        List<Waiting> alike =
                waiting.stream().filter(each -> isLike(each, claim)).toList();
        if (alike.size() > MAX_WAITING) {
            thinOut(alike);
        }
        while (pinsWaitedFor() > MAX_PINS || waiting.size() > MAX_CLAIMS) {
            List<Waiting> most = waiting.stream()
                    .collect(Collectors.groupingBy(
                            each -> each.source() + " " + each.sentAgain().isPresent(),
                            TreeMap::new,
                            Collectors.toList()))
                    .values()
                    .stream()
                    .max(Comparator.comparingInt(List::size))
                    .orElseThrow();
            if (most.size() == 1) {
                break;
            }
            thinOut(most);
        }
        while (pinsWaitedFor() > MOST_PINS) {
            waiting.remove(waiting.stream()
                    .max(Comparator.comparingInt(each -> each.unreached().size()))
                    .orElseThrow());
        }
    }

    private int pinsWaitedFor() {
        return waiting.stream().mapToInt(each -> each.unreached().size()).sum();
    }

    private static boolean isLike(Waiting one, Waiting other) {
        return one.source().equals(other.source())
                && one.sentAgain().isPresent() == other.sentAgain().isPresent();
    }

    /**
     * Drops every second heartbeat; the newest stays, and the oldest as long as there is one between them. A later backfill
     * does not say what an earlier one said, so of these only the oldest is dropped.
     */
    private void thinOut(List<Waiting> alike) {
        if (alike.size() == 2 || alike.get(0).sentAgain().isPresent()) {
            waiting.remove(alike.get(0));
            return;
        }
        for (int i = 1; i < alike.size() - 1; i += 2) {
            waiting.remove(alike.get(i));
        }
    }

    /** The claim less the pins reached by now; with the version its facts need, when the last one is reached. */
    private Waiting withoutReached(Waiting claim, long version) {
        if (claim.needs().isPresent()) {
            return claim;
        }
        List<Pin> unreached =
                claim.unreached().stream().filter(pin -> !isReached(pin)).toList();
        return new Waiting(
                claim.source(),
                claim.completeTo(),
                claim.sentAgain(),
                unreached,
                claim.since(),
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

    /** Whether a heartbeat waits so long for its pins that ingest counts as behind; a backfill may wait for ever. */
    boolean behindAt(Instant now) {
        Map<String, Instant> longest = new HashMap<>();
        waiting.stream()
                .filter(each -> each.completeTo().isPresent() && each.needs().isEmpty())
                .forEach(each -> longest.merge(each.source(), each.since(), (a, b) -> a.isBefore(b) ? a : b));
        return longest.values().stream()
                .anyMatch(since -> since.plus(settings.patience()).isBefore(now)
                        && !since.plus(BELIEVED).isBefore(now));
    }

    /** Every source that anything is kept of. */
    Set<String> sources() {
        Set<String> sources = new HashSet<>(settled.settled().keySet());
        sources.addAll(gaps.words().keySet());
        waiting.forEach(each -> sources.add(each.source()));
        stages.forEach(stage -> {
            sources.addAll(stage.completeTo().keySet());
            sources.addAll(stage.sentAgain().keySet());
        });
        return sources;
    }

    /** What the tick delivers and what it settles. */
    void advance(long tick, long announced) {
        TreeMap<String, Instant> delivered = new TreeMap<>();
        TreeMap<String, List<Gaps.Word>> sentAgain = new TreeMap<>();
        for (Waiting claim : waiting) {
            if (isDeliverable(claim, announced)) {
                claim.completeTo().ifPresent(at -> delivered.merge(claim.source(), at, Claims::later));
                claim.sentAgain().ifPresent(word -> sentAgain
                        .computeIfAbsent(claim.source(), source -> new ArrayList<>())
                        .add(word));
            }
        }
        waiting.removeIf(each -> isDeliverable(each, announced));
        // What an earlier heartbeat claims is claimed by the later one; its pins may never be reached.
        waiting.removeIf(each -> each.completeTo()
                .flatMap(at -> Optional.ofNullable(delivered.get(each.source())).filter(later -> !later.isBefore(at)))
                .isPresent());
        if (!delivered.isEmpty() || !sentAgain.isEmpty()) {
            stages.add(new Stage(tick, delivered, sentAgain));
        }
        while (!stages.isEmpty() && stages.get(0).deliveredAt() + settings.rounds() <= tick) {
            settle(stages.remove(0));
        }
    }

    private void settle(Stage stage) {
        stage.sentAgain().forEach((source, words) -> words.forEach(word -> gaps = gaps.with(source, word)));
        settled = settled.then(new Watermarks(stage.completeTo(), gaps.lost()));
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
