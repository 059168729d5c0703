package io.plumbline.facts;

import io.plumbline.event.IdentityEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * The end of an employment, as last stated and not rescinded.
 *
 * @param episode the employment that ended: {@code 1} for the first, counted up by each return
 * @param effectiveAt when the employment ended
 * @param recordedAt when the personnel system first wrote down an end of this employment no later than {@code effectiveAt}
 * @param returnedAt when the person came back, where they did
 */
public record Departure(
        int episode,
        Instant effectiveAt,
        Instant recordedAt,
        IdentityEvent.TerminationType terminationType,
        Optional<IdentityEvent.Rehired> returned,
        IdentityEvent.Terminated stated) {

    public Optional<Instant> returnedAt() {
        return returned.map(IdentityEvent.Rehired::effectiveAt);
    }
}
