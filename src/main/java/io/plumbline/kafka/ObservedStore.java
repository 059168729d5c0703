package io.plumbline.kafka;

import io.plumbline.control.Deadline;
import io.plumbline.event.Subject;
import io.plumbline.monitor.MonitorStore;
import io.plumbline.monitor.PartitionClock;
import io.plumbline.monitor.SubjectState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A store that tells an observer of each subject stored, with what was there before.
 *
 * <p>A step stores what it has just loaded, so remembering the last subject loaded spares nearly every second look.
 */
final class ObservedStore implements MonitorStore {

    private final MonitorStore store;
    private final PartitionObserver observer;
    private Optional<Subject> lastLoaded = Optional.empty();
    private Optional<SubjectState> lastState = Optional.empty();

    ObservedStore(MonitorStore store, PartitionObserver observer) {
        this.store = store;
        this.observer = observer;
    }

    @Override
    public Optional<SubjectState> load(Subject subject) {
        lastState = store.load(subject);
        lastLoaded = Optional.of(subject);
        return lastState;
    }

    @Override
    public void save(SubjectState state) {
        Optional<SubjectState> before =
                lastLoaded.equals(Optional.of(state.subject())) ? lastState : store.load(state.subject());
        store.save(state);
        lastLoaded = Optional.of(state.subject());
        lastState = Optional.of(state);
        observer.stored(before, state);
    }

    @Override
    public void putDeadline(Deadline deadline, Subject subject) {
        store.putDeadline(deadline, subject);
    }

    @Override
    public void removeDeadline(Deadline deadline, Subject subject) {
        store.removeDeadline(deadline, subject);
    }

    @Override
    public List<Subject> due(Deadline deadline, int limit) {
        return store.due(deadline, limit);
    }

    @Override
    public void markUnjudged(Subject subject) {
        store.markUnjudged(subject);
    }

    @Override
    public void clearUnjudged(Subject subject) {
        store.clearUnjudged(subject);
    }

    @Override
    public List<Parked> parked(String source, Instant at, String afterSubject, int limit) {
        return store.parked(source, at, afterSubject, limit);
    }

    @Override
    public List<Subject> unjudged(int limit) {
        return store.unjudged(limit);
    }

    @Override
    public void putConcern(String concern, Subject subject) {
        store.putConcern(concern, subject);
    }

    @Override
    public List<Subject> concerned(String concern, String afterKey, int limit) {
        return store.concerned(concern, afterKey, limit);
    }

    @Override
    public List<Subject> subjects(String afterKey, int limit) {
        return store.subjects(afterKey, limit);
    }

    @Override
    public PartitionClock clock() {
        return store.clock();
    }

    @Override
    public void saveClock(PartitionClock clock) {
        store.saveClock(clock);
    }
}
