package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountDeleted;
import io.plumbline.event.IdentityEvent.AccountDisabled;
import io.plumbline.event.IdentityEvent.AccountEnabled;
import io.plumbline.event.IdentityEvent.AccountExtended;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.AccountUnlinked;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The accounts a subject has heard of, its own and those of others, and whose they are. */
final class Accounts {

    private final SortedMap<String, Account> byRef = new TreeMap<>();
    private final Map<String, Set<String>> identities = new TreeMap<>();

    Accounts(List<Event> events) {
        SortedMap<String, List<Event>> byAccount = new TreeMap<>();
        Map<String, AccountRef> refs = new TreeMap<>();
        for (Event event : events) {
            accountOf(event).ifPresent(ref -> {
                refs.put(ref.toString(), ref);
                byAccount
                        .computeIfAbsent(ref.toString(), key -> new ArrayList<>())
                        .add(event);
                identityOf(event).ifPresent(identity -> identities
                        .computeIfAbsent(ref.toString(), key -> new TreeSet<>())
                        .add(identity));
            });
        }
        byAccount.forEach((key, about) -> byRef.put(key, account(refs.get(key), about)));
    }

    /** The account itself, or the accounts linked to the identity; in order of name. */
    List<Account> of(Subject subject) {
        return byRef.values().stream()
                .filter(account -> isOf(subject, account.ref()))
                .toList();
    }

    Optional<Account> account(AccountRef ref) {
        return Optional.ofNullable(byRef.get(ref.toString()));
    }

    /** Whether the principal is the subject, or an account of it. */
    boolean isOf(Subject subject, Principal principal) {
        return principal.subject().equals(subject)
                || principal.identityId().isEmpty()
                        && isOf(subject, principal.account().orElseThrow());
    }

    /** Whether it is the account itself, or linked to the identity. */
    boolean isOf(Subject subject, AccountRef ref) {
        return ref.subject().equals(subject)
                || identities.getOrDefault(ref.toString(), Set.of()).stream()
                        .anyMatch(identity -> Subject.identity(identity).equals(subject));
    }

    /** Whether the principal is an account of which every link known names somebody else: its link to the subject was corrected. */
    boolean isOfOthersOnly(Subject subject, Principal principal) {
        return principal.identityId().isEmpty()
                && principal
                        .account()
                        .filter(ref -> identities.containsKey(ref.toString()) && !isOf(subject, ref))
                        .isPresent();
    }

    private static Optional<String> identityOf(Event event) {
        if (event instanceof AccountLinked linked) {
            return Optional.of(linked.identityId());
        }
        return event instanceof AccountCreated created ? created.identityId() : Optional.empty();
    }

    private static Optional<AccountRef> accountOf(Event event) {
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
        } else if (event instanceof AccountUnlinked unlinked) {
            return Optional.of(unlinked.account());
        }
        return event instanceof AccountExtended extended ? Optional.of(extended.account()) : Optional.empty();
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
                .filter(event -> !(event instanceof AccountLinked || event instanceof AccountUnlinked))
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
}
