package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the grants of one subject out of statements that give, take away and observe. */
final class Grants {

    private final Subject subject;
    private final List<Event> events;
    private final Accounts accounts;
    private final Ends ends;

    /**
     * @param subject whose grants the events are about
     */
    Grants(Subject subject, List<Event> events, Accounts accounts) {
        this.subject = subject;
        this.events = events;
        this.accounts = accounts;
        this.ends = new Ends(events);
    }

    List<Grant> grants() {
        SortedMap<String, List<AccessEvent>> byEntitlement = new TreeMap<>();
        for (AccessEvent event : only(AccessEvent.class, events)) {
            entitlementOf(event).ifPresent(entitlement -> byEntitlement
                    .computeIfAbsent(event.systemId() + "|" + entitlement, key -> new ArrayList<>())
                    .add(event));
        }
        List<Grant> grants = new ArrayList<>();
        byEntitlement.values().forEach(about -> grantsOf(about).forEach(grant -> grants.addAll(whileTheirs(grant))));
        grants.sort(Comparator.comparing(Grant::held)
                .thenComparing(grant -> grant.given().id()));
        return List.copyOf(grants);
    }

    /** The parts of a grant in which its account was the subject's. */
    private List<Grant> whileTheirs(Grant grant) {
        if (grant.account().isEmpty()
                || grant.given() instanceof AccessEvent given
                        && given.holder().identityId().isPresent()) {
            return List.of(grant);
        }
        AccountRef account = grant.account().get();
        List<Grant> parts = new ArrayList<>();
        for (Interval part : Timeline.of(grant.held())
                .and(accounts.belonging(subject, account))
                .intervals()) {
            boolean first = part.from().equals(grant.held().from());
            boolean whole = part.until().equals(grant.held().until());
            parts.add(new Grant(
                    first ? grant.key() : grant.key() + "@" + part.from(),
                    grant.systemId(),
                    grant.entitlement(),
                    grant.account(),
                    grant.path(),
                    grant.scope(),
                    grant.requestId(),
                    part,
                    Timeline.of(grant.usable()).and(part).intervals(),
                    grant.given(),
                    whole ? grant.ended() : part.until().flatMap(end -> accounts.unlinkedAt(account, end)),
                    grant.observedOnly()));
        }
        return parts;
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
        Optional<Event> ended = ends.earliest(revocations, given.holder().account(), at);
        Interval held = new Interval(from, Ends.sooner(given.validTo(), ended.map(event -> event.header()
                .occurredAt())));
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
                Optional<Event> ended = ends.earliest(
                        revocations.stream()
                                .filter(revoked -> mayBeSame(
                                        revoked.holder().account(),
                                        seen.holder().account()))
                                .toList(),
                        seen.holder().account(),
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
        return account.flatMap(accounts::account)
                .map(known -> known.usable(held))
                .orElse(List.of(held));
    }

    private static <T> List<T> only(Class<T> kind, List<? extends Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
