package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Privilege;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is known of the kind of identity a subject is, and whether it is privileged in a system. */
final class Holder {

    private static final Set<IdentityType> MACHINES = Set.of(
            IdentityType.SERVICE,
            IdentityType.WORKLOAD,
            IdentityType.BOT,
            IdentityType.AI_AGENT,
            IdentityType.THIRD_PARTY_APP);

    /** Those that act within a mandate: by themselves, or for somebody outside. */
    private static final Set<IdentityType> AGENTS =
            Set.of(IdentityType.BOT, IdentityType.AI_AGENT, IdentityType.THIRD_PARTY_APP);

    private Holder() {}

    /** As its own record says, else as a system says of one of its accounts; unknown where neither does. */
    static IdentityType type(IdentityFacts facts) {
        return facts.created()
                .map(IdentityEvent.Created::identityType)
                .filter(type -> type != IdentityType.UNKNOWN)
                .or(() -> facts.accounts().stream()
                        .flatMap(account -> typeOf(account).stream())
                        .findFirst())
                .orElse(IdentityType.UNKNOWN);
    }

    static boolean isMachine(IdentityType type) {
        return MACHINES.contains(type);
    }

    static boolean isAgent(IdentityType type) {
        return AGENTS.contains(type);
    }

    /** What was on record of it beside its employment at {@code at}; a first snapshot tells what was so before, too. */
    static Optional<Profiled> profile(IdentityFacts facts, Instant at) {
        Optional<Profiled> stated = facts.profiles().stream()
                .filter(profile -> !profile.header().occurredAt().isAfter(at))
                .reduce((earlier, later) -> later);
        return stated.or(() -> facts.profiles().stream().findFirst().filter(profile -> profile.header()
                .baseline()));
    }

    private static Optional<IdentityType> typeOf(Account account) {
        return account.events().stream()
                .filter(IdentityEvent.AccountCreated.class::isInstance)
                .map(IdentityEvent.AccountCreated.class::cast)
                .flatMap(created -> created.accountType().stream())
                .filter(type -> type != IdentityType.UNKNOWN)
                .findFirst();
    }

    /** Whether it was privileged in the system at {@code at}: by the system, an account, or a grant in force then. */
    static boolean privileged(IdentityFacts facts, String systemId, Instant at, Catalogue catalogue) {
        return Privilege.ofSystem(catalogue, systemId, at)
                || facts.accounts().stream()
                        .anyMatch(account ->
                                account.privileged() && account.ref().systemId().equals(systemId))
                || facts.grants().stream()
                        .filter(grant -> grant.systemId().equals(systemId)
                                && grant.held().contains(at))
                        .anyMatch(grant -> Privilege.given(catalogue, systemId, grant.entitlement(), at));
    }
}
