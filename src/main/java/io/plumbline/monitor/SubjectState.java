package io.plumbline.monitor;

import io.plumbline.control.Deadline;
import io.plumbline.control.Verdict;
import io.plumbline.event.Subject;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.Held;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything kept about one subject: the events it holds, and what has been said about it so far.
 *
 * @param held the events, in order of time in the world
 * @param passedTo keys of the subjects its events have been passed on to
 * @param exceptions every exception ever raised about it, in order of id
 * @param verdicts the last verdict on every item of a population, by {@code control|object}
 * @param deadlines when its answers can next change
 * @param asOf the newest instant it has been judged as of; never goes back
 */
public record SubjectState(
        Subject subject,
        List<Held> held,
        List<String> passedTo,
        List<ExceptionRecord> exceptions,
        SortedMap<String, VerdictOnRecord> verdicts,
        List<Deadline> deadlines,
        Optional<Instant> asOf) {

    /** A verdict on an item, as last published. */
    public record VerdictOnRecord(Verdict verdict, String reason) {}
}
