package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Privilege;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.Optional;

/** What is on record of an identity beside its employment, and whether it is privileged in a system. */
final class Holder {

    private Holder() {}

    /** What was on record of it beside its employment at {@code at}; a first snapshot tells what was so before, too. */
    static Optional<Profiled> profile(IdentityFacts facts, Instant at) {
        Optional<Profiled> stated = facts.profiles().stream()
                .filter(profile -> !profile.header().occurredAt().isAfter(at))
                .reduce((earlier, later) -> later);
        return stated.or(() -> facts.profiles().stream().findFirst().filter(profile -> profile.header()
                .baseline()));
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
