package io.plumbline.kafka;

import io.plumbline.app.Controls;
import io.plumbline.avro.CoreSerdes;
import io.plumbline.avro.Schemas;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.monitor.ChangingRoles;
import io.plumbline.monitor.LogRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.Monitor;
import io.plumbline.monitor.MonitorSettings;
import io.plumbline.monitor.Output;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What a change of a role costs that ten thousand people of one partition hold: the longest single record, and how long the
 * judgement of others waits meanwhile.
 *
 * <p>The step runs over RocksDB with the state in Avro, without brokers and changelogs. Events of other people come at a fixed
 * rate and ticks every quarter of a second by a clock of its own; the processor time each record takes moves that clock on, so a
 * long tick makes those wait that come after it. The time from arrival to the end of the judgement is taken, before the change
 * and from the tick that brings it until nobody is left to be judged.
 *
 * <pre>
 * mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * PLUMBLINE_LOG=ERROR java -Xmx1g -cp target/test-classes:target/classes:$(cat target/classpath) \
 *     io.plumbline.kafka.RoleChangeBenchmark [holders: 10000] [slice: 1000] [events a second: 100]
 * </pre>
 */
public final class RoleChangeBenchmark {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant CHANGE = START.plus(Duration.ofDays(30));
    private static final int OTHERS = 2_000;
    private static final double TICK_EVERY = 0.25;

    private final Map<Long, Catalogue> catalogues = new HashMap<>();
    private final StreamsMonitorStore store;
    private Monitor monitor;
    private final int rate;
    private final int slice;
    private long ticks;
    private long version = 1;
    private int number;
    private long conflicts;
    private final Map<String, Integer> kinds = new TreeMap<>();

    private RoleChangeBenchmark(StreamsMonitorStore store, int slice, int rate) {
        this.store = store;
        this.rate = rate;
        this.slice = slice;
        this.monitor = monitor(slice);
    }

    private Monitor monitor(int slice) {
        return new Monitor(
                Controls.library(),
                catalogues::get,
                new MonitorSettings(slice, 20_000, MonitorSettings.DEFAULTS.horizon()));
    }

    public static void main(String[] args) throws IOException {
        int holders = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int slice = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 100;
        Path directory = Files.createTempDirectory("role-change");
        Properties properties = new Properties();
        properties.put("application.id", "benchmark");
        properties.put("bootstrap.servers", "none:0");
        properties.put("rocksdb.config.setter", BoundedRocksMemory.class.getName());
        MockProcessorContext<Object, Object> context =
                new MockProcessorContext<>(properties, new TaskId(0, 0), directory.toFile());
        Schemas schemas = Schemas.bundled();
        List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
        for (String name : List.of("subjects", "deadlines", "unjudged", "concerned", "clock")) {
            stores.add(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build());
        }
        stores.forEach(opened -> opened.init(context.getStateStoreContext(), opened));
        StreamsMonitorStore store = new StreamsMonitorStore(
                stores.get(0),
                stores.get(1),
                stores.get(2),
                stores.get(3),
                stores.get(4),
                AvroCodecs.of(
                        Topics.of(1), new CoreSerdes(schemas), schemas, Map.of("schema.registry.url", "mock://roles")));
        try {
            new RoleChangeBenchmark(store, slice, rate).run(holders);
        } finally {
            stores.forEach(KeyValueStore::close);
        }
    }

    private void run(int holders) {
        List<ReferenceEvent> reference = new ArrayList<>(ChangingRoles.company());
        reference.add(define("BOSS", START, List.of("VENDOR"), List.of("PAYER")));
        reference.add(define("PAYER", START, List.of(), List.of()));
        catalogues.put(1L, Catalogue.of(1, reference));
        apply(tick());
        reference.forEach(this::deliver);
        long begun = cpu();
        for (int i = 0; i < holders; i++) {
            deliver(grant("h" + i, "LEDGER"));
            deliver(grant("h" + i, "BOSS"));
        }
        System.out.printf(
                Locale.ROOT,
                "%,d holders with two grants each: %.0f us a grant, with what its role hears of it%n",
                holders,
                (cpu() - begun) / 1_000.0 / holders / 2);
        for (int i = 0; i < OTHERS; i++) {
            deliver(grant("o" + i, "LEDGER"));
        }
        traffic("warm", 20);
        traffic("before", 20);
        change(reference, 0, List.of("PAY"), slice);
        change(reference, 1, List.of(), slice / 10);
    }

