package io.plumbline.facts;

import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.AccountLinked;
import io.plumbline.event.IdentityEvent.AccountUnlinked;
import io.plumbline.event.IdentityEvent.Created;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.MandateGranted;
import io.plumbline.event.IdentityEvent.MandateRevoked;
import io.plumbline.event.IdentityEvent.MatchMethod;
import io.plumbline.event.IdentityEvent.Merged;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.AttributionMethod;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.facts.Performer.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds who is behind steps: through links of accounts and their ends, use of shared accounts, merges of identities, and for
 * machines through who had them act.
 *
 * <p>An account is the person's it was linked to at the time, or was first linked to later; a link has always been, until it is
 * taken away. A shared account is the one person's that is bound to it for the time by a system and not by somebody's word.
 */
public final class Performers {

    private final List<Event> known;
    private final Map<String, Created> created = new TreeMap<>();
    private final Map<String, SortedSet<String>> merged = new TreeMap<>();
    private final Map<String, SortedSet<String>> alike = new TreeMap<>();

    Performers(List<Event> known) {
        this.known = known;
        for (Event event : known) {
            if (event instanceof Created record) {
                created.putIfAbsent(record.identityId(), record);
            } else if (event instanceof Merged merge) {
                join(alike, merge);
                if (merge.method() == MatchMethod.PERSON_KEY || merge.method() == MatchMethod.ADJUDICATED) {
                    join(merged, merge);
                }
            }
        }
    }

    private static void join(Map<String, SortedSet<String>> groups, Merged merge) {
        SortedSet<String> group = new TreeSet<>(List.of(merge.identityId(), merge.intoId()));
        group.addAll(groups.getOrDefault(merge.identityId(), group));
        group.addAll(groups.getOrDefault(merge.intoId(), group));
        group.forEach(id -> groups.put(id, group));
    }

    /** Who is behind the step. */
    public Performer of(StepPerformed step) {
        Instant at = step.header().occurredAt();
        Performer direct = resolve(step.performer(), at);
        Optional<Performer> initiator = step.initiatedBy().map(who -> resolve(who, at));
        if (step.automatic()) {
            return behind(step, initiator)
                    .orElse(new Performer(
                            Standing.NOBODY,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(),
                            Optional.empty()));
        }
        if (direct.machine().isPresent()) {
            Set<String> sponsors = sponsors(direct.machine().get(), at);
            Optional<String> last = last(step.header().onBehalfOf());
            last.ifPresent(id -> sponsors.add(same(id)));
            return behind(step, initiator)
                    .or(() -> sponsors.stream().findFirst().map(this::person))
                    .orElse(direct)
                    .through(direct.machine(), sponsors);
        }
        return direct.standing() == Standing.UNLINKED ? initiator.orElse(direct) : direct;
    }

    /** The person who had it done: who started it or, where that is a machine or not stated, the last it was done for. */
    private Optional<Performer> behind(StepPerformed step, Optional<Performer> initiator) {
        return initiator
                .filter(who -> who.machine().isEmpty())
                .or(() -> last(step.header().onBehalfOf()).map(this::person))
                .or(() -> initiator.flatMap(who -> who.machine()
                        .flatMap(id -> sponsors(id, step.header().occurredAt()).stream()
                                .findFirst())
                        .map(this::person)));
    }

    private static Optional<String> last(List<String> chain) {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
    }

    /** One id for all identities found to be the same person. */
    public String same(String identityId) {
        return merged.containsKey(identityId) ? merged.get(identityId).first() : identityId;
    }

    /** Whether two persons may be one by a likeness that proves nothing, as of their names. */
    public boolean mayBeOne(String identityId, String other) {
        return !same(identityId).equals(same(other))
                && alike.getOrDefault(identityId, new TreeSet<>(List.of(identityId)))
                        .contains(other);
    }

    /** The identities and all that are the same person. */
    public Set<String> withMerged(Set<String> identities) {
        Set<String> all = new TreeSet<>(identities);
        identities.forEach(id -> all.addAll(merged.getOrDefault(id, new TreeSet<>())));
        return all;
    }

    /** Personnel numbers of a person; empty where no record of the person is held. */
    public Optional<Set<String>> employeeIds(String identityId) {
        List<Created> records = withMerged(Set.of(identityId)).stream()
                .map(created::get)
                .filter(record -> record != null)
                .toList();
        Set<String> numbers = new TreeSet<>();
        records.forEach(record -> record.employeeId().ifPresent(numbers::add));
        return records.isEmpty() ? Optional.empty() : Optional.of(numbers);
    }

    private Performer resolve(Principal principal, Instant at) {
        if (principal.identityId().isPresent()) {
            return identity(principal.identityId().get(), principal.account(), at);
        }
        AccountRef account = principal.account().orElseThrow();
        Optional<String> holder = holderOf(account, at);
        return holder.isEmpty() || isSharedAccount(account)
                ? ofNobody(account, at)
                : identity(holder.get(), Optional.of(account), at);
    }

    private Performer identity(String id, Optional<AccountRef> account, Instant at) {
        IdentityType type = Optional.ofNullable(created.get(id))
                .map(Created::identityType)
                .or(() -> account.flatMap(ref -> types(ref).findFirst()))
                .orElse(IdentityType.UNKNOWN);
        if (type.isShared()) {
            return account.map(ref -> attributed(ref, at))
                    .orElseGet(() -> new Performer(
                            Standing.UNSPONSORED,
                            Optional.empty(),
                            Optional.of(id),
                            Optional.empty(),
                            Set.of(),
                            Optional.empty()));
        }
        return type.isMachine() ? machine(id, Optional.of(id), Optional.empty()) : person(id);
    }

