package io.plumbline.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.SourceHealthEvent.ClockOff;
import io.plumbline.event.SourceHealthEvent.FellSilent;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.kafka.Progress.Acknowledged;
import io.plumbline.kafka.Progress.Reached;
import io.plumbline.kafka.Progress.Stated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the timekeeper states of sources that fall silent and of clocks that are off. */
class SourceWatchTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TimekeeperSettings SETTINGS = TimekeeperSettings.of(1);

    private Timekeeper timekeeper;
    private Instant now = NOON;
    private int heartbeats;

    @BeforeEach
    void start() {
        timekeeper = from(TimekeeperState.INITIAL);
        declared("hr", Optional.of(HOUR), Optional.of(Duration.ofMinutes(2)), NOON);
        pass(Duration.ofSeconds(20));
        assertEquals(List.of(), passAndTell(Duration.ofSeconds(20)));
    }

    @Test
    void aSourceNotHeardOfForLongerThanItDeclaredIsSilentFromWhenItWasDueAndIsToldOnce() {
        Instant last = now;
        heartbeat(last);
        pass(HOUR);
        assertEquals(List.of(), tell(), "at the very instant it is not overdue");
        FellSilent silent = (FellSilent) only(passAndTell(Duration.ofMillis(1)));
        assertEquals("hr", silent.sourceId());
        assertEquals(last, silent.lastHeardAt());
        assertEquals(last.plus(HOUR), silent.header().occurredAt());
        assertEquals(Optional.empty(), silent.heardAgainAt());
        assertEquals(List.of(), passAndTell(HOUR));
    }

    @Test
    void theFirstHeartbeatStatedAfterwardsEndsTheSilenceUnderTheSameId() {
        heartbeat(now);
        FellSilent silent = (FellSilent) only(passAndTell(HOUR.plusSeconds(1)));
        pass(HOUR);
        Instant again = now.minusSeconds(5);
        heartbeat(again);
        FellSilent ended = (FellSilent) only(tell());
        assertEquals(silent.id(), ended.id());
        assertEquals(silent.header().occurredAt(), ended.header().occurredAt());
        assertEquals(Optional.of(again), ended.heardAgainAt());
        assertEquals(true, ended.header().recordedAt().isAfter(silent.header().recordedAt()), "so that it counts");
        heartbeat(now);
        assertEquals(List.of(), tell(), "the first one ended it");
    }

    @Test
    void aHeartbeatThatComesLateCorrectsTheEndAndMayShowThatThereNeverWasASilence() {
        Instant last = now;
        heartbeat(last);
        passAndTell(HOUR.plusMinutes(30));
        heartbeat(now);
        tell();
        Instant inTime = last.plus(Duration.ofMinutes(50));
        heartbeat(inTime);
        FellSilent corrected = (FellSilent) only(tell());
        assertEquals(Optional.of(inTime), corrected.heardAgainAt());
    }

    @Test
    void aSecondSilenceIsAnother() {
        heartbeat(now);
        SourceHealthEvent first = only(passAndTell(HOUR.plusSeconds(1)));
        heartbeat(now);
        tell();
        SourceHealthEvent second = only(passAndTell(HOUR.plusSeconds(1)));
        assertEquals(false, first.id().equals(second.id()));
    }

    @Test
    void aSourceNeverHeardOfCountsFromItsDeclarationAndNotFromWhenThatTookEffect() {
        declared("crm", Optional.of(HOUR), Optional.empty(), NOON.minus(Duration.ofDays(900)));
        Instant declaredAt = now;
        heartbeat(now);
        assertEquals(List.of(), passAndTell(Duration.ofMinutes(59)));
        heartbeat(now);
        FellSilent silent = (FellSilent) only(passAndTell(Duration.ofMinutes(2)));
        assertEquals("crm", silent.sourceId());
        assertEquals(declaredAt, silent.lastHeardAt());
    }

    @Test
    void sourcesThatDeclareNothingAreNotWatched() {
        declared("crm", Optional.empty(), Optional.empty(), NOON);
        declared("odd", Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), Optional.of(Duration.ofSeconds(-1)), NOON);
        heartbeat(now);
        timekeeper.take(
                new Stated(SourceHealthEvents.heartbeat(header(now), "odd", now, Duration.ofSeconds(Long.MIN_VALUE))),
                now);
        assertEquals(1, passAndTell(Duration.ofDays(30)).size(), "hr alone");
    }

    @Test
    void noSilenceIsStatedWhileABacklogIsRead() {
        heartbeat(now);
        pass(HOUR.plusSeconds(1));
        timekeeper.take(new Reached(List.of(), Optional.of(now.minus(Duration.ofDays(2)))), now);
        assertEquals(List.of(), tell());
        assertEquals(List.of(), passAndTell(Duration.ofSeconds(9)));
        assertEquals(1, passAndTell(Duration.ofSeconds(2)).size(), "once no more of it comes");
    }

    @Test
    void afterARestartSourcesHaveTimeToBeHeardOfAndWhatWasStatedIsNotStatedAgain() {
        heartbeat(now);
        Instant last = now;
        timekeeper = from(timekeeper.state());
        pass(HOUR.multipliedBy(5));
        assertEquals(List.of(), tell(), "it has only begun");
        assertEquals(List.of(), passAndTell(Duration.ofSeconds(9)));
        FellSilent silent = (FellSilent) only(passAndTell(Duration.ofSeconds(1)));
        assertEquals(last, silent.lastHeardAt());
        timekeeper = from(timekeeper.state());
        tell();
        assertEquals(List.of(), passAndTell(Duration.ofMinutes(1)));
        heartbeat(now);
        assertEquals(silent.id(), only(tell()).id());
    }

    @Test
    void aClockThatIsOffIsStatedOnceAndAgainWithItsEnd() {
        assertEquals(List.of(), clock(Duration.ofMinutes(2)), "at its tolerance it is not off");
        Instant since = now;
        ClockOff off = (ClockOff) only(clock(Duration.ofMinutes(-2).minusMillis(1)));
        assertEquals(since, off.header().occurredAt());
        assertEquals(Duration.ofMinutes(-2).minusMillis(1), off.clockOffset());
        assertEquals(List.of(), clock(Duration.ofMinutes(9)));
        timekeeper = from(timekeeper.state());
        Instant steady = now;
        ClockOff ended = (ClockOff) only(clock(Duration.ZERO));
        assertEquals(off.id(), ended.id());
        assertEquals(off.clockOffset(), ended.clockOffset());
        assertEquals(Optional.of(steady), ended.steadyAgainAt());
        assertEquals(List.of(), clock(Duration.ZERO));
    }

    @Test
    void aReadingThatComesLateChangesNothing() {
        clock(Duration.ZERO);
        Instant earlier = now.minusSeconds(90);
        timekeeper.take(new Stated(SourceHealthEvents.heartbeat(header(earlier), "hr", earlier, HOUR)), now);
        assertEquals(List.of(), tell());
    }

    private List<SourceHealthEvent> clock(Duration offset) {
        timekeeper.take(new Stated(SourceHealthEvents.heartbeat(header(now), "hr", now, offset)), now);
        List<SourceHealthEvent> told = tell();
        pass(Duration.ofMinutes(1));
        return told;
    }

    private void heartbeat(Instant at) {
        timekeeper.take(new Stated(SourceHealthEvents.heartbeat(header(at), "hr", at)), now);
    }

    private void declared(
            String source, Optional<Duration> silentAfter, Optional<Duration> tolerance, Instant effectiveFrom) {
        SourceDeclared declared = ReferenceEvents.source(
                        Header.of("reference", source + "-" + effectiveFrom, effectiveFrom),
                        source,
                        effectiveFrom,
                        List.of())
                .silentAfter(silentAfter)
                .clockTolerance(tolerance)
                .build();
        timekeeper.take(new Stated(declared), now);
    }

    private static SourceHealthEvent only(List<SourceHealthEvent> told) {
        assertEquals(1, told.size(), told.toString());
        return told.get(0);
    }

    private List<SourceHealthEvent> passAndTell(Duration time) {
        pass(time);
        return tell();
    }

    /** Ticks are acknowledged and versions read back, as on a broker that has nothing else to do. */
    private List<SourceHealthEvent> tell() {
        Timekeeper.Due due = timekeeper.advance(now);
        due.closed().ifPresent(timekeeper::readBack);
        due.tick().ifPresent(tick -> timekeeper.take(new Acknowledged(0, tick.number(), false), now));
        return timekeeper.statements();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Header header(Instant at) {
        return Header.of("hr", "hb-" + ++heartbeats, at);
    }

    private static Timekeeper from(TimekeeperState state) {
        return new Timekeeper(SETTINGS, state, event -> true);
    }
}
