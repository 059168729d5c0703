package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Merges;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What an identity approved in one month, and when its employment ended.
 *
 * @param identityId of the approver
 * @param created the approver's own record, where one is known
 * @param mandates within which it may act, as granted and revoked, where it is a machine identity
 * @param given the approvals of access and elevations it gave in the month, under its own name
 * @param received approvals of access and elevations of its own, in the month and the one before, whoever gave them
 * @param merges statements that records of it, or of those it approved for, are one person's
 * @param decisionsMade everything it decided in the month under its own name: approvals, exemptions, decisions about exceptions,
 *     reviews of break-glass use, and what it signed
 */
public record ApproverFacts(
        Subject subject,
        String identityId,
        List<Departure> departures,
        List<Deed> deeds,
        Optional<IdentityEvent.Created> created,
        List<IdentityEvent> mandates,
        List<Approval> given,
        List<Approval> received,
        List<IdentityEvent.Merged> merges,
        List<DecisionMade> decisionsMade)
        implements Conduct, DecisionsMade {

    public ApproverFacts {
        mandates = List.copyOf(mandates);
        departures = List.copyOf(departures);
        deeds = List.copyOf(deeds);
        given = List.copyOf(given);
        received = List.copyOf(received);
        merges = List.copyOf(merges);
        decisionsMade = List.copyOf(decisionsMade);
    }

    @Override
    public boolean isMachine() {
        return created.filter(record -> record.identityType().isMachine()).isPresent();
    }

    /** Whether two identity records are one person's, as far as it is known here. */
    public boolean isSamePerson(String one, String other) {
        return Merges.of(merges).isSame(one, other);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ApproverFacts of(Subject subject, List<Event> events) {
        String approver = subject.id().substring(0, subject.id().lastIndexOf('/'));
        return new ApproverFacts(
                subject,
                approver,
                departures(approver, events),
                events.stream()
                        .filter(event -> Routing.subjectsOf(event).contains(subject))
                        .flatMap(event -> approval(event).stream())
                        .toList(),
                Employment.of(approver, events).created(),
                events.stream()
                        .filter(event -> event instanceof IdentityEvent.MandateGranted
                                || event instanceof IdentityEvent.MandateRevoked)
                        .map(IdentityEvent.class::cast)
                        .toList(),
                Approval.given(subject, approver, events),
                Approval.received(subject, approver, events),
                events.stream()
                        .filter(IdentityEvent.Merged.class::isInstance)
                        .map(IdentityEvent.Merged.class::cast)
                        .toList(),
                events.stream()
                        .filter(event -> Routing.subjectsOf(event).contains(subject))
                        .flatMap(event -> DecisionMade.of(event).stream())
                        .filter(decision -> decision.personId().equals(approver))
                        .toList());
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
