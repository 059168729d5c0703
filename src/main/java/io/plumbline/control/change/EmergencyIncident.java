package io.plumbline.control.change;

import io.plumbline.event.Event;
import io.plumbline.facts.ChangeRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An incident or ticket that an emergency change is said to repair.
 *
 * @param reference its id
 * @param statedAt when it was said
 */
record EmergencyIncident(String reference, Instant statedAt) {

    /** The first that is named by the change's request, or as a ticket of what was done; the change is no ticket of itself. */
    static Optional<EmergencyIncident> first(ChangeRecord change, Implementation implementation) {
        Stream<EmergencyIncident> incidents = change.requests().stream()
                .flatMap(request -> request.incidentRef().stream()
                        .filter(reference -> !reference.isBlank())
                        .map(reference -> new EmergencyIncident(
                                reference, request.header().occurredAt())));
        List<Event> events = new ArrayList<>(List.of(implementation.done()));
        events.addAll(change.requests());
        events.addAll(change.approvals());
        implementation.facts().session().ifPresent(events::add);
        Stream<EmergencyIncident> tickets = events.stream().flatMap(event -> event.header().ticket().stream()
                .filter(ticket -> !ticket.isBlank() && !change.ids().contains(ticket))
                .map(ticket -> new EmergencyIncident(ticket, event.header().occurredAt())));
        return Stream.concat(incidents, tickets)
                .min(Comparator.comparing(EmergencyIncident::statedAt).thenComparing(EmergencyIncident::reference));
    }
}
