package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Revoked;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.Event;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.Routing;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A company whose nested roles, mappings and exemptions change at random while ten people hold some of them, monitored as one
 * partition in slices so small that changes come faster than they are dealt with.
 */
public final class ChangingRoles {

    private static final Instant START = RandomHistory.START;
    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "LEDGER", "R-CLERK");
    private static final List<String> SOURCES =
            List.of("hr", "erp", "iga", "pam", "itsm", "reference", "grc", RandomReviews.SOURCE);
    private static final List<String> FUNCTIONS = List.of("F-VENDOR", "F-PAY", "F-LEDGER");

    private final Random random;
    private final ControlLibrary controls;
    private final MonitorSettings settings = new MonitorSettings(8, 20_000, Duration.ofDays(4_000));
    private final Supplier<? extends MonitorStore> store;
    private final Map<Long, Catalogue> catalogues = new TreeMap<>();
    private final List<ReferenceEvent> reference = new ArrayList<>(CompanyReference.inForce());
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private final List<Output> said = new ArrayList<>();
    private long version;
    private long ticks;
    private int number;

    /** @param store the store of the partition; may be opened anew each time it is asked for */
    public ChangingRoles(long seed, ControlLibrary controls, Supplier<? extends MonitorStore> store) {
        this.random = new Random(seed);
        this.controls = controls;
        this.store = store;
    }

    /** Reference data of a company whose vendors and payments are kept apart. */
    public static List<ReferenceEvent> company() {
        return CompanyReference.inForce();
    }

    /** Lets so many things happen, and then what waits be judged. */
    public void run(int steps) {
        tick(catalogues::get);
        for (int step = 0; step < steps; step++) {
            int kind = random.nextInt(10);
            if (kind < 4) {
                Event fact = fact();
                Routing.subjectsOf(fact).forEach(subject -> deliver(subject, fact));
            } else if (kind < 8) {
                ReferenceEvent change = change();
                reference.add(change);
                Routing.subjectsOf(change).forEach(subject -> deliver(subject, change));
                version++;
            }
            tick(catalogues::get);
        }
        finish(catalogues::get);
    }

    /** What judging every subject once more finds: nothing, where nobody was forgotten. */
    public List<Output> whatWasForgotten() {
        Catalogue now = catalogues.get(version);
        said.clear();
        version++;
        finish(number -> number == version ? Catalogue.of(version, now.entries()) : null);
        return said.stream()
                .filter(output -> !(output instanceof Output.Forward))
                .toList();
    }

    /** Every exception on record. */
    public List<ExceptionRecord> exceptions() {
        MonitorStore now = store.get();
        return now.subjects("", Integer.MAX_VALUE).stream()
                .flatMap(subject -> now.load(subject).orElseThrow().exceptions().stream())
                .toList();
    }

    private void finish(LongFunction<Catalogue> from) {
        do {
            tick(from);
        } while (new Monitor(controls, from, settings).unfinished(store.get()));
    }

    private void tick(LongFunction<Catalogue> from) {
        if (version == 0) {
            version = 1;
        }
        catalogues.computeIfAbsent(version, v -> Catalogue.of(v, reference));
        Map<String, Instant> settled = new TreeMap<>();
        SOURCES.forEach(source -> settled.put(source, START.plus(Duration.ofDays(70))));
        new Monitor(controls, from, settings)
                .apply(new Tick(++ticks, Watermarks.of(settled), version, Mode.LIVE), store.get(), this::take);
        drain();
    }

    private void deliver(Subject subject, Event event) {
        deliveries.add(new Delivery(subject, event, START, 0));
        drain();
    }

    private void drain() {
        while (!deliveries.isEmpty()) {
            new Monitor(controls, catalogues::get, settings).apply(deliveries.remove(), store.get(), this::take);
        }
    }

    private void take(Output output) {
        said.add(output);
        if (output instanceof Output.Forward forward) {
            deliveries.add(forward.delivery());
        }
    }

    private Header header(String source) {
        return Header.of(source, "c-" + ++number, instant());
    }

    private Instant instant() {
        return START.plus(Duration.ofHours(6L * random.nextInt(200)));
    }

    private String role() {
        return "N-" + random.nextInt(8);
    }

    private String held() {
        return random.nextInt(4) == 0 ? entitlement() : role();
    }

    private String entitlement() {
        return ENTITLEMENTS.get(random.nextInt(ENTITLEMENTS.size()));
    }

    private Event fact() {
        Principal holder = Principal.identity("n" + random.nextInt(10));
        return switch (random.nextInt(8)) {
            case 0 -> new Revoked(header("erp"), Optional.empty(), holder, "erp", held());
            case 1 ->
                BusinessActivityEvents.step(header("erp"), holder, "erp", entitlement())
                        .on("payment", "pay-" + random.nextInt(4))
                        .build();
            default ->
                AccessEvents.granted(header("erp"), holder, "erp", held())
                        .path(GrantPath.ROLE)
                        .build();
        };
    }

    private ReferenceEvent change() {
        Instant from = instant();
        return switch (random.nextInt(14)) {
            case 12, 13 -> RandomReviews.campaign(random, header(RandomReviews.SOURCE));
            case 0 ->
                ReferenceEvents.entitlement(
                                header("reference"),
                                "erp",
                                entitlement(),
                                from,
                                List.of(new FunctionUse(
                                        FUNCTIONS.get(random.nextInt(FUNCTIONS.size())), ActivityLevel.POST)))
                        .privileged(random.nextBoolean())
                        .build();
            case 1 -> new RoleRetired(header("reference"), "erp", role(), from);
            case 2, 3 -> exemption(from);
            case 4 -> new ExemptionRevoked(header("grc"), "N-X-" + random.nextInt(6), from, "drawn");
            default ->
                ReferenceEvents.role(
                                header("reference"),
                                "erp",
                                role(),
                                from,
                                random.nextInt(3) == 0 ? List.of(entitlement(), entitlement()) : List.of(entitlement()))
                        .children(random.nextInt(2) == 0 ? List.of(role()) : List.of())
                        .denied(random.nextInt(5) == 0 ? List.of(entitlement()) : List.of())
                        .build();
        };
    }

    private ReferenceEvent exemption(Instant from) {
        return RuleEvents.exemption(
                        header("grc"),
                        "N-X-" + random.nextInt(6),
                        from,
                        ExemptionKind.WAIVER,
                        random.nextBoolean() ? "SOD-01" : "EFF-01")
                .subject("identity:n" + random.nextInt(10))
                .system(random.nextBoolean() ? Optional.of("erp") : Optional.empty())
                .until(from.plus(Duration.ofDays(30)))
                .riskOwner(random.nextBoolean() ? "boss" : "s")
                .because("drawn")
                .build();
    }
}
