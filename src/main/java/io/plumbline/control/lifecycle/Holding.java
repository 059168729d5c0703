package io.plumbline.control.lifecycle;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Privilege;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.facts.Account;
import io.plumbline.facts.Credential;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something a leaver can still get in with: an account, a credential, or a grant held without an account on record.
 *
 * @param object the item of the population
 * @param open when it could be used to get in
 * @param grants access held through it
 * @param events the events that say so
 */
record Holding(
        Kind kind,
        String object,
        String systemId,
        Timeline open,
        List<Grant> grants,
        boolean privilegedAccount,
        Optional<Instant> deletedAt,
        List<Event> events) {

    enum Kind {
        ACCOUNT,
        CREDENTIAL,
        GRANT
    }

    /** Everything an identity holds or held: accounts, then credentials, then grants. */
    static List<Holding> of(IdentityFacts identity) {
        List<Holding> holdings = new ArrayList<>();
        for (Account account : identity.accounts()) {
            holdings.add(ofAccount(account, identity.grants()));
        }
        identity.credentials().stream()
                .map(credential -> credential.issued().credential().key())
                .distinct()
                .forEach(object -> holdings.add(ofCredential(object, identity.credentials())));
        identity.grants().stream()
                .filter(grant -> grant.account()
                        .filter(ref -> identity.accounts().stream()
                                .anyMatch(account -> account.ref().equals(ref)))
                        .isEmpty())
                .forEach(grant -> holdings.add(ofGrant(grant)));
        return holdings;
    }

    private static Holding ofAccount(Account account, List<Grant> grants) {
        List<Grant> through = grants.stream()
                .filter(grant -> grant.account().equals(Optional.of(account.ref())))
                .toList();
        return new Holding(
                Kind.ACCOUNT,
                "account:" + account.ref(),
                account.ref().systemId(),
                Timeline.of(account.enabled()),
                through,
                account.privileged(),
                account.deletedAt(),
                Stream.concat(account.events().stream(), through.stream().flatMap(grant -> grant.ended().stream()))
                        .toList());
    }

    /** One credential may be issued again under the same id. */
    private static Holding ofCredential(String object, List<Credential> credentials) {
        List<Credential> issues = credentials.stream()
                .filter(credential -> credential.issued().credential().key().equals(object))
                .toList();
        return new Holding(
                Kind.CREDENTIAL,
                object,
                issues.get(0).systemId(),
                Timeline.of(issues.stream().map(Credential::live).toList()),
                List.of(),
                false,
                Optional.empty(),
                issues.stream()
                        .flatMap(issue -> Stream.concat(Stream.of(issue.issued()), issue.ended().stream()))
                        .toList());
    }

    private static Holding ofGrant(Grant grant) {
        return new Holding(
                Kind.GRANT,
                grant.object(),
                grant.systemId(),
                Timeline.of(grant.held()),
                List.of(grant),
                false,
                Optional.empty(),
                Stream.concat(Stream.of(grant.given()), grant.ended().stream()).toList());
    }

    /**
     * When it gave access, as the duty counts it: where access was held through an account on leaving, an account whose access
     * has all been revoked gives none.
     */
    Timeline active(RemovalDuty duty) {
        return heldOnLeaving(duty)
                ? open.and(Timeline.of(grants.stream().map(Grant::held).toList()))
                : open;
    }

    /**
     * Whether the duty concerns it: what could be used in its span, and every account that existed then, since one that was
     * disabled in time is what the control is for.
     */
    boolean concerns(RemovalDuty duty) {
        Interval span = new Interval(duty.from(), duty.until());
        boolean existed = kind == Kind.ACCOUNT
                && deletedAt.filter(at -> at.isBefore(duty.from())).isEmpty()
                && open.intervals().stream().anyMatch(interval -> duty.until()
                        .filter(end -> !interval.from().isBefore(end))
                        .isEmpty());
        return existed || !active(duty).and(span).isEmpty();
    }

    /** When a first snapshot showed it: whatever had been said before, it was there then. */
    Optional<Instant> snapshotAt() {
        return events.stream()
                .map(Event::header)
                .filter(Header::baseline)
                .map(Header::occurredAt)
                .findFirst();
    }

    /** What would say that it was taken away. */
    List<Feed> feeds(RemovalDuty duty) {
        return switch (kind) {
            case ACCOUNT -> heldOnLeaving(duty) ? List.of(Feed.ACCOUNTS, Feed.GRANTS) : List.of(Feed.ACCOUNTS);
            case CREDENTIAL -> List.of(Feed.CREDENTIALS);
            case GRANT -> List.of(Feed.GRANTS);
        };
    }

    boolean privileged(RemovalDuty duty, Catalogue catalogue) {
        return privilegedAccount
                || Privilege.ofSystem(catalogue, systemId, duty.from())
                || grants.stream()
                        .filter(grant -> grant.held().contains(duty.from()))
                        .anyMatch(grant -> Privilege.given(catalogue, systemId, grant.entitlement(), duty.from()));
    }

    /** The event that took it away at {@code at}; none where it ended as planned. */
    Optional<Event> takenAwayAt(Instant at) {
        return events.stream()
                .filter(event -> event.header().occurredAt().equals(at))
                .findFirst();
    }

    /** Whether it was taken away on account of the duty and stayed so. */
    boolean takenAway(RemovalDuty duty) {
        Instant known = duty.recordedAt().isBefore(duty.from()) ? duty.recordedAt() : duty.from();
        return open.intervals().stream()
                        .map(interval -> interval.until().orElse(Instant.MAX))
                        .reduce((earlier, later) -> later)
                        .filter(end -> !end.isBefore(known)
                                && end.isBefore(duty.until().orElse(Instant.MAX)))
                        .isPresent()
                && kind == Kind.ACCOUNT;
    }

    private boolean heldOnLeaving(RemovalDuty duty) {
        return kind == Kind.ACCOUNT
                && grants.stream().anyMatch(grant -> grant.held().contains(duty.from()));
    }
}