    private void change(List<ReferenceEvent> reference, int days, List<String> entitlements, int slice) {
        monitor = monitor(slice);
        RoleDefined change = define("PAYER", CHANGE.plus(Duration.ofDays(days)), entitlements, List.of());
        reference.add(change);
        deliver(change);
        catalogues.put(++version, Catalogue.of(version, reference));
        conflicts = 0;
        kinds.clear();
        traffic("change", 0);
        System.out.printf(
                Locale.ROOT, "        %d subjects a tick: %,d exceptions changed: %s%n", slice, conflicts, kinds);
    }

    /** Runs for so many seconds, and until nobody is left to be judged. */
    private void traffic(String name, int seconds) {
        List<Double> waited = new ArrayList<>();
        double free = 0;
        double nextEvent = 0;
        double nextTick = 0;
        double longest = 0;
        int done = 0;
        while (Math.min(nextEvent, nextTick) < seconds || done == 0 || monitor.unfinished(store)) {
            boolean event = nextEvent < nextTick;
            double arrived = event ? nextEvent : nextTick;
            double took = event ? others() : apply(tick());
            free = Math.max(free, arrived) + took;
            longest = Math.max(longest, took);
            if (event) {
                waited.add(free - arrived);
                nextEvent += 1.0 / rate;
            } else {
                // The next tick is sent once this one is acknowledged, and no sooner than the interval allows.
                nextTick = Math.max(nextTick + TICK_EVERY, free);
                done++;
            }
        }
        waited.sort(Double::compare);
        System.out.printf(
                Locale.ROOT,
                "%-7s %6.1f s, %5d ticks, longest record %7.1f ms, others: p50 %6.2f ms, p99 %7.2f ms, %d events%n",
                name,
                free,
                done,
                longest * 1_000,
                waited.get(waited.size() / 2) * 1_000,
                waited.get(waited.size() * 99 / 100) * 1_000,
                waited.size());
    }

    /** One event of somebody else, with all it makes others hear. */
    private double others() {
        long begun = cpu();
        deliver(grant("o" + number % OTHERS, number % 3 == 0 ? "VENDOR" : "LEDGER"));
        return (cpu() - begun) / 1e9;
    }

    /** Time of the processor, so that what else runs on the machine does not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void deliver(Event event) {
        for (Subject to : Routing.subjectsOf(event)) {
            apply(new Delivery(to, event, START, 0));
        }
    }

    private double apply(LogRecord record) {
        long begun = cpu();
        monitor.apply(record, store, output -> {
            if (output instanceof Output.Current current) {
                kinds.merge(
                        current.exception().controlId() + " "
                                + current.exception().variant(),
                        1,
                        Integer::sum);
                conflicts++;
            }
        });
        return (cpu() - begun) / 1e9;
    }

    private Tick tick() {
        return new Tick(++ticks, Watermarks.of(Map.of("erp", CHANGE.plus(Duration.ofDays(2)))), version, Mode.LIVE);
    }

    private RoleDefined define(String role, Instant from, List<String> entitlements, List<String> children) {
        return ReferenceEvents.role(Header.of("reference", "d-" + ++number, from), "erp", role, from, entitlements)
                .children(children)
                .build();
    }

    private Granted grant(String person, String entitlement) {
        return AccessEvents.granted(
                        Header.of("erp", "g-" + ++number, START.plusSeconds(number)),
                        Principal.identity(person),
                        "erp",
                        entitlement)
                .path(GrantPath.ROLE)
                .build();
    }
}
