package io.plumbline.monitor;

import io.plumbline.catalogue.EntryKey;
import io.plumbline.control.Deadline;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.DecisionEvent.AboutException;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.Authored;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.facts.Held;
import io.plumbline.facts.RoleFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything kept about one subject: the events it holds, and what has been said about it so far.
 *
 * @param held the events, in order of time in the world
 * @param passedTo keys of the subjects its events have been passed on to, but for business objects, of which there are many
 * @param exceptions every exception ever raised about it, in order of id
 * @param verdicts the last verdict on every item of a population, by {@code control|object}
 * @param deadlines when its answers can next change; parked ones at most once per source
 * @param asOf the newest instant it has been judged as of; never goes back
 * @param overflowed true once an event was refused because it holds too many; its verdicts are indeterminate,
 *     but those of a role, which is then widely held
 */
public record SubjectState(
        Subject subject,
        List<Held> held,
        List<String> passedTo,
        List<ExceptionRecord> exceptions,
        SortedMap<String, VerdictOnRecord> verdicts,
        List<Deadline> deadlines,
        Optional<Instant> asOf,
        boolean overflowed) {

    /** A subject that holds nothing yet. */
    public static SubjectState empty(Subject subject) {
        return new SubjectState(
                subject, List.of(), List.of(), List.of(), new TreeMap<>(), List.of(), Optional.empty(), false);
    }

    /** The events held, in order of time in the world. */
    public List<Event> events() {
        return held.stream().map(Held::event).toList();
    }

    /** Whether an event changes nothing: it is held already, or another statement under its id counts. */
    public boolean knows(Event news) {
        return held.stream()
                .map(Held::event)
                .filter(known -> isRestated(known, news))
                .anyMatch(known -> known.equals(news) || !supersedes(news, known));
    }

    /** The statement held in whose place the news come, or that counts instead of them. */
    Optional<Held> heldInsteadOf(Event news) {
        return held.stream().filter(known -> isRestated(known.event(), news)).findFirst();
    }

    /** Of different statements under one event id, all but the news held, the one that counts; empty where there is but one. */
    Optional<Event> contradicted(Event news) {
        return held.stream()
                .map(Held::event)
                .filter(known -> known.id().equals(news.id()) && !known.equals(news))
                .reduce((one, other) -> supersedes(one, other) ? one : other)
                .map(known -> supersedes(news, known) ? news : known);
    }

    /**
     * The state with one more event.
     *
     * <p>Of two different statements of one thing under one event id the one the source recorded later counts, and of two recorded at once
     * the one whose text is greater: the winner must not depend on which arrived first. Of when somebody began to write code of a
     * system the earliest counts.
     */
    public SubjectState with(Held news) {
        List<Held> more = new ArrayList<>(held.size() + 1);
        held.stream().filter(known -> !isRestated(known.event(), news.event())).forEach(more::add);
        int place = Collections.binarySearch(more, news);
        more.add(place < 0 ? -place - 1 : place, news);
        return new SubjectState(
                subject, List.copyOf(more), passedTo, exceptions, verdicts, deadlines, asOf, overflowed);
    }

    /** Whether so much was refused that its verdicts are indeterminate; a role that holds no more is widely held, that is all. */
    boolean isTooLarge() {
        return overflowed && subject.kind() != SubjectKind.ROLE;
    }

    /** Whether one more statement of who holds the role is too many. */
    boolean isWidelyHeldBy(Event news) {
        return subject.kind() == SubjectKind.ROLE
                && news instanceof AccessEvent
                && (overflowed
                        || held.stream()
                                        .filter(known -> known.event() instanceof AccessEvent)
                                        .count()
                                >= RoleFacts.MOST_STATEMENTS);
    }

    /** A role of which it is only known that many hold it; one statement is kept, which names it. */
    SubjectState widelyHeld() {
        Optional<Held> first = held.stream()
                .filter(known -> known.event() instanceof AccessEvent)
                .findFirst();
        List<Held> rest = held.stream()
                .filter(known -> !(known.event() instanceof AccessEvent) || first.equals(Optional.of(known)))
                .toList();
        return new SubjectState(subject, rest, passedTo, exceptions, verdicts, deadlines, asOf, true);
    }

    /** The state from which on events are refused. */
    SubjectState overflow() {
        return new SubjectState(subject, held, passedTo, exceptions, verdicts, deadlines, asOf, true);
    }

    /**
     * Whether one is stated in place of the other: both have one event id, and are about one entry of the catalogue or one
     * exception where they are about any. What a source gives the id of another entry or decision to stands beside that.
     */
    private static boolean isRestated(Event known, Event news) {
        if (!known.id().equals(news.id())) {
            return false;
        } else if (known instanceof ReferenceEvent entry && news instanceof ReferenceEvent other) {
            return EntryKey.of(entry).equals(EntryKey.of(other));
        }
        return !(known instanceof AboutException decision && news instanceof AboutException other)
                || decision.exceptionId().equals(other.exceptionId());
    }

    private static boolean supersedes(Event news, Event known) {
        if (news instanceof Authored earlier && known instanceof Authored later) {
            return earlier.isBefore(later);
        }
        int byRecording = news.header().recordedAt().compareTo(known.header().recordedAt());
        return byRecording != 0 ? byRecording > 0 : news.toString().compareTo(known.toString()) > 0;
    }

    SubjectState passedTo(List<String> keys) {
        return new SubjectState(subject, held, keys, exceptions, verdicts, deadlines, asOf, overflowed);
    }

    /**
     * A verdict on an item, as last published.
     *
     * @param systemId the item's system
     * @param at when the item came about
     */
    public record VerdictOnRecord(Verdict verdict, String reason, String systemId, Instant at) {

        boolean saysTheSameAs(VerdictOnRecord other) {
            return verdict == other.verdict && reason.equals(other.reason);
        }
    }
}
