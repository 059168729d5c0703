package io.plumbline.facts;

import io.plumbline.event.ChangeEvent.Requested;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * The change records of one system that were requested or reclassified in one quarter, in order of time.
 *
 * @param systemId the system
 * @param quarter in UTC, as {@code 2026-Q1}
 */
public record QuarterFacts(Subject subject, String systemId, String quarter, List<Requested> requests)
        implements ChangeControlFacts {

    public QuarterFacts {
        requests = List.copyOf(requests);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static QuarterFacts of(Subject subject, List<Event> events) {
        int slash = subject.id().lastIndexOf('/');
        return new QuarterFacts(
                subject,
                subject.id().substring(0, slash),
                subject.id().substring(slash + 1),
                events.stream()
                        .filter(Requested.class::isInstance)
                        .map(Requested.class::cast)
                        .toList());
    }
}
