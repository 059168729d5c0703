package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Account;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The systems an identity can act on or acts on, and when, by its accounts, grants, credentials and what it did.
 *
 * @param touches oldest first
 */
record Reach(List<Touch> touches) {

    /**
     * One way into a system, or one act in it.
     *
     * @param act true where something was done
     */
    record Touch(Instant at, String systemId, boolean privileged, boolean act) {}

    static Reach of(IdentityFacts identity, Catalogue catalogue) {
        List<Touch> touches = new ArrayList<>();
        for (Account account : identity.accounts()) {
            touches.add(new Touch(
                    account.events().get(0).header().occurredAt(),
                    account.ref().systemId(),
                    account.privileged(),
                    false));
        }
        identity.grants()
                .forEach(grant -> touches.add(touch(
                        grant.held().from(),
                        grant.systemId(),
                        Holder.privileged(
                                identity, grant.systemId(), grant.held().from(), catalogue),
                        false)));
        for (Secret secret : identity.secrets()) {
            secret.live().intervals().forEach(live -> touches.add(touch(live.from(), secret.systemId(), false, false)));
            secret.uses()
                    .forEach(use -> touches.add(touch(
                            use.header().occurredAt(), use.targetSystemId().orElse(secret.systemId()), false, true)));
        }
        Stream.of(
                        identity.activity().stream()
                                .map(step -> touch(step.header().occurredAt(), step.systemId(), false, true)),
                        identity.sessions().stream()
                                .map(session -> touch(session.startedAt(), session.systemId(), true, true)),
                        identity.implementations().stream()
                                .map(done -> touch(done.header().occurredAt(), done.systemId(), false, true)))
                .flatMap(acts -> acts)
                .forEach(touches::add);
        return new Reach(touches.stream()
                .map(touch -> new Touch(
                        touch.at(),
                        touch.systemId(),
                        touch.privileged() || system(catalogue, touch, SystemRegistered::privileged),
                        touch.act()))
                .sorted(Comparator.comparing(Touch::at).thenComparing(Touch::systemId))
                .toList());
    }

    private static Touch touch(Instant at, String systemId, boolean privileged, boolean act) {
        return new Touch(at, systemId, privileged, act);
    }

    private static boolean system(Catalogue catalogue, Touch touch, Predicate<SystemRegistered> has) {
        return catalogue.system(touch.systemId(), touch.at()).filter(has).isPresent();
    }

    /** The first way into a system in scope of SOX, or act in one. */
    Optional<Touch> financial(Catalogue catalogue) {
        return touches.stream()
                .filter(touch -> system(catalogue, touch, SystemRegistered::soxInScope))
                .findFirst();
    }

    Optional<Touch> privileged() {
        return touches.stream().filter(Touch::privileged).findFirst();
    }

    Optional<Touch> firstAct() {
        return touches.stream().filter(Touch::act).findFirst();
    }

    /** The touch whose system stands for the identity: a financial one, else a privileged one, else the first in scope of SOC. */
    Optional<Touch> chief(Catalogue catalogue) {
        return financial(catalogue).or(this::privileged).or(() -> touches.stream()
                .filter(touch -> system(catalogue, touch, SystemRegistered::socInScope))
                .findFirst()
                .or(() -> touches.stream().findFirst()));
    }
}
