package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deadline;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Relations;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.monitor.LogRecord.Delivery;
import io.plumbline.monitor.LogRecord.Mode;
import io.plumbline.monitor.LogRecord.Tick;
import io.plumbline.monitor.MonitorStore.Parked;
import io.plumbline.monitor.Output.Refused.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The step: applies one log record to the state of a partition.
 *
 * <p>A delivered event is folded into its subject and passed on to related subjects. The subject is judged at once when the
 * log is live, and while it catches up at the next tick that settles something. Such a tick judges what is due: subjects whose
 * deadline the watermarks have reached, subjects waiting to be judged, those that rest on a source whose gaps changed, and
 * those whom a change of reference data concerns; what one slice does not finish is left to the ticks that follow.
 *
 * <p>Nothing is judged before the first version of the catalogue.
 */
public final class Monitor {

    /**
     * What part of a slice a tick gets while the log is live: of a slice of 1,000 so many subjects that an event of somebody else,
     * whom they have nothing to do with, waits a tenth of a second for them. A change that takes effect for thousands at one
     * instant makes all of them due at once; what does not fit is left to the ticks that follow.
     */
    private static final int PART_LIVE = 20;

    /** What part of a slice judging anew gets of that: it can wait, and what is due comes first. */
    private static final int PART_ANEW = 50;

    /** Subjects judged in a tick, where the slice has room for them, however small its part is. */
    private static final int FEWEST = 10;

    private final LongFunction<Catalogue> catalogues;
    private final MonitorSettings settings;
    private final Judge judge;

    /**
     * @param catalogues the catalogue of a version number; may wait for it, and throws when it does not come
     */
    public Monitor(ControlLibrary controls, LongFunction<Catalogue> catalogues, MonitorSettings settings) {
        this.catalogues = catalogues;
        this.settings = settings;
        this.judge = new Judge(controls);
    }

    /** Applies one record; what changed goes to {@code out}, in order. */
    public void apply(LogRecord record, MonitorStore store, Consumer<Output> out) {
        if (record instanceof Delivery delivery) {
            deliver(delivery, store, out);
        } else {
            tick((Tick) record, store, out);
        }
    }

    /** Whether ticks have work left that one slice did not finish. */
    public boolean unfinished(MonitorStore store) {
        PartitionClock clock = store.clock();
        return clock.catalogueVersion() > 0
                && clock.judging()
                && (!clock.rejudging().isOver()
                        || !clock.gapPasses().isEmpty()
                        || !store.unjudged(1).isEmpty()
                        || due(clock)
                                .anyMatch(deadline -> !store.due(deadline, 1).isEmpty()));
    }

    private void deliver(Delivery delivery, MonitorStore store, Consumer<Output> out) {
        Subject subject = delivery.to();
        SubjectState before = store.load(subject).orElseGet(() -> SubjectState.empty(subject));
        Contradiction.noticed(before, delivery).ifPresent(statement -> out.accept(new Output.Forward(statement)));
        Backdating.noticed(delivery).ifPresent(statement -> out.accept(new Output.Forward(statement)));
        if (before.knows(delivery.event())) {
            before.heldInsteadOf(delivery.event())
                    .filter(counts -> !counts.event().equals(delivery.event()))
                    .ifPresent(counts ->
                            PassingOn.correct(Relations.named(delivery.event(), counts.event()), counts, subject, out));
            return;
        }
        Optional<Instant> horizon = horizon(delivery, store.clock());
        if (horizon.filter(delivery.event().header().occurredAt()::isBefore).isPresent()) {
            tooOld(delivery, horizon.get(), out);
            return;
        }
        if (before.isWidelyHeldBy(delivery.event())) {
            if (!before.overflowed()) {
                judgeOrMark(before.widelyHeld(), store, out);
            }
            return;
        }
        if (before.isTooLarge() || before.held().size() >= settings.maxHeldEvents()) {
            refuse(delivery, "the subject holds as many events as it may", before, store, out);
            return;
        }
        List<Output> outputs = new ArrayList<>();
        try {
            fold(before, delivery, store, outputs::add);
        } catch (SubjectTooLargeException e) {
            refuse(delivery, e.getMessage(), before, store, out);
            return;
        }
        outputs.forEach(out);
    }

