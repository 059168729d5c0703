package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Gaps;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Routing;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.event.Subject;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionAlert;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The whole monitor over a history in memory: the same routing and the same step as the stream processor, as one partition.
 *
 * <p>Reference events take effect at the next tick; the subjects they name hear of them at once. A heartbeat settles its source at once, and a backfill closes its gap at
 * once, since everything before it has been folded when it comes.
 */
public final class Backtest {

    private final Mode mode;
    private final Monitor monitor;
    private final MapStore store = new MapStore();
    private final Map<Long, Catalogue> catalogues = new HashMap<>();
    private final List<ReferenceEvent> reference = new ArrayList<>();
    private final Set<String> sources = new TreeSet<>();
    private final Deque<Delivery> deliveries = new ArrayDeque<>();

    private final SortedMap<String, ExceptionRecord> exceptions = new TreeMap<>();
    private final SortedMap<String, ExceptionRecord> foundOnTrial = new TreeMap<>();
    private final List<ExceptionAlert> alerts = new ArrayList<>();
    private final List<AssertionRecord> assertions = new ArrayList<>();
    private final List<Output.Refused> refused = new ArrayList<>();

    private Gaps gaps = Gaps.NONE;
    private long ticks;
    private long version;
    private boolean referenceChanged;

    /** @param mode whether facts are judged as they arrive or at ticks only */
    public Backtest(ControlLibrary controls, MonitorSettings settings, Mode mode) {
        this.mode = mode;
        this.monitor = new Monitor(controls, this::catalogue, settings);
    }

    /** Puts reference data in force at once. */
    public void publish(Collection<? extends ReferenceEvent> events) {
        reference.addAll(events);
        referenceChanged = true;
        events.forEach(event -> deliver(event, event.header().recordedAt()));
        tick(Watermarks.NONE);
        events.forEach(event -> deliver(event, event.header().recordedAt()));
    }

    /** Takes in one event of any kind, as received when its source recorded it. */
    public void accept(Event event) {
        accept(event, event.header().recordedAt());
    }

    /** Takes in one event of any kind. */
    public void accept(Event event, Instant ingestedAt) {
        sources.add(event.header().source());
        if (event instanceof ReferenceEvent entry) {
            reference.add(entry);
            referenceChanged = true;
            deliver(event, ingestedAt);
        } else if (event instanceof SourceHealthEvent.Heartbeat heartbeat) {
            settle(Map.of(heartbeat.sourceId(), heartbeat.completeTo()));
        } else if (event instanceof SourceHealthEvent.Gap gap) {
            gaps = gaps.with(gap.sourceId(), Gaps.Word.of(gap));
            tick(Watermarks.NONE);
            deliver(event, ingestedAt);
        } else if (event instanceof SourceHealthEvent.Backfilled backfill) {
            gaps = gaps.with(backfill.sourceId(), Gaps.Word.of(backfill));
            tick(Watermarks.NONE);
            deliver(event, ingestedAt);
        } else {
            deliver(event, ingestedAt);
        }
    }

    private void deliver(Event event, Instant ingestedAt) {
        for (Subject subject : Routing.subjectsOf(event)) {
            deliveries.add(new Delivery(subject, event, ingestedAt, 0));
        }
        drain();
    }

    /** Lets time pass: sources are settled this far. */
    public void settle(Map<String, Instant> settled) {
        tick(Watermarks.of(settled));
    }

    /** Ends the history: judges what still waits because nothing was settled after it. */
    public void end() {
        tick(Watermarks.NONE, Mode.LIVE);
    }

    private void tick(Watermarks settled) {
        tick(settled, mode);
    }

    private void tick(Watermarks settled, Mode as) {
        if (referenceChanged) {
            catalogues.remove(version - 1);
            catalogues.put(++version, Catalogue.of(version, reference));
            referenceChanged = false;
        }
        Watermarks told = new Watermarks(settled.settled(), gaps.lost());
        do {
            monitor.apply(new Tick(++ticks, told, version, as), store, this::take);
            drain();
        } while (monitor.unfinished(store));
    }

    private void drain() {
        while (!deliveries.isEmpty()) {
            monitor.apply(deliveries.remove(), store, this::take);
        }
    }

    private void take(Output output) {
        if (output instanceof Output.Forward forward) {
            deliveries.add(forward.delivery());
        } else if (output instanceof Output.Alert alert) {
            alerts.add(alert.alert());
        } else if (output instanceof Output.Current current) {
            exceptions.put(current.exception().exceptionId(), current.exception());
        } else if (output instanceof Output.OnTrial onTrial) {
            foundOnTrial.put(onTrial.finding().exceptionId(), onTrial.finding());
        } else if (output instanceof Output.Evidence evidence) {
            assertions.add(evidence.assertion());
        } else if (output instanceof Output.Refused) {
            refused.add((Output.Refused) output);
        }
    }

    private Catalogue catalogue(long number) {
        return catalogues.get(number);
    }

    /** Every exception ever raised, as it now stands, by id. */
    public SortedMap<String, ExceptionRecord> exceptions() {
        return exceptions;
    }

    /** Everything that controls and rules on trial ever found, as it now stands, by id. */
    public SortedMap<String, ExceptionRecord> foundOnTrial() {
        return foundOnTrial;
    }

    /** Every alert, in the order they were sent. */
    public List<ExceptionAlert> alerts() {
        return alerts;
    }

    /** Every assertion record, in the order they were written. */
    public List<AssertionRecord> assertions() {
        return assertions;
    }

    /** Every event that a subject could not take in. */
    public List<Output.Refused> refused() {
        return refused;
    }

    /** Every subject's state, in order of key. */
    public Collection<SubjectState> subjects() {
        return store.states();
    }

    /** The reference data in force. */
    public Catalogue catalogue() {
        return catalogues.getOrDefault(version, Catalogue.EMPTY);
    }

    /** Ids of every source that has stated anything, and of every declared one. */
    public Set<String> sources() {
        Set<String> all = new TreeSet<>(sources);
        reference.forEach(event -> {
            if (event instanceof ReferenceEvent.SourceDeclared declared) {
                all.add(declared.sourceId());
            }
        });
        return all;
    }
}
