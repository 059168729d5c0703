package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.util.List;

/**
 * What is known of a role or entitlement beside its definition, which stands in the catalogue: who was given it.
 *
 * @param access grants, revocations and observations of it, in order of event time
 */
public record RoleFacts(Subject subject, List<AccessEvent> access) implements Facts {

    public RoleFacts {
        access = List.copyOf(access);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static RoleFacts of(Subject subject, List<Event> events) {
        return new RoleFacts(
                subject,
                events.stream()
                        .filter(AccessEvent.class::isInstance)
                        .map(AccessEvent.class::cast)
                        .toList());
    }
}
