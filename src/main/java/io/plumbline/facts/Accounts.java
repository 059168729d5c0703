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
import io.plumbline.event.Merges;
import io.plumbline.event.Principal;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The accounts a subject has heard of, its own and those of others, and whose they are.
 *
 * <p>A link says whose an account is since it exists, or since it was last unlinked; an unlinking, whose it was until then.
 */
final class Accounts {

    private static final Timeline ALWAYS = Timeline.of(Interval.since(Instant.MIN));

    private final SortedMap<String, Account> byRef = new TreeMap<>();
    private final Map<String, List<Event>> links = new TreeMap<>();
    private final Merges merges;

    Accounts(List<Event> events) {
        this.merges = Merges.of(events);
        SortedMap<String, List<Event>> byAccount = new TreeMap<>();
        Map<String, AccountRef> refs = new TreeMap<>();
        for (Event event : events) {
            accountOf(event).ifPresent(ref -> {
                refs.put(ref.toString(), ref);
                byAccount
                        .computeIfAbsent(ref.toString(), key -> new ArrayList<>())
                        .add(event);
                if (identityOf(event).isPresent()) {
                    links.computeIfAbsent(ref.toString(), key -> new ArrayList<>())
                            .add(event);
                }
            });
        }
        byAccount.forEach((key, about) -> byRef.put(key, account(refs.get(key), about)));
    }

    /** The account itself, or the accounts linked to the identity, while they were; in order of name. */
    List<Account> of(Subject subject) {
        return byRef.values().stream()
                .filter(account -> isOf(subject, account.ref()))
                .map(account -> during(belonging(subject, account.ref()), account))
                .toList();
    }

    Optional<Account> account(AccountRef ref) {
        return Optional.ofNullable(byRef.get(ref.toString()));
    }

    /** Whether the principal is the subject, a record given up for it, or an account that was ever theirs. */
    boolean isOf(Subject subject, Principal principal) {
        return principal.identityId().isPresent()
                ? isRecordOf(subject, principal.identityId().get())
                : isOf(subject, principal.account().orElseThrow());
    }

    /** Whether it is the account itself, or was ever linked to the identity. */
    boolean isOf(Subject subject, AccountRef ref) {
        return !belonging(subject, ref).isEmpty();
    }

    /** Whether the principal was the subject then. */
    boolean isOf(Subject subject, Principal principal, Instant at) {
        return principal.identityId().isPresent()
                ? isRecordOf(subject, principal.identityId().get())
                : belonging(subject, principal.account().orElseThrow()).contains(at);
    }

    private boolean isRecordOf(Subject subject, String identityId) {
        return subject.kind() == SubjectKind.IDENTITY
                && merges.idsOf(subject.id()).contains(identityId);
    }

    /** When the account was the identity's; for an account itself, when it was nobody's. */
    Timeline belonging(Subject subject, AccountRef ref) {
        List<Event> about = links.getOrDefault(ref.toString(), List.of());
        if (subject.kind() == SubjectKind.IDENTITY) {
            return spans(about, merges.idsOf(subject.id()));
        } else if (!ref.subject().equals(subject)) {
            return Timeline.of(List.of());
        }
        return ALWAYS.minus(spans(about, everLinked(ref)));
    }

    /** Whose the account was then, as linked; several where links overlap. */
    SortedSet<String> identitiesAt(AccountRef ref, Instant at) {
        List<Event> about = links.getOrDefault(ref.toString(), List.of());
        SortedSet<String> ids = everLinked(ref);
        ids.removeIf(id -> !spans(about, Set.of(id)).contains(at));
        return ids;
    }

    /** Everyone the account was ever linked to. */
    SortedSet<String> everLinked(AccountRef ref) {
        SortedSet<String> everyone = new TreeSet<>();
        links.getOrDefault(ref.toString(), List.of())
                .forEach(event -> identityOf(event).ifPresent(everyone::add));
        return everyone;
    }

    /** Whom the newest statement about the account links it to. */
    Optional<String> lastIdentity(AccountRef ref) {
        return links.getOrDefault(ref.toString(), List.of()).stream()
                .reduce((earlier, later) -> later)
                .flatMap(Accounts::identityOf);
    }

    /** The unlinking that ended a time in which the account was the subject's. */
    Optional<Event> unlinkedAt(AccountRef ref, Instant at) {
        return links.getOrDefault(ref.toString(), List.of()).stream()
                .filter(AccountUnlinked.class::isInstance)
                .filter(event -> event.header().occurredAt().equals(at))
                .findFirst();
    }

    /** Within one instant an account is unlinked, then linked: it moves. */
    private Timeline spans(List<Event> about, Set<String> ids) {
        List<Interval> spans = new ArrayList<>();
        for (Event event : about) {
            if (identityOf(event).filter(ids::contains).isPresent()) {
                Instant at = event.header().occurredAt();
                boolean ends = event instanceof AccountUnlinked;
                Instant from = unlinkings(about)
                        .map(unlinked -> unlinked.header().occurredAt())
                        .filter(end -> ends ? end.isBefore(at) : !end.isAfter(at))
                        .max(Instant::compareTo)
                        .orElse(Instant.MIN);
                Optional<Instant> until = ends
                        ? Optional.of(at)
                        : unlinkings(about)
                                .filter(unlinked -> Routing.takesBack(unlinked, event, about, merges))
                                .map(unlinked -> unlinked.header().occurredAt())
                                .filter(end -> end.isAfter(at))
                                .min(Instant::compareTo);
                spans.add(new Interval(from, until));
            }
        }
        return Timeline.of(spans);
    }

    private static Stream<AccountUnlinked> unlinkings(List<Event> about) {
        return about.stream().filter(AccountUnlinked.class::isInstance).map(AccountUnlinked.class::cast);
    }

    private static Account during(Timeline belonged, Account account) {
        return new Account(
                account.ref(),
                account.privileged(),
                Timeline.of(account.enabled()).and(belonged).intervals(),
                account.deletedAt(),
                account.events(),
                belonged);
    }

    private static Optional<String> identityOf(Event event) {
        if (event instanceof AccountLinked linked) {
            return Optional.of(linked.identityId());
        } else if (event instanceof AccountUnlinked unlinked) {
            return Optional.of(unlinked.identityId());
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
        } else if (event instanceof AccountExtended extended) {
            return Optional.of(extended.account());
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
                .filter(event -> !(event instanceof AccountLinked
                        || event instanceof AccountUnlinked
                        || event instanceof AccountExtended))
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
        return new Account(ref, privileged, enabled, deletedAt, ordered, ALWAYS);
    }
}
