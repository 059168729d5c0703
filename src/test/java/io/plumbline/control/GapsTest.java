package io.plumbline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.control.Gaps.Word;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is lost is decided by when it was recorded, never by when it came. */
class GapsTest {

    @Test
    void aBackfillOfTheMiddleSplitsAGapAndOneOfTheEndShrinksIt() {
        Gaps gaps = Gaps.NONE.with("hr", gap(0, 100, 1)).with("hr", backfill(40, 60, 2));
        assertEquals(List.of(span(0, 40), span(60, 100)), gaps.lost().get("hr"));
        gaps = gaps.with("hr", backfill(90, 120, 3));
        assertEquals(List.of(span(0, 40), span(60, 90)), gaps.lost().get("hr"));
        assertTrue(gaps.with("hr", backfill(0, 100, 4)).lost().isEmpty());
    }

    @Test
    void aGapToldAgainOrWiderIsKeptOnce() {
        Gaps gaps = Gaps.NONE.with("hr", gap(10, 20, 1)).with("hr", gap(0, 30, 2));
        assertEquals(List.of(span(0, 30)), gaps.lost().get("hr"));
        assertEquals(gaps, gaps.with("hr", gap(10, 20, 1)));
    }

    @Test
    void anEmptySpanSaysNothing() {
        assertEquals(Gaps.NONE, Gaps.NONE.with("hr", gap(10, 10, 1)));
        assertEquals(Gaps.NONE, Gaps.NONE.with("hr", gap(10, 5, 1)));
    }

    @Test
    void ofAGapAndABackfillRecordedAtOnceUnderOneIdTheGapCounts() {
        Word gap = new Word(at(0), at(10), at(1), "same", true);
        Word backfill = new Word(at(0), at(10), at(1), "same", false);
        assertEquals(
                List.of(span(0, 10)),
                Gaps.NONE.with("hr", gap).with("hr", backfill).lost().get("hr"));
        assertEquals(
                List.of(span(0, 10)),
                Gaps.NONE.with("hr", backfill).with("hr", gap).lost().get("hr"));
    }

    @Test
    void theSameWordsInAnyOrderAndTwiceLoseWhatTheLastWordOnEachInstantSays() {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<Word> words = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(10); i++) {
                int from = random.nextInt(40);
                int to = from + random.nextInt(20);
                int recorded = random.nextInt(6);
                words.add(random.nextBoolean() ? gap(from, to, recorded) : backfill(from, to, recorded));
            }
            List<Word> twice = new ArrayList<>(words);
            twice.addAll(words);
            Collections.shuffle(twice, random);
            Gaps gaps = Gaps.NONE;
            for (Word word : twice) {
                gaps = gaps.with("hr", word);
            }
            List<Interval> lost = gaps.lost().getOrDefault("hr", List.of());
            for (int instant = 0; instant < 70; instant++) {
                Instant at = at(instant);
                boolean expected = words.stream()
                        .filter(word -> !word.from().isAfter(at) && word.to().isAfter(at))
                        .max(Comparator.comparing(Word::recordedAt)
                                .thenComparing(Word::eventId)
                                .thenComparing(Word::lost))
                        .map(Word::lost)
                        .orElse(false);
                assertEquals(
                        expected,
                        lost.stream().anyMatch(span -> span.contains(at)),
                        "history " + seed + " at " + instant + ": " + words);
            }
        }
    }

    @Test
    void howeverManyWordsThereAreFewAreKeptAndNothingLostIsForgotten() {
        Gaps gaps = Gaps.NONE;
        for (int i = 0; i < 2_000; i++) {
            gaps = gaps.with("hr", gap(10 * i, 10 * i + 1, 1)).with("hr", backfill(10 * i + 3, 10 * i + 4, 1));
        }
        assertTrue(gaps.words().get("hr").size() <= 2 * Gaps.MAX);
        List<Interval> lost = gaps.lost().get("hr");
        for (int i = 0; i < 2_000; i++) {
            Instant at = at(10 * i);
            assertTrue(lost.stream().anyMatch(span -> span.contains(at)), "at " + i);
        }
    }

    @Test
    void aChangeBeginsWhereTheTwoAccountsFirstDiffer() {
        List<Interval> before = List.of(span(0, 10), span(20, 30));
        assertEquals(Optional.empty(), Gaps.earliestChange(before, before));
        assertEquals(Optional.of(at(25)), Gaps.earliestChange(before, List.of(span(0, 10), span(20, 25))));
        assertEquals(Optional.of(at(10)), Gaps.earliestChange(before, List.of(span(0, 12))));
        assertEquals(Optional.of(at(0)), Gaps.earliestChange(before, List.of()));
        assertEquals(Optional.of(at(0)), Gaps.earliestChange(List.of(), before));
    }

    private static Word gap(int from, int to, int recorded) {
        return new Word(at(from), at(to), at(recorded), "g-" + from + "-" + to, true);
    }

    private static Word backfill(int from, int to, int recorded) {
        return new Word(at(from), at(to), at(recorded), "b-" + from + "-" + to, false);
    }

    private static Interval span(int from, int to) {
        return Interval.of(at(from), at(to));
    }

    private static Instant at(int second) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(second);
    }
}
