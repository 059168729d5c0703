package io.plumbline.monitor;

import io.plumbline.control.Deadline;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one partition: its subjects, when their answers can next change, which wait to be judged, whom a
 * change of reference data concerns, and its clock.
 *
 * <p>Implemented over a map for scenarios and backtests, and over Kafka Streams stores in the stream processor. One caller at
 * a time.
 */
public interface MonitorStore {

    Optional<SubjectState> load(Subject subject);

    /**
     * Keeps a state. One that is overflowed may be somewhat larger than others, so that this at least can be kept.
     *
     * @throws SubjectTooLargeException if it is larger than the store can hold; nothing was kept
     */
    void save(SubjectState state);

    /** Registers a deadline of a subject; registering it again changes nothing. */
    void putDeadline(Deadline deadline, Subject subject);

    void removeDeadline(Deadline deadline, Subject subject);

    /** At most {@code limit} subjects with a deadline of this kind on {@code deadline.source()} at or before {@code deadline.at()}, earliest first. */
    List<Subject> due(Deadline deadline, int limit);

    /**
     * At most {@code limit} subjects parked under the source after the given place, in order of instant, then of subject key.
     *
     * @param at from this instant on
     * @param afterSubject of those parked at this very instant, only the ones with a greater key
     */
    List<Parked> parked(String source, Instant at, String afterSubject, int limit);

    /** A subject, and the instant up to which its answers rest on a source. */
    record Parked(Instant at, Subject subject) {}

    /** Marks a subject as folded but not judged. */
    void markUnjudged(Subject subject);

    void clearUnjudged(Subject subject);

    /** At most {@code limit} marked subjects, in order of key. */
    List<Subject> unjudged(int limit);

    /** Lets a subject be found by a {@link Concern concern}, for good; to say it again changes nothing. */
    void putConcern(String concern, Subject subject);

    /** At most {@code limit} subjects found by the concern whose key is greater than {@code afterKey}, in order of key. */
    List<Subject> concerned(String concern, String afterKey, int limit);

    /** At most {@code limit} subjects whose key is greater than {@code afterKey}, in order of key. */
    List<Subject> subjects(String afterKey, int limit);

    /** The clock of the partition; the initial one before the first tick. */
    PartitionClock clock();

    void saveClock(PartitionClock clock);
}
