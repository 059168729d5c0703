package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassReviewed;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.PrivilegedAccessEvent.ElevationEnded;
import io.plumbline.event.PrivilegedAccessEvent.ElevationStarted;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes {@link IdentityFacts} from everything a subject holds.
 *
 * <p>Of employment, accounts and credentials it also holds what concerns those it is related to by ownership or by a secret;
 * whose an event is says the event: the identity it names, the account's link, the credential's owner. All other events held
 * are the subject's own, unless they were done with an account whose link to it the source took back.
 */
final class IdentityFold {

    private final Subject subject;
    private final List<Event> events;
    private final Accounts accounts;
    private final Secrets secrets;

    IdentityFold(Subject subject, List<Event> events) {
        this.subject = subject;
        this.accounts = new Accounts(events);
        this.events = events.stream()
                .filter(event -> subject.kind() != SubjectKind.IDENTITY
                        || doneBy(event)
                                .filter(by -> accounts.isOfOthersOnly(subject, by))
                                .isEmpty())
                .toList();
        this.secrets = new Secrets(events, accounts);
    }

    IdentityFacts fold() {
        Employment own = Employment.of(subject.id(), subject.kind() == SubjectKind.IDENTITY ? events : List.of());
        return new IdentityFacts(
                subject,
                own.created(),
                own.departures(),
                own.returns(),
                own.statuses(),
                accounts.of(subject),
                new Grants(events, accounts).grants(),
                all(AccessEvent.Approved.class),
                events.stream()
                        .filter(event ->
                                event instanceof AccessEvent.Rejected || event instanceof AccessEvent.Withdrawn)
                        .map(AccessEvent.class::cast)
                        .toList(),
                secrets.credentialsOf(subject),
                sessions(),
                all(ElevationApproved.class),
                all(ElevationDenied.class),
                all(BreakglassInvoked.class),
                ChangeFacts.changeRecords(events),
                all(StepPerformed.class),
                all(ChangeEvent.ImplementationEvent.class),
                Ownership.of(subject, events),
                Ownership.attestationsOf(subject, events),
                owners(),
                machines(),
                secrets.of(subject),
                secrets.knownTo(subject),
                all(IdentityEvent.Merged.class),
                all(IdentityEvent.Profiled.class).stream()
                        .filter(profile -> isSubject(profile.identityId()))
                        .toList(),
                all(IdentityEvent.PositionChanged.class).stream()
                        .filter(change -> isSubject(change.identityId()))
                        .sorted(Comparator.comparing(IdentityEvent.PositionChanged::effectiveAt))
                        .toList(),
                mandates(),
                all(AccessEvent.Requested.class),
                events.stream()
                        .filter(event -> event instanceof ElevationStarted || event instanceof ElevationEnded)
                        .map(PrivilegedAccessEvent.class::cast)
                        .toList(),
                all(AttributionRecorded.class).stream()
                        .filter(use -> accounts.isOf(subject, use.account()))
                        .toList(),
                breakglassReviews(),
                persons());
    }

    /** A reviewer holds reviews as well, but not the invocation. */
    private List<BreakglassReviewed> breakglassReviews() {
        Set<String> invocations = all(BreakglassInvoked.class).stream()
                .map(invoked -> invoked.systemId() + "/" + invoked.invocationId())
                .collect(Collectors.toSet());
        return all(BreakglassReviewed.class).stream()
                .filter(review -> invocations.contains(review.systemId() + "/" + review.invocationId()))
                .toList();
    }

    private SortedMap<String, Person> persons() {
        SortedMap<String, Person> persons = new TreeMap<>();
        Stream.concat(
                        all(AttributionRecorded.class).stream()
                                .flatMap(use ->
                                        Stream.concat(Stream.of(use.personId()), use.header().onBehalfOf().stream())),
                        all(BreakglassReviewed.class).stream().map(BreakglassReviewed::reviewerId))
                .forEach(id -> persons.computeIfAbsent(id, named -> Person.of(named, events)));
        return persons;
    }

    private List<IdentityEvent> mandates() {
        return all(IdentityEvent.class).stream()
                .filter(event -> event instanceof IdentityEvent.MandateGranted granted
                                && isSubject(granted.identityId())
                        || event instanceof IdentityEvent.MandateRevoked revoked && isSubject(revoked.identityId()))
                .toList();
    }

    private boolean isSubject(String identityId) {
        return Subject.identity(identityId).equals(subject);
    }

    /** Everyone named as an owner, and everyone named as an owner of those. */
    private SortedMap<String, Owner> owners() {
        SortedMap<String, Owner> owners = new TreeMap<>();
        for (String direct : Ownership.ownersOf(Ownership.of(subject, events))) {
            owners.put(direct, Owner.of(direct, events));
            Ownership.ownersOf(owners.get(direct).ownerships())
                    .forEach(further -> owners.putIfAbsent(further, Owner.of(further, events)));
        }
        owners.remove(subject.kind() == SubjectKind.IDENTITY ? subject.id() : "");
        return owners;
    }

    private SortedMap<String, Machine> machines() {
        SortedMap<String, Machine> machines = new TreeMap<>();
        for (IdentityEvent.OwnerChanged statement : all(IdentityEvent.OwnerChanged.class)) {
            Subject machine = Subject.identity(statement.identityId());
            if (subject.kind() == SubjectKind.IDENTITY
                    && statement.owners().contains(subject.id())
                    && !machine.equals(subject)) {
                machines.computeIfAbsent(
                        machine.id(),
                        id -> new Machine(
                                id,
                                Employment.of(id, events),
                                Ownership.of(machine, events),
                                Ownership.attestationsOf(machine, events),
                                accounts.of(machine),
                                secrets.of(machine)));
            }
        }
        return machines;
    }

    private List<Session> sessions() {
        Map<String, List<SessionAction>> actions = all(SessionAction.class).stream()
                .collect(Collectors.groupingBy(action -> action.systemId() + "/" + action.sessionId()));
        Map<String, List<SessionEnded>> ends = all(SessionEnded.class).stream()
                .collect(Collectors.groupingBy(ended -> ended.systemId() + "/" + ended.sessionId()));
        SortedMap<String, Session> sessions = new TreeMap<>();
        for (SessionStarted started : all(SessionStarted.class)) {
            String key = started.systemId() + "/" + started.sessionId();
            sessions.putIfAbsent(
                    key,
                    new Session(
                            started,
                            actions.getOrDefault(key, List.of()),
                            ends.getOrDefault(key, List.of()).stream().findFirst()));
        }
        return sessions.values().stream()
                .sorted(Comparator.comparing(Session::startedAt)
                        .thenComparing(session -> session.started().id()))
                .toList();
    }

    private static Optional<Principal> doneBy(Event event) {
        if (event instanceof AccessEvent access) {
            return Optional.of(access.holder());
        } else if (event instanceof SessionStarted started) {
            return Optional.of(started.holder());
        } else if (event instanceof ElevationApproved approved) {
            return Optional.of(approved.holder());
        } else if (event instanceof ElevationDenied denied) {
            return Optional.of(denied.holder());
        } else if (event instanceof BreakglassInvoked invoked) {
            return Optional.of(invoked.holder());
        } else if (event instanceof StepPerformed step) {
            return Optional.of(step.performer());
        }
        return event instanceof ChangeEvent.ImplementationEvent done
                ? Optional.of(done.implementer())
                : Optional.empty();
    }

    private <T> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
