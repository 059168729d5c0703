package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Absence;
import io.plumbline.control.Reference;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.facts.Account;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an identity could act with: accounts it could sign in to, credentials that were live, grants it held.
 *
 * @param means in no particular order
 */
record LiveAccess(List<Means> means) {

    /**
     * One thing to act with.
     *
     * @param object its key
     * @param live when it was there
     * @param feed what says that it ended
     */
    record Means(String object, String systemId, Timeline live, Feed feed, Event known) {}

    static LiveAccess of(IdentityFacts identity) {
        List<Means> means = new ArrayList<>();
        for (Account account : identity.accounts()) {
            means.add(new Means(
                    account.ref().subject().key(),
                    account.ref().systemId(),
                    Timeline.of(account.enabled())
                            .and(Interval.since(account.events().get(0).header().occurredAt())),
                    Feed.ACCOUNTS,
                    account.events().get(0)));
        }
        for (Secret secret : identity.secrets()) {
            means.add(new Means(
                    secret.credential().key(),
                    secret.systemId(),
                    secret.live(),
                    Feed.CREDENTIALS,
                    secret.events().get(0)));
        }
        for (Grant grant : identity.grants()) {
            means.add(
                    new Means(grant.object(), grant.systemId(), Timeline.of(grant.held()), Feed.GRANTS, grant.given()));
        }
        return new LiveAccess(List.copyOf(means));
    }

    LiveAccess where(Predicate<Means> test) {
        return new LiveAccess(means.stream().filter(test).toList());
    }

    /** What was there while its system was registered as production. */
    LiveAccess inProduction(Catalogue catalogue) {
        return new LiveAccess(means.stream()
                .map(one -> new Means(
                        one.object(),
                        one.systemId(),
                        one.live().and(Environments.production(catalogue, one.systemId())),
                        one.feed(),
                        one.known()))
                .filter(one -> !one.live().isEmpty())
                .toList());
    }

    /** When there was anything. */
    Timeline live() {
        return Timeline.of(
                means.stream().flatMap(one -> one.live().intervals().stream()).toList());
    }

    LiveAccess at(Instant at) {
        return where(one -> one.live().contains(at));
    }

    /** The systems it is in, each once. */
    List<String> systems() {
        return means.stream().map(Means::systemId).distinct().sorted().toList();
    }

    List<String> objects(Feed feed) {
        return means.stream()
                .filter(one -> one.feed() == feed)
                .map(Means::object)
                .sorted()
                .toList();
    }

    /** Whether everything that would have ended any of it within the span has certainly been heard. */
    Absence notEnded(Interval span, Reference reference) {
        return Absence.all(means.stream()
                .map(one -> reference.completeness().absence(one.feed(), one.systemId(), span))
                .distinct()
                .toList());
    }

    List<Event> evidence() {
        return means.stream().map(Means::known).distinct().toList();
    }
}
