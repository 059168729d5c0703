package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountDeleted;
import io.plumbline.event.IdentityEvent.AccountDisabled;
import io.plumbline.event.IdentityEvent.AccountEnabled;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.Rehired;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes {@link IdentityFacts} from everything a subject holds. */
final class IdentityFold {

    private final Subject subject;
    private final List<Event> events;
    private final SortedMap<String, Account> accounts = new TreeMap<>();

    IdentityFold(Subject subject, List<Event> events) {
        this.subject = subject;
        this.events = events;
    }

    IdentityFacts fold() {
        foldAccounts();
        return new IdentityFacts(
                subject,
                all(IdentityEvent.Created.class).stream().findFirst(),
                Departures.of(all(IdentityEvent.class)),
                all(Rehired.class).stream()
                        .sorted(Comparator.comparing(Rehired::effectiveAt).thenComparing(Rehired::id))
                        .toList(),
                Departures.statuses(all(IdentityEvent.Updated.class)),
                List.copyOf(accounts.values()),
                grants(),
                all(AccessEvent.Approved.class),
                events.stream()
                        .filter(event ->
                                event instanceof AccessEvent.Rejected || event instanceof AccessEvent.Withdrawn)
                        .map(AccessEvent.class::cast)
                        .toList(),
                credentials(),
                sessions(),
                all(ElevationApproved.class),
                all(ElevationDenied.class),
                all(BreakglassInvoked.class),
                ChangeFacts.changeRecords(events),
                all(StepPerformed.class),
                all(ChangeEvent.ImplementationEvent.class));
    }

    private void foldAccounts() {
        SortedMap<String, List<Event>> byAccount = new TreeMap<>();
        Map<String, AccountRef> refs = new TreeMap<>();
        for (IdentityEvent event : all(IdentityEvent.class)) {
            accountOf(event).ifPresent(ref -> {
                refs.put(ref.toString(), ref);
                byAccount
                        .computeIfAbsent(ref.toString(), key -> new ArrayList<>())
                        .add(event);
            });
        }
        byAccount.forEach((key, about) -> accounts.put(key, account(refs.get(key), about)));
    }

    private static Optional<AccountRef> accountOf(IdentityEvent event) {
        if (event instanceof AccountCreated created) {
            return Optional.of(created.account());
        } else if (event instanceof AccountLinked linked) {
            return Optional.of(linked.account());
        } else if (event instanceof AccountEnabled enabled) {
            return Optional.of(enabled.account());
        } else if (event instanceof AccountDisabled disabled) {
            return Optional.of(disabled.account());
        } else if (event instanceof AccountDeleted deleted) {
            return Optional.of(deleted.account());
        }
        return Optional.empty();
    }

    /**
     * Within one instant an account is created, then enabled, then disabled, then deleted. A first snapshot that shows it closed
     * does not say since when: what it may have been open before then, before monitoring, is left out.
     */
    private static Account account(AccountRef ref, List<Event> about) {
        List<Event> ordered = about.stream()
                .sorted(Comparator.comparing((Event event) -> event.header().occurredAt())
                        .thenComparing(event -> event.kind().ordinal())
                        .thenComparing(Event::id))
                .toList();
        boolean creationKnown = ordered.stream()
                .filter(event -> !(event instanceof AccountLinked))
                .findFirst()
                .filter(first -> !(first instanceof AccountDisabled || first instanceof AccountDeleted))
                .flatMap(first -> ordered.stream()
                        .filter(AccountCreated.class::isInstance)
                        .findFirst())
                .isPresent();
        boolean privileged =
                ordered.stream().anyMatch(e -> e instanceof AccountCreated created && created.privileged());
        List<Interval> enabled = new ArrayList<>();
        Optional<Instant> since = creationKnown ? Optional.empty() : Optional.of(Instant.MIN);
        boolean beforeMonitoring = !creationKnown;
        Optional<Instant> deletedAt = Optional.empty();
        for (Event event : ordered) {
            Instant at = event.header().occurredAt();
            if (event instanceof AccountCreated || event instanceof AccountEnabled) {
                beforeMonitoring =
                        since.isPresent() ? beforeMonitoring : event.header().baseline();
                since = since.isPresent() ? since : Optional.of(at);
                deletedAt = event instanceof AccountCreated ? Optional.empty() : deletedAt;
            } else if (event instanceof AccountDisabled || event instanceof AccountDeleted) {
                boolean closedSinceWhen = !(beforeMonitoring && event.header().baseline());
                since.map(start -> Interval.of(start, at))
                        .filter(interval -> closedSinceWhen && !interval.isEmpty())
                        .ifPresent(enabled::add);
                since = Optional.empty();
                deletedAt = event instanceof AccountDeleted ? Optional.of(at) : deletedAt;
            }
        }
        since.map(Interval::since).ifPresent(enabled::add);
        return new Account(ref, privileged, enabled, deletedAt, ordered);
    }

