package io.plumbline.exceptions;

import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.event.DecisionEvent.Decided;
import io.plumbline.exceptions.ExceptionRecord.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The life of one exception for one regime: a pure function of the deviation, the decisions about it, and an instant.
 *
 * <p>Three things move it on, in order of time: the deviation ends, an acceptance or mitigation runs out, a person decides. Of
 * those in one instant the end comes first, then running out, then decisions by id.
 */
final class Lifecycle {

    /**
     * What became of an exception.
     *
     * @param phases how it stood, oldest first; the last is how it stands
     * @param refused decisions that were not applied, with the reason
     * @param falseClosure someone closed it while its condition lasts
     * @param nextChange when it changes next if nothing is decided
     */
    record Life(List<Phase> phases, List<String> refused, boolean falseClosure, Optional<Instant> nextChange) {}

    private static final String EXPIRED = "ACCEPTANCE_EXPIRED";
    private static final String LAPSED = "MITIGATION_LAPSED";
    private static final Set<String> RUN_OUT = Set.of(EXPIRED, LAPSED);

    private final DeviationKind kind;
    private final Deviation deviation;
    private final Set<String> concerned;
    private final Optional<Instant> end;

    private final List<Phase> phases = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private boolean falseClosure;
    private Optional<Instant> runsOut = Optional.empty();

    /**
     * @param concerned identities the exception is about; they may not dispose of it
     * @param regime decides whether performing the missing act late ends it; where absent, it does if it does for any
     */
    Lifecycle(DeviationKind kind, Deviation deviation, Set<String> concerned, Optional<Regime> regime) {
        this.kind = kind;
        this.deviation = deviation;
        this.concerned = concerned;
        boolean late = deviation.ending().equals(Optional.of(Ending.PERFORMED_LATE));
        boolean cures = regime.map(r -> kind.curedLateFor().contains(r))
                .orElse(!kind.curedLateFor().isEmpty());
        this.end = late && !cures ? Optional.empty() : deviation.until();
    }

    /** The life up to {@code asOf}, or to the last decision where that is later. */
    Life upTo(Instant asOf, List<Decided> decisions) {
        List<Decided> ordered = decisions.stream()
                .sorted(Comparator.comparing(
                                (Decided decided) -> decided.header().occurredAt())
                        .thenComparing(Decided::id))
                .toList();
        enter(deviation.since(), ExceptionStatus.OPEN, deviation.variant(), Optional.empty());
        for (Decided decision : ordered) {
            passTo(decision.header().occurredAt());
            apply(decision);
        }
        passTo(asOf);
        Optional<Instant> next = status().live() ? sooner(end, runsOut) : Optional.empty();
        return new Life(List.copyOf(phases), List.copyOf(refused), falseClosure, next);
    }

    private ExceptionStatus status() {
        return phases.get(phases.size() - 1).status();
    }

    /** Lets everything happen that is due at or before {@code instant}. */
    private void passTo(Instant instant) {
        while (status().live()) {
            boolean ends = end.filter(at -> !at.isAfter(instant)).isPresent();
            boolean lapses = runsOut.filter(at -> !at.isAfter(instant)).isPresent();
            if (lapses && (!ends || runsOut.get().isBefore(end.get()))) {
                enter(
                        runsOut.get(),
                        ExceptionStatus.OPEN,
                        status() == ExceptionStatus.ACCEPTED ? EXPIRED : LAPSED,
                        Optional.empty());
                runsOut = Optional.empty();
            } else if (ends) {
                Ending why = deviation.ending().orElseThrow();
                enter(
                        end.get(),
                        why == Ending.RULE_RETIRED ? ExceptionStatus.RETIRED : ExceptionStatus.REMEDIATED,
                        why.name(),
                        Optional.empty());
                runsOut = Optional.empty();
            } else {
                return;
            }
        }
    }

