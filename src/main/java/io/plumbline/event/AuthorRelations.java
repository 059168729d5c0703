package io.plumbline.event;

import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.Merged;
import io.plumbline.event.IdentityEvent.Authored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How an identity learns what it is an author of. What keeps a month of somebody holds the deployments that name them as author
 * and the merges of what they wrote, and is told by the changes of these merges what was deployed under them. It says the first
 * deployment of each month to each system, and no more: so a busy author stays small.
 *
 * <p>Of all it ever says under one id the earliest counts, and the earliest is always said, so nothing depends on the order of
 * arrival. A deployment goes two hops at most (change, keeper), the statement two more at most (identity, record that stays or
 * other id), and is passed on by the author named only.
 */
final class AuthorRelations {

    private AuthorRelations() {}

    /** What the keeper of a month has to say since it holds the news. */
    static List<Authored> newlyStated(Subject keeper, List<Event> before, Event news) {
        if (keeper.kind() != SubjectKind.APPROVER || !(news instanceof Deployed || news instanceof Merged)) {
            return List.of();
        }
        List<Event> held = new ArrayList<>(before);
        held.removeIf(known -> known.id().equals(news.id()));
        held.add(news);
        List<Authored> stated = new ArrayList<>(statedBy(keeper, held));
        stated.removeAll(statedBy(keeper, before));
        return stated;
    }

    private static Collection<Authored> statedBy(Subject keeper, List<Event> held) {
        String author = keeper.id().substring(0, keeper.id().lastIndexOf('/'));
        TreeSet<String> written = new TreeSet<>();
        for (Event event : held) {
            if (event instanceof Merged merged && merged.authorIds().contains(author)) {
                written.add(merged.changeId());
            }
        }
        Map<EventId, Authored> first = new TreeMap<>();
        for (Event event : held) {
            if (event instanceof Deployed deployed) {
                authored(author, deployed, written)
                        .ifPresent(authored -> first.merge(
                                authored.id(), authored, (one, other) -> other.isBefore(one) ? other : one));
            }
        }
        return first.values();
    }

    /** What was there already is no work of anybody. */
    private static Optional<Authored> authored(String author, Deployed deployed, TreeSet<String> written) {
        if (deployed.previousDigest().equals(Optional.of(deployed.artefactDigest()))) {
            return Optional.empty();
        } else if (deployed.authorIds().contains(author)) {
            return Optional.of(Authored.of(author, deployed, Optional.empty()));
        }
        return deployed.changeIds().stream()
                .filter(written::contains)
                .min(String::compareTo)
                .map(change -> Authored.of(author, deployed, Optional.of(change)));
    }

    /** What keeps the month of whoever wrote code of the change, by a merge of its own. */
    static List<Subject> keepersOfAuthors(Subject change, Event event) {
        return event instanceof Merged merged && merged.change().equals(change)
                ? merged.authorIds().stream()
                        .map(author -> IdentityEvent.ApprovalsKept.approver(
                                author, merged.header().occurredAt()))
                        .toList()
                : List.of();
    }

    /** What was deployed under the change, where the other does not hear it anyway. */
    static boolean passesToKeeper(Subject change, Subject keeper, Event event) {
        return event instanceof Deployed deployed
                && deployed.changeIds().contains(change.id())
                && !Routing.subjectsOf(deployed).contains(keeper);
    }

    /** The person of whom this id is another name. */
    static Optional<Subject> personBy(Subject name, Event event) {
        return event instanceof ReferenceEvent.PersonAliased alias
                        && alias.aliasId().equals(name.id())
                ? Optional.of(Subject.identity(alias.personId()))
                : Optional.empty();
    }

    /** Another name of the person. */
    static Optional<Subject> nameBy(Subject person, Event event) {
        return event instanceof ReferenceEvent.PersonAliased alias
                        && alias.personId().equals(person.id())
                ? Optional.of(Subject.identity(alias.aliasId()))
                : Optional.empty();
    }

    /** What was written under the id itself. */
    static boolean passesToPerson(Subject identity, Event event) {
        return event instanceof Authored authored && authored.identityId().equals(identity.id());
    }

    /** The same; and for which record the person's was given up, so that the name tells that one too. */
    static boolean passesToName(Subject person, Subject name, Event event) {
        return passesToPerson(person, event)
                || PersonRelations.isMergeOf(person, event) && !PersonRelations.hearsAnyway(person, name, event);
    }
}
