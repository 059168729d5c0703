package io.plumbline.event;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a change tells the changes it is related to: what is stated of it, to its other ids; what was assessed and tested of it,
 * to what is part of it.
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

    /**
     * What is stated of it, under its own id or one it was linked with, and of what it is part of; not what is delivered to the
     * other anyway, so that no way is longer for having come by there.
     */
    boolean passesToAlias(Subject other, Event event) {
        return event instanceof ChangeEvent.RecordEvent statement
                && !Routing.subjectsOf(event).contains(other)
                && (statement.change().equals(from)
                        || aliases.contains(statement.change())
                        || wholes.contains(statement.changeId()) && isAssessment(event));
    }

    /** What was only told so that it is known to be a part; it is no statement of this change. */
    boolean isRequestOfPart(Event event) {
        return event instanceof ChangeEvent.Requested requested
                && !requested.change().equals(from)
                && requested.parentChangeId().filter(from.id()::equals).isPresent();
    }

    boolean passesToPart(Event event) {
        return isAssessment(event) && ((ChangeEvent.RecordEvent) event).change().equals(from);
    }

    private static boolean isAssessment(Event event) {
        return event instanceof ChangeEvent.ImpactAssessed || event instanceof ChangeEvent.Tested;
    }
}
