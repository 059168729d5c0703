package io.plumbline.facts;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * What is known of a business object: the steps carried out on it, and on what follows from it.
 *
 * @param steps in order of event time
 */
public record ObjectFacts(Subject subject, List<StepPerformed> steps) implements Facts {

    public ObjectFacts {
        steps = List.copyOf(steps);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ObjectFacts of(Subject subject, List<Event> events) {
        return new ObjectFacts(
                subject,
                events.stream()
                        .filter(StepPerformed.class::isInstance)
                        .map(StepPerformed.class::cast)
                        .toList());
    }
}
