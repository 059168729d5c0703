package io.plumbline.event;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a business object learns of what follows from it, and of the persons behind the steps.
 *
 * <pre>
 *   OBJECT   ─► the objects it follows from: steps on itself and on what names it
 *   OBJECT   ─► who carried those steps out: what it follows from, so that they know whom to tell
 *   ACCOUNT  ─► whom it is attributed to: the steps of that time
 *   ACCOUNT  ─► OBJECT: whose it is, and who used it when the steps were carried out
 *   IDENTITY ─► OBJECT: its own record
 * </pre>
 *
 * <p>No chain is longer than three. A step is delivered to the objects it names, and these pass it on to what they follow from;
 * there it neither names the receiver nor was carried out on it, so that it stays. What an object follows from is known to its
 * accounts after one pass and to their identities after two, and these tell the object at its end, which tells nobody.
 *
 * @param objects business objects to be told, each with the instants of the steps that concern it
 * @param missing whoever acted, with the objects followed from that their own steps do not name; of an object
 * @param attributed persons a shared account is attributed to, with the steps that concern them; of an account
 * @param isAgent true for an identity that has, or had, a sponsor or a mandate
 */
record ObjectRelations(
        Subject from,
        Map<Subject, Set<Instant>> objects,
        Map<Subject, Set<Subject>> missing,
        Map<Subject, Set<EventId>> attributed,
        boolean isAgent) {

    static ObjectRelations of(Subject from, List<Event> held) {
        ObjectRelations found = new ObjectRelations(
                from,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                from.kind() == SubjectKind.IDENTITY && held.stream().anyMatch(event -> saysAgent(from, event)));
        boolean concerned = from.kind() == SubjectKind.OBJECT
                || from.kind() == SubjectKind.ACCOUNT
                || from.kind() == SubjectKind.IDENTITY;
        List<StepPerformed> steps = concerned ? steps(held) : List.of();
        if (from.kind() == SubjectKind.OBJECT) {
            found.ofObject(steps);
        } else if (!steps.isEmpty()) {
            found.ofActor(steps, held);
        }
        return found;
    }

    /** Everyone related. */
    Set<Subject> to() {
        Set<Subject> all = new LinkedHashSet<>(objects.keySet());
        all.addAll(missing.keySet());
        all.addAll(attributed.keySet());
        return all;
    }

    boolean sameAs(ObjectRelations before, Subject other) {
        return isAgent == before.isAgent
                && objects.getOrDefault(other, Set.of()).equals(before.objects.getOrDefault(other, Set.of()))
                && missing.getOrDefault(other, Set.of()).equals(before.missing.getOrDefault(other, Set.of()))
                && attributed.getOrDefault(other, Set.of()).equals(before.attributed.getOrDefault(other, Set.of()));
    }

    boolean passes(Subject other, Event event) {
        return switch (from.kind()) {
            case OBJECT ->
                event instanceof StepPerformed step
                        && (objects.containsKey(other) ? goesOn(step, other) : isToldTo(other, step));
            case ACCOUNT ->
                objects.containsKey(other)
                        ? isOfAccount(event, objects.get(other))
                        : attributed.getOrDefault(other, Set.of()).contains(event.id());
            case IDENTITY -> objects.containsKey(other) && isOwnRecord(event);
            case IMPLEMENTATION, CHANGE, ARTEFACT, SESSION, CREDENTIAL, EXCEPTION, SOURCE, APPROVER, ROLE -> false;
        };
    }

    private static List<StepPerformed> steps(List<Event> held) {
        List<StepPerformed> steps = new ArrayList<>();
        for (Event event : held) {
            if (event instanceof StepPerformed step && !step.objects().isEmpty()) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** Everyone a step says acted or had it done. */
    private static Set<Subject> actors(StepPerformed step) {
        Set<Subject> actors = routed(step);
        step.header().onBehalfOf().forEach(id -> actors.add(Subject.identity(id)));
        return actors;
    }

    private static Set<Subject> routed(StepPerformed step) {
        Set<Subject> actors = new LinkedHashSet<>(List.of(step.performer().subject()));
        step.initiatedBy().map(Principal::subject).ifPresent(actors::add);
        return actors;
    }

    private void ofObject(List<StepPerformed> steps) {
        Set<Subject> parents = new LinkedHashSet<>();
        List<StepPerformed> naming = new ArrayList<>();
        for (StepPerformed step : steps) {
            if (isOn(from, step)) {
                parents.addAll(step.objects());
            }
            if (step.objects().contains(from)) {
                naming.add(step);
            }
        }
        parents.remove(from);
        parents.forEach(parent -> objects.put(parent, Set.of()));
        for (StepPerformed step : naming) {
            Set<Subject> unnamed = new HashSet<>(parents);
            step.objects().forEach(unnamed::remove);
            for (Subject actor : actors(step)) {
                boolean notTold = isOn(from, step) && !routed(step).contains(actor);
                if (!unnamed.isEmpty() || notTold) {
                    missing.computeIfAbsent(actor, key -> new HashSet<>()).addAll(unnamed);
                }
            }
        }
    }

    private static boolean isOn(Subject object, StepPerformed step) {
        return step.object().equals(Optional.of(object));
    }

    /** Of steps on the object itself or on what names it, those that the parent does not hear of by itself. */
    private boolean goesOn(StepPerformed step, Subject parent) {
        List<Subject> named = step.objects();
        return named.contains(from) && !named.contains(parent);
    }

    /** What says that the object follows from what the actor's own steps do not name, and steps done for the actor. */
    private boolean isToldTo(Subject actor, StepPerformed step) {
        if (!missing.containsKey(actor) || !isOn(from, step) || routed(step).contains(actor)) {
            return false;
        }
        return actors(step).contains(actor) || step.objects().stream().anyMatch(missing.get(actor)::contains);
    }

    private void ofActor(List<StepPerformed> steps, List<Event> held) {
        Set<AccountRef> accounts = new HashSet<>();
        List<AttributionRecorded> uses = new ArrayList<>();
        for (Event event : held) {
            if (event instanceof IdentityEvent.AccountLinked linked
                    && linked.identityId().equals(from.id())) {
                accounts.add(linked.account());
            } else if (event instanceof IdentityEvent.AccountCreated created
                    && created.identityId().equals(Optional.of(from.id()))) {
                accounts.add(created.account());
            } else if (event instanceof AttributionRecorded use) {
                uses.add(use);
            }
        }
        List<StepPerformed> own =
                steps.stream().filter(step -> isOwn(step, accounts, uses)).toList();
        objects.putAll(reached(own, steps));
        if (from.kind() == SubjectKind.ACCOUNT) {
            uses.forEach(use -> attribute(use, own, steps));
        }
    }

    private boolean isOwn(StepPerformed step, Set<AccountRef> accounts, List<AttributionRecorded> uses) {
        if (from.kind() == SubjectKind.ACCOUNT) {
            return routed(step).contains(from);
        }
        return actors(step).contains(from)
                || isBy(step, accounts)
                || uses.stream()
                        .anyMatch(use -> use.personId().equals(from.id())
                                && covers(use, step.header().occurredAt())
                                && isBy(step, Set.of(use.account())));
    }

    private static boolean isBy(StepPerformed step, Set<AccountRef> accounts) {
        return step.performer().account().filter(accounts::contains).isPresent()
                || step.initiatedBy()
                        .flatMap(Principal::account)
                        .filter(accounts::contains)
                        .isPresent();
    }

    /** The objects that steps name and those that these follow from, each with when the steps were carried out. */
    private static Map<Subject, Set<Instant>> reached(List<StepPerformed> own, List<StepPerformed> held) {
        Map<Subject, Set<Instant>> named = new LinkedHashMap<>();
        own.forEach(step -> step.objects().forEach(object -> named.computeIfAbsent(object, key -> new HashSet<>())
                .add(step.header().occurredAt())));
        Map<Subject, Set<Instant>> reached = new LinkedHashMap<>();
        named.forEach((object, times) -> reached.put(object, new HashSet<>(times)));
        for (StepPerformed step : held) {
            Set<Instant> times = step.object().map(named::get).orElse(null);
            if (times != null) {
                step.objects().forEach(parent -> reached.computeIfAbsent(parent, key -> new HashSet<>())
                        .addAll(times));
            }
        }
        return reached;
    }

    /** The person it is attributed to for a time hears of the steps of that time, and of what their objects follow from. */
    private void attribute(AttributionRecorded use, List<StepPerformed> own, List<StepPerformed> held) {
        List<StepPerformed> during = own.stream()
                .filter(step -> covers(use, step.header().occurredAt()))
                .toList();
        Set<Subject> named = new HashSet<>();
        during.forEach(step -> named.addAll(step.objects()));
        Set<EventId> told = new LinkedHashSet<>();
        during.forEach(step -> told.add(step.id()));
        held.stream()
                .filter(step -> step.object().filter(named::contains).isPresent()
                        && step.objects().size() > 1)
                .forEach(step -> told.add(step.id()));
        if (!during.isEmpty()) {
            attributed
                    .computeIfAbsent(Subject.identity(use.personId()), key -> new LinkedHashSet<>())
                    .addAll(told);
        }
    }

    private static boolean covers(AttributionRecorded use, Instant at) {
        return !at.isBefore(use.from())
                && use.to().filter(end -> !at.isBefore(end)).isEmpty();
    }

    private boolean isOfAccount(Event event, Set<Instant> times) {
        if (event instanceof AttributionRecorded use) {
            return use.account().subject().equals(from) && times.stream().anyMatch(at -> covers(use, at));
        } else if (event instanceof IdentityEvent.AccountLinked linked) {
            return linked.account().subject().equals(from);
        } else if (event instanceof IdentityEvent.AccountCreated created) {
            return created.account().subject().equals(from);
        }
        return event instanceof IdentityEvent.AccountUnlinked unlinked
                && unlinked.account().subject().equals(from);
    }

    private boolean isOwnRecord(Event event) {
        if (event instanceof IdentityEvent.Created created) {
            return created.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.Merged merged) {
            return merged.identityId().equals(from.id()) || merged.intoId().equals(from.id());
        }
        return isAgent && isMandateOrProfile(from, event);
    }

    private static boolean isMandateOrProfile(Subject identity, Event event) {
        if (event instanceof IdentityEvent.Profiled profiled) {
            return profiled.identityId().equals(identity.id());
        } else if (event instanceof IdentityEvent.MandateGranted granted) {
            return granted.identityId().equals(identity.id());
        }
        return event instanceof IdentityEvent.MandateRevoked revoked
                && revoked.identityId().equals(identity.id());
    }

    private static boolean saysAgent(Subject identity, Event event) {
        return isMandateOrProfile(identity, event)
                && !(event instanceof IdentityEvent.Profiled profiled
                        && profiled.sponsorId().isEmpty());
    }
}
