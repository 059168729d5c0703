package io.plumbline.facts;

import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a business object: the steps carried out on it, on what follows from it, and on what follows from that; and
 * what is known of those who carried them out.
 *
 * @param steps in order of event time; of what follows from it at second hand only those that name what follows at first hand
 * @param known whose accounts are, who used shared ones, and records of identities, in order of event time
 */
public record ObjectFacts(Subject subject, List<StepPerformed> steps, List<Event> known) implements Facts {

    public ObjectFacts {
        steps = List.copyOf(steps);
        known = List.copyOf(known);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ObjectFacts of(Subject subject, List<Event> events) {
        return new ObjectFacts(
                subject,
                events.stream()
                        .filter(StepPerformed.class::isInstance)
                        .map(StepPerformed.class::cast)
                        .toList(),
                events.stream()
                        .filter(event -> !(event instanceof StepPerformed))
                        .toList());
    }

    /** Who is behind the steps; worked out anew at each call. */
    public Performers performers() {
        return new Performers(known);
    }

    /** Whether the step was carried out on the object itself, and not on what follows from it. */
    public boolean isOn(StepPerformed step) {
        return step.object().equals(Optional.of(subject));
    }

    /** What the objects follow from directly, as far as the steps held say. */
    public Set<Subject> followedFrom(Set<Subject> objects) {
        Set<Subject> parents = new TreeSet<>();
        steps.stream()
                .filter(step -> step.object().filter(objects::contains).isPresent())
                .forEach(step -> parents.addAll(step.objects()));
        parents.removeAll(objects);
        return parents;
    }

    /** Steps that take another back, and those that are taken back. */
    public Set<EventId> reversals() {
        Set<EventId> reversals = new HashSet<>();
        for (StepPerformed step : steps) {
            step.reversalOf().ifPresent(reversed -> {
                reversals.add(step.id());
                reversals.add(new EventId(step.header().source(), reversed));
            });
        }
        return reversals;
    }

    /** Every identity that carried out a step, had it done or answers for who did, and those found to be the same person. */
    public Set<String> persons() {
        Performers performers = performers();
        Set<String> persons = new TreeSet<>();
        steps.forEach(step -> persons.addAll(performers.of(step).identities()));
        return performers.withMerged(persons);
    }
}
