package io.plumbline.event;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The systems an event names, where it names any: in which of them something was granted, done, opened or changed. */
public final class SystemsNamed {

    private SystemsNamed() {}

    /** Ids of the systems; empty for reference data, decisions, source health, and events that are about a person only. */
    public static Set<String> by(Event event) {
        Set<String> systems = new TreeSet<>();
        if (event instanceof AccessEvent access) {
            systems.add(access.systemId());
        } else if (event instanceof CredentialEvent credential) {
            systems.add(credential.systemId());
        } else if (event instanceof PrivilegedAccessEvent privileged) {
            systems.add(privileged.systemId());
        } else if (event instanceof BusinessActivityEvent.StepPerformed step) {
            systems.add(step.systemId());
        } else if (event instanceof ReviewEvent.ItemAdded item) {
            systems.add(item.systemId());
        } else if (event instanceof ReviewEvent.ItemDecided item) {
            systems.add(item.systemId());
        } else if (event instanceof ReviewEvent.ItemRemediated item) {
            systems.add(item.systemId());
        } else if (event instanceof ChangeEvent change) {
            ofChange(change).ifPresent(systems::add);
        } else if (event instanceof IdentityEvent identity) {
            accountOf(identity).map(AccountRef::systemId).ifPresent(systems::add);
        }
        return systems;
    }

    private static Optional<String> ofChange(ChangeEvent event) {
        if (event instanceof ChangeEvent.ImplementationEvent done) {
            return Optional.of(done.systemId());
        } else if (event instanceof ChangeEvent.RolledBack rolledBack) {
            return Optional.of(rolledBack.systemId());
        } else if (event instanceof ChangeEvent.Requested requested) {
            return Optional.of(requested.systemId());
        } else if (event instanceof ChangeEvent.Approved approved) {
            return Optional.of(approved.systemId());
        } else if (event instanceof ChangeEvent.Rejected rejected) {
            return Optional.of(rejected.systemId());
        } else if (event instanceof ChangeEvent.Closed closed) {
            return Optional.of(closed.systemId());
        } else if (event instanceof ChangeEvent.ImpactAssessed assessed) {
            return Optional.of(assessed.systemId());
        } else if (event instanceof ChangeEvent.Tested tested) {
            return Optional.of(tested.systemId());
        } else if (event instanceof ChangeEvent.PostReviewed reviewed) {
            return Optional.of(reviewed.systemId());
        }
        return Optional.empty();
    }

    private static Optional<AccountRef> accountOf(IdentityEvent event) {
        if (event instanceof IdentityEvent.AccountCreated created) {
            return Optional.of(created.account());
        } else if (event instanceof IdentityEvent.AccountLinked linked) {
            return Optional.of(linked.account());
        } else if (event instanceof IdentityEvent.AccountEnabled enabled) {
            return Optional.of(enabled.account());
        } else if (event instanceof IdentityEvent.AccountDisabled disabled) {
            return Optional.of(disabled.account());
        } else if (event instanceof IdentityEvent.AccountDeleted deleted) {
            return Optional.of(deleted.account());
        }
        return Optional.empty();
    }
}