    private void apply(Decided decision) {
        Optional<String> objection = objectionTo(decision);
        if (objection.isPresent()) {
            refused.add(decision.id() + " " + decision.action() + ": " + objection.get());
            return;
        }
        Instant at = later(decision.header().occurredAt(), deviation.since());
        switch (decision.action()) {
            case ACKNOWLEDGE -> enter(at, ExceptionStatus.ACKNOWLEDGED, decision);
            case MITIGATE -> enterUntil(at, ExceptionStatus.MITIGATED, decision);
            case MITIGATION_PERFORMED -> runsOut = decision.until();
            case ACCEPT -> enterUntil(at, ExceptionStatus.ACCEPTED, decision);
            case CLOSE -> enter(at, ExceptionStatus.CLOSED, decision);
            case DISMISS -> enter(at, ExceptionStatus.DISMISSED, decision);
            case REOPEN -> enter(at, ExceptionStatus.OPEN, decision);
            case UNKNOWN -> throw new IllegalStateException("an unknown action is always objected to");
        }
    }

    private void enterUntil(Instant at, ExceptionStatus status, Decided decision) {
        enter(at, status, decision);
        runsOut = decision.until();
    }

    private void enter(Instant at, ExceptionStatus status, Decided decision) {
        enter(at, status, decision.reason(), Optional.of(decision.decidedBy()));
        runsOut = Optional.empty();
    }

    /** What runs out at the very instant at which it is decided anew has not run out. */
    private void enter(Instant at, ExceptionStatus status, String reason, Optional<String> by) {
        int last = phases.size() - 1;
        if (status.live()
                && last > 0
                && phases.get(last).at().equals(at)
                && RUN_OUT.contains(phases.get(last).reason())) {
            phases.remove(last);
        }
        phases.add(new Phase(at, status, reason, by));
    }

    /** Why a decision may not be applied as things stand; empty where it may. */
    private Optional<String> objectionTo(Decided decision) {
        if (concerned.contains(decision.decidedBy())
                || decision.secondPerson().filter(concerned::contains).isPresent()) {
            return Optional.of("nobody disposes of an exception about themselves");
        }
        return switch (decision.action()) {
            case ACKNOWLEDGE -> unless(status() == ExceptionStatus.OPEN, "only an open exception is acknowledged");
            case MITIGATE ->
                dated(decision)
                        .or(() -> unless(
                                decision.mitigationRef().isPresent(), "a mitigation names its mitigating control"));
            case MITIGATION_PERFORMED ->
                unless(status() == ExceptionStatus.MITIGATED, "there is no mitigation to carry on")
                        .or(() -> dated(decision));
            case ACCEPT -> dated(decision);
            case CLOSE -> closing(decision);
            case DISMISS -> live().or(() -> twoPersons(decision));
            case REOPEN ->
                unless(
                        status() != ExceptionStatus.OPEN
                                && status() != ExceptionStatus.REMEDIATED
                                && status() != ExceptionStatus.RETIRED,
                        "there is no decision to take back");
            case UNKNOWN -> Optional.of("this action is not known to this build");
        };
    }

    private Optional<String> closing(Decided decision) {
        Optional<String> notLive = live();
        if (notLive.isPresent()) {
            return notLive;
        }
        if (kind.nature() == Nature.CONDITION) {
            falseClosure = true;
            return Optional.of("the condition lasts; it is remedied by ending it");
        }
        return twoPersons(decision);
    }

    private Optional<String> dated(Decided decision) {
        return live().or(() -> unless(
                decision.until()
                        .filter(until -> until.isAfter(decision.header().occurredAt()))
                        .isPresent(),
                "it needs an end after the decision"));
    }

    private Optional<String> live() {
        return unless(status().live(), "the exception is already " + status());
    }

    private static Optional<String> twoPersons(Decided decision) {
        return unless(
                decision.secondPerson()
                        .filter(second -> !second.equals(decision.decidedBy()))
                        .isPresent(),
                "it needs a second person");
    }

    private static Optional<String> unless(boolean fine, String objection) {
        return fine ? Optional.empty() : Optional.of(objection);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Optional<Instant> sooner(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.get().isBefore(b.get()) ? a : b;
    }
}
