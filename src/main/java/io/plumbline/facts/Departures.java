package io.plumbline.facts;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.event.IdentityEvent.Terminated;
import io.plumbline.event.IdentityEvent.Updated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads ends of employment out of personnel statements that correct and rescind one another. */
final class Departures {

    private static final Comparator<IdentityEvent> AS_STATED = Comparator.comparing(
                    (IdentityEvent event) -> event.header().recordedAt())
            .thenComparing(IdentityEvent::id);

    private Departures() {}

    /** The departures that stand, oldest first. */
    static List<Departure> of(List<IdentityEvent> events) {
        SortedMap<Instant, Rehired> byEffect = new TreeMap<>();
        only(Rehired.class, events).stream()
                .sorted(AS_STATED)
                .forEach(back -> byEffect.putIfAbsent(back.effectiveAt(), back));
        List<Rehired> returns = List.copyOf(byEffect.values());
        List<Terminated> ends = only(Terminated.class, events);
        List<Updated> updates = only(Updated.class, events);
        List<Departure> departures = new ArrayList<>();
        Instant start = Instant.MIN;
        for (int episode = 0; episode <= returns.size(); episode++) {
            Optional<Rehired> next = episode < returns.size() ? Optional.of(returns.get(episode)) : Optional.empty();
            Interval span = new Interval(start, next.map(Rehired::effectiveAt));
            List<Terminated> stated = ends.stream()
                    .filter(end -> belongsTo(span, end.effectiveAt()))
                    .sorted(AS_STATED)
                    .toList();
            if (!stated.isEmpty()) {
                Terminated last = stated.get(stated.size() - 1);
                if (!rescinded(last, updates)) {
                    departures.add(new Departure(
                            episode + 1,
                            last.effectiveAt(),
                            firstRecorded(stated, last, updates),
                            last.terminationType(),
                            next,
                            last));
                }
            }
            start = next.map(Rehired::effectiveAt).orElse(start);
        }
        return List.copyOf(departures);
    }

    /** When an end no later than the one that stands was first on record: from then on it was known that access must go. */
    private static Instant firstRecorded(List<Terminated> stated, Terminated last, List<Updated> updates) {
        return stated.stream()
                .filter(end -> !rescinded(end, updates))
                .filter(end -> !end.effectiveAt().isAfter(last.effectiveAt()))
                .map(end -> end.header().recordedAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Employment statuses by when they take effect; a later statement for the same instant replaces the earlier. */
    static List<Updated> statuses(List<Updated> events) {
        SortedMap<Instant, Updated> byEffect = new TreeMap<>();
        events.stream().sorted(AS_STATED).forEach(update -> byEffect.put(update.effectiveAt(), update));
        return List.copyOf(byEffect.values());
    }

    /** A same-instant return ends the employment that a termination at that instant ended. */
    private static boolean belongsTo(Interval span, Instant end) {
        return end.isAfter(span.from())
                && (span.until().isEmpty() || !end.isAfter(span.until().get()));
    }

    private static boolean rescinded(Terminated end, List<Updated> updates) {
        return updates.stream()
                .filter(update -> update.status() == EmploymentStatus.ACTIVE)
                .filter(update -> update.effectiveAt().isBefore(end.effectiveAt()))
                .map(update -> update.header().recordedAt())
                .anyMatch(at -> at.isAfter(end.header().recordedAt()) && at.isBefore(end.effectiveAt()));
    }

    private static <T> List<T> only(Class<T> kind, List<?> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
