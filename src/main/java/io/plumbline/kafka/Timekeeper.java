package io.plumbline.kafka;

import io.plumbline.control.Watermarks;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.facts.Interval;
import io.plumbline.kafka.Progress.Acknowledged;
import io.plumbline.kafka.Progress.Reached;
import io.plumbline.kafka.Progress.Stated;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The settle protocol as a state machine: when time passes, how far each source is settled, and which catalogue version is in
 * force. It knows no Kafka and no clock; the instant is handed in.
 *
 * <p>A heartbeat says that its source is complete to T, as of the offsets it pins. T is
 *
 * <ol>
 *   <li><b>delivered</b> at the first tick after ingest has reached every pin, if that tick announces a catalogue version that
 *       holds all reference data that came before. All that the source stated before T then lies before the tick, in every
 *       partition, or waits there to be passed on;
 *   <li><b>settled</b> {@link TimekeeperSettings#rounds()} ticks later. A tick is emitted only when every partition has
 *       acknowledged the one before, and a partition acknowledges in the transaction of what it passed on. So each round
 *       brings what is on its way one hop further, and after as many rounds as there are hops nothing is on its way.
 * </ol>
 *
 * <p>Only what is settled appears in a tick. <b>Mode</b> is CATCHING_UP while a backlog is read, which shows in either of two
 * ways: a heartbeat waits for its pins longer than {@code patience} (ingest is behind what sources have sent), or facts came
 * in, less than {@code quiet} ago, that had happened more than {@code history} before (a file is loaded, a broker's backlog is
 * read). It is also the mode for the first {@code quiet} of a new installation. A source that is always later than {@code
 * history} keeps the mode at CATCHING_UP while it flows: its facts are then judged at ticks.
 */
public final class Timekeeper {

    /** Heartbeats of one source that may wait; beyond, every second one is dropped, which only makes time coarser. */
    static final int MAX_WAITING = 64;

    /** Gaps told of one source; a file full of bad records has one for each of their instants. */
    static final int MAX_GAPS = 500;

    /** Pins that all waiting heartbeats may have together, so that this state always fits into a record. */
    static final int MAX_PINS = 10_000;

    private final TimekeeperSettings settings;
    private final Known known;

    private long tick;
    private Optional<Instant> tickAt;
    private Mode mode;
    private Watermarks settled;
    private boolean news;
    private final SortedSet<Integer> awaiting;
    private final TreeMap<String, Pin> reached = new TreeMap<>();
    private List<Waiting> waiting;
    private final List<Stage> stages;
    private Versions versions;
    private Optional<Instant> catchUpUntil;
    private final SourceWatch sources;

    /** @param known the reference events taken in so far */
    Timekeeper(TimekeeperSettings settings, TimekeeperState state, Known known) {
        this.settings = settings;
        this.known = known;
        this.tick = state.tick();
        this.tickAt = state.tickAt();
        this.mode = state.mode();
        this.settled = state.settled();
        this.news = state.news();
        this.awaiting = new TreeSet<>(state.awaiting());
        state.reached().forEach(pin -> reached.put(partition(pin), pin));
        this.waiting = new ArrayList<>(state.waiting());
        this.stages = new ArrayList<>(state.stages());
        this.versions = state.versions();
        this.catchUpUntil = state.catchUpUntil();
        this.sources = new SourceWatch(settings.quiet(), state.watched());
    }

    /** Which reference events were taken in before, so that a redelivery makes no new version. */
    interface Known {
        /** Remembers the event; false if this very content was known. */
        boolean add(ReferenceEvent event);
    }

    /** A heartbeat on its way; {@code needs} is the catalogue version its facts need, once every pin is reached. */
    public record Waiting(
            String source, Instant completeTo, List<Pin> unreached, Instant since, Optional<Long> needs) {}

    /** Instants delivered at a tick, by source. */
    public record Stage(long deliveredAt, SortedMap<String, Instant> completeTo) {}

    /**
     * Where the catalogue stands.
     *
     * @param closed the last version closed
     * @param readBack the last version whose closing record was read back
     * @param announced the last version a tick announced
     * @param open number of changes of the version after {@code closed}
     * @param digest chain over all changes so far
     */
    public record Versions(long closed, long readBack, long announced, int open, String digest) {
        static final Versions NONE = new Versions(0, 0, 0, 0, CatalogueRecord.NO_DIGEST);

        /** The version that holds everything taken in so far. */
        long complete() {
            return open > 0 ? closed + 1 : closed;
        }
    }

    /** What is to be written now. */
    record Due(Optional<CatalogueRecord.Closed> closed, Optional<Tick> tick) {}

    /** Takes in one record of progress; answers with the change of the catalogue to publish, where it is one. */
    Optional<CatalogueRecord.Entry> take(Progress record, Instant now) {
        if (record instanceof Reached report) {
            report.positions().forEach(pin -> reached.merge(partition(pin), pin, Timekeeper::further));
            waiting = new ArrayList<>(waiting.stream().map(this::withoutReached).toList());
            if (report.oldest()
                    .filter(oldest -> oldest.isBefore(now.minus(settings.history())))
                    .isPresent()) {
                catchUpUntil = Optional.of(now.plus(settings.quiet()));
            }
        } else if (record instanceof Acknowledged acknowledged) {
            if (acknowledged.tick() == tick && awaiting.remove(acknowledged.partition())) {
                news |= acknowledged.unfinished();
            }
        } else if (record instanceof Stated stated) {
            if (stated.event() instanceof Heartbeat heartbeat) {
                sources.heard(heartbeat, now);
                heard(heartbeat, now);
            } else if (stated.event() instanceof Gap gap) {
                heard(gap);
            } else if (stated.event() instanceof ReferenceEvent reference && known.add(reference)) {
                versions = new Versions(
                        versions.closed(),
                        versions.readBack(),
                        versions.announced(),
                        versions.open() + 1,
                        CatalogueRecord.chain(versions.digest(), reference));
                if (reference instanceof SourceDeclared source) {
                    sources.declared(source, now);
                }
                return Optional.of(new CatalogueRecord.Entry(versions.closed() + 1, reference));
            }
        }
        return Optional.empty();
    }

    /** Takes in what it has itself written to the catalogue, as it comes back. */
    void readBack(CatalogueRecord record) {
        if (record instanceof CatalogueRecord.Closed && record.version() > versions.readBack()) {
            versions = new Versions(
                    versions.closed(), record.version(), versions.announced(), versions.open(), versions.digest());
        }
    }

    /** What is due at {@code now}: the end of a catalogue version, a tick, both or neither. */
    Due advance(Instant now) {
        if (catchUpUntil.isEmpty()) {
            catchUpUntil = Optional.of(now.plus(settings.quiet()));
        }
        Optional<CatalogueRecord.Closed> closed = close();
        boolean early = tickAt.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(settings.interval())))
                .isPresent();
        Mode next = modeAt(now);
        sources.advance(now, next == Mode.CATCHING_UP);
        if (!awaiting.isEmpty() || early || !(hasNews() || next != mode || idleIsOver(now))) {
            return new Due(closed, Optional.empty());
        }
        mode = next;
        return new Due(closed, Optional.of(emit(now)));
    }

    /** What is to be stated about sources now; to be asked after everything else, since each is told once. */
    List<SourceHealthEvent> statements() {
        return sources.statements();
    }

    /** Everything it knows, to go on from after a restart. */
    TimekeeperState state() {
        return new TimekeeperState(
                tick,
                tickAt,
                mode,
                settled,
                news,
                List.copyOf(awaiting),
                List.copyOf(reached.values()),
                waiting,
                stages,
                versions,
                catchUpUntil,
                sources.state());
    }

    private void heard(Heartbeat heartbeat, Instant now) {
        boolean nothingNew = settled.of(heartbeat.sourceId())
                .filter(at -> !at.isBefore(heartbeat.completeTo()))
                .isPresent();
        if (nothingNew) {
            return;
        }
        waiting.add(withoutReached(
                new Waiting(heartbeat.sourceId(), heartbeat.completeTo(), heartbeat.pins(), now, Optional.empty())));
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

    private void heard(Gap gap) {
        List<Interval> known = settled.gapsOf(gap.sourceId());
        Interval lost = Interval.of(gap.from(), gap.to());
        if (known.stream().anyMatch(span -> covers(span, lost))) {
            return;
        }
        TreeMap<String, List<Interval>> gaps = new TreeMap<>(settled.gaps());
        gaps.put(
                gap.sourceId(),
                coarser(Stream.concat(known.stream(), Stream.of(lost)).sorted().toList()));
        settled = new Watermarks(settled.settled(), gaps);
        news = true;
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
    private Waiting withoutReached(Waiting heartbeat) {
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
                unreached.isEmpty() ? Optional.of(versions.complete()) : Optional.empty());
    }

    /** A partition that never held a record is never reported, and never needs to be: its pin is 0. */
    private boolean isReached(Pin pin) {
        return pin.nextOffset() <= 0
                || Optional.ofNullable(reached.get(partition(pin)))
                        .filter(position -> position.nextOffset() >= pin.nextOffset())
                        .isPresent();
    }

    /** One version at a time: the next one is closed when the one before has been announced. */
    private Optional<CatalogueRecord.Closed> close() {
        if (versions.open() == 0 || versions.closed() != versions.announced()) {
            return Optional.empty();
        }
        CatalogueRecord.Closed closed =
                new CatalogueRecord.Closed(versions.closed() + 1, versions.open(), versions.digest());
        versions = new Versions(closed.version(), versions.readBack(), versions.announced(), 0, versions.digest());
        return Optional.of(closed);
    }

    private boolean hasNews() {
        return news
                || !stages.isEmpty()
                || versions.readBack() > versions.announced()
                || waiting.stream().anyMatch(this::isDeliverable);
    }

    private boolean isDeliverable(Waiting heartbeat) {
        return heartbeat
                .needs()
                .filter(version -> version <= versions.readBack())
                .isPresent();
    }

    private boolean idleIsOver(Instant now) {
        return tickAt.filter(at -> now.isBefore(at.plus(settings.idle()))).isEmpty();
    }

    private Mode modeAt(Instant now) {
        boolean behind = waiting.stream()
                .anyMatch(heartbeat -> heartbeat.needs().isEmpty()
                        && heartbeat.since().plus(settings.patience()).isBefore(now));
        boolean historyArrives = catchUpUntil.filter(now::isBefore).isPresent();
        return behind || historyArrives ? Mode.CATCHING_UP : Mode.LIVE;
    }

    private Tick emit(Instant now) {
        tick++;
        tickAt = Optional.of(now);
        news = false;
        versions = new Versions(
                versions.closed(), versions.readBack(), versions.readBack(), versions.open(), versions.digest());
        TreeMap<String, Instant> delivered = new TreeMap<>();
        waiting.stream()
                .filter(this::isDeliverable)
                .forEach(heartbeat -> delivered.merge(heartbeat.source(), heartbeat.completeTo(), Timekeeper::later));
        waiting.removeIf(this::isDeliverable);
        // What an earlier heartbeat claims is claimed by the later one; its pins may never be reached.
        waiting.removeIf(heartbeat -> Optional.ofNullable(delivered.get(heartbeat.source()))
                .filter(at -> !at.isBefore(heartbeat.completeTo()))
                .isPresent());
        if (!delivered.isEmpty()) {
            stages.add(new Stage(tick, delivered));
        }
        while (!stages.isEmpty() && stages.get(0).deliveredAt() + settings.rounds() <= tick) {
            settled = settled.and(Watermarks.of(Map.copyOf(stages.remove(0).completeTo())));
        }
        for (int partition = 0; partition < settings.partitions(); partition++) {
            awaiting.add(partition);
        }
        return new Tick(tick, settled, versions.announced(), mode);
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
