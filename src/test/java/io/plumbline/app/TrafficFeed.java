package io.plumbline.app;

import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvent.Pin;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.kafka.InboundSender;
import io.plumbline.monitor.Backtest;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.MonitorSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Sends {@link Traffic} without a pause, wave after wave in real time, and gives a backtest the very same events, so that it
 * is known at any moment what should come of them.
 */
final class TrafficFeed implements AutoCloseable {

    private static final Duration BETWEEN_WAVES = Duration.ofMillis(200);
    private static final int WAVES_PER_HEARTBEAT = 5;
    /** How far ahead of the last event the sources claim to be complete in the end: deadlines come due. */
    private static final Duration OUTLOOK = Duration.ofMinutes(3);

    private final Traffic traffic;
    private final InboundSender sender;
    private final Backtest expected = new Backtest(Playground.CONTROLS, MonitorSettings.DEFAULTS, Mode.LIVE);
    private final Thread thread = new Thread(this::run, "traffic");
    private volatile boolean running = true;
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile Sent sent = new Sent(Instant.MIN, List.of(), Map.of());
    private Instant clock = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private int alertsSeen;

    /**
     * What was on the brokers when sources last claimed to be complete.
     *
     * @param since the first of the waves between this claim and the one before
     */
    record Sent(Instant since, List<Pin> pins, Map<String, Instant> claims) {}

    TrafficFeed(long seed, Cluster cluster, int partitions) {
        this.traffic = new Traffic(seed);
        this.sender = new InboundSender(
                cluster.bootstrapServers(), cluster.topics(partitions), cluster.serdes(), cluster.config());
        List<ReferenceEvent> reference = Traffic.reference();
        Playground.approved(reference).forEach(sender::send);
        expected.publish(reference);
    }

    void start() {
        thread.start();
    }

    /** Waits for a claim about events that were all sent after now. */
    Sent awaitClaim() {
        Instant from = Instant.now();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!sent.since().isAfter(from)) {
            throwIfFailed();
            if (System.nanoTime() > end) {
                throw new AssertionError("no claim was sent within a minute");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return sent;
    }

    /** Ends the traffic with a claim of every source that lets all deadlines near by come due. */
    Sent finish() throws InterruptedException {
        running = false;
        thread.join();
        throwIfFailed();
        claim(clock.plus(OUTLOOK), clock);
        expected.end();
        return sent;
    }

    /** What should have come of everything sent so far; for use after the end. */
    Backtest expected() {
        return expected;
    }

    long events() {
        return sender.sent();
    }

    void throwIfFailed() {
        failure.ifPresent(why -> {
            throw new IllegalStateException("the traffic stopped", why);
        });
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
        sender.close();
    }

    private void run() {
        try {
            Instant since = Instant.MAX;
            for (int wave = 1; running; wave++) {
                Instant at = later(clock, Instant.now().truncatedTo(ChronoUnit.MILLIS));
                since = since.isBefore(at) ? since : at;
                List<Event> events = traffic.next(at);
                events.forEach(this::send);
                clock = at.plusMillis(events.size());
                if (wave % WAVES_PER_HEARTBEAT == 0) {
                    claim(clock, since);
                    since = Instant.MAX;
                    traffic.mayDecideAbout(raised());
                }
                LockSupport.parkNanos(BETWEEN_WAVES.toNanos());
            }
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    private void claim(Instant completeTo, Instant since) {
        List<Heartbeat> heartbeats = Traffic.heartbeats(completeTo);
        heartbeats.forEach(this::send);
        sender.flush();
        sent = new Sent(
                since,
                sender.pins(),
                heartbeats.stream().collect(Collectors.toMap(Heartbeat::sourceId, Heartbeat::completeTo)));
    }

    private void send(Event event) {
        sender.send(event);
        expected.accept(event);
    }

    /** Exceptions raised since this was asked last. */
    private List<String> raised() {
        List<ExceptionAlert> alerts = expected.alerts();
        List<String> ids = alerts.subList(alertsSeen, alerts.size()).stream()
                .filter(alert -> alert.change() == ExceptionAlert.Change.RAISED)
                .map(ExceptionAlert::exceptionId)
                .toList();
        alertsSeen = alerts.size();
        return ids;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
