package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Merges;
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
import io.plumbline.event.ReviewEvent;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes {@link IdentityFacts} from everything a subject holds.
 *
 * <p>Of employment, accounts and credentials it also holds what concerns those it is related to by ownership or by a secret;
 * whose an event is says the event: the identity it names, the account's link, the credential's owner. What names a record
 * given up for the subject names the subject.
 */
final class IdentityFold {

    private final Subject subject;
    private final Merges merges;
    private final List<Event> held;
    private final List<Event> events;
    private final Accounts accounts;
    private final Secrets secrets;

    IdentityFold(Subject subject, List<Event> events) {
        this.subject = subject;
        this.merges = Merges.of(events);
        this.accounts = new Accounts(events);
        this.held = events;
        this.events = events.stream().filter(this::isOwn).toList();
        this.secrets = new Secrets(events, accounts);
    }

    /** Who acted under the name of the performer, where the source says for whom. */
    private static Stream<Principal> behind(StepPerformed step) {
        return step.header().onBehalfOf().isEmpty() ? Stream.empty() : step.header().actor().stream();
    }

    /** What was done has to have been done by the subject; what was decided about an account is kept with the account. */
    private boolean isOwn(Event event) {
        if (event instanceof StepPerformed step) {
            return isOwnStep(step);
        }
        Optional<Principal> by = doneBy(event);
        if (by.isEmpty()) {
            return true;
        }
        Instant at = event.header().occurredAt();
        boolean own = isAct(event) ? accounts.isOf(subject, by.get(), at) : accounts.isOf(subject, by.get());
        return own
                || event instanceof BreakglassInvoked invoked
                        && invoked.holder()
                                .account()
                                .filter(used ->
                                        accounts.belonging(subject, used).contains(at))
                                .isPresent();
    }

    /** What it performed, was behind or initiated; what others performed on its behalf is theirs, unless it initiated it. */
    private boolean isOwnStep(StepPerformed step) {
        Stream<Principal> performed =
                isOfOthersFor(step) ? Stream.empty() : Stream.concat(Stream.of(step.performer()), behind(step));
        return Stream.concat(step.initiatedBy().stream(), performed)
                .anyMatch(who -> accounts.isOf(subject, who, step.header().occurredAt()));
    }

    IdentityFacts fold() {
        Employment own = Employment.ofPerson(subject.id(), subject.kind() == SubjectKind.IDENTITY ? events : List.of());
        return new IdentityFacts(
                subject,
                own.created(),
                own.departures(),
                own.returns(),
                own.statuses(),
                accounts.of(subject),
                new Grants(subject, events, accounts).grants(),
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
                ChangeRecords.of(events, List.of()).byEveryId(),
                all(StepPerformed.class),
                all(ChangeEvent.ImplementationEvent.class),
                ownerships(),
                Ownership.attestationsOf(subject, events),
                owners(),
                machines(this::isOwner),
                secrets.of(subject),
                secrets.knownTo(subject, this::machineOf),
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
                all(BreakglassReviewed.class).stream()
                        .filter(review -> accounts.isOf(subject, review.holder()))
                        .toList(),
                all(AccessEvent.Predicted.class),
                machines(this::isSponsor),
                others(),
                sponsors(),
                held.stream()
                        .filter(StepPerformed.class::isInstance)
                        .map(StepPerformed.class::cast)
                        .filter(this::isOfOthersFor)
                        .toList(),
                ReviewItem.of(all(ReviewEvent.ItemEvent.class)),
                all(AccessEvent.Observed.class),
                all(IdentityEvent.Authored.class));
    }

    private SortedMap<String, Person> others() {
        SortedMap<String, Person> others = Person.all(held);
        others.keySet().removeIf(this::isSubject);
        return others;
    }

    /** Whether another identity performed the step, on behalf of the subject. */
    private boolean isOfOthersFor(StepPerformed step) {
        return step.header().onBehalfOf().stream().limit(1).anyMatch(this::isSubject)
                && step.performer().identityId().filter(id -> !isSubject(id)).isPresent();
    }

    private SortedMap<String, Employment> sponsors() {
        SortedMap<String, Employment> sponsors = new TreeMap<>();
        all(IdentityEvent.MandateGranted.class).stream()
                .filter(mandate -> isSubject(mandate.identityId()))
                .map(IdentityEvent.MandateGranted::sponsorId)
                .forEach(sponsor -> sponsors.put(sponsor, Employment.ofPerson(standing(sponsor), events)));
        return sponsors;
    }

    /** The record that stayed in place of one that was given up. */
    private String standing(String identityId) {
        return merges.survivorsOf(identityId).stream()
                .filter(id -> !merges.isSpokenFor(id))
                .findFirst()
                .orElse(identityId);
    }

    private List<IdentityEvent> mandates() {
        return all(IdentityEvent.class).stream()
                .filter(event -> event instanceof IdentityEvent.MandateGranted granted
                                && isSubject(granted.identityId())
                        || event instanceof IdentityEvent.MandateRevoked revoked && isSubject(revoked.identityId()))
                .toList();
    }

