package io.plumbline.control.privileged;

import io.plumbline.event.AccountRef;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent.ImplementationEvent;
import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.AccountCreated;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Principal;
import io.plumbline.event.Subject;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something done with an account that several persons may use: a session with all that was done in it, a business step, a
 * deployment, a configuration edit or a data patch.
 *
 * @param object key of the item, as {@code session:erp/s-1}
 * @param anchor the source's own key of it
 * @param by the shared account, or the shared identity where the source names no account
 * @param times when something was done, oldest first; that a session ended, perhaps by itself, is no act
 * @param sessionIds the sessions it is known to belong to: itself, and those it was opened from; none where the source does not say
 * @param events what says so, in the order of {@code times}
 * @param entitlement the role or entitlement it used, where one is named
 * @param ofMachine true where the account belongs to a machine identity and nobody is seen to have used it at a screen
 */
record SharedUse(
        String object,
        String anchor,
        String systemId,
        Principal by,
        List<Instant> times,
        Set<String> sessionIds,
        List<Event> events,
        Optional<String> entitlement,
        boolean ofMachine) {

    /** Everything the subject holds that was done with shared accounts of it. */
    static List<SharedUse> of(IdentityFacts identity) {
        Optional<IdentityType> type = identity.created().map(IdentityEvent.Created::identityType);
        Map<String, Account> accounts = new HashMap<>();
        identity.accounts().stream()
                .filter(account -> type.equals(Optional.of(IdentityType.SHARED)) || Uses.everShared(account))
                .forEach(account -> accounts.put(account.ref().toString(), account));
        if (accounts.isEmpty() && !type.equals(Optional.of(IdentityType.SHARED))) {
            return List.of();
        }
        Map<String, Optional<String>> parents = new HashMap<>();
        identity.sessions()
                .forEach(session -> parents.putIfAbsent(
                        session.sessionId(), session.started().parentSessionId()));
        Uses uses = new Uses(identity, type, accounts, parents);
        return Stream.of(
                        identity.sessions().stream().flatMap(session -> uses.session(session).stream()),
                        identity.activity().stream().flatMap(step -> uses.step(step).stream()),
                        identity.implementations().stream().flatMap(done -> uses.implementation(done).stream()))
                .flatMap(each -> each)
                .toList();
    }

    Instant first() {
        return times.get(0);
    }

    boolean baseline() {
        return events.get(0).header().baseline();
    }

    /** Whether the account, where one is named, is this one. */
    boolean usedAccount(AccountRef account) {
        return by.account().map(account::equals).orElse(account.systemId().equals(systemId));
    }

    private record Uses(
            IdentityFacts identity,
            Optional<IdentityType> type,
            Map<String, Account> accounts,
            Map<String, Optional<String>> parents) {

        Optional<SharedUse> session(Session session) {
            List<Event> events = new ArrayList<>(List.of(session.started()));
            events.addAll(session.actions());
            return isShared(session.started().holder(), session.startedAt())
                    ? Optional.of(new SharedUse(
                            "session:" + session.systemId() + "/" + session.sessionId(),
                            session.sessionId(),
                            session.systemId(),
                            session.started().holder(),
                            events.stream()
                                    .map(event -> event.header().occurredAt())
                                    .toList(),
                            lineage(Optional.of(session.sessionId())),
                            events,
                            session.started().role(),
                            isMachine() && session.started().client() != ClientClass.INTERACTIVE))
                    : Optional.empty();
        }

        Optional<SharedUse> step(StepPerformed step) {
            return single(
                    "step:" + step.id(),
                    step.header().sourceEventId(),
                    step.systemId(),
                    step.performer(),
                    step,
                    step.header().authentication().flatMap(signedIn -> signedIn.sessionId()),
                    Optional.of(step.entitlement()));
        }

        Optional<SharedUse> implementation(ImplementationEvent done) {
            return single(
                    "implementation:" + done.systemId() + "/" + done.implementationId(),
                    done.implementationId(),
                    done.systemId(),
                    done.implementer(),
                    done,
                    done.sessionId(),
                    Optional.empty());
        }

        private Optional<SharedUse> single(
                String object,
                String anchor,
                String systemId,
                Principal by,
                Event event,
                Optional<String> sessionId,
                Optional<String> entitlement) {
            Instant at = event.header().occurredAt();
            return isShared(by, at)
                    ? Optional.of(new SharedUse(
                            object,
                            anchor,
                            systemId,
                            by,
                            List.of(at),
                            lineage(sessionId),
                            List.of(event),
                            entitlement,
                            isMachine()))
                    : Optional.empty();
        }

        /**
         * Where the source names a person, the act is that person's; else the account is shared where its system or the
         * inventory of identities says so.
         */
        private boolean isShared(Principal by, Instant at) {
            boolean sharedIdentity = type.equals(Optional.of(IdentityType.SHARED));
            if (by.identityId().isPresent()) {
                return sharedIdentity && Subject.identity(by.identityId().get()).equals(identity.subject());
            }
            Optional<Account> account = by.account().map(ref -> accounts.get(ref.toString()));
            return account.isPresent()
                    && (sharedIdentity || typeOf(account.get(), at).equals(Optional.of(IdentityType.SHARED)));
        }

        static boolean everShared(Account account) {
            return account.events().stream()
                    .anyMatch(event -> event instanceof AccountCreated created
                            && created.accountType().equals(Optional.of(IdentityType.SHARED)));
        }

        /** As last stated by then; before the first statement, as first stated. */
        private static Optional<IdentityType> typeOf(Account account, Instant at) {
            List<AccountCreated> stated = account.events().stream()
                    .filter(AccountCreated.class::isInstance)
                    .map(AccountCreated.class::cast)
                    .filter(created -> created.accountType().isPresent())
                    .toList();
            return stated.stream()
                    .filter(created -> !created.header().occurredAt().isAfter(at))
                    .reduce((earlier, later) -> later)
                    .or(() -> stated.stream().findFirst())
                    .flatMap(AccountCreated::accountType);
        }

        private boolean isMachine() {
            return type.filter(IdentityType::isMachine).isPresent();
        }

        /** The session and those it was opened from, as far as they are on record. */
        private Set<String> lineage(Optional<String> sessionId) {
            Set<String> lineage = new LinkedHashSet<>();
            Optional<String> next = sessionId;
            while (next.isPresent() && lineage.add(next.get())) {
                next = parents.getOrDefault(next.get(), Optional.empty());
            }
            return lineage;
        }
    }
}
