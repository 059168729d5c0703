package io.plumbline.monitor;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Judging anew after changes of reference data, and how far it has come: a lap over all subjects, or rounds over those that a
 * {@link Concern concern} of the change finds.
 *
 * <p>What has begun is finished before the same is begun again, however often reference data change meanwhile: so every subject
 * gets its turn.
 *
 * @param comparedVersion version up to which it is known whom the changes concern; 0 before the first
 * @param indexed whether every subject is found by its concerns; where it is not, a lap over all sees to it
 * @param lapAfter key of the last subject judged on the lap, empty before the first; absent while there is no lap
 * @param lapAgain whether another lap follows, because reference data changed while this one went on
 * @param concern whose subjects are being judged; absent while there is no round
 * @param afterSubject key of the last of them judged; empty before the first
 * @param waiting concerns whose rounds are yet to begin, in order
 */
public record Rejudging(
        long comparedVersion,
        boolean indexed,
        Optional<String> lapAfter,
        boolean lapAgain,
        Optional<String> concern,
        String afterSubject,
        List<String> waiting) {

    /** Concerns that may wait; where there are more, all subjects are judged. The clock is written at every tick. */
    static final int MOST_WAITING = 500;

    /** Nothing to be judged anew, and nobody yet who would have to be found. */
    public static final Rejudging NONE =
            new Rejudging(0, true, Optional.empty(), false, Optional.empty(), "", List.of());

    public Rejudging {
        waiting = List.copyOf(waiting);
    }

    /** Whether nobody is left to be judged anew. */
    public boolean isOver() {
        return lapAfter.isEmpty() && concern.isEmpty() && waiting.isEmpty();
    }

    /** All subjects, because of what changed up to a version; rounds that wait are part of that. */
    Rejudging all(long version) {
        return new Rejudging(
                version,
                indexed,
                Optional.of(lapAfter.orElse("")),
                lapAfter.filter(key -> !key.isEmpty()).isPresent(),
                Optional.empty(),
                "",
                List.of());
    }

    /** Those found by these concerns, because of what changed up to a version. */
    Rejudging those(long version, Collection<String> concerns) {
        TreeSet<String> more = new TreeSet<>(waiting);
        more.addAll(concerns);
        if (afterSubject.isEmpty()) {
            concern.ifPresent(more::remove);
        }
        return more.size() > MOST_WAITING
                ? all(version)
                : new Rejudging(version, indexed, lapAfter, lapAgain, concern, afterSubject, List.copyOf(more));
    }

    /** The lap has come to this subject. */
    Rejudging lapTo(String key) {
        return new Rejudging(comparedVersion, indexed, Optional.of(key), lapAgain, concern, afterSubject, waiting);
    }

    /** The lap is over; the last one has seen every subject from the first on. */
    Rejudging lapOver() {
        return lapAgain
                ? new Rejudging(comparedVersion, indexed, Optional.of(""), false, concern, afterSubject, waiting)
                : new Rejudging(comparedVersion, true, Optional.empty(), false, concern, afterSubject, waiting);
    }

    /** With a round going on, where one waits: the next in order after {@code last}, so that none waits for ever. */
    Rejudging nextRound(String last) {
        if (concern.isPresent() || waiting.isEmpty()) {
            return this;
        }
        TreeSet<String> rest = new TreeSet<>(waiting);
        String next = Optional.ofNullable(rest.higher(last)).orElseGet(rest::first);
        rest.remove(next);
        return new Rejudging(comparedVersion, indexed, lapAfter, lapAgain, Optional.of(next), "", List.copyOf(rest));
    }

    /** The round has come to this subject. */
    Rejudging roundTo(String key) {
        return new Rejudging(comparedVersion, indexed, lapAfter, lapAgain, concern, key, waiting);
    }

    /** The round is over, and the next one begins. */
    Rejudging roundOver() {
        return new Rejudging(comparedVersion, indexed, lapAfter, lapAgain, Optional.empty(), "", waiting)
                .nextRound(concern.orElse(""));
    }
}
