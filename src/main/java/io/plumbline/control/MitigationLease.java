package io.plumbline.control;

import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How long a mitigation holds: as long as its control is performed in every cycle, or in the grace after its end.
 *
 * <p>Cycles of the length of the frequency follow one another from the start. One performance serves one cycle: the one it falls
 * into however early, and several in one cycle serve that one only; in the grace after a cycle that nobody served, the first
 * serves that one. A cycle nobody served ends the mitigation with its grace; the next performance takes it up again and begins a
 * new cycle. That nobody performed it may be said only where the absence is proven: until then the mitigation holds, and where it
 * cannot be proven the cycle counts as served and is noted.
 */
final class MitigationLease {

    /**
     * What became of it.
     *
     * @param covered when it held
     * @param lapses when it did not, and why
     * @param unproven about a cycle of which nobody can say whether it was served, the last of them; empty where there is none
     * @param deadlines when to ask again
     */
    record Held(List<Interval> covered, List<Cover.Lapse> lapses, List<String> unproven, List<Deadline> deadlines) {}

    private final Interval span;
    private final UnaryOperator<Instant> grace;
    private final List<Instant> performed;
    private final List<Instant> byParties;
    private final Function<Interval, Absence> silence;
    private final Predicate<Instant> reached;

    private final List<Interval> covered = new ArrayList<>();
    private final List<Cover.Lapse> lapses = new ArrayList<>();
    private List<String> unproven = List.of();
    private final List<Deadline> deadlines = new ArrayList<>();

    /**
     * @param span for which the mitigation is needed and allowed
     * @param grace the end of the grace that begins at an instant
     * @param performed when the control was performed as it has to be, in order
     * @param byParties when it was performed by those whom the deviation concerns, in order
     * @param silence whether it is certain that nothing was performed
     * @param reached whether an instant has come
     */
    MitigationLease(
            Interval span,
            UnaryOperator<Instant> grace,
            List<Instant> performed,
            List<Instant> byParties,
            Function<Interval, Absence> silence,
            Predicate<Instant> reached) {
        this.span = span;
        this.grace = grace;
        this.performed = performed.stream().filter(this::inTime).toList();
        this.byParties = byParties.stream().filter(this::inTime).toList();
        this.silence = silence;
        this.reached = reached;
    }

    private boolean inTime(Instant at) {
        return span.until().filter(end -> !at.isBefore(end)).isEmpty();
    }

    /** Of a control that must be performed once in every cycle. */
    Held every(Duration frequency) {
        Instant cycle = span.from();
        Instant since = cycle;
        Instant used = Instant.MIN;
        while (true) {
            Instant due = cycle.plus(frequency);
            Instant last = grace.apply(due);
            Optional<Instant> served = first(performed, cycle, used, last);
            Optional<Instant> own = first(byParties, cycle, used, served.orElse(last));
            if (served.isPresent()) {
                lapse(own, served, cycle, false);
                used = served.get();
                cycle = due;
                continue;
            }
            if (!inTime(last)) {
                lapse(own, span.until(), cycle, false);
                return held(since, span.until());
            }
            Absence nobody = silence.apply(Interval.of(cycle, last));
            nobody.deadline().ifPresent(deadlines::add);
            if (nobody.proven()) {
                held(since, Optional.of(last));
                Optional<Instant> again = first(performed, last, used, Instant.MAX);
                lapse(own.or(() -> Optional.of(last)), again.or(span::until), cycle, own.isEmpty());
                if (again.isEmpty()) {
                    return result();
                }
                cycle = again.get();
                since = cycle;
                used = cycle;
            } else if (nobody.state() == Absence.State.NOT_YET || !reached.test(last)) {
                deadlines.add(Deadline.frontier(last));
                lapse(own, span.until(), cycle, false);
                return held(since, span.until());
            } else {
                lapse(own, Optional.of(last), cycle, false);
                unproven = nobody.basis();
                cycle = due;
            }
        }
    }

    /** Of a control that is performed once: it holds from then on, and must be performed in the grace after the start. */
    Held once() {
        Instant last = grace.apply(span.from());
        Optional<Instant> done = performed.stream().findFirst();
        Optional<Instant> own = first(byParties, span.from(), Instant.MIN, done.orElse(Instant.MAX));
        done.ifPresent(at -> covered.add(new Interval(later(at, span.from()), span.until())));
        if (own.isPresent()) {
            lapse(own, done.or(span::until), span.from(), false);
        } else if (done.filter(at -> !at.isAfter(last)).isEmpty() && inTime(last)) {
            Absence nobody = silence.apply(Interval.of(span.from(), last));
            nobody.deadline().ifPresent(deadlines::add);
            if (nobody.proven()) {
                lapse(Optional.of(last), done.or(span::until), span.from(), true);
            } else if (nobody.state() == Absence.State.UNDECIDABLE) {
                unproven = nobody.basis();
            }
        }
        return result();
    }

    private static Optional<Instant> first(List<Instant> instants, Instant from, Instant after, Instant last) {
        return instants.stream()
                .filter(at -> !at.isBefore(from) && at.isAfter(after) && !at.isAfter(last))
                .findFirst();
    }

    private void lapse(Optional<Instant> from, Optional<Instant> until, Instant cycle, boolean independent) {
        from.map(start -> new Interval(start, until))
                .filter(gap -> !gap.isEmpty())
                .ifPresent(gap -> lapses.add(new Cover.Lapse(gap, cycle, independent)));
    }

    private Held held(Instant from, Optional<Instant> until) {
        Interval stretch = new Interval(from, until);
        if (!stretch.isEmpty()) {
            covered.add(stretch);
        }
        return result();
    }

    private Held result() {
        return new Held(List.copyOf(covered), List.copyOf(lapses), unproven, List.copyOf(deadlines));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
