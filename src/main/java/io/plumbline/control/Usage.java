package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.AccountRef;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is on record of an identity using what it has, and whether everything there is to know of that is on record.
 *
 * @param uses in order of time
 */
public record Usage(List<Use> uses) {

    /**
     * One use.
     *
     * @param account the account it went through, where the source says; any of the identity in that system where absent
     * @param names entitlements and roles it was a use of; not known where empty
     * @param feed where such a use is on record
     */
    public record Use(String systemId, Optional<AccountRef> account, Set<String> names, Feed feed, Event event) {

        public Instant at() {
            return event.header().occurredAt();
        }
    }

    public Usage {
        uses = List.copyOf(uses);
    }

    /** Everything the identity itself did: sessions, steps, changes carried out, credentials, checkouts, break-glass. */
    public static Usage of(IdentityFacts identity) {
        List<Use> uses = new ArrayList<>();
        Set<String> ids = identity.ids();
        for (Session session : identity.sessions()) {
            Set<String> role = session.started().role().map(Set::of).orElse(Set.of());
            Stream.concat(Stream.of((Event) session.started()), session.actions().stream())
                    .forEach(event -> uses.add(new Use(
                            session.systemId(), session.started().holder().account(), role, Feed.SESSIONS, event)));
        }
        identity.activity().stream()
                .filter(step -> isOf(identity, ids, step.performer()))
                .forEach(step -> uses.add(new Use(
                        step.systemId(), step.performer().account(), Set.of(step.entitlement()), Feed.ACTIVITY, step)));
        identity.implementations()
                .forEach(done -> uses.add(
                        new Use(done.systemId(), done.implementer().account(), Set.of(), Feed.IMPLEMENTATIONS, done)));
        for (Secret secret : identity.secrets()) {
            secret.uses().forEach(use -> uses.add(ofCredential(use, secret)));
        }
        identity.attributions()
                .forEach(use -> uses.add(
                        new Use(use.systemId(), Optional.of(use.account()), Set.of(), Feed.ATTRIBUTIONS, use)));
        for (BreakglassInvoked invoked : identity.breakglass()) {
            uses.add(new Use(invoked.systemId(), invoked.holder().account(), Set.of(), Feed.ELEVATIONS, invoked));
        }
        uses.sort(Comparator.comparing(Use::at).thenComparing(use -> use.event().id()));
        return new Usage(uses);
    }

    /** An account of the credential's own system says nothing of the one it was used on. */
    private static Use ofCredential(CredentialEvent.Used use, Secret secret) {
        String target = use.targetSystemId().orElse(use.systemId());
        Optional<AccountRef> account = use.owner()
                .or(secret::owner)
                .flatMap(Principal::account)
                .filter(ref -> ref.systemId().equals(target));
        return new Use(target, account, Set.of(), Feed.CREDENTIALS, use);
    }

    private static boolean isOf(IdentityFacts identity, Set<String> ids, Principal who) {
        return who.subject().equals(identity.subject())
                || who.identityId().filter(ids::contains).isPresent()
                || who.identityId().isEmpty()
                        && identity.accounts().stream()
                                .anyMatch(account -> who.account().equals(Optional.of(account.ref())));
    }

    /** Uses of one account. */
    public List<Use> ofAccount(AccountRef ref) {
        return uses.stream()
                .filter(use -> use.systemId().equals(ref.systemId()))
                .filter(use -> use.account().filter(other -> !other.equals(ref)).isEmpty())
                .toList();
    }

    /** Which of the feeds somebody is declared to carry for the system. */
    public static List<Feed> declared(List<Feed> feeds, Catalogue catalogue, String systemId) {
        return feeds.stream()
                .filter(feed -> !catalogue.sources(feed, systemId).isEmpty())
                .toList();
    }

    /** Whether nothing that any of the feeds says about the span can still be heard. */
    public static Absence unseen(Collection<Feed> feeds, String systemId, Interval span, Reference reference) {
        return Absence.all(feeds.stream()
                .map(feed -> reference.completeness().absence(feed, systemId, span))
                .toList());
    }

    /** Since when all sources of these feeds have recorded dependably; empty where that is from the beginning. */
    public static Optional<Instant> recordedFrom(Collection<Feed> feeds, String systemId, Catalogue catalogue) {
        return feeds.stream()
                .flatMap(feed -> catalogue.sources(feed, systemId).stream())
                .map(SourceDeclared::completeFrom)
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }
}
