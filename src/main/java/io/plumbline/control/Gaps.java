package io.plumbline.control;

import io.plumbline.event.SourceHealthEvent.Backfilled;
import io.plumbline.event.SourceHealthEvent.Gap;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What sources said of spans they lost and of spans they sent again.
 *
 * <p>For every instant that word of a source counts which it recorded last; of two recorded at once the one with the greater
 * event id, and of a gap and a backfill under one id the gap. So the order in which they arrive does not matter, a gap that is
 * told twice stays closed, and one recorded after the backfill opens the span again. Words that say a span was sent again are
 * kept for that reason too.
 *
 * <p>Bounded: of one source at most {@link #MAX} spans of each kind, of all together {@link #MAX_OF_ALL}. Beyond, the two lost spans closest together become one,
 * and the oldest span sent again is forgotten: either says that more is lost, never less. Only then does order matter.
 *
 * @param words by source id; disjoint spans in order of time
 */
public record Gaps(SortedMap<String, List<Word>> words) {

    /** Spans of one kind kept of a source; a file full of bad records has one gap for each of their instants. */
    public static final int MAX = 500;

    /** Spans kept of all sources together; beyond, the source with most of them keeps half as many. */
    public static final int MAX_OF_ALL = 10_000;

    /** Characters of an event's id kept, to tell apart what was recorded at the same instant. */
    private static final int MAX_ID_CHARS = 64;

    /** Nobody has lost anything. */
    public static final Gaps NONE = new Gaps(new TreeMap<>());

    /**
     * What counts for one span.
     *
     * @param to exclusive
     * @param recordedAt when the source wrote it down
     * @param eventId the source's own key of the statement
     * @param lost true where the span is a gap, false where it was sent again
     */
    public record Word(Instant from, Instant to, Instant recordedAt, String eventId, boolean lost) {

        private static final Comparator<Word> STRENGTH = Comparator.comparing(Word::recordedAt)
                .thenComparing(Word::eventId)
                .thenComparing(Word::lost);

        private static final Comparator<Word> IN_TIME = Comparator.comparing(Word::from);

        public static Word of(Gap gap) {
            return new Word(
                    gap.from(),
                    gap.to(),
                    gap.header().recordedAt(),
                    shortened(gap.header().sourceEventId()),
                    true);
        }

        public static Word of(Backfilled backfill) {
            return new Word(
                    backfill.from(),
                    backfill.to(),
                    backfill.header().recordedAt(),
                    shortened(backfill.header().sourceEventId()),
                    false);
        }

        private static String shortened(String id) {
            return id.length() <= MAX_ID_CHARS
                    ? id
                    : id.substring(
                            0,
                            Character.isHighSurrogate(id.charAt(MAX_ID_CHARS - 1)) ? MAX_ID_CHARS - 1 : MAX_ID_CHARS);
        }

        Interval span() {
            return Interval.of(from, to);
        }

        private List<Word> without(Timeline taken) {
            return Timeline.of(span()).minus(taken).intervals().stream()
                    .map(part -> new Word(part.from(), part.until().orElseThrow(), recordedAt, eventId, lost))
                    .toList();
        }
    }

    public Gaps {
        TreeMap<String, List<Word>> copy = new TreeMap<>();
        words.forEach((source, said) -> copy.put(source, List.copyOf(said)));
        words = Collections.unmodifiableSortedMap(copy);
    }

    /** With one more word of a source; equal to this where it says nothing new. */
    public Gaps with(String source, Word news) {
        if (news.span().isEmpty()) {
            return this;
        }
        List<Word> known = words.getOrDefault(source, List.of());
        List<Interval> stronger = known.stream()
                .filter(word -> Word.STRENGTH.compare(word, news) >= 0)
                .map(Word::span)
                .toList();
        List<Word> said = new ArrayList<>(news.without(Timeline.of(stronger)));
        for (Word word : known) {
            said.addAll(
                    Word.STRENGTH.compare(word, news) >= 0 ? List.of(word) : word.without(Timeline.of(news.span())));
        }
        said.sort(Word.IN_TIME);
        TreeMap<String, List<Word>> all = new TreeMap<>(words);
        all.put(source, bounded(said, MAX));
        while (all.values().stream().mapToInt(List::size).sum() > MAX_OF_ALL) {
            String most = all.keySet().stream()
                    .max(Comparator.comparing(each -> all.get(each).size()))
                    .orElseThrow();
            all.computeIfPresent(most, (id, spans) -> bounded(spans, spans.size() / 4));
        }
        return new Gaps(all);
    }

    /** The spans lost and not sent again, by source id; spans that touch are one. */
    public SortedMap<String, List<Interval>> lost() {
        TreeMap<String, List<Interval>> lost = new TreeMap<>();
        words.forEach((source, said) -> {
            List<Interval> spans = Timeline.of(
                            said.stream().filter(Word::lost).map(Word::span).toList())
                    .intervals();
            if (!spans.isEmpty()) {
                lost.put(source, spans);
            }
        });
        return lost;
    }

    private static List<Word> bounded(List<Word> said, int max) {
        List<Word> lost = new ArrayList<>(said.stream().filter(Word::lost).toList());
        List<Word> again =
                new ArrayList<>(said.stream().filter(word -> !word.lost()).toList());
        while (lost.size() > max) {
            Word joined = joinClosest(lost);
            again = new ArrayList<>(again.stream()
                    .flatMap(word -> word.without(Timeline.of(joined.span())).stream())
                    .toList());
        }
        while (again.size() > max) {
            again.remove(0);
        }
        List<Word> all = new ArrayList<>(lost);
        all.addAll(again);
        all.sort(Word.IN_TIME);
        return all;
    }

    private static Word joinClosest(List<Word> lost) {
        int closest = IntStream.range(0, lost.size() - 1)
                .boxed()
                .min(Comparator.comparing(
                        i -> Duration.between(lost.get(i).to(), lost.get(i + 1).from())))
                .orElseThrow();
        Word next = lost.remove(closest + 1);
        Word first = lost.get(closest);
        Word stronger = Word.STRENGTH.compare(first, next) >= 0 ? first : next;
        Word joined = new Word(first.from(), next.to(), stronger.recordedAt(), stronger.eventId(), true);
        lost.set(closest, joined);
        return joined;
    }

    /** The earliest instant that is lost by one account and not by the other; empty where both say the same. */
    public static Optional<Instant> earliestChange(List<Interval> before, List<Interval> after) {
        Timeline old = Timeline.of(before);
        Timeline now = Timeline.of(after);
        return List.of(old.minus(now), now.minus(old)).stream()
                .flatMap(changed -> changed.intervals().stream())
                .map(Interval::from)
                .min(Comparator.naturalOrder());
    }
}
