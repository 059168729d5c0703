package io.plumbline.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change tells the changes it is related to: what is stated of it, to its other ids; what was assessed and tested of it,
 * to what is part of it; and who those are that worked on it.
 *
 * <p>What somebody is comes by way of what keeps a month of theirs: identity, keeper, change, implementation, four hops with the
 * introduction. So it is told to what was carried out under the very id, and not further.
 *
 * <p>An id is told what is stated under another one directly or by way of one in between, and what was stated of the change that it,
 * or another id of it, is part of. So the longest way, to what was carried out under an artefact, is four hops.
 *
 * @param from the change; anything else has no such relations
 * @param aliases its other ids, as links it is named in say
 * @param parts changes that say they are part of it
 * @param wholes ids of the changes that it says it is part of
 */
record ChangeRelations(Subject from, Set<Subject> aliases, Set<Subject> parts, Set<String> wholes) {

    ChangeRelations {
        aliases = Set.copyOf(aliases);
        parts = Set.copyOf(parts);
        wholes = Set.copyOf(wholes);
    }

    static ChangeRelations of(Subject from, List<Event> held) {
        Set<Subject> aliases = new TreeSet<>();
        Set<Subject> parts = new TreeSet<>();
        Set<String> wholes = new TreeSet<>();
        if (from.kind() == SubjectKind.CHANGE) {
            for (Event event : held) {
                if (event instanceof ChangeEvent.Linked linked) {
                    if (linked.change().equals(from)) {
                        aliases.add(linked.other());
                    } else if (linked.other().equals(from)) {
                        aliases.add(linked.change());
                    }
                } else if (event instanceof ChangeEvent.Requested requested) {
                    if (requested.change().equals(from)) {
                        requested.parentChangeId().ifPresent(wholes::add);
                    } else if (requested
                            .parentChangeId()
                            .filter(from.id()::equals)
                            .isPresent()) {
                        parts.add(requested.change());
                    }
                }
            }
            aliases.remove(from);
            parts.remove(from);
        }
        return new ChangeRelations(from, aliases, parts, wholes);
    }

    /** What is stated of it, under its own id or one it was linked with, and of what it is part of. */
    boolean passesToAlias(Subject other, Event event) {
        return event instanceof ChangeEvent.RecordEvent statement
                && !statement.change().equals(other)
                && (statement.change().equals(from)
                        || aliases.contains(statement.change())
                        || wholes.contains(statement.changeId()) && isAssessment(event));
    }

    boolean passesToPart(Event event) {
        return isAssessment(event) && ((ChangeEvent.RecordEvent) event).change().equals(from);
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

    private static boolean isAssessment(Event event) {
        return event instanceof ChangeEvent.ImpactAssessed || event instanceof ChangeEvent.Tested;
    }
}
