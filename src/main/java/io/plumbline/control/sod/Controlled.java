package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.KnownSecret;
import io.plumbline.facts.Machine;
import io.plumbline.facts.Secret;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A machine identity that somebody controls, on one ground and over some time.
 *
 * @param evidence what the control rests on
 */
record Controlled(Machine machine, Basis basis, Timeline when, List<Event> evidence) {

    /** On what ground somebody controls a machine identity, from what counts most. */
    enum Basis {
        /** The secret of one of its credentials was shown to them and has not been replaced. */
        SECRET,
        /** They answer for it; who did counts on until its secrets have been replaced. */
        OWNER,
        /** They sponsor it as an agent. */
        SPONSOR
    }

    /** @param windowAt how long a secret that came to be known at an instant is taken to be known, where it is not replaced before */
    static List<Controlled> of(IdentityFacts identity, Function<Instant, Duration> windowAt) {
        List<Controlled> controlled = new ArrayList<>();
        for (KnownSecret known : identity.knownSecrets()) {
            known.machine().ifPresent(machine -> {
                List<Interval> spans = knowledge(known, windowAt);
                if (!spans.isEmpty()) {
                    controlled.add(new Controlled(machine, Basis.SECRET, Timeline.of(spans), List.copyOf(known.how())));
                }
            });
        }
        String self = identity.subject().id();
        for (Machine machine : identity.machines().values()) {
            Timeline owned = machine.ownedBy(self);
            List<Interval> spans = new ArrayList<>();
            owned.intervals().forEach(span -> spans.add(untilReplaced(span, machine.secrets(), windowAt)));
            add(machine, Basis.OWNER, Timeline.of(spans), ownershipEvents(machine), controlled);
        }
        for (Machine machine : identity.sponsored().values()) {
            List<Event> mandates = Stream.<Event>concat(
                            machine.record().mandates().stream(), machine.record().profiles().stream())
                    .toList();
            add(machine, Basis.SPONSOR, machine.sponsoredBy(self), mandates, controlled);
        }
        return List.copyOf(controlled);
    }

    private static void add(
            Machine machine, Basis basis, Timeline when, List<Event> evidence, List<Controlled> controlled) {
        if (!when.isEmpty()) {
            controlled.add(new Controlled(machine, basis, when, evidence));
        }
    }

    private static List<Event> ownershipEvents(Machine machine) {
        return machine.ownerships().stream()
                .<Event>map(ownership -> ownership.stated())
                .toList();
    }

    /** The times in which a secret that was shown is known: from each time it was shown until it is replaced, or forgotten. */
    static List<Interval> knowledge(KnownSecret known, Function<Instant, Duration> windowAt) {
        List<Interval> spans = new ArrayList<>();
        for (CredentialEvent how : known.how()) {
            if (!(how instanceof CredentialEvent.Retrieved retrieved) || retrieved.revealed()) {
                Instant from = how.header().occurredAt();
                Instant forgotten = from.plus(windowAt.apply(from));
                Instant to = known.secret()
                        .replacedOrEnded(from)
                        .filter(end -> end.isBefore(forgotten))
                        .orElse(forgotten);
                if (from.isBefore(to)) {
                    spans.add(Interval.of(from, to));
                }
            }
        }
        return spans;
    }

    /** Who owned it until {@code span} ended may still use secrets that were live then, until each has been replaced. */
    private static Interval untilReplaced(Interval span, List<Secret> secrets, Function<Instant, Duration> windowAt) {
        Optional<Instant> end = span.until();
        if (end.isEmpty()) {
            return span;
        }
        Instant forgotten = end.get().plus(windowAt.apply(end.get()));
        Instant last = secrets.stream()
                .filter(secret -> secret.live().contains(end.get().minusNanos(1)))
                .map(secret -> secret.replacedOrEnded(end.get())
                        .filter(replaced -> replaced.isBefore(forgotten))
                        .orElse(forgotten))
                .max(Instant::compareTo)
                .orElse(end.get());
        return Interval.of(span.from(), last);
    }

    /** What it can do, while it is controlled. */
    List<Path> paths(Catalogue catalogue) {
        List<Path> paths = new ArrayList<>();
        for (Path path : EffectiveAccess.of(machine.grants(), catalogue).paths()) {
            when.and(path.usable())
                    .intervals()
                    .forEach(part -> paths.add(new Path(
                            path.systemId(), path.entitlement(), part, path.grant(), path.chain(), path.scope())));
        }
        return paths;
    }

    /** In words, with what it rests on. */
    String words() {
        String ground =
                switch (basis) {
                    case SECRET -> "whose secret was shown to them";
                    case OWNER -> "which they own, or owned while its secrets were not replaced";
                    case SPONSOR -> "which they sponsor";
                };
        return "Machine identity " + machine.identityId() + ", " + ground + ", " + when.intervals();
    }

    /** The use of its credentials while the secret was known. */
    List<CredentialEvent.Used> uses(Interval span) {
        return machine.secrets().stream()
                .flatMap(secret -> secret.uses().stream())
                .filter(use -> span.contains(use.header().occurredAt())
                        && when.contains(use.header().occurredAt()))
                .toList();
    }
}
