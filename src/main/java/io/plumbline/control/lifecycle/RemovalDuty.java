package io.plumbline.control.lifecycle;

import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.IdentityEvent.Updated;
import io.plumbline.facts.Departure;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A span in which a person must have no access: from a departure, or the start of garden leave, to the return.
 *
 * <p>Garden leave that passes into a departure is one duty, due from the start of the leave. Any other leave keeps access.
 *
 * @param anchor key of the employment that ended, or of the garden leave
 * @param recordedAt when the personnel system wrote it down
 * @param until the return; absent while there is none
 * @param source the personnel system that states it
 * @param why what the duty comes from, in words
 */
record RemovalDuty(
        String anchor,
        Instant from,
        Instant recordedAt,
        Optional<Instant> until,
        boolean involuntary,
        boolean baseline,
        String source,
        String why,
        List<IdentityEvent> statements) {

    /** The duties of a person, oldest first. */
    static List<RemovalDuty> of(IdentityFacts identity) {
        List<RemovalDuty> duties = new ArrayList<>();
        List<Departure> departures = new ArrayList<>(identity.departures());
        for (Updated leave : gardenLeaves(identity)) {
            Optional<Instant> end = endOfLeave(leave, identity);
            Optional<Departure> goesOver = departures.stream()
                    .filter(departure -> departure.effectiveAt().isAfter(leave.effectiveAt())
                            && end.filter(departure.effectiveAt()::isAfter).isEmpty())
                    .findFirst();
            boolean alreadyGone = identity.departures().stream()
                    .anyMatch(departure -> !departure.effectiveAt().isAfter(leave.effectiveAt())
                            && departure
                                    .returnedAt()
                                    .filter(back -> !back.isAfter(leave.effectiveAt()))
                                    .isEmpty());
            if (!alreadyGone) {
                duties.add(ofLeave(leave, end, goesOver));
                goesOver.ifPresent(departures::remove);
            }
        }
        departures.forEach(departure -> duties.add(ofDeparture(departure)));
        duties.sort(Comparator.comparing(RemovalDuty::from));
        return duties;
    }

    private static RemovalDuty ofDeparture(Departure departure) {
        List<IdentityEvent> statements = new ArrayList<>(List.of(departure.stated()));
        departure.returned().ifPresent(statements::add);
        return new RemovalDuty(
                "employment-" + departure.episode(),
                departure.effectiveAt(),
                departure.recordedAt(),
                departure.returnedAt(),
                departure.terminationType() == TerminationType.INVOLUNTARY,
                departure.stated().header().baseline(),
                departure.stated().header().source(),
                "The employment ended at " + departure.effectiveAt() + " (" + departure.terminationType()
                        + "), on record since " + departure.recordedAt(),
                statements);
    }

    private static RemovalDuty ofLeave(Updated leave, Optional<Instant> end, Optional<Departure> goesOver) {
        List<IdentityEvent> statements = new ArrayList<>(List.of(leave));
        goesOver.map(Departure::stated).ifPresent(statements::add);
        goesOver.flatMap(Departure::returned).ifPresent(statements::add);
        return new RemovalDuty(
                "garden-leave@" + leave.effectiveAt(),
                leave.effectiveAt(),
                leave.header().recordedAt(),
                goesOver.isPresent() ? goesOver.get().returnedAt() : end,
                false,
                leave.header().baseline(),
                leave.header().source(),
                "Garden leave began at " + leave.effectiveAt() + ", on record since "
                        + leave.header().recordedAt(),
                statements);
    }

    /** Starts of garden leave; a repeated statement starts nothing. */
    private static List<Updated> gardenLeaves(IdentityFacts identity) {
        List<Updated> starts = new ArrayList<>();
        for (Updated update : identity.statuses()) {
            boolean goesOn = !starts.isEmpty()
                    && endOfLeave(starts.get(starts.size() - 1), identity)
                            .filter(end -> !end.isAfter(update.effectiveAt()))
                            .isEmpty();
            if (update.status() == EmploymentStatus.GARDEN_LEAVE && !goesOn) {
                starts.add(update);
            }
        }
        return starts;
    }

    /** The next status that gives access back, or the next return. */
    private static Optional<Instant> endOfLeave(Updated leave, IdentityFacts identity) {
        return Stream.concat(
                        identity.statuses().stream()
                                .filter(update -> update.status() == EmploymentStatus.ACTIVE
                                        || update.status() == EmploymentStatus.ON_LEAVE)
                                .map(Updated::effectiveAt),
                        identity.returns().stream().map(Rehired::effectiveAt))
                .filter(at -> at.isAfter(leave.effectiveAt()))
                .min(Instant::compareTo);
    }
}