    private List<Grant> grants() {
        SortedMap<String, List<AccessEvent>> byEntitlement = new TreeMap<>();
        for (AccessEvent event : all(AccessEvent.class)) {
            entitlementOf(event).ifPresent(entitlement -> byEntitlement
                    .computeIfAbsent(event.systemId() + "|" + entitlement, key -> new ArrayList<>())
                    .add(event));
        }
        List<Grant> grants = new ArrayList<>();
        byEntitlement.values().forEach(about -> grants.addAll(grantsOf(about)));
        grants.sort(Comparator.comparing(Grant::held)
                .thenComparing(grant -> grant.given().id()));
        return List.copyOf(grants);
    }

    private static Optional<String> entitlementOf(AccessEvent event) {
        if (event instanceof AccessEvent.Granted granted) {
            return Optional.of(granted.entitlement());
        } else if (event instanceof AccessEvent.Revoked revoked) {
            return Optional.of(revoked.entitlement());
        } else if (event instanceof AccessEvent.Observed observed) {
            return Optional.of(observed.entitlement());
        }
        return Optional.empty();
    }

    /** The grants of one entitlement: parallel ones by account and by the source's key, and one after the other. */
    private List<Grant> grantsOf(List<AccessEvent> about) {
        List<AccessEvent.Revoked> revocations = only(AccessEvent.Revoked.class, about);
        List<Grant> grants = new ArrayList<>();
        for (AccessEvent.Granted next : only(AccessEvent.Granted.class, about)) {
            List<Grant> before = grants.stream()
                    .filter(grant ->
                            ((AccessEvent.Granted) grant.given()).grantId().equals(next.grantId()))
                    .toList();
            if (before.stream().noneMatch(grant -> isRetry(next, grant))) {
                grants.add(grant(
                        grantKey(next.grantId().orElse(""), next, !before.isEmpty()),
                        next,
                        notSpent(next, revocations, grants)));
            }
        }
        grants.addAll(outOfBand(about, grants, revocations));
        grants.removeIf(grant -> grant.held().isEmpty());
        return grants;
    }

    /** Whether what is given was held already; what is wider in scope or lasts longer is a grant of its own. */
    private static boolean isRetry(AccessEvent.Granted next, Grant grant) {
        AccessEvent.Granted given = (AccessEvent.Granted) grant.given();
        Instant at = next.header().occurredAt();
        Interval sinceGiven =
                new Interval(given.header().occurredAt(), grant.held().until());
        return sinceGiven.contains(at)
                && !next.validFrom()
                        .filter(start -> start.isAfter(at))
                        .orElse(at)
                        .isBefore(grant.held().from())
                && (grant.account().isEmpty()
                        || grant.account().equals(next.holder().account()))
                && next.scope().equals(grant.scope())
                && given.validTo()
                        .filter(end -> next.validTo()
                                .filter(later -> !later.isAfter(end))
                                .isEmpty())
                        .isEmpty();
    }

    /** The revocations of what is given; one that ends an earlier grant in the very instant does not end this one too. */
    private static List<AccessEvent.Revoked> notSpent(
            AccessEvent.Granted next, List<AccessEvent.Revoked> revocations, List<Grant> earlier) {
        Instant at = next.header().occurredAt();
        return revocations.stream()
                .filter(revoked ->
                        mayBeSame(revoked.holder().account(), next.holder().account()))
                .filter(revoked -> revoked.grantId().isEmpty()
                        || next.grantId().isEmpty()
                        || revoked.grantId().equals(next.grantId()))
                .filter(revoked -> !revoked.header().occurredAt().equals(at)
                        || earlier.stream()
                                .filter(grant -> grant.held().from().isBefore(at))
                                .noneMatch(grant -> grant.ended().equals(Optional.of(revoked))))
                .toList();
    }

