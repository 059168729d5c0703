package io.plumbline.event;

import io.plumbline.event.ChangeEvent.Linked;
import io.plumbline.event.ChangeEvent.Requested;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a change tells the changes it is related to. It tells its other ids what is stated of itself, and parts of it what was
 * assessed and tested of itself; never what another told it. So that both reach far enough it tells how it is linked: its direct
 * aliases, which then tell the aliases at its other end, and what it is part of, which then tells its aliases too.
 *
 * <p>So a link travels one hop, and a statement one more; with the way to what was carried out under an artefact the longest chain
 * is four, whatever the order of arrival. Two links in a row are followed, and one behind a part.
 *
 * <p>Who those are that worked on a change comes by way of what keeps a month of theirs: identity, keeper, change, implementation,
 * four hops with the introduction. So it is told to what was carried out under the very id, and not further.
 *
 * @param from the change; anything else has no such relations
 * @param linked its other ids, by links that name it
 * @param distant the other ids of those
 * @param parts changes that say they are part of it, and their other ids
 * @param wholes the changes that it says it is part of
 */
record ChangeRelations(
        Subject from,
        SortedSet<Subject> linked,
        SortedSet<Subject> distant,
        SortedSet<Subject> parts,
        SortedSet<Subject> wholes) {

    private static final SortedSet<Subject> NONE = Collections.emptySortedSet();

    static ChangeRelations of(Subject from, List<Event> held) {
        if (from.kind() != SubjectKind.CHANGE) {
            return new ChangeRelations(from, NONE, NONE, NONE, NONE);
        }
        SortedSet<Subject> parts = new TreeSet<>();
        SortedSet<Subject> wholes = new TreeSet<>();
        for (Event event : held) {
            if (event instanceof Requested requested && requested.change().equals(from)) {
                requested.parentChangeId().map(ChangeEvent::change).ifPresent(wholes::add);
            } else if (isRequestOfPart(from, event)) {
                parts.add(((Requested) event).change());
            }
        }
        SortedSet<Subject> linked = linkedTo(new TreeSet<>(List.of(from)), held);
        SortedSet<Subject> distant = linkedTo(linked, held);
        parts.addAll(linkedTo(parts, held));
        for (SortedSet<Subject> others : List.of(linked, distant, parts, wholes)) {
            others.remove(from);
        }
        distant.removeAll(linked);
        return new ChangeRelations(from, linked, distant, parts, wholes);
    }

    private static SortedSet<Subject> linkedTo(SortedSet<Subject> ones, List<Event> held) {
        SortedSet<Subject> others = new TreeSet<>();
        for (Event event : held) {
            if (event instanceof Linked link) {
                if (ones.contains(link.change())) {
                    others.add(link.other());
                }
                if (ones.contains(link.other())) {
                    others.add(link.change());
                }
            }
        }
        return others;
    }

    /** All its other ids. */
    SortedSet<Subject> aliases() {
        SortedSet<Subject> aliases = new TreeSet<>(linked);
        aliases.addAll(distant);
        return aliases;
    }

    /** What is stated of it, and to a direct alias how else it is linked; not what is delivered to the other anyway. */
    boolean passesToAlias(Subject other, Event event) {
        return event instanceof Linked link
                ? linked.contains(other) && passesToWhole(other, link)
                : isOwn(event) && !Routing.subjectsOf(event).contains(other);
    }

    boolean passesToPart(Event event) {
        return isOwn(event) && (event instanceof ChangeEvent.ImpactAssessed || event instanceof ChangeEvent.Tested);
    }

    /** How it is linked. */
    boolean passesToWhole(Subject other, Event event) {
        return event instanceof Linked link
                && (link.change().equals(from) || link.other().equals(from))
                && !Routing.subjectsOf(event).contains(other);
    }

    /** What was only told so that it is known to be a part; it is no statement of this change. */
    boolean isRequestOfPart(Event event) {
        return isRequestOfPart(from, event);
    }

    private static boolean isRequestOfPart(Subject from, Event event) {
        return event instanceof Requested requested
                && !requested.change().equals(from)
                && requested.parentChangeId().filter(from.id()::equals).isPresent();
    }

    private boolean isOwn(Event event) {
        return event instanceof ChangeEvent.RecordEvent statement
                && statement.change().equals(from);
    }

    /** The change, or what was carried out, that somebody wrote, reviewed, approved or let pass in the month that is kept. */
    static Optional<Subject> workedOn(Subject keeper, Event event) {
        if (!(event instanceof ChangeEvent) || !Routing.subjectsOf(event).contains(keeper)) {
            return Optional.empty();
        } else if (event instanceof ChangeEvent.ImplementationEvent done) {
            return Optional.of(done.implementation());
        }
        return event instanceof ChangeEvent.RecordEvent statement ? Optional.of(statement.change()) : Optional.empty();
    }

    /** Who answers for an agent: its mandates go to what keeps its month anyway, and from its record the sponsor. */
    static boolean passesToKeeper(Subject identity, Subject keeper, Event event) {
        return keeper.kind() == SubjectKind.APPROVER
                && event instanceof IdentityEvent.Profiled profiled
                && profiled.identityId().equals(identity.id())
                && profiled.sponsorId().isPresent();
    }

    /** What somebody is: person or agent, and who answers for it. */
    static boolean saysWhoSomebodyIs(Event event) {
        return whose(event).isPresent();
    }

    static boolean saysWhoItKeeps(Subject keeper, Event event) {
        return whose(event)
                .filter(id -> keeper.id().startsWith(id + "/") && keeper.id().lastIndexOf('/') == id.length())
                .isPresent();
    }

    private static Optional<String> whose(Event event) {
        if (event instanceof IdentityEvent.Created created) {
            return Optional.of(created.identityId());
        } else if (event instanceof IdentityEvent.MandateGranted mandate) {
            return Optional.of(mandate.identityId());
        }
        return event instanceof IdentityEvent.Profiled profiled ? Optional.of(profiled.identityId()) : Optional.empty();
    }
}
