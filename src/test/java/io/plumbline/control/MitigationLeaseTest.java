package io.plumbline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Days are counted from the start; a cycle has ten, and two more are grace. */
class MitigationLeaseTest {

    private static final Duration CYCLE = Duration.ofDays(10);

    @Test
    void itHoldsToTheEndWhileEveryCycleIsServed() {
        assertEquals(List.of("0-30"), covered(30, days(9, 12, 29)));
    }

    @Test
    void withoutAnyPerformanceItLapsesWithTheGraceOfTheFirstCycle() {
        assertEquals(List.of("0-12"), covered(30, days()));
        assertEquals(List.of("12-30 NOT_PERFORMED 0"), lapses(30, days(), days()));
    }

    @Test
    void servedInTheGraceTheNextCycleGoesOnFromWhereItWasDue() {
        assertEquals(List.of("0-22"), covered(30, days(12)));
    }

    @Test
    void onePerformanceInTheGraceServesOneCycleOnly() {
        assertEquals(List.of("0-22"), covered(40, days(11)));
        assertEquals(List.of("0-32"), covered(40, days(11, 12)));
    }

    @Test
    void manyPerformancesInOneCycleServeNoOther() {
        assertEquals(List.of("0-22"), covered(40, days(1, 2, 3, 4)));
    }

    @Test
    void takenUpAgainItBeginsANewCycleThatThePerformanceItselfDoesNotServe() {
        assertEquals(List.of("0-12", "15-27"), covered(40, days(15)));
        assertEquals(List.of("12-15 NOT_PERFORMED 0", "27-40 NOT_PERFORMED 15"), lapses(40, days(15), days()));
        assertEquals(List.of("0-12", "15-37"), covered(40, days(15, 24)));
    }

    @Test
    void nothingIsDueAfterItsEnd() {
        assertEquals(List.of("0-12"), covered(12, days()));
        assertEquals(List.of(), lapses(12, days(), days()));
        assertEquals(List.of("12-13 NOT_PERFORMED 0"), lapses(13, days(), days()));
    }

    @Test
    void thosePerformingItForThemselvesServeNothing() {
        assertEquals(List.of("0-12"), covered(30, days(), days(5)));
        assertEquals(List.of("5-30 NOT_INDEPENDENT 0"), lapses(30, days(), days(5)));
        assertEquals(List.of("5-8 NOT_INDEPENDENT 0"), lapses(20, days(8), days(5)));
        assertEquals(List.of(), lapses(20, days(4), days(5)), "the cycle was served before");
    }

    @Test
    void untilTheSourceIsSettledItStandsAndIsAskedAgain() {
        MitigationLease.Held held =
                lease(30, days(), days(), Absence.State.NOT_YET).every(CYCLE);
        assertEquals(List.of("0-30"), words(held.covered()));
        assertEquals(List.of(), held.lapses());
        assertEquals(List.of(new Deadline("grc", day(13)), Deadline.frontier(day(12))), held.deadlines());
    }

    @Test
    void whatCannotBeProvenIsNotedAndCountsAsServed() {
        MitigationLease.Held held =
                lease(30, days(), days(), Absence.State.UNDECIDABLE).every(CYCLE);
        assertEquals(List.of("0-30"), words(held.covered()));
        assertEquals(List.of("why"), held.unproven());
    }

    @Test
    void performedOnceItHoldsFromThenOn() {
        MitigationLease.Held held =
                lease(30, days(5), days(), Absence.State.PROVEN).once();
        assertEquals(List.of("5-30"), words(held.covered()));
        assertEquals(List.of("2-5 NOT_PERFORMED 0"), words(held));
        assertEquals(
                List.of(),
                words(lease(30, days(2), days(), Absence.State.PROVEN).once()));
        assertEquals(
                List.of(),
                words(lease(30, days(), days(), Absence.State.PROVEN).once().covered()));
    }

    private static List<String> covered(int end, List<Instant> performed) {
        return covered(end, performed, days());
    }

    private static List<String> covered(int end, List<Instant> performed, List<Instant> byParties) {
        return words(lease(end, performed, byParties, Absence.State.PROVEN)
                .every(CYCLE)
                .covered());
    }

    private static List<String> lapses(int end, List<Instant> performed, List<Instant> byParties) {
        return words(lease(end, performed, byParties, Absence.State.PROVEN).every(CYCLE));
    }

    private static MitigationLease lease(
            int end, List<Instant> performed, List<Instant> byParties, Absence.State silence) {
        return new MitigationLease(
                Interval.of(day(0), day(end)),
                at -> at.plus(Duration.ofDays(2)),
                performed,
                byParties,
                span -> new Absence(
                        silence,
                        "",
                        silence == Absence.State.NOT_YET ? Optional.of(new Deadline("grc", day(13))) : Optional.empty(),
                        List.of("why")),
                at -> true);
    }

    private static List<String> words(MitigationLease.Held held) {
        return held.lapses().stream()
                .map(lapse -> word(lapse.span())
                        + (lapse.independent() ? " NOT_PERFORMED " : " NOT_INDEPENDENT ")
                        + number(lapse.cycle()))
                .toList();
    }

    private static List<String> words(List<Interval> spans) {
        return spans.stream().map(MitigationLeaseTest::word).toList();
    }

    private static String word(Interval span) {
        return number(span.from()) + "-" + number(span.until().orElseThrow());
    }

    private static long number(Instant at) {
        return Duration.between(day(0), at).toDays();
    }

    private static List<Instant> days(int... days) {
        return IntStream.of(days).mapToObj(MitigationLeaseTest::day).toList();
    }

    private static Instant day(int day) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day));
    }
}
