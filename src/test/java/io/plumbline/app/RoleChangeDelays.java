package io.plumbline.app;

import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvent.Revoked;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent.Heartbeat;
import io.plumbline.event.SourceHealthEvents;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.kafka.InboundSender;
import io.plumbline.kafka.Observer;
import io.plumbline.monitor.ChangingRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How long a reader of alerts waits while a role that ten thousand people hold changes: from the moment an event of somebody
 * else is due to be sent until its alert is read, committed.
 *
 * <p>A broker, a registry and the processor with its standard settings run in this process, on four partitions. Other people
 * gain and lose a conflict at a steady rate, first by themselves, then while a role nested in the one that everybody holds
 * gains payments and all holders are judged anew. Besides it is told how long that took, what came of it, and how long the
 * stream threads went without polling. Fails if any holder's exception, or an alert of anybody else, does not come.
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * PLUMBLINE_LOG=ERROR java -Xmx2g -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     io.plumbline.app.RoleChangeDelays [holders: 10000] [seconds before: 60] [events a second: 50]
 * </pre>
 */
public final class RoleChangeDelays implements AutoCloseable {

    private static final Instant ALWAYS = Instant.parse("2026-03-12T00:00:00Z");
    private static final int OTHERS = 2_000;
    /** Pairs of events after which somebody loses what he gained. */
    private static final int LAG = 500;

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private enum Phase {
        WARM_UP,
        BEFORE,
        DURING
    }

    private final Playground playground;
    private final InboundSender sender;
    private final KafkaConsumer<byte[], byte[]> alerts;
    private final Deserializer<ExceptionAlert> decoder;
    private final Thread reader = new Thread(this::read, "reader");
    private volatile boolean reading = true;
    private volatile Optional<Throwable> failure = Optional.empty();

    private record Expected(long due, Phase phase) {}

    private record Waited(long due, double seconds) {}

    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final Map<Phase, List<Waited>> waited = new TreeMap<>();
    private final Set<String> members = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> ofHolders = new TreeMap<>();
    private final Set<Optional<String>> incidents = new HashSet<>();
    private volatile long lastMember;
    private volatile int ofRoles;
    private final Map<Phase, Map<String, Double>> longest = new TreeMap<>();
    private int number;

    private RoleChangeDelays(Path directory) throws InterruptedException {
        playground = new Playground(directory, 4, Observer.NONE);
        playground.processor().start();
        playground.awaitRunning();
        sender = new InboundSender(
                playground.cluster.bootstrapServers(),
                playground.topics,
                playground.cluster.serdes(),
                playground.cluster.config());
        alerts = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", playground.cluster.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "group.id", "reader",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        decoder =
                playground.cluster.serdes().alerts(playground.cluster.config()).deserializer();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int holders = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 50;
        Path directory = Files.createTempDirectory("role-change");
        try (RoleChangeDelays delays = new RoleChangeDelays(directory)) {
            delays.run(holders, seconds, rate);
        } finally {
            delete(directory);
        }
    }

    private void run(int holders, int seconds, int rate) throws InterruptedException {
        load(holders);
        reader.start();
        traffic(Phase.WARM_UP, rate, until(Math.max(10, 2 * LAG / rate + 2)));
        traffic(Phase.BEFORE, rate, until(seconds));
        long begun = System.nanoTime();
        send(define("PAYER", now(), List.of("PAY"), List.of()));
        long limit = begun + LIMIT.toNanos();
        traffic(Phase.DURING, rate, () -> (members.size() < holders || ofRoles == 0) && System.nanoTime() < limit);
        await(() -> expected.isEmpty());
        reading = false;
        reader.join();
        if (members.size() < holders || !expected.isEmpty()) {
            throw new IllegalStateException((holders - members.size()) + " holders and " + expected.size()
                    + " events of others brought no alert");
        }
        print(holders, (lastMember - begun) / 1e9);
    }

