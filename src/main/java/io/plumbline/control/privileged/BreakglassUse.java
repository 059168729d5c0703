package io.plumbline.control.privileged;

import io.plumbline.event.AccountRef;
import io.plumbline.event.ChangeEvent.ImplementationEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassInvoked;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassReviewed;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One use of break-glass access: its invocation, the sessions that began under it, and what was done in them.
 *
 * @param statements what was stated of the invocation, oldest first; never empty
 * @param sessions the sessions that began under it and under no elevation, oldest first
 * @param changes deployments, configuration edits and data patches carried out in it
 * @param reviews reviews of it, oldest first
 * @param users the persons who used it, as far as they are known
 */
record BreakglassUse(
        List<BreakglassInvoked> statements,
        List<Session> sessions,
        List<ImplementationEvent> changes,
        List<BreakglassReviewed> reviews,
        Set<String> users) {

    private static final List<String> SYSTEM_METHODS = List.of("CHECKOUT", "SECOND_FACTOR", "SESSION_PROXY");

    /** Every use the subject holds, oldest first. */
    static List<BreakglassUse> of(IdentityFacts identity, People people) {
        if (identity.breakglass().isEmpty()) {
            return List.of();
        }
        Map<String, List<BreakglassInvoked>> invocations = new LinkedHashMap<>();
        identity.breakglass().forEach(invoked -> invocations
                .computeIfAbsent(key(invoked), key -> new ArrayList<>())
                .add(invoked));
        Map<String, List<Session>> sessions = new LinkedHashMap<>();
        identity.sessions().stream()
                .filter(session -> !session.started().automation())
                .forEach(session -> SessionCover.of(identity, session)
                        .breakglassAtStart()
                        .ifPresent(invoked -> sessions.computeIfAbsent(key(invoked), key -> new ArrayList<>())
                                .add(session)));
        Bindings bindings = Bindings.of(identity, SYSTEM_METHODS, people);
        return invocations.entrySet().stream()
                .map(each -> of(
                        each.getValue(), sessions.getOrDefault(each.getKey(), List.of()), identity, bindings, people))
                .toList();
    }

    private static String key(BreakglassInvoked invoked) {
        return invoked.systemId() + "/" + invoked.invocationId();
    }

    private static BreakglassUse of(
            List<BreakglassInvoked> statements,
            List<Session> sessions,
            IdentityFacts identity,
            Bindings bindings,
            People people) {
        BreakglassUse use = new BreakglassUse(statements, sessions, List.of(), List.of(), Set.of());
        Interval inUse = Interval.of(use.invokedAt(), use.end().plusMillis(1));
        return new BreakglassUse(
                statements,
                sessions,
                identity.implementations().stream()
                        .filter(done -> use.contains(done, inUse))
                        .toList(),
                identity.breakglassReviews().stream()
                        .filter(review -> review.systemId().equals(use.systemId())
                                && review.invocationId().equals(use.invocationId())
                                && !review.header().occurredAt().isBefore(use.invokedAt()))
                        .toList(),
                use.users(identity, bindings, people, inUse));
    }

    /** Carried out in one of its sessions or, where the source names none, on the system while it was in use. */
    private boolean contains(ImplementationEvent done, Interval inUse) {
        return done.sessionId().isPresent()
                ? sessions.stream()
                        .anyMatch(session -> session.systemId().equals(done.systemId())
                                && done.sessionId().equals(Optional.of(session.sessionId())))
                : done.systemId().equals(systemId())
                        && inUse.contains(done.header().occurredAt());
    }

    /** Who is named, who acted, on whose behalf, and whoever is bound to the account meanwhile. */
    private Set<String> users(IdentityFacts identity, Bindings bindings, People people, Interval inUse) {
        Set<String> users = new TreeSet<>();
        boolean named = statements.stream()
                .anyMatch(invoked -> invoked.holder().identityId().isPresent());
        if (identity.subject().kind() == SubjectKind.IDENTITY && !named) {
            users.add(identity.subject().id());
        }
        events().forEach(event -> {
            event.header().actor().flatMap(Principal::identityId).ifPresent(users::add);
            users.addAll(event.header().onBehalfOf());
        });
        statements.forEach(invoked -> invoked.holder().identityId().ifPresent(users::add));
        bindings.during(inUse).stream()
                .filter(binding -> accounts().isEmpty() || accounts().contains(binding.account()))
                .map(Binding::person)
                .forEach(users::add);
        users.removeIf(people::isNoPerson);
        Set<String> persons = new TreeSet<>();
        users.forEach(user -> persons.add(people.same(user)));
        return persons;
    }

    /** Whether the subject answers for the use itself, and not only for the account it was made with. */
    boolean isOf(Subject subject, People people) {
        return invoked()
                .holder()
                .identityId()
                .map(holder -> subject.kind() == SubjectKind.IDENTITY
                        && people.same(holder).equals(people.same(subject.id())))
                .orElse(true);
    }

    BreakglassInvoked invoked() {
        return statements.get(0);
    }

    String invocationId() {
        return invoked().invocationId();
    }

    String systemId() {
        return invoked().systemId();
    }

    String object() {
        return "breakglass:" + systemId() + "/" + invocationId();
    }

    Instant invokedAt() {
        return invoked().header().occurredAt();
    }

    boolean drill() {
        return statements.stream().anyMatch(BreakglassInvoked::drill);
    }

    /** Where access ends by itself, as last stated. */
    Instant windowTo() {
        return statements.get(statements.size() - 1).windowTo();
    }

    /**
     * When it was over: the end of the last session; of one without an end on record its last action, of one in which nothing
     * was done either the end of the window, and so where no session is on record.
     */
    Instant end() {
        return sessions.stream()
                .map(session ->
                        session.ended().isEmpty() && session.actions().isEmpty() ? windowTo() : session.lastSeenAt())
                .max(Comparator.naturalOrder())
                .filter(invokedAt()::isBefore)
                .orElseGet(() -> windowTo().isAfter(invokedAt()) ? windowTo() : invokedAt());
    }

    /** When the last session began, which is when the secret was last needed; the invocation where none is on record. */
    Instant lastSignIn() {
        return sessions.isEmpty()
                ? invokedAt()
                : sessions.get(sessions.size() - 1).startedAt();
    }

    /** The accounts it was used with, where the source names them. */
    Set<AccountRef> accounts() {
        Set<AccountRef> accounts = new TreeSet<>(Comparator.comparing(AccountRef::toString));
        statements.forEach(invoked -> invoked.holder().account().ifPresent(accounts::add));
        sessions.forEach(session -> session.started().holder().account().ifPresent(accounts::add));
        return accounts;
    }

    /** Whether it is a use of the same access: with the same account or, where none is named, by the same holder. */
    boolean sameAccessAs(BreakglassUse other) {
        return systemId().equals(other.systemId()) && holder().equals(other.holder());
    }

    private Subject holder() {
        return invoked().holder().account().map(AccountRef::subject).orElseGet(() -> invoked()
                .holder()
                .subject());
    }

    List<SessionAction> actions() {
        return sessions.stream().flatMap(session -> session.actions().stream()).toList();
    }

    /** The systems it was used on, its own first. */
    List<String> systems() {
        return Stream.concat(Stream.of(systemId()), sessions.stream().map(Session::systemId))
                .distinct()
                .toList();
    }

    /** The events that say that it was used, the reviews left out. */
    List<Event> events() {
        List<Event> events = new ArrayList<>(statements);
        sessions.forEach(session -> {
            events.add(session.started());
            session.ended().ifPresent(events::add);
        });
        sessions.forEach(session -> events.addAll(session.actions()));
        return events;
    }
}
