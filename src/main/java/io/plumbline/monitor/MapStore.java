package io.plumbline.monitor;

import io.plumbline.control.Deadline;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of a partition in memory, for scenarios and backtests. */
public class MapStore implements MonitorStore {

    private record Due(Deadline deadline, Subject subject) {}

    /** Sorts before every subject there can be. */
    private static final Subject LOWEST = new Subject(SubjectKind.ACCOUNT, "\0");

    private final SortedMap<String, SubjectState> subjects = new TreeMap<>();
    private final TreeSet<Due> deadlines =
            new TreeSet<>(Comparator.comparing(Due::deadline).thenComparing(Due::subject));
    private final TreeSet<Subject> unjudged = new TreeSet<>();
    private final SortedMap<String, TreeSet<Subject>> concerned = new TreeMap<>();
    private PartitionClock clock = PartitionClock.INITIAL;

    @Override
    public Optional<SubjectState> load(Subject subject) {
        return Optional.ofNullable(subjects.get(subject.key()));
    }

    @Override
    public void save(SubjectState state) {
        subjects.put(state.subject().key(), state);
    }

    @Override
    public void putDeadline(Deadline deadline, Subject subject) {
        deadlines.add(new Due(deadline, subject));
    }

    @Override
    public void removeDeadline(Deadline deadline, Subject subject) {
        deadlines.remove(new Due(deadline, subject));
    }

    @Override
    public List<Subject> due(Deadline upTo, int limit) {
        Due first = new Due(new Deadline(upTo.source(), Instant.MIN), LOWEST);
        Due beyond = new Due(new Deadline(upTo.source(), upTo.at().plusNanos(1)), LOWEST);
        return deadlines.subSet(first, beyond).stream()
                .limit(limit)
                .map(Due::subject)
                .toList();
    }

    @Override
    public List<Parked> parked(String source, Instant at, String afterSubject, int limit) {
        Deadline from = new Deadline(source, at, Deadline.Kind.PARKED);
        Deadline beyond = new Deadline(source, Instant.MAX, Deadline.Kind.PARKED);
        return deadlines.subSet(new Due(from, LOWEST), new Due(beyond, LOWEST)).stream()
                .filter(due ->
                        due.deadline().at().isAfter(at) || due.subject().key().compareTo(afterSubject) > 0)
                .limit(limit)
                .map(due -> new Parked(due.deadline().at(), due.subject()))
                .toList();
    }

    @Override
    public void markUnjudged(Subject subject) {
        unjudged.add(subject);
    }

    @Override
    public void clearUnjudged(Subject subject) {
        unjudged.remove(subject);
    }

    @Override
    public List<Subject> unjudged(int limit) {
        return unjudged.stream().limit(limit).toList();
    }

    @Override
    public void putConcern(String concern, Subject subject) {
        concerned.computeIfAbsent(concern, any -> new TreeSet<>()).add(subject);
    }

    @Override
    public List<Subject> concerned(String concern, String afterKey, int limit) {
        return concerned.getOrDefault(concern, new TreeSet<>()).stream()
                .filter(subject -> subject.key().compareTo(afterKey) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Subject> subjects(String afterKey, int limit) {
        return subjects.tailMap(afterKey + "\0").values().stream()
                .limit(limit)
                .map(SubjectState::subject)
                .toList();
    }

    @Override
    public PartitionClock clock() {
        return clock;
    }

    @Override
    public void saveClock(PartitionClock next) {
        clock = next;
    }

    /** Every subject's state, in order of key. */
    public Collection<SubjectState> states() {
        return List.copyOf(subjects.values());
    }
}