    private void print(int holders, double seconds) {
        for (Phase phase : List.of(Phase.BEFORE, Phase.DURING)) {
            System.out.printf(Locale.ROOT, "%-7s longest wait in ms, by second: %s%n", phase, bySecond(phase));
            List<Double> times =
                    waited.get(phase).stream().map(Waited::seconds).sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-7s %5d events of others: p50 %4.0f ms, p99 %4.0f ms, longest %4.0f ms; longest, in ms: %s%n",
                    phase,
                    times.size(),
                    times.get(times.size() / 2) * 1_000,
                    times.get(times.size() * 99 / 100) * 1_000,
                    times.get(times.size() - 1) * 1_000,
                    longest.get(phase));
        }
        System.out.printf(
                Locale.ROOT,
                "the last of %,d holders after %.1f s; incidents of members: %d; alerts of holders and of roles: %s%n",
                holders,
                seconds,
                incidents.size(),
                ofHolders);
    }

    private List<Long> bySecond(Phase phase) {
        List<Waited> all = waited.get(phase);
        long first = all.stream().mapToLong(Waited::due).min().orElseThrow();
        Map<Long, Double> longestWait = new TreeMap<>();
        all.forEach(one -> longestWait.merge((one.due() - first) / 1_000_000_000, one.seconds(), Math::max));
        return longestWait.values().stream()
                .map(seconds -> Math.round(seconds * 1_000))
                .toList();
    }

    private void load(int holders) {
        List<ReferenceEvent> reference = new ArrayList<>(ChangingRoles.company());
        reference.add(ReferenceEvents.parameter(
                Header.of("reference", "overlap", ALWAYS),
                "SOD-01",
                "min_overlap",
                "PT0S",
                ALWAYS,
                "a conflict is told of at once",
                "boss"));
        playground.feed(Playground.approved(reference));
        playground.feed(List.of(
                define("BOSS", ALWAYS, List.of("VENDOR"), List.of("TEAM")),
                define("TEAM", ALWAYS, List.of(), List.of("PAYER")),
                define("PAYER", ALWAYS, List.of(), List.of()),
                complete()));
        long begun = System.nanoTime();
        List<Event> grants = new ArrayList<>();
        IntStream.range(0, holders).forEach(i -> {
            grants.add(grant("h" + i, "R-CLERK", GrantPath.ROLE));
            grants.add(grant("h" + i, "BOSS", GrantPath.ROLE));
        });
        IntStream.range(0, OTHERS).forEach(i -> grants.add(grant("o" + i, "VENDOR", GrantPath.DIRECT)));
        for (int from = 0; from < grants.size(); from += 4_000) {
            List<Event> some = new ArrayList<>(grants.subList(from, Math.min(grants.size(), from + 4_000)));
            some.add(complete());
            playground.feed(some);
        }
        System.out.printf(
                Locale.ROOT, "%,d grants judged in %.1f s%n", grants.size(), (System.nanoTime() - begun) / 1e9);
    }

    private static BooleanSupplier until(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return () -> System.nanoTime() < end;
    }

    /** Sends at a fixed rate, however long anything takes, and claims to be complete every second. */
    private void traffic(Phase phase, int rate, BooleanSupplier goesOn) {
        long begun = System.nanoTime();
        for (int i = 0; goesOn.getAsBoolean(); i++) {
            long due = begun + i * (1_000_000_000L / rate);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            failure.ifPresent(why -> {
                throw new IllegalStateException("the reader of alerts stopped", why);
            });
            playground.processor().throwIfFailed();
            other(due, phase);
            if (i % rate == rate - 1) {
                send(complete());
                observe(phase);
            }
        }
    }

    private int pairs;
    private boolean gains;

    private void other(long due, Phase phase) {
        gains = !gains;
        if (gains) {
            pairs++;
            String person = "o" + pairs % OTHERS;
            expected.put(person + " RAISED", new Expected(due, phase));
            send(AccessEvents.granted(header(), "pay-" + pairs, Principal.identity(person), "erp", "PAY")
                    .build());
        } else if (pairs > LAG) {
            String person = "o" + (pairs - LAG) % OTHERS;
            expected.put(person + " STATUS", new Expected(due, phase));
            send(new Revoked(header(), Optional.of("pay-" + (pairs - LAG)), Principal.identity(person), "erp", "PAY"));
        }
    }

    private void read() {
        try (alerts) {
            alerts.subscribe(List.of(playground.topics.alerts()));
            while (reading) {
                alerts.poll(Duration.ofMillis(50))
                        .forEach(record -> alert(decoder.deserialize(record.topic(), record.value())));
            }
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    private void alert(ExceptionAlert alert) {
        long now = System.nanoTime();
        String subject = alert.subjectKey();
        if (subject.startsWith("identity:o") && alert.controlId().equals("SOD-01")) {
            String name = subject.substring("identity:".length()) + " " + alert.change();
            Optional.ofNullable(expected.remove(name))
                    .ifPresent(one -> waited.computeIfAbsent(one.phase(), any -> new ArrayList<>())
                            .add(new Waited(one.due(), (now - one.due()) / 1e9)));
        } else if (subject.startsWith("identity:h") || subject.startsWith("role:")) {
            ofHolders.merge(
                    alert.controlId() + " " + alert.change() + (alert.notifies() ? " notifies" : " does not notify"),
                    1,
                    Integer::sum);
            if (alert.controlId().equals("SOD-04")) {
                ofRoles++;
            } else if (alert.controlId().equals("SOD-01") && alert.change() == ExceptionAlert.Change.RAISED) {
                incidents.add(alert.incidentId());
                members.add(subject);
                lastMember = now;
            }
        }
    }

    /** Keeps the longest times that the stream threads report; each is of the last half minute to minute. */
    private void observe(Phase phase) {
        Map<String, Double> kept = longest.computeIfAbsent(phase, any -> new TreeMap<>());
        for (Metric metric :
                playground.processor().streams().streams().metrics().values()) {
            String name = metric.metricName().name();
            String client = metric.metricName().tags().getOrDefault("client-id", "");
            if ((client.contains("StreamThread") && client.endsWith("-consumer") && !client.endsWith("restore-consumer")
                            || metric.metricName().group().equals("stream-thread-metrics"))
                    && Set.of("time-between-poll-max", "process-latency-max", "commit-latency-max")
                            .contains(name)
                    && metric.metricValue() instanceof Double value
                    && !value.isNaN()) {
                kept.put(name, Math.max(value, kept.getOrDefault(name, 0.0)));
            }
        }
    }

    private void await(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void send(Event event) {
        sender.send(event);
    }

    private Header header() {
        return Header.of("erp", "e-" + ++number, now());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private Heartbeat complete() {
        Instant now = now();
        return SourceHealthEvents.heartbeat(Header.of("erp", "complete-" + now, now), "erp", now);
    }

    private RoleDefined define(String role, Instant from, List<String> entitlements, List<String> children) {
        return ReferenceEvents.role(Header.of("reference", "d-" + ++number, from), "erp", role, from, entitlements)
                .children(children)
                .build();
    }

    private Granted grant(String person, String entitlement, GrantPath path) {
        return AccessEvents.granted(header(), Principal.identity(person), "erp", entitlement)
                .path(path)
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        reading = false;
        if (reader.isAlive()) {
            reader.join();
        } else if (reader.getState() == Thread.State.NEW) {
            alerts.close();
        }
        sender.close();
        playground.close();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