    /** Said once: a role leaves it to the holder, to whom the same event is delivered. */
    private void tooOld(Delivery delivery, Instant horizon, Consumer<Output> out) {
        if (delivery.to().kind() != SubjectKind.ROLE) {
            out.accept(new Output.Refused(
                    delivery,
                    Reason.TOO_OLD,
                    "it happened at " + delivery.event().header().occurredAt() + ", before " + horizon
                            + ", which is " + settings.horizon() + " before what its source is settled to;"
                            + " a history is loaded before the first heartbeat of its source"));
        }
    }

    /**
     * What happened before it is not taken in any more; empty while the source is not settled. Only an event that comes from
     * outside is asked for its age: related subjects are told what a subject took in, and reference data counts by the catalogue,
     * however old. This is the one place where the order of
     * arrival decides: the same event would have been taken in before its source was settled so far.
     */
    private Optional<Instant> horizon(Delivery delivery, PartitionClock clock) {
        return delivery.hops() > 0 || delivery.event() instanceof ReferenceEvent
                ? Optional.empty()
                : clock.settled()
                        .of(delivery.event().header().source())
                        .map(settled -> settled.minus(settings.horizon()));
    }

    private void fold(SubjectState before, Delivery delivery, MonitorStore store, Consumer<Output> out) {
        SubjectState state = PassingOn.toRelated(before, delivery, out);
        PassingOn.state(before, delivery, out);
        Concern.of(state.subject(), delivery.event()).forEach(concern -> store.putConcern(concern, state.subject()));
        judgeOrMark(state, store, out);
    }

    private void judgeOrMark(SubjectState state, MonitorStore store, Consumer<Output> out) {
        PartitionClock clock = store.clock();
        if (!state.subject().kind().isJudged()) {
            store.save(state);
        } else if (clock.mode() == Mode.LIVE && clock.catalogueVersion() > 0) {
            judgeAndSave(state, clock, store, out);
        } else {
            store.save(state);
            store.markUnjudged(state.subject());
        }
    }

    /**
     * Does not take the event in: from the first such event on, what the subject is said to be is indeterminate. Related
     * subjects are still told, since they would otherwise be judged as if nothing were missing.
     */
    private void refuse(Delivery delivery, String why, SubjectState before, MonitorStore store, Consumer<Output> out) {
        out.accept(new Output.Refused(delivery, Reason.SUBJECT_TOO_LARGE, why));
        PassingOn.toRelated(before, delivery, out);
        if (!before.overflowed() && !before.held().isEmpty()) {
            overflow(before, store, out);
        }
    }

    private void overflow(SubjectState state, MonitorStore store, Consumer<Output> out) {
        PartitionClock clock = store.clock();
        if (state.subject().kind().isJudged() && clock.catalogueVersion() > 0) {
            judgeAndSave(state.overflow(), clock, store, out);
        } else {
            store.save(state.overflow());
        }
    }

    /** A tick read a second time, from a log whose reader lost its place, says nothing new: time does not go back. */
    private void tick(Tick tick, MonitorStore store, Consumer<Output> out) {
        if (tick.number() <= store.clock().lastTick()) {
            return;
        }
        PartitionClock clock = store.clock().after(tick);
        store.saveClock(clock);
        if (clock.catalogueVersion() > 0 && clock.judging()) {
            clock = clock.rejudging(compared(clock));
            store.saveClock(clock);
            judgeSlice(clock, store, out);
            if (!unfinished(store)) {
                store.saveClock(store.clock().finished());
            }
        }
    }

