package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import io.plumbline.event.EventId;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.facts.Interval;
import io.plumbline.kafka.Progress.Acknowledged;
import io.plumbline.kafka.Progress.Reached;
import io.plumbline.kafka.Progress.Stated;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimekeeperTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant T = Instant.parse("2026-03-01T11:59:00Z");
    private static final TimekeeperSettings SETTINGS = new TimekeeperSettings(
            2,
            3,
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofMinutes(15),
            Duration.ofSeconds(10));

    private final Map<EventId, ReferenceEvent> known = new HashMap<>();
    private Timekeeper timekeeper;
    private Instant now = NOON;
    private long lastTick;

    @BeforeEach
    void start() {
        timekeeper = from(TimekeeperState.INITIAL);
    }

    @Test
    void aWatermarkIsSettledOnlyAfterThreeFullRoundsOfAcknowledgements() {
        heartbeat("hr", T, new Pin("ccm.identity", 0, 10));
        reached("ccm.identity", 0, 10);

        for (int round = 0; round < 3; round++) {
            assertEquals(Optional.empty(), tick().settled().of("hr"), "after " + round + " rounds");
            acknowledge(0, 1);
        }
        assertEquals(Optional.of(T), tick().settled().of("hr"));
    }

    @Test
    void noTickIsEmittedWhileAPartitionHasNotAcknowledgedTheLast() {
        heartbeat("hr", T);
        tick();
        acknowledge(0);
        assertEquals(Optional.empty(), advance().tick());
        take(new Acknowledged(1, lastTick - 1, false));
        assertEquals(Optional.empty(), advance().tick(), "an acknowledgement of another tick does not count");
        acknowledge(1);
        tick();
    }

    @Test
    void aHeartbeatWaitsForEveryPinButNotForPartitionsThatNeverHeldARecord() {
        heartbeat("hr", T, new Pin("ccm.identity", 0, 10), new Pin("ccm.access", 1, 4), new Pin("ccm.access", 0, 0));
        reached("ccm.identity", 0, 12);
        reached("ccm.access", 1, 3);
        assertEquals(Optional.empty(), settledAfter(8, "hr"));
        reached("ccm.access", 1, 4);
        assertEquals(Optional.of(T), settledAfter(4, "hr"));
    }

    @Test
    void aHeartbeatWaitsForTheCatalogueVersionThatHoldsTheReferenceDataBeforeIt() {
        assertEquals(1, reference("r1").orElseThrow().version());
        heartbeat("hr", T);
        CatalogueRecord.Closed closed = advance().closed().orElseThrow();
        acknowledge(0, 1);
        assertEquals(new CatalogueRecord.Closed(1, 1, closed.digest()), closed);
        assertEquals(Optional.empty(), settledAfter(6, "hr"), "the version has not been read back");

        timekeeper.readBack(closed);
        assertEquals(1, tick().catalogueVersion());
        acknowledge(0, 1);
        assertEquals(Optional.of(T), settledAfter(3, "hr"));
    }

    @Test
    void atMostOneCatalogueVersionIsOnItsWayAndALaterChangeDoesNotHoldUpAnEarlierHeartbeat() {
        reference("r1");
        CatalogueRecord.Closed first = advance().closed().orElseThrow();
        acknowledge(0, 1);
        heartbeat("hr", T);
        assertEquals(2, reference("r2").orElseThrow().version());
        assertEquals(Optional.empty(), advance().closed(), "version 1 has not been announced yet");
        timekeeper.readBack(first);
        assertEquals(Optional.of(T), settledAfter(5, "hr"));
        assertEquals(1, timekeeper.state().versions().announced());
        assertEquals(2, timekeeper.state().versions().closed());
    }

    @Test
    void redeliveredReferenceDataMakesNoNewVersion() {
        reference("r1");
        assertEquals(Optional.empty(), reference("r1"));
        assertEquals(1, advance().closed().orElseThrow().count());
    }

    @Test
    void anIdleSystemIsQuietButForASignOfLife() {
        heartbeat("hr", T);
        assertEquals(Optional.of(T), settledAfter(4, "hr"));
        pass(Duration.ofSeconds(20));
        settledAfter(2, "hr");
        long before = lastTick;
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofSeconds(1));
            assertEquals(Optional.empty(), advance().tick());
        }
        pass(Duration.ofSeconds(31));
        assertEquals(before + 1, tick().number());
    }

    @Test
    void aPartitionThatIsNotFinishedGetsAnotherTick() {
        pass(Duration.ofSeconds(20));
        tick();
        take(new Acknowledged(0, lastTick, true));
        take(new Acknowledged(1, lastTick, false));
        tick();
        acknowledge(0, 1);
        assertEquals(Optional.empty(), advance().tick());
    }

    @Test
    void aGapIsInTheNextTick() {
        tick();
        acknowledge(0, 1);
        take(new Stated(new Gap(header("g"), "hr", T, NOON)));
        assertEquals(
                List.of(new Interval(T, Optional.of(NOON))), tick().settled().gapsOf("hr"));
    }

    @Test
    void aBackfillClosesItsSpanOnlyAfterItsPinsAndThreeFullRounds() {
        gap("g", T, NOON, T);
        tick();
        acknowledge(0, 1);
        backfilled("b", T.plusSeconds(20), NOON, NOON, new Pin("ccm.identity", 0, 10));
        settledAfter(6, "hr");
        assertEquals(List.of(Interval.of(T, NOON)), lost(), "its pin has not been reached");

        reached("ccm.identity", 0, 10);
        for (int round = 0; round < 3; round++) {
            assertEquals(List.of(Interval.of(T, NOON)), tick().settled().gapsOf("hr"), "after " + round + " rounds");
            acknowledge(0, 1);
        }
        assertEquals(
                List.of(Interval.of(T, T.plusSeconds(20))), tick().settled().gapsOf("hr"));
    }

    @Test
    void aGapRecordedAfterABackfillStaysAlsoWhenItComesWhileTheBackfillIsOnItsWay() {
        gap("g-1", T, NOON, T);
        backfilled("b", T, NOON, NOON);
        tick();
        acknowledge(0, 1);
        gap("g-2", T.plusSeconds(10), T.plusSeconds(20), NOON.plusSeconds(1));
        gap("g-3", T.plusSeconds(30), T.plusSeconds(40), NOON.minusSeconds(1));
        settledAfter(5, "hr");
        assertEquals(List.of(Interval.of(T.plusSeconds(10), T.plusSeconds(20))), lost());
    }

    @Test
    void aBackfillIsNotForgottenWhenTheTimekeeperStartsAgain() {
        gap("g", T, NOON, T);
        backfilled("b", T, NOON, NOON, new Pin("ccm.identity", 0, 10));
        for (int step = 0; step < 8; step++) {
            timekeeper = from(timekeeper.state());
            advance().tick().ifPresent(tick -> acknowledge(0, 1));
            if (step == 2) {
                reached("ccm.identity", 0, 10);
            }
        }
        assertEquals(List.of(), lost());
    }

    @Test
    void backfillsWhosePinsAreNeverReachedAreFewAndDoNotHoldUpLiveJudging() {
        for (int i = 0; i < 1_000; i++) {
            backfilled("b-" + i, T, T.plusSeconds(1 + i), NOON, new Pin("ccm.identity", 99, 10));
        }
        assertEquals(Claims.MAX_WAITING, timekeeper.state().waiting().size());
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        pass(Duration.ofSeconds(61));
        assertEquals(Mode.LIVE, tick().mode());
    }

    @Test
    void theClockIsClaimedForASourceThatIsAssumedCompleteAndUnheardOnceTheLogIsLive() {
        declared("files", Optional.of(Duration.ofHours(1)));
        live();
        Instant began = now;
        Optional<Instant> claimed = Optional.empty();
        for (int second = 0; second < 45 && claimed.isEmpty(); second++) {
            pass(Duration.ofSeconds(1));
            claimed = settledAfter(1, SourceHealthEvent.PLUMBLINE);
        }
        assertEquals(Optional.empty(), claimed, "not before one interval has passed");
        pass(Duration.ofSeconds(15));
        claimed = settledAfter(5, SourceHealthEvent.PLUMBLINE);
        assertTrue(claimed.orElseThrow().isAfter(began) && claimed.get().isBefore(now), claimed.toString());

        heartbeat("files", T);
        settledAfter(5, "files");
        Instant last =
                timekeeper.state().settled().of(SourceHealthEvent.PLUMBLINE).orElseThrow();
        for (int minute = 0; minute < 5; minute++) {
            pass(Duration.ofMinutes(1));
            assertEquals(Optional.of(last), settledAfter(4, SourceHealthEvent.PLUMBLINE), "it is heard now");
        }
    }

    @Test
    void theClockIsNotClaimedWhileABacklogIsReadNorForSourcesThatSendHeartbeats() {
        declared("hr", Optional.empty());
        live();
        for (int minute = 0; minute < 5; minute++) {
            pass(Duration.ofMinutes(1));
            assertEquals(Optional.empty(), settledAfter(4, SourceHealthEvent.PLUMBLINE));
        }
        declared("files", Optional.of(Duration.ofHours(1)));
        live();
        for (int minute = 0; minute < 5; minute++) {
            pass(Duration.ofSeconds(55));
            take(new Reached(List.of(), Optional.of(NOON.minus(Duration.ofDays(2)))));
            assertEquals(Optional.empty(), settledAfter(4, SourceHealthEvent.PLUMBLINE));
        }
    }

    /** Reads back and announces what was declared, and waits until no history has come for long enough. */
    private void live() {
        for (int i = 0; i < 12; i++) {
            pass(Duration.ofSeconds(1));
            Timekeeper.Due due = advance();
            due.closed().ifPresent(timekeeper::readBack);
            due.tick().ifPresent(tick -> acknowledge(0, 1));
        }
        assertEquals(Mode.LIVE, timekeeper.state().mode());
    }

    private void declared(String source, Optional<Duration> assumedLateness) {
        take(new Stated(ReferenceEvents.source(header("declared-" + source), source, T, List.of(Feed.GRANTS))
                .assumedLateness(assumedLateness)
                .build()));
    }

    private void gap(String id, Instant from, Instant to, Instant recordedAt) {
        take(new Stated(new Gap(header(id).withRecordedAt(recordedAt), "hr", from, to)));
    }

    private void backfilled(String id, Instant from, Instant to, Instant recordedAt, Pin... pins) {
        take(new Stated(new Backfilled(header(id).withRecordedAt(recordedAt), "hr", from, to, List.of(pins))));
    }

    private List<Interval> lost() {
        return timekeeper.state().settled().gapsOf("hr");
    }

    @Test
    void moreGapsThanATickCanTellBecomeFewerAndWiderAndNoneIsForgotten() {
        for (int i = 0; i < 5_000; i++) {
            gap(T.plusSeconds(10L * i), T.plusSeconds(10L * i + 1));
        }
        Instant later = T.plus(Duration.ofDays(30));
        gap(later, later.plusSeconds(1));

        List<Interval> told = tick().settled().gapsOf("hr");
        assertEquals(Gaps.MAX, told.size());
        for (int i = 0; i < 5_000; i++) {
            Instant lost = T.plusSeconds(10L * i);
            assertTrue(told.stream().anyMatch(span -> span.contains(lost)), "at " + lost);
        }
        assertTrue(told.contains(Interval.of(later, later.plusSeconds(1))), "what lies far apart stays apart");
    }

    private void gap(Instant from, Instant to) {
        take(new Stated(new Gap(header("g-" + from), "hr", from, to)));
    }

    @Test
    void aSettledInstantNeverGoesBack() {
        heartbeat("hr", T);
        settledAfter(4, "hr");
        heartbeat("hr", T.minusSeconds(60));
        heartbeat("pam", T);
        assertEquals(Optional.of(T), settledAfter(4, "hr"));
    }

    @Test
    void beginsCatchingUpAndIsLiveOnceNoHistoryComes() {
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        take(new Reached(List.of(), Optional.of(NOON.minus(Duration.ofDays(2)))));
        pass(Duration.ofSeconds(11));
        assertEquals(Mode.LIVE, tick().mode());
        acknowledge(0, 1);

        take(new Reached(List.of(), Optional.of(now.minus(Duration.ofMinutes(14)))));
        assertEquals(Optional.empty(), advance().tick(), "fresh facts change nothing");
        take(new Reached(List.of(), Optional.of(now.minus(Duration.ofMinutes(16)))));
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        pass(Duration.ofSeconds(11));
        assertEquals(Mode.LIVE, tick().mode());
    }

    @Test
    void catchesUpWhileAHeartbeatWaitsLongForItsPins() {
        tick();
        acknowledge(0, 1);
        pass(SETTINGS.quiet());
        assertEquals(Mode.LIVE, tick().mode());
        acknowledge(0, 1);
        heartbeat("hr", T, new Pin("ccm.identity", 0, 10));
        pass(Duration.ofSeconds(4));
        assertEquals(Optional.empty(), advance().tick());
        pass(Duration.ofSeconds(2));
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        reached("ccm.identity", 0, 10);
        assertEquals(Mode.LIVE, tick().mode());
    }

    @Test
    void goesOnAfterARestartAtAnyPoint() {
        reference("r1");
        heartbeat("hr", T, new Pin("ccm.identity", 0, 10));
        for (int step = 0; step < 12; step++) {
            timekeeper = from(timekeeper.state());
            Timekeeper.Due due = advance();
            timekeeper = from(timekeeper.state());
            due.closed().ifPresent(timekeeper::readBack);
            timekeeper = from(timekeeper.state());
            due.tick().ifPresent(tick -> acknowledge(0, 1));
            if (step == 4) {
                reached("ccm.identity", 0, 10);
            }
        }
        assertEquals(Optional.of(T), timekeeper.state().settled().of("hr"));
        assertEquals(1, timekeeper.state().versions().announced());
    }

    @Test
    void heartbeatsThatPileUpAreThinnedOutAndTheNewestStays() {
        for (int i = 0; i < 10_000; i++) {
            heartbeat("hr", T.plusSeconds(i), new Pin("ccm.identity", 0, 10 + i));
        }
        assertTrue(timekeeper.state().waiting().size() <= Claims.MAX_WAITING);
        reached("ccm.identity", 0, 20_000);
        assertEquals(Optional.of(T.plusSeconds(9_999)), settledAfter(4, "hr"));
    }

    @Test
    void manySourcesWhoseHeartbeatsPileUpDoNotOutgrowARecord() {
        Pin[] pins = IntStream.range(0, 100)
                .mapToObj(partition -> new Pin("ccm.identity", partition, 10))
                .toArray(Pin[]::new);
        for (int i = 0; i < 30; i++) {
            for (int source = 0; source < 60; source++) {
                heartbeat("hr-" + source, T.plusSeconds(i), pins);
            }
        }
        assertTrue(timekeeper.state().waiting().stream()
                        .mapToInt(each -> each.unreached().size())
                        .sum()
                <= Claims.MAX_PINS);
        for (Pin pin : pins) {
            reached(pin.topic(), pin.partition(), 10);
        }
        assertEquals(Optional.of(T.plusSeconds(29)), settledAfter(4, "hr-0"));
        assertEquals(Optional.of(T.plusSeconds(29)), settledAfter(4, "hr-59"));
    }

    @Test
    void aHeartbeatWhosePinsAreNeverReachedIsForgottenWithTheNextOneThatIsDelivered() {
        heartbeat("hr", T, new Pin("ccm.identity", 99, 10));
        pass(Duration.ofSeconds(11));
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        heartbeat("hr", T.plusSeconds(1));
        settledAfter(4, "hr");
        pass(Duration.ofSeconds(61));
        assertEquals(Mode.LIVE, tick().mode());
    }

    @Test
    void aHeartbeatThatPinsWhatWillNeverBeDoesNotKeepTheLogCatchingUpForEver() {
        heartbeat("odd", T, new Pin("ccm.identity", 99, 10));
        pass(Duration.ofSeconds(11));
        assertEquals(Mode.CATCHING_UP, tick().mode());
        acknowledge(0, 1);
        pass(Claims.BELIEVED);
        heartbeat("odd", T.plusSeconds(1), new Pin("ccm.identity", 99, 11));
        pass(Duration.ofSeconds(11));
        assertEquals(Mode.LIVE, tick().mode());
    }

    @Test
    void whatSourcesSayOutgrowsNoTickAndNoBoundHoweverManyTheyAreAndHoweverMuchTheySay() {
        Pin[] pins = IntStream.range(0, 5_000)
                .mapToObj(partition -> new Pin("ccm.identity", partition, 1_000_000_000))
                .toArray(Pin[]::new);
        for (int source = 0; source < 40; source++) {
            heartbeat("hr-" + source, T, pins);
        }
        assertTrue(timekeeper.state().waiting().stream()
                        .mapToInt(each -> each.unreached().size())
                        .sum()
                <= Claims.MOST_PINS);

        Gaps gaps = Gaps.NONE;
        for (int source = 0; source < 25; source++) {
            for (int i = 0; i < 450; i++) {
                Instant from = T.plusSeconds(10L * i);
                gaps = gaps.with(
                        "hr-" + source,
                        Gaps.Word.of(new Gap(header("x".repeat(1_000) + i), "hr", from, from.plusSeconds(1))));
            }
        }
        assertTrue(gaps.words().values().stream().mapToInt(List::size).sum() <= Gaps.MAX_OF_ALL);
        for (List<Interval> lost : gaps.lost().values()) {
            assertTrue(lost.stream().anyMatch(span -> span.contains(T)), "joined, and none forgotten");
            assertTrue(lost.stream().anyMatch(span -> span.contains(T.plusSeconds(4_490))), "nor the last");
        }
        Tick told = new Tick(1, new Watermarks(new TreeMap<>(), gaps.lost()), 1, Mode.LIVE);
        byte[] written =
                new CoreSerdes(Schemas.bundled()).logRecords().serializer().serialize("log", told);
        assertTrue(written.length < Topics.MAX_RECORD_BYTES / 2, "a tick of " + written.length + " bytes");
    }

    @Test
    void timeIsKeptForAllDeclaredSourcesAndForFewThatNobodyDeclared() {
        for (int i = 0; i < Timekeeper.MAX_UNDECLARED; i++) {
            heartbeat("stranger-" + i, T);
        }
        assertEquals(Optional.empty(), timekeeper.refusal(of("stranger-0")));
        assertTrue(timekeeper.refusal(of("one-more")).orElseThrow().contains("declare it"));
        declared("one-more", Optional.empty());
        assertEquals(Optional.empty(), timekeeper.refusal(of("one-more")));
        assertTrue(timekeeper.refusal(of("é".repeat(200))).isPresent());
    }

    private static Heartbeat of(String source) {
        return SourceHealthEvents.heartbeat(header("hb"), source, T);
    }

    private Timekeeper from(TimekeeperState state) {
        return new Timekeeper(SETTINGS, state, event -> !event.equals(known.put(event.id(), event)));
    }

    private void take(Progress record) {
        timekeeper.take(record, now);
    }

    private void heartbeat(String source, Instant completeTo, Pin... pins) {
        take(new Stated(SourceHealthEvents.heartbeat(header("hb-" + completeTo), source, completeTo, List.of(pins))));
    }

    private Optional<CatalogueRecord.Entry> reference(String id) {
        return timekeeper.take(new Stated(new BirthrightPublished(header(id), "crm", "sign-in-" + id, T)), now);
    }

    private void reached(String topic, int partition, long nextOffset) {
        take(new Reached(List.of(new Pin(topic, partition, nextOffset)), Optional.empty()));
    }

    private void acknowledge(int... partitions) {
        for (int partition : partitions) {
            take(new Acknowledged(partition, lastTick, false));
        }
    }

    private Tick tick() {
        Tick tick = advance().tick().orElseThrow(() -> new AssertionError("no tick was due"));
        return tick;
    }

    private Timekeeper.Due advance() {
        pass(SETTINGS.interval());
        Timekeeper.Due due = timekeeper.advance(now);
        due.tick().ifPresent(tick -> {
            assertEquals(lastTick + 1, tick.number());
            lastTick = tick.number();
        });
        return due;
    }

    /** What is settled for a source after at most so many ticks, each acknowledged by both partitions. */
    private Optional<Instant> settledAfter(int ticks, String source) {
        for (int i = 0; i < ticks; i++) {
            Timekeeper.Due due = advance();
            due.tick().ifPresent(tick -> acknowledge(0, 1));
        }
        return timekeeper.state().settled().of(source);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static Header header(String id) {
        return Header.of("test", id, T);
    }
}
