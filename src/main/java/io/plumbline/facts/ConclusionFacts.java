package io.plumbline.facts;

import io.plumbline.event.DecisionEvent.Concluded;
import io.plumbline.event.DecisionEvent.PackBuilt;
import io.plumbline.event.Event;
import io.plumbline.event.ReviewEvent.AttestationSigned;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * What people conclude of one control over one period, each list in order of time.
 *
 * @param controlId the control
 * @param periodId the period
 */
public record ConclusionFacts(
        Subject subject,
        String controlId,
        String periodId,
        List<Concluded> conclusions,
        List<AttestationSigned> attestations,
        List<PackBuilt> packs)
        implements Facts {

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ConclusionFacts of(Subject subject, List<Event> events) {
        int slash = subject.id().indexOf('/');
        return new ConclusionFacts(
                subject,
                subject.id().substring(0, slash),
                subject.id().substring(slash + 1),
                only(Concluded.class, events),
                only(AttestationSigned.class, events),
                only(PackBuilt.class, events));
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