    private Performer ofNobody(AccountRef account, Instant at) {
        if (isSharedAccount(account) || !users(account, at).isEmpty()) {
            return attributed(account, at);
        }
        boolean technical = types(account).anyMatch(IdentityType::isMachine);
        return technical
                ? machine("account:" + account, Optional.empty(), Optional.of(account))
                : new Performer(
                        Standing.UNLINKED,
                        Optional.of("account:" + account),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.of(account));
    }

    private Performer person(String id) {
        return new Performer(
                Standing.PERSON, Optional.of(same(id)), Optional.of(id), Optional.empty(), Set.of(), Optional.empty());
    }

    private static Performer machine(String key, Optional<String> identityId, Optional<AccountRef> account) {
        return new Performer(Standing.UNSPONSORED, Optional.empty(), identityId, Optional.of(key), Set.of(), account);
    }

    private Performer attributed(AccountRef account, Instant at) {
        Set<String> users = users(account, at);
        return users.size() == 1
                ? person(users.iterator().next())
                : new Performer(
                        Standing.UNATTRIBUTED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        Optional.of(account));
    }

    /** The persons bound to an account at an instant; a checkout binds only where nobody else could use the account. */
    private Set<String> users(AccountRef account, Instant at) {
        Set<String> users = new TreeSet<>();
        for (Event event : known) {
            if (event instanceof AttributionRecorded use
                    && use.account().equals(account)
                    && new Interval(use.from(), use.to()).contains(at)
                    && binds(use)) {
                users.add(same(use.personId()));
            }
        }
        return users;
    }

    private static boolean binds(AttributionRecorded use) {
        return use.method() == AttributionMethod.CHECKOUT && use.exclusive()
                || use.method() == AttributionMethod.SECOND_FACTOR
                || use.method() == AttributionMethod.SESSION_PROXY;
    }

    private Stream<IdentityType> types(AccountRef account) {
        return known.stream()
                .filter(AccountCreated.class::isInstance)
                .map(AccountCreated.class::cast)
                .filter(creation -> creation.account().equals(account))
                .flatMap(creation -> creation.accountType().stream());
    }

    private boolean isSharedAccount(AccountRef account) {
        return types(account).anyMatch(IdentityType::isShared);
    }

    /** A span in which an account belonged to an identity; the start is when that was stated. */
    private record Link(String identityId, Instant from, Optional<Instant> until) {}

    /** Of the links not yet taken away the newest stated before, else the first stated after. */
    private Optional<String> holderOf(AccountRef account, Instant at) {
        List<Link> links = new ArrayList<>();
        for (Event event : known) {
            Instant from = event.header().occurredAt();
            if (event instanceof AccountLinked link && link.account().equals(account)) {
                links.add(new Link(link.identityId(), from, endOf(account, link.identityId(), from)));
            } else if (event instanceof AccountCreated creation
                    && creation.account().equals(account)
                    && creation.identityId().isPresent()) {
                String id = creation.identityId().get();
                links.add(new Link(id, from, endOf(account, id, from)));
            }
        }
        List<Link> open = links.stream()
                .filter(link -> link.until().filter(end -> !at.isBefore(end)).isEmpty())
                .toList();
        return open.stream()
                .filter(link -> !link.from().isAfter(at))
                .reduce((earlier, later) -> later)
                .or(() -> open.stream().findFirst())
                .map(Link::identityId);
    }

    private Optional<Instant> endOf(AccountRef account, String identityId, Instant from) {
        return known.stream()
                .filter(AccountUnlinked.class::isInstance)
                .map(AccountUnlinked.class::cast)
                .filter(end -> end.account().equals(account)
                        && end.identityId().equals(identityId)
                        && !end.header().occurredAt().isBefore(from))
                .map(end -> end.header().occurredAt())
                .findFirst();
    }

    /** Who answers for a machine identity: by the mandates in force, else by its profile. */
    private Set<String> sponsors(String machine, Instant at) {
        Set<String> sponsors = new TreeSet<>();
        Map<String, MandateGranted> mandates = new TreeMap<>();
        Optional<Profiled> profile = Optional.empty();
        for (Event event : known) {
            boolean stated = !event.header().occurredAt().isAfter(at);
            if (event instanceof MandateGranted granted && granted.identityId().equals(machine) && stated) {
                mandates.put(granted.mandateId(), granted);
            } else if (event instanceof MandateRevoked revoked
                    && revoked.identityId().equals(machine)
                    && stated) {
                mandates.remove(revoked.mandateId());
            } else if (event instanceof Profiled said
                    && said.identityId().equals(machine)
                    && (stated || profile.isEmpty())) {
                profile = Optional.of(said);
            }
        }
        mandates.values().stream()
                .filter(mandate -> new Interval(mandate.validFrom(), mandate.validTo()).contains(at))
                .forEach(mandate -> sponsors.add(same(mandate.sponsorId())));
        if (sponsors.isEmpty()) {
            profile.flatMap(Profiled::sponsorId).ifPresent(id -> sponsors.add(same(id)));
        }
        return sponsors;
    }
}