    /**
     * A quarter of the slice is kept for passes over changed gaps and another for judging anew after a change of reference data,
     * so that neither a steady load nor gaps that change at every tick hold them up.
     */
    private void judgeSlice(PartitionClock clock, MonitorStore store, Consumer<Output> out) {
        int left = clock.mode() == Mode.LIVE ? part(PART_LIVE) : settings.slice();
        int forCatalogue = clock.rejudging().isOver() ? 0 : left / 4;
        int kept = forCatalogue + (clock.gapPasses().isEmpty() ? 0 : left / 4);
        for (Subject subject : dueSubjects(clock, store, left - kept)) {
            judgeWaiting(store.load(subject).orElseThrow(), clock, store, out);
            left--;
        }
        for (Subject subject : store.unjudged(Math.max(0, left - kept))) {
            judgeWaiting(store.load(subject).orElseThrow(), clock, store, out);
            left--;
        }
        left -= judgeParked(clock, left - forCatalogue, store, out);
        rejudge(left, store, out);
    }

    private int part(int divisor) {
        return Math.min(settings.slice(), Math.max(FEWEST, settings.slice() / divisor));
    }

    /** Goes on with every pass, each with an equal share of what is left, another one first at each tick. */
    private int judgeParked(PartitionClock clock, int limit, MonitorStore store, Consumer<Output> out) {
        List<String> sources = new ArrayList<>(clock.gapPasses().keySet());
        if (!sources.isEmpty()) {
            Collections.rotate(sources, (int) (clock.lastTick() % sources.size()));
        }
        int judged = 0;
        for (int i = 0; i < sources.size() && judged < limit; i++) {
            int share = Math.max(1, (limit - judged) / (sources.size() - i));
            judged += goOn(sources.get(i), share, store, out);
        }
        return judged;
    }

    private int goOn(String source, int limit, MonitorStore store, Consumer<Output> out) {
        PartitionClock clock = store.clock();
        GapPass pass = clock.gapPasses().get(source);
        List<Parked> slice = store.parked(source, pass.at(), pass.afterSubject(), limit);
        for (Parked parked : slice) {
            judgeWaiting(store.load(parked.subject()).orElseThrow(), clock, store, out);
        }
        store.saveClock(clock.passed(
                source, slice.size() < limit ? pass.next() : Optional.of(pass.to(slice.get(slice.size() - 1)))));
        return slice.size();
    }

    /**
     * Goes on with the rounds and the lap; where there is both, each gets half. While the log is live a small part of the slice
     * has to do: what waits for it can wait, and events of others come after it.
     */
    private void rejudge(int most, MonitorStore store, Consumer<Output> out) {
        boolean live = store.clock().mode() == Mode.LIVE;
        int limit = live ? Math.min(most, part(PART_ANEW)) : most;
        int left = limit;
        boolean both = store.clock().rejudging().lapAfter().isPresent();
        int forRounds = both ? (limit + 1) / 2 : limit;
        while (forRounds > 0 && store.clock().rejudging().concern().isPresent()) {
            int judged = goOnRound(forRounds, store, out);
            forRounds -= Math.max(1, judged);
            left -= judged;
        }
        if (store.clock().rejudging().lapAfter().isPresent() && left > 0) {
            goOnLap(left, store, out);
        }
    }

    private int goOnRound(int limit, MonitorStore store, Consumer<Output> out) {
        PartitionClock clock = store.clock();
        Rejudging rejudging = clock.rejudging();
        String concern = rejudging.concern().orElseThrow();
        if (rejudging.afterSubject().isEmpty()) {
            Concern.itself(concern).ifPresent(subject -> judgeAnew(subject, clock, store, out));
        }
        List<Subject> slice = store.concerned(concern, rejudging.afterSubject(), limit);
        slice.forEach(subject -> judgeAnew(subject, clock, store, out));
        store.saveClock(store.clock()
                .rejudging(
                        slice.size() < limit
                                ? rejudging.roundOver()
                                : rejudging.roundTo(slice.get(slice.size() - 1).key())));
        return slice.size();
    }