    private boolean isSubject(String identityId) {
        return subject.kind() == SubjectKind.IDENTITY
                && merges.idsOf(subject.id()).contains(identityId);
    }

    private List<Ownership> ownerships() {
        return subject.kind() == SubjectKind.IDENTITY
                ? Ownership.ofRecords(subject, merges.idsOf(subject.id()), events)
                : Ownership.of(subject, events);
    }

    /** Everyone named as an owner, and everyone named as an owner of those. */
    private SortedMap<String, Owner> owners() {
        SortedMap<String, Owner> owners = new TreeMap<>();
        for (String direct : Ownership.ownersOf(ownerships())) {
            owners.put(direct, Owner.of(direct, events));
            Ownership.ownersOf(owners.get(direct).ownerships())
                    .forEach(further -> owners.putIfAbsent(further, Owner.of(further, events)));
        }
        owners.remove(subject.kind() == SubjectKind.IDENTITY ? subject.id() : "");
        return owners;
    }

    /** The machine identity that the event says the subject owns. */
    private Optional<String> isOwner(Event event) {
        return event instanceof IdentityEvent.OwnerChanged statement
                        && statement.owners().stream().anyMatch(this::isSubject)
                ? Optional.of(statement.identityId())
                : Optional.empty();
    }

    /** The machine identity that the event says the subject answers for. */
    private Optional<String> isSponsor(Event event) {
        if (event instanceof IdentityEvent.MandateGranted mandate && isSubject(mandate.sponsorId())) {
            return Optional.of(mandate.identityId());
        }
        return event instanceof IdentityEvent.Profiled profiled
                        && profiled.sponsorId().filter(this::isSubject).isPresent()
                ? Optional.of(profiled.identityId())
                : Optional.empty();
    }

    private SortedMap<String, Machine> machines(Function<Event, Optional<String>> in) {
        SortedMap<String, Machine> machines = new TreeMap<>();
        for (Event event : held) {
            in.apply(event).filter(id -> !isSubject(id)).ifPresent(id -> machines.computeIfAbsent(id, this::machine));
        }
        return machines;
    }

    /** The machine identity that a credential belongs to, or that the account belongs to which it is a credential of. */
    private Optional<Machine> machineOf(Principal owner) {
        return owner.identityId()
                .or(() -> owner.account().flatMap(accounts::lastIdentity))
                .filter(id -> !isSubject(id))
                .filter(this::isNoPerson)
                .map(this::machine);
    }

    /** Whether anything says so: that it has owners, that it has a mandate, or its own record. */
    private boolean isNoPerson(String id) {
        return held.stream()
                .anyMatch(event -> event instanceof IdentityEvent.OwnerChanged owned
                                && owned.identityId().equals(id)
                        || event instanceof IdentityEvent.MandateGranted mandate
                                && mandate.identityId().equals(id)
                        || event instanceof IdentityEvent.Created created
                                && created.identityId().equals(id)
                                && created.identityType().isNoPerson());
    }

    private Machine machine(String id) {
        Subject machine = Subject.identity(id);
        return new Machine(
                id,
                Employment.of(id, held),
                Ownership.of(machine, held),
                Ownership.attestationsOf(machine, held),
                accounts.of(machine),
                secrets.of(machine),
                new Grants(
                                machine,
                                held.stream()
                                        .filter(event -> !(event instanceof AccessEvent access)
                                                || accounts.isOf(machine, access.holder()))
                                        .toList(),
                                accounts)
                        .grants(),
                Person.of(id, held),
                merges.idsOf(subject.id()));
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

    private static boolean isAct(Event event) {
        return event instanceof SessionStarted
                || event instanceof BreakglassInvoked
                || event instanceof ChangeEvent.ImplementationEvent
                || event instanceof ElevationStarted
                || event instanceof ElevationEnded;
    }

    private static Optional<Principal> doneBy(Event event) {
        if (event instanceof AccessEvent access) {
            return Optional.of(access.holder());
        } else if (event instanceof ReviewEvent.ItemEvent item) {
            return Optional.of(item.holder());
        } else if (event instanceof SessionStarted started) {
            return Optional.of(started.holder());
        } else if (event instanceof ElevationApproved approved) {
            return Optional.of(approved.holder());
        } else if (event instanceof ElevationDenied denied) {
            return Optional.of(denied.holder());
        } else if (event instanceof BreakglassInvoked invoked) {
            return Optional.of(invoked.holder());
        } else if (event instanceof ElevationStarted started) {
            return Optional.of(started.holder());
        } else if (event instanceof ElevationEnded ended) {
            return Optional.of(ended.holder());
        }
        return event instanceof ChangeEvent.ImplementationEvent done
                ? Optional.of(done.implementer())
                : Optional.empty();
    }

    private <T> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