    /** Everything the subject holds is about one identity, so only two accounts that are both named can differ. */
    private static boolean mayBeSame(Optional<AccountRef> one, Optional<AccountRef> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static String grantKey(String key, AccessEvent.Granted given, boolean again) {
        String event = given.header().sourceEventId();
        return key.isEmpty() ? event : again ? key + "@" + event : key;
    }

    private Grant grant(String key, AccessEvent.Granted given, List<AccessEvent.Revoked> revocations) {
        Instant at = given.header().occurredAt();
        Instant from = given.validFrom().filter(start -> start.isAfter(at)).orElse(at);
        Optional<Event> ended = earliest(revocations, deletions(given.holder().account()), at);
        Interval held = new Interval(
                from, sooner(given.validTo(), ended.map(event -> event.header().occurredAt())));
        return new Grant(
                key,
                given.systemId(),
                given.entitlement(),
                given.holder().account(),
                given.path(),
                given.scope(),
                given.requestId(),
                held,
                usable(held, given.holder().account()),
                given,
                ended.filter(
                        event -> held.until().equals(Optional.of(event.header().occurredAt()))),
                false);
    }

    /** What a reconciliation found although no grant on record was in effect. */
    private List<Grant> outOfBand(
            List<AccessEvent> about, List<Grant> onRecord, List<AccessEvent.Revoked> revocations) {
        List<Grant> found = new ArrayList<>();
        for (AccessEvent.Observed seen : only(AccessEvent.Observed.class, about)) {
            Instant at = seen.header().occurredAt();
            boolean explained = Stream.concat(onRecord.stream(), found.stream())
                    .filter(grant -> mayBeSame(grant.account(), seen.holder().account()))
                    .anyMatch(grant -> grant.held().contains(at));
            if (!explained) {
                Optional<Event> ended = earliest(
                        revocations.stream()
                                .filter(revoked -> mayBeSame(
                                        revoked.holder().account(),
                                        seen.holder().account()))
                                .toList(),
                        deletions(seen.holder().account()),
                        at);
                Interval held =
                        new Interval(at, ended.map(event -> event.header().occurredAt()));
                found.add(new Grant(
                        seen.header().sourceEventId(),
                        seen.systemId(),
                        seen.entitlement(),
                        seen.holder().account(),
                        AccessEvent.GrantPath.UNKNOWN,
                        List.of(),
                        Optional.empty(),
                        held,
                        usable(held, seen.holder().account()),
                        seen,
                        ended,
                        true));
            }
        }
        return found;
    }

    private List<Interval> usable(Interval held, Optional<AccountRef> account) {
        Optional<Account> known = account.map(ref -> accounts.get(ref.toString()));
        if (known.isEmpty()) {
            return List.of(held);
        }
        return known.get().enabled().stream()
                .flatMap(enabled -> held.intersect(enabled).stream())
                .toList();
    }

    private List<Credential> credentials() {
        List<CredentialEvent.Revoked> revocations = all(CredentialEvent.Revoked.class);
        SortedMap<String, Credential> credentials = new TreeMap<>();
        for (CredentialEvent.Issued issued : all(CredentialEvent.Issued.class)) {
            Instant at = issued.header().occurredAt();
            Optional<Event> ended = earliest(
                    revocations.stream()
                            .filter(revoked -> revoked.credential().equals(issued.credential()))
                            .filter(revoked -> !revoked.header().occurredAt().equals(at)
                                    || credentials.values().stream()
                                            .noneMatch(earlier -> earlier.ended()
                                                            .equals(Optional.of(revoked))
                                                    && earlier.live().from().isBefore(at)))
                            .toList(),
                    deletions(issued.owner().account()),
                    at);
            Interval live = new Interval(at, sooner(issued.expiresAt(), ended.map(event -> event.header()
                    .occurredAt())));
            credentials.putIfAbsent(
                    issued.credential().id() + "@" + at,
                    new Credential(
                            issued.systemId(),
                            issued.credentialId(),
                            issued.owner().account(),
                            live,
                            issued,
                            ended.filter(event -> live.until()
                                    .equals(Optional.of(event.header().occurredAt())))));
        }
        return List.copyOf(credentials.values());
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

    private List<AccountDeleted> deletions(Optional<AccountRef> account) {
        return all(AccountDeleted.class).stream()
                .filter(deleted -> account.filter(deleted.account()::equals).isPresent())
                .toList();
    }

    /** The first of the events at or after {@code at}; of two in the same instant the revocation. */
    private static Optional<Event> earliest(
            List<? extends Event> revocations, List<? extends Event> deletions, Instant at) {
        List<Event> ends = new ArrayList<>(revocations);
        ends.addAll(deletions);
        return ends.stream()
                .filter(event -> !event.header().occurredAt().isBefore(at))
                .min(Comparator.comparing((Event event) -> event.header().occurredAt()));
    }

    private static Optional<Instant> sooner(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.get().isBefore(b.get()) ? a : b;
    }

    private <T> List<T> all(Class<T> kind) {
        return only(kind, events);
    }

    private static <T> List<T> only(Class<T> kind, List<? extends Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