    private void goOnLap(int limit, MonitorStore store, Consumer<Output> out) {
        PartitionClock clock = store.clock();
        Rejudging rejudging = clock.rejudging();
        List<Subject> slice = store.subjects(rejudging.lapAfter().orElseThrow(), limit);
        for (Subject subject : slice) {
            if (!rejudging.indexed()) {
                store.load(subject).orElseThrow().events().forEach(event -> Concern.of(subject, event)
                        .forEach(concern -> store.putConcern(concern, subject)));
            }
            judgeAnew(subject, clock, store, out);
        }
        store.saveClock(store.clock()
                .rejudging(
                        slice.size() < limit
                                ? rejudging.lapOver()
                                : rejudging.lapTo(slice.get(slice.size() - 1).key())));
    }

    private void judgeAnew(Subject subject, PartitionClock clock, MonitorStore store, Consumer<Output> out) {
        if (subject.kind().isJudged()) {
            store.load(subject).ifPresent(state -> judgeWaiting(state, clock, store, out));
        }
    }

    /** Finds out whom the changes of reference data since the last comparison concern; where that is not known, all. */
    private Rejudging compared(PartitionClock clock) {
        Rejudging rejudging = clock.rejudging();
        long version = clock.catalogueVersion();
        if (rejudging.comparedVersion() == version) {
            return rejudging;
        }
        return Optional.of(rejudging)
                .filter(known -> known.comparedVersion() > 0 && known.indexed())
                .flatMap(known -> Optional.ofNullable(catalogues.apply(known.comparedVersion())))
                .flatMap(before -> Concern.ofChanges(before, catalogues.apply(version)))
                .map(concerns -> rejudging.those(version, concerns).nextRound(""))
                .orElseGet(() -> rejudging.all(version));
    }

    private static Set<Subject> dueSubjects(PartitionClock clock, MonitorStore store, int limit) {
        Set<Subject> subjects = new LinkedHashSet<>();
        due(clock).forEach(deadline -> {
            if (subjects.size() < limit) {
                subjects.addAll(store.due(deadline, limit - subjects.size()));
            }
        });
        return subjects;
    }

    /** For every source, and for the frontier, the instant up to which deadlines are due. */
    private static Stream<Deadline> due(PartitionClock clock) {
        return Stream.concat(
                clock.settled().settled().entrySet().stream()
                        .map(source -> new Deadline(source.getKey(), source.getValue())),
                clock.settled().frontier().stream().map(Deadline::frontier));
    }

    /** Judges at a tick; a subject that grows too large by what is said of it keeps what it holds and overflows. */
    private void judgeWaiting(SubjectState state, PartitionClock clock, MonitorStore store, Consumer<Output> out) {
        List<Output> outputs = new ArrayList<>();
        try {
            judgeAndSave(state, clock, store, outputs::add);
        } catch (SubjectTooLargeException e) {
            outputs.clear();
            overflow(state, store, outputs::add);
        }
        outputs.forEach(out);
    }

    private void judgeAndSave(SubjectState state, PartitionClock clock, MonitorStore store, Consumer<Output> out) {
        Catalogue catalogue = catalogues.apply(clock.catalogueVersion());
        SubjectState judged = judge.judge(state, catalogue, clock.settled(), out);
        store.save(judged);
        state.deadlines().stream()
                .filter(deadline -> !judged.deadlines().contains(deadline))
                .forEach(deadline -> store.removeDeadline(deadline, state.subject()));
        judged.deadlines().stream()
                .filter(deadline -> !state.deadlines().contains(deadline))
                .forEach(deadline -> store.putDeadline(deadline, state.subject()));
        store.clearUnjudged(state.subject());
    }
}
