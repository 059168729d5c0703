package io.plumbline.control.ownership;

import io.plumbline.facts.Finding.Phase;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one exception stood for one regime, or for all that agree. */
record Course(List<Phase> phases) {

    private static final Set<String> WAITING = Set.of("OPEN", "ACKNOWLEDGED");

    Course {
        phases = List.copyOf(phases);
    }

    /**
     * A stretch of time in which something had to be done and nobody had settled what.
     *
     * @param answered when somebody first did anything about it, or it was over
     */
    record Unsettled(Interval span, Optional<Instant> answered) {}

    /** Every such stretch, oldest first; what runs out or is taken back begins another one. */
    List<Unsettled> unsettled() {
        List<Unsettled> stretches = new ArrayList<>();
        Optional<Instant> begun = Optional.empty();
        Optional<Instant> answered = Optional.empty();
        for (Phase phase : phases) {
            boolean waits = WAITING.contains(phase.status());
            if (begun.isEmpty() && waits) {
                begun = Optional.of(phase.at());
                answered = Optional.empty();
            }
            if (begun.isPresent() && answered.isEmpty() && !phase.status().equals("OPEN")) {
                answered = Optional.of(phase.at());
            }
            if (begun.isPresent() && !waits) {
                stretches.add(new Unsettled(Interval.of(begun.get(), phase.at()), answered));
                begun = Optional.empty();
            }
        }
        if (begun.isPresent()) {
            stretches.add(new Unsettled(Interval.since(begun.get()), answered));
        }
        return stretches;
    }

    /** How it stood at an instant; empty before it began. */
    Optional<Phase> at(Instant instant) {
        return phases.stream().filter(phase -> !phase.at().isAfter(instant)).reduce((earlier, later) -> later);
    }

    /** When it came to be open: at its beginning, and each time again. */
    List<Instant> openings() {
        return phases.stream()
                .filter(phase -> phase.status().equals("OPEN"))
                .map(Phase::at)
                .toList();
    }
}
