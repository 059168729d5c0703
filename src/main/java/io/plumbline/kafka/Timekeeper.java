package io.plumbline.kafka;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.kafka.Progress.Acknowledged;
import io.plumbline.kafka.Progress.Reached;
import io.plumbline.kafka.Progress.Stated;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
 * <p>A backfill goes the same way, and then its span is no gap any more; a gap is in the next tick. Only what is settled appears
 * in a tick. <b>Mode</b> is CATCHING_UP while a backlog is read, which shows in either of two
 * ways: a heartbeat waits for its pins longer than {@code patience} (ingest is behind what sources have sent), or facts came
 * in, less than {@code quiet} ago, that had happened more than {@code history} before (a file is loaded, a broker's backlog is
 * read). It is also the mode for the first {@code quiet} of a new installation. A source that is always later than {@code
 * history} keeps the mode at CATCHING_UP while it flows: its facts are then judged at ticks.
 */
public final class Timekeeper {

    /** Sources that time is kept for. */
    static final int MAX_SOURCES = 2_000;

    /** Those among them that are not declared when they are first heard of. */
    static final int MAX_UNDECLARED = 200;

    static final int MAX_ID_BYTES = 255;

    private final TimekeeperSettings settings;
    private final Known known;

    private long tick;
    private Optional<Instant> tickAt;
    private Mode mode;
    private boolean news;
    private final SortedSet<Integer> awaiting;
    private final Claims claims;
    private final AssumedTime assumed;
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
        this.news = state.news();
        this.awaiting = new TreeSet<>(state.awaiting());
        this.claims = new Claims(settings, state);
        this.assumed = new AssumedTime(settings.idle(), state.declared());
        this.versions = state.versions();
        this.catchUpUntil = state.catchUpUntil();
        this.sources = new SourceWatch(settings.quiet(), state.watched());
    }

    /** Which reference events were taken in before, so that a redelivery makes no new version. */
    interface Known {
        /** Remembers the event; false if this very content was known. */
        boolean add(ReferenceEvent event);
    }

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
            claims.reached(report.positions(), versions.complete());
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
                claims.heard(heartbeat, versions.complete(), now);
            } else if (stated.event() instanceof Backfilled backfill) {
                claims.heard(backfill, versions.complete(), now);
            } else if (stated.event() instanceof Gap gap) {
                news |= claims.heard(gap);
            } else if (stated.event() instanceof ReferenceEvent reference && known.add(reference)) {
                if (reference instanceof SourceDeclared source) {
                    assumed.heard(source);
                }
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

    /**
     * Why what a source says of its completeness is not taken in; empty where it is. Every tick tells of every source, so
     * there are only so many, and of those that nobody declared few.
     */
    Optional<String> refusal(SourceHealthEvent statement) {
        boolean ofTime = statement instanceof Heartbeat || statement instanceof Backfilled || statement instanceof Gap;
        String id = statement.sourceId();
        int bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (!ofTime) {
            return Optional.empty();
        } else if (bytes > MAX_ID_BYTES) {
            return Optional.of("the id of a source has at most " + MAX_ID_BYTES + " bytes, this one has " + bytes
                    + "; let it report under a shorter one");
        }
        Set<String> sources = claims.sources();
        if (sources.contains(id)) {
            return Optional.empty();
        } else if (sources.size() >= MAX_SOURCES) {
            return Optional.of("time is kept for at most " + MAX_SOURCES + " sources; let several report as one");
        }
        Set<String> declared =
                assumed.declared().stream().map(AssumedTime.Declared::source).collect(Collectors.toSet());
        long strangers =
                sources.stream().filter(source -> !declared.contains(source)).count();
        return declared.contains(id) || strangers < MAX_UNDECLARED
                ? Optional.empty()
                : Optional.of("nobody declared " + id + ", and time is kept for " + MAX_UNDECLARED
                        + " undeclared sources at most; declare it, then send this again");
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
        if (assumed.isDue(now, mode == Mode.LIVE && next == Mode.LIVE, claims.settled())) {
            claims.completeTo(SourceHealthEvent.PLUMBLINE, now, List.of(), versions.complete(), now);
        }
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
                claims.settled(),
                claims.gaps(),
                news,
                List.copyOf(awaiting),
                claims.reached(),
                claims.waiting(),
                claims.stages(),
                assumed.declared(),
                versions,
                catchUpUntil,
                sources.state());
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
        return news || versions.readBack() > versions.announced() || claims.onTheirWay(versions.readBack());
    }

    private boolean idleIsOver(Instant now) {
        return tickAt.filter(at -> now.isBefore(at.plus(settings.idle()))).isEmpty();
    }

    private Mode modeAt(Instant now) {
        boolean historyArrives = catchUpUntil.filter(now::isBefore).isPresent();
        return claims.behindAt(now) || historyArrives ? Mode.CATCHING_UP : Mode.LIVE;
    }

    private Tick emit(Instant now) {
        tick++;
        tickAt = Optional.of(now);
        news = false;
        versions = new Versions(
                versions.closed(), versions.readBack(), versions.readBack(), versions.open(), versions.digest());
        claims.advance(tick, versions.announced());
        for (int partition = 0; partition < settings.partitions(); partition++) {
            awaiting.add(partition);
        }
        return new Tick(tick, claims.settled(), versions.announced(), mode);
    }
}
