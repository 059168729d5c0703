package io.plumbline.control;

import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.ApproverFacts;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.Facts;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.ObjectFacts;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom a deviation is about: they exempt nothing of their own, and perform no control that is to mitigate it.
 *
 * @param persons the identity itself with the other records of the same person, or those who carried out what is judged
 * @param machines machine identities that it answers for or did; what they perform is performed by it
 * @param machine true where it is known to be a machine identity
 */
public record Parties(Set<String> persons, Set<String> machines, boolean machine) {

    public Parties {
        persons = Collections.unmodifiableSet(new TreeSet<>(persons));
        machines = Collections.unmodifiableSet(new TreeSet<>(machines));
    }

    /** Persons of whom nothing more is known. */
    public static Parties of(Set<String> persons) {
        return new Parties(persons, Set.of(), false);
    }

    /** Whom what is found of a subject is about: the person, who approved, or those who wrote and carried out a change. */
    public static Parties of(Subject subject, Optional<Facts> facts) {
        if (facts.isPresent() && facts.get() instanceof IdentityFacts identity) {
            return of(identity);
        }
        Set<String> persons = new TreeSet<>();
        if (subject.kind() == SubjectKind.IDENTITY) {
            persons.add(subject.id());
        }
        if (facts.isPresent() && facts.get() instanceof ApproverFacts approver) {
            persons.add(approver.identityId());
        }
        if (facts.isPresent() && facts.get() instanceof ObjectFacts object) {
            persons.addAll(object.persons());
        }
        if (facts.isPresent() && facts.get() instanceof ChangeFacts change) {
            change.implementer().ifPresent(persons::add);
            change.done()
                    .filter(Deployed.class::isInstance)
                    .map(Deployed.class::cast)
                    .ifPresent(deployed -> {
                        deployed.triggeredBy().ifPresent(persons::add);
                        persons.addAll(deployed.authorIds());
                    });
            change.changes().values().stream()
                    .flatMap(record -> record.merges().stream())
                    .forEach(merge -> persons.addAll(merge.authorIds()));
        }
        return of(persons);
    }

    /** An identity, with every record that was found to be the same person's; a match by name finds nothing. */
    public static Parties of(IdentityFacts identity) {
        Set<String> persons = new TreeSet<>();
        if (identity.subject().kind() == SubjectKind.IDENTITY) {
            persons.add(identity.subject().id());
        }
        persons.addAll(identity.ids());
        return new Parties(
                persons, identity.machines().keySet(), HolderType.of(identity).isMachine());
    }

    /** Whether what someone decides or performs would be done by those whom it concerns. */
    public boolean include(String identityId) {
        return persons.contains(identityId) || machines.contains(identityId);
    }
}
