package io.plumbline.facts;

import java.time.Instant;
import java.util.List;

/**
 * An item of which a regime is told that a control operated, and what its record lacks.
 *
 * @param controlId the control
 * @param regime name of the regime
 * @param object the item of the population
 * @param systemId the system it belongs to
 * @param at when the item came about
 * @param approved whether the record names anything of an approval: who, why, or under which reference
 * @param missing names of the fields that the regime requires and nobody supplied; never empty
 */
public record Asserted(
        String controlId,
        String regime,
        String object,
        String systemId,
        Instant at,
        boolean approved,
        List<String> missing) {

    public Asserted {
        missing = List.copyOf(missing);
    }
}
