package io.plumbline.control.ownership;

import io.plumbline.catalogue.Regime;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a person has to answer for: an item of the population.
 *
 * @param object the item
 * @param bearer what it is about, in words: the system, the exemption, the control
 * @param words what the person is called who answers for it
 * @param systemId the system it is filed under
 * @param delegatedIn where a delegation has to be good for somebody to stand in
 * @param at when it came about
 * @param only the one regime that asks for it; empty where all do that are in scope
 * @param details what deviations of it say besides
 * @param stated what the register says of it, over all time
 */
record Charge(
        String object,
        String bearer,
        String words,
        String systemId,
        String delegatedIn,
        Instant at,
        Optional<Regime> only,
        Map<String, String> details,
        List<Event> stated) {

    Charge {
        stated = List.copyOf(stated);
    }

    /** The same item seen from another side. */
    Charge as(String otherObject) {
        return new Charge(otherObject, bearer, words, systemId, delegatedIn, at, only, details, stated);
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(object, systemId, at, verdict, reason, stated);
    }

    Judgement undecided(Absence absence, List<? extends Event> evidence) {
        return Judgement.undecided(object, systemId, at, absence, evidence);
    }

    Judgement deviated(Deviation deviation) {
        Deviation detailed = deviation.with(details);
        Deviation scoped = only.map(regime -> detailed.onlyFor(Set.of(regime))).orElse(detailed);
        return Judgement.deviated(object, systemId, at, List.of(scoped));
    }
}
