package io.plumbline.control;

import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one exemption does for one deviation.
 *
 * @param fits the span in which it is valid, the deviation counts, and it is bound to what the deviation is about
 * @param objection why it covers nothing, whatever it says; empty where it may
 * @param covered the parts of the span in which it covers the deviation; none where there is an objection
 * @param lapses where its mitigating control was not performed as it has to be
 * @param unproven where nobody can say whether it was, in words; it covers meanwhile
 * @param performances of its mitigating control, counting or not
 */
public record Cover(
        ExemptionGranted exemption,
        Interval fits,
        Optional<String> objection,
        List<Interval> covered,
        List<Lapse> lapses,
        List<String> unproven,
        List<MitigationPerformed> performances) {

    /** Whether it may cover anything. */
    public boolean sound() {
        return objection.isEmpty();
    }

    /**
     * A span in which its mitigating control was not performed as it has to be.
     *
     * @param span from when it was due at the latest, or was performed by whom it concerns, until it was performed
     * @param cycle what tells it apart from others of the same exemption: the start of the cycle nobody served
     * @param independent false where those performed it whom the deviation concerns
     */
    public record Lapse(Interval span, Instant cycle, boolean independent) {}
}
