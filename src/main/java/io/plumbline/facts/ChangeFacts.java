package io.plumbline.facts;

import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.Subject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is known of one production change as carried out: what was done, the change records it names or that approve its
 * artefact, the session it was done in, and whether the one who did it had left.
 *
 * @param done the deployment, configuration edit or data patch; absent while only related facts have arrived
 * @param implementer identity of the one who did it: as named, or as the account's link of that time says
 * @param records change records, linked by id or by artefact
 * @param rolledBack its verified taking back, where on record
 * @param edits other edits of the same configuration item that left or came back to a setting that this one left or came to, in
 *     order of time
 * @param session the privileged session it was done in, where known
 * @param departures ends of employment of the one who did it, oldest first
 * @param actors who those are that wrote, reviewed or approved it, by id, as far as it is told
 */
public record ChangeFacts(
        Subject subject,
        Optional<ChangeEvent.ImplementationEvent> done,
        Optional<String> implementer,
        ChangeRecords records,
        Optional<ChangeEvent.RolledBack> rolledBack,
        List<ChangeEvent.ConfigEdited> edits,
        Optional<SessionStarted> session,
        List<Departure> departures,
        SortedMap<String, Actor> actors)
        implements ChangeControlFacts, ChangeDuties {

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ChangeFacts of(Subject subject, List<Event> events) {
        Optional<ChangeEvent.ImplementationEvent> done = events.stream()
                .filter(ChangeEvent.ImplementationEvent.class::isInstance)
                .map(ChangeEvent.ImplementationEvent.class::cast)
                .filter(event -> event.implementation().equals(subject))
                .findFirst();
        return new ChangeFacts(
                subject,
                done,
                done.flatMap(act -> identityOf(act, events)),
                ChangeRecords.of(
                        events,
                        done.map(ChangeEvent.ImplementationEvent::changeIds).orElse(List.of())),
                first(ChangeEvent.RolledBack.class, events),
                events.stream()
                        .filter(ChangeEvent.ConfigEdited.class::isInstance)
                        .map(ChangeEvent.ConfigEdited.class::cast)
                        .filter(edit -> !edit.implementation().equals(subject))
                        .toList(),
                first(SessionStarted.class, events),
                Departures.of(events.stream()
                        .filter(IdentityEvent.class::isInstance)
                        .map(IdentityEvent.class::cast)
                        .toList()),
                Actor.of(events));
    }

    /** Change records that it was carried out under, by the id each goes by. */
    public SortedMap<String, ChangeRecord> changes() {
        return records.own();
    }

    /** Who did it; of several links of the account the last by then counts or, where all came later, the first. */
    private static Optional<String> identityOf(ChangeEvent.ImplementationEvent done, List<Event> events) {
        Principal who = done.implementer();
        List<Event> links =
                events.stream().filter(event -> linkOf(who, event).isPresent()).toList();
        return who.identityId().or(() -> links.stream()
                .filter(link ->
                        !link.header().occurredAt().isAfter(done.header().occurredAt()))
                .reduce((earlier, later) -> later)
                .or(() -> links.stream().findFirst())
                .flatMap(link -> linkOf(who, link)));
    }

    private static Optional<String> linkOf(Principal who, Event event) {
        if (event instanceof IdentityEvent.AccountLinked linked
                && who.account().equals(Optional.of(linked.account()))) {
            return Optional.of(linked.identityId());
        }
        return event instanceof IdentityEvent.AccountCreated created
                        && who.account().equals(Optional.of(created.account()))
                ? created.identityId()
                : Optional.empty();
    }

    private static <T> Optional<T> first(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
