package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of a role or entitlement beside its definition, which stands in the catalogue: who was given it.
 *
 * <p>Of a role that many hold only that is known. It is so from the statement on that is one too many, for good, and whichever
 * statements came first.
 *
 * @param systemId the system of the role
 * @param roleId its id there
 * @param widelyHeld true where more than {@value #MOST_STATEMENTS} statements were made of who holds it
 * @param access grants, revocations and observations of it, in order of event time; none where it is widely held
 * @param definitions statements of its content, in order of event time
 * @param retirements statements that it is gone, in order of event time
 */
public record RoleFacts(
        Subject subject,
        String systemId,
        String roleId,
        boolean widelyHeld,
        List<AccessEvent> access,
        List<RoleDefined> definitions,
        List<RoleRetired> retirements)
        implements Monitored {

    /**
     * Statements of who holds it that are kept. The work of one more grows with those kept; and that eleven hold it, or nobody, is
     * all that is asked.
     */
    public static final int MOST_STATEMENTS = 200;

    public RoleFacts {
        access = List.copyOf(access);
        definitions = List.copyOf(definitions);
        retirements = List.copyOf(retirements);
    }

    /** The fold of everything the subject holds, at least one event; {@code events} in the order of {@link Held}. */
    public static RoleFacts of(Subject subject, List<Event> events, boolean widelyHeld) {
        List<AccessEvent> access = only(AccessEvent.class, events);
        List<RoleDefined> definitions = only(RoleDefined.class, events);
        List<RoleRetired> retirements = only(RoleRetired.class, events);
        String systemId = Stream.of(
                        access.stream().map(AccessEvent::systemId),
                        definitions.stream().map(RoleDefined::systemId),
                        retirements.stream().map(RoleRetired::systemId))
                .flatMap(ids -> ids)
                .findFirst()
                .orElseThrow();
        return new RoleFacts(
                subject,
                systemId,
                subject.id().substring(systemId.length() + 1),
                widelyHeld,
                widelyHeld ? List.of() : access,
                definitions,
                retirements);
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** When anything known of it happened. */
    public Stream<Instant> heard() {
        return Stream.of(access, definitions, retirements)
                .flatMap(Collection::stream)
                .map(event -> event.header().occurredAt());
    }

    /** When each of its holders held it; nobody where it is widely held. An account and its owner are one where a statement names both. */
    public List<Timeline> holders() {
        List<Timeline> holders = new ArrayList<>();
        for (List<Event> ofOne : byHolder()) {
            Timeline held = Timeline.of(new Grants(holder(ofOne), ofOne, new Accounts(ofOne))
                    .grants().stream().map(Grant::held).toList());
            if (!held.isEmpty()) {
                holders.add(held);
            }
        }
        return holders;
    }

    /** An account where any statement names one, for whose the account is stands elsewhere. */
    private static Subject holder(List<Event> ofOne) {
        Principal first = ((AccessEvent) ofOne.get(0)).holder();
        return ofOne.stream()
                .flatMap(event -> ((AccessEvent) event).holder().account().stream())
                .findFirst()
                .map(AccountRef::subject)
                .orElseGet(first::subject);
    }

    /** How many held it at one time at most during the span. */
    public int mostHolders(Interval span) {
        Map<Instant, Integer> changes = new TreeMap<>();
        for (Timeline held : holders()) {
            for (Interval part : held.and(span).intervals()) {
                changes.merge(part.from(), 1, Integer::sum);
                part.until().ifPresent(end -> changes.merge(end, -1, Integer::sum));
            }
        }
        int now = 0;
        int most = 0;
        for (int change : changes.values()) {
            now += change;
            most = Math.max(most, now);
        }
        return most;
    }

    /** From when on, at or after the instant, nobody held it for a while; empty where somebody always does. */
    public Optional<Instant> unheldFrom(Instant at) {
        if (widelyHeld) {
            return Optional.empty();
        }
        return Timeline.of(Interval.since(at))
                .minus(Timeline.of(holders().stream()
                        .flatMap(held -> held.intervals().stream())
                        .toList()))
                .intervals()
                .stream()
                .map(Interval::from)
                .findFirst();
    }

    /** The statements by whom they are about; those that name a person and an account join the two. */
    private Collection<List<Event>> byHolder() {
        Map<String, String> personOf = new TreeMap<>();
        access.stream().map(AccessEvent::holder).forEach(holder -> holder.account()
                .ifPresent(account -> holder.identityId()
                        .ifPresent(person -> personOf.merge(
                                account.toString(), person, (one, other) -> one.compareTo(other) <= 0 ? one : other))));
        Map<String, List<Event>> byHolder = new LinkedHashMap<>();
        access.forEach(event -> byHolder.computeIfAbsent(name(event.holder(), personOf), key -> new ArrayList<>())
                .add(event));
        return byHolder.values();
    }

    private static String name(Principal holder, Map<String, String> personOf) {
        return holder.identityId()
                .or(() -> holder.account().map(Object::toString).map(personOf::get))
                .map(person -> "identity:" + person)
                .orElseGet(() -> "account:" + holder.account().orElseThrow());
    }
}
