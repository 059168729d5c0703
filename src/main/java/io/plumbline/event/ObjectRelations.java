package io.plumbline.event;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * @param objects business objects to be told, each with the instants of the steps that concern it, where that matters
 * @param missing whoever acted, with the objects followed from that their own steps do not name; of an object
 * @param attributed persons a shared account is attributed to, with the steps that concern them; of an account
 * @param isAgent true for an identity that has, or had, a sponsor or a mandate
 * @param isShared true for an account whose use was attributed to anybody; only then it matters when steps were carried out
 */
record ObjectRelations(
        Subject from,
        Map<Subject, Set<Instant>> objects,
        Map<Subject, Set<Subject>> missing,
        Map<Subject, Set<EventId>> attributed,
        boolean isAgent,
        boolean isShared) {

    /** A step with the objects it names; the object it was carried out on, where there is one, comes first. */
    private record Act(StepPerformed step, boolean hasObject, List<Subject> named) {

        static List<Act> of(List<Event> held) {
            List<Act> acts = new ArrayList<>();
            for (Event event : held) {
                if (event instanceof StepPerformed step) {
                    List<Subject> named = step.objects();
                    if (!named.isEmpty()) {
                        acts.add(new Act(step, step.object().isPresent(), named));
                    }
                }
            }
            return acts;
        }

        Instant at() {
            return step.header().occurredAt();
        }

        boolean isOnAny(Collection<Subject> objects) {
            return hasObject && objects.contains(named.get(0));
        }

        boolean isOn(Subject object) {
            return hasObject && object.equals(named.get(0));
        }
    }

    static ObjectRelations of(Subject from, List<Event> held) {
        boolean concerned = from.kind() == SubjectKind.OBJECT
                || from.kind() == SubjectKind.ACCOUNT
                || from.kind() == SubjectKind.IDENTITY;
        List<Act> acts = concerned ? Act.of(held) : List.of();
        ObjectRelations found = new ObjectRelations(
                from,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                from.kind() == SubjectKind.IDENTITY && held.stream().anyMatch(event -> saysAgent(from, event)),
                from.kind() == SubjectKind.ACCOUNT && held.stream().anyMatch(AttributionRecorded.class::isInstance));
        if (from.kind() == SubjectKind.OBJECT) {
            found.ofObject(acts);
        } else if (!acts.isEmpty()) {
            found.ofActor(acts, held);
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

    /** Whether of what was held before nothing more is passed to the other. */
    boolean sameAs(ObjectRelations before, Subject other) {
        return isAgent == before.isAgent
                && objects.containsKey(other) == before.objects.containsKey(other)
                && (!before.isShared
                        || objects.getOrDefault(other, Set.of()).equals(before.objects.getOrDefault(other, Set.of())))
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
            default -> false;
        };
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

    private void ofObject(List<Act> acts) {
        Set<Subject> parents = new LinkedHashSet<>();
        acts.stream().filter(act -> act.isOn(from)).forEach(act -> parents.addAll(act.named()));
        parents.remove(from);
        parents.forEach(parent -> objects.put(parent, Set.of()));
        for (Act act : acts) {
            if (act.named().contains(from)) {
                Set<Subject> unnamed = new HashSet<>(parents);
                act.named().forEach(unnamed::remove);
                for (Subject actor : actors(act.step())) {
                    boolean notTold = act.isOn(from) && !routed(act.step()).contains(actor);
                    if (!unnamed.isEmpty() || notTold) {
                        missing.computeIfAbsent(actor, key -> new HashSet<>()).addAll(unnamed);
                    }
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

    private void ofActor(List<Act> acts, List<Event> held) {
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
        List<Act> own = new ArrayList<>();
        List<Act> others = new ArrayList<>();
        for (Act act : acts) {
            (isOwn(act.step(), accounts, uses) ? own : others).add(act);
        }
        reach(own, others);
        if (isShared) {
            uses.forEach(use -> attribute(use, own, acts));
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

    /** The objects that own steps name and those that these follow from; others' steps say which, as far as own ones do not. */
    private void reach(List<Act> own, List<Act> others) {
        for (Act act : own) {
            act.named().forEach(object -> addTime(object, isShared ? Set.of(act.at()) : Set.of()));
        }
        Map<Subject, Set<Instant>> named = others.isEmpty() && !isShared ? Map.of() : copyOf(objects);
        for (Act act : others) {
            Set<Instant> times = act.hasObject() ? named.get(act.named().get(0)) : null;
            if (times != null) {
                act.named().forEach(object -> addTime(object, times));
            }
        }
        if (isShared) {
            for (Act act : own) {
                Set<Instant> times = act.hasObject() ? named.get(act.named().get(0)) : null;
                if (times != null) {
                    act.named().forEach(object -> addTime(object, times));
                }
            }
        }
    }

    private static Map<Subject, Set<Instant>> copyOf(Map<Subject, Set<Instant>> objects) {
        Map<Subject, Set<Instant>> copy = new LinkedHashMap<>();
        objects.forEach((object, times) -> copy.put(object, Set.copyOf(times)));
        return copy;
    }

    private void addTime(Subject object, Set<Instant> times) {
        if (times.isEmpty()) {
            objects.putIfAbsent(object, Set.of());
        } else {
            objects.computeIfAbsent(object, key -> new HashSet<>()).addAll(times);
        }
    }

    /** The person it is attributed to for a time hears of the steps of that time, and of what their objects follow from. */
    private void attribute(AttributionRecorded use, List<Act> own, List<Act> held) {
        List<Act> during = own.stream().filter(act -> covers(use, act.at())).toList();
        if (during.isEmpty()) {
            return;
        }
        Set<Subject> named = new HashSet<>();
        Set<EventId> told = attributed.computeIfAbsent(Subject.identity(use.personId()), key -> new LinkedHashSet<>());
        during.forEach(act -> {
            named.addAll(act.named());
            told.add(act.step().id());
        });
        held.stream()
                .filter(act -> act.isOnAny(named) && act.named().size() > 1)
                .forEach(act -> told.add(act.step().id()));
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
