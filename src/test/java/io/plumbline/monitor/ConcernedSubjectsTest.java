package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.app.Controls;
import io.plumbline.exceptions.ExceptionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** After a change of reference data those whom it concerns are judged anew, and nobody else has to be. */
class ConcernedSubjectsTest {

    private static final ControlLibrary CONTROLS = Controls.library();

    @Test
    void judgingEverybodyOnceMoreFindsNothingThatWasForgotten() {
        Set<String> found = new TreeSet<>();
        for (long seed = 1; seed <= 30; seed++) {
            MapStore store = new MapStore();
            ChangingRoles company = new ChangingRoles(seed, CONTROLS, () -> store);
            company.run(120);
            company.exceptions().forEach(record -> found.add(text(record)));
            assertEquals(List.of(), company.whatWasForgotten(), "seed " + seed);
        }
        assertTrue(found.contains("SOD-04 REMEDIATED notifies incident"), found.toString());
        assertTrue(found.contains("SOD-04 OPEN quiet incident"), found.toString());
        assertTrue(found.contains("SOD-01 OPEN quiet incident"), found.toString());
        assertTrue(found.contains("SOD-01 OPEN notifies incident"), found.toString());
    }

    private static String text(ExceptionRecord record) {
        return record.controlId() + " " + record.status() + (record.notifies() ? " notifies" : " quiet")
                + (record.incidentId().isPresent() ? " incident" : "");
    }

    @Test
    void whatChangesDuringALapOrARoundIsDealtWithAfterIt() {
        Rejudging lap = Rejudging.NONE.all(1);
        assertEquals(Optional.of(""), lap.lapAfter());
        assertEquals(Rejudging.NONE.comparedVersion(), 0);
        Rejudging twice = lap.lapTo("identity:k").all(2);
        assertEquals(Optional.of("identity:k"), twice.lapAfter(), "goes on where it is");
        assertEquals(Optional.of(""), twice.lapOver().lapAfter(), "and begins anew");
        assertTrue(twice.lapOver().lapOver().isOver());

        Rejudging round = Rejudging.NONE.those(1, List.of("a", "c")).nextRound("");
        assertEquals(Optional.of("a"), round.concern());
        assertEquals(round, round.those(1, List.of("a")).nextRound(""), "nobody was judged yet");
        Rejudging again = round.roundTo("identity:k").those(2, List.of("a", "b"));
        assertEquals(List.of("a", "b", "c"), again.waiting());
        assertEquals(Optional.of("b"), again.roundOver().concern(), "the next in order");
        assertEquals(Optional.of("a"), again.roundOver().roundOver().roundOver().concern(), "and the first once more");
        assertTrue(again.roundOver().roundOver().roundOver().roundOver().isOver());
    }

    @Test
    void whereMoreIsConcernedThanCanBeToldAllAreJudged() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= Rejudging.MOST_WAITING; i++) {
            many.add("entitlement|erp|" + i);
        }
        Rejudging all = Rejudging.NONE.those(3, many);
        assertEquals(Optional.of(""), all.lapAfter());
        assertEquals(3, all.comparedVersion());
        assertEquals(List.of(), all.waiting());
    }
}
