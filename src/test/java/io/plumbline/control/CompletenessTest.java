package io.plumbline.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.SourceHealthEvent;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When nothing said counts as nothing to say. */
class CompletenessTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Interval MORNING = Interval.of(NOON.minus(Duration.ofHours(4)), NOON);

    @Test
    void aSourceThatIsAssumedCompleteFollowsTheClockThatPlumblineClaimsAndTheBasisSaysSo() {
        Catalogue catalogue = Catalogue.of(1, List.of(declared("files", Optional.of(Duration.ofHours(2)))));
        Instant enough = NOON.plus(Duration.ofHours(2)).plusMillis(1);
        assertEquals(Absence.State.NOT_YET, absence(catalogue, Watermarks.NONE).state());
        Absence early = absence(catalogue, clock(enough.minusMillis(1)));
        assertEquals(Absence.State.NOT_YET, early.state());
        assertEquals(Optional.of(Deadline.frontier(enough)), early.deadline());

        Absence proven = absence(catalogue, clock(enough));
        assertTrue(proven.proven());
        assertEquals(List.of("files complete to " + NOON.plusMillis(1) + " (ASSUMED)"), proven.basis());
    }

    @Test
    void ofSeveralSourcesThatAreMissingEachIsWaitedForInTurn() {
        Catalogue catalogue =
                Catalogue.of(1, List.of(declared("a", Optional.empty()), declared("b", Optional.empty())));
        Instant enough = NOON.plusMillis(1);
        assertEquals(
                Optional.of(new Deadline("a", enough)),
                absence(catalogue, Watermarks.NONE).deadline());
        assertEquals(
                Optional.of(new Deadline("b", enough)),
                absence(catalogue, Watermarks.of(Map.of("a", enough))).deadline());
        assertEquals(
                Optional.of(new Deadline("a", enough)),
                absence(catalogue, Watermarks.of(Map.of("b", enough))).deadline());
        assertTrue(absence(catalogue, Watermarks.of(Map.of("a", enough, "b", enough)))
                .proven());
    }

    @Test
    void everySourceIsRememberedUnderTheLatestEndAskedWhateverTheAnswerWas() {
        Catalogue catalogue =
                Catalogue.of(1, List.of(declared("a", Optional.empty()), declared("b", Optional.empty())));
        Watermarks gap = new Watermarks(new TreeMap<>(), new TreeMap<>(Map.of("a", List.of(MORNING))));
        Completeness completeness = new Completeness(catalogue, gap);
        assertEquals(
                Absence.State.UNDECIDABLE,
                completeness.absence(Feed.GRANTS, "erp", MORNING).state());
        completeness.absence(Feed.GRANTS, "erp", Interval.of(MORNING.from(), NOON.minusSeconds(60)));
        assertEquals(Map.of("a", NOON, "b", NOON), completeness.asked());
    }

    private static Absence absence(Catalogue catalogue, Watermarks watermarks) {
        return new Completeness(catalogue, watermarks).absence(Feed.GRANTS, "erp", MORNING);
    }

    private static Watermarks clock(Instant at) {
        return Watermarks.of(Map.of(SourceHealthEvent.PLUMBLINE, at));
    }

    private static SourceDeclared declared(String source, Optional<Duration> assumedLateness) {
        return ReferenceEvents.source(Header.of("reference", source, NOON), source, NOON, List.of(Feed.GRANTS))
                .assumedLateness(assumedLateness)
                .build();
    }
}
