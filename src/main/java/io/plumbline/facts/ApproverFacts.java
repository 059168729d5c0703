package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Merges;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What an identity approved in one month, and when its employment ended.
 *
 * @param identityId of the approver
 */
public record ApproverFacts(Subject subject, String identityId, List<Departure> departures, List<Deed> deeds)
        implements Conduct {

    public ApproverFacts {
        departures = List.copyOf(departures);
        deeds = List.copyOf(deeds);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ApproverFacts of(Subject subject, List<Event> events) {
        String approver = subject.id().substring(0, subject.id().lastIndexOf('/'));
        return new ApproverFacts(
                subject,
                approver,
                departures(approver, events),
                events.stream().flatMap(event -> approval(event).stream()).toList());
    }

    /** Where the record was given up, those of the record that stays. */
    private static List<Departure> departures(String approver, List<Event> events) {
        Merges merges = Merges.of(events);
        return merges.survivorsOf(approver).stream()
                .filter(id -> merges.survivorsOf(id).isEmpty())
                .findFirst()
                .map(survivor -> Employment.ofPerson(survivor, events))
                .orElseGet(() -> Employment.of(approver, events))
                .departures();
    }

    private static Optional<Deed> approval(Event event) {
        if (event instanceof AccessEvent.Approved approved) {
            return Optional.of(approval(
                    event,
                    approved.systemId(),
                    "approved access of " + approved.holder() + " to " + approved.systemId()));
        } else if (event instanceof ElevationApproved approved) {
            return Optional.of(approval(
                    event,
                    approved.systemId(),
                    "approved elevation " + approved.elevationId() + " of " + approved.holder() + " on "
                            + approved.systemId()));
        } else if (event instanceof ChangeEvent.Approved approved) {
            return Optional.of(approval(event, approved.systemId(), "approved change " + approved.changeId()));
        }
        return Optional.empty();
    }

    private static Deed approval(Event event, String systemId, String words) {
        return new Deed(
                Deed.Kind.APPROVAL,
                "approval:" + event.id(),
                systemId,
                List.of(event.header().occurredAt()),
                Optional.empty(),
                List.of(event),
                words);
    }
}
