package io.plumbline.control.privileged;

import io.plumbline.control.privileged.Binding.Strength;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who did what was done at one instant of the use of a shared account, as far as it can be told.
 *
 * @param outcome what can be told
 * @param at the instant of the act
 * @param persons whom the bindings name
 * @param bindings what it rests on
 * @param curedAt when it was made up for too late, or by a declaration only
 * @param certain true where no binding that is still on its way could tell otherwise
 */
record Attribution(
        Outcome outcome,
        Instant at,
        Set<String> persons,
        List<Binding> bindings,
        Optional<Instant> curedAt,
        boolean certain) {

    /** What can be told of who did it, from what is known least to what is known best. */
    enum Outcome {
        /** Nobody is bound to it. */
        NO_ATTRIBUTION,
        /** Several may have done it. */
        AMBIGUOUS,
        /** One person did it, whose employment had ended. */
        ATTRIBUTED_TO_LEAVER,
        /** Nothing says who did it but a declaration. */
        SELF_DECLARED_ONLY,
        /** One person did it, and a system recorded that in time. */
        ATTRIBUTED
    }

    /** Who acted at {@code at}; bindings recorded by {@code deadline} are in time. */
    static Attribution of(SharedUse use, Instant at, Instant deadline, Bindings bindings, People people) {
        List<Binding> concerning = bindings.at(at).stream()
                .filter(binding -> binding.concerns(use, at))
                .toList();
        List<Binding> declared = concerning.stream()
                .filter(binding -> binding.strength() == Strength.DECLARED)
                .toList();
        List<Binding> recorded = ofTheSessionWhereOneProves(
                use,
                concerning.stream()
                        .filter(binding -> binding.strength() != Strength.DECLARED)
                        .toList());
        if (recorded.isEmpty()) {
            return declaredOnly(at, declared, people);
        }
        Set<String> persons = persons(recorded, people);
        Optional<Instant> proven = recorded.stream()
                .filter(binding -> binding.provesFor(use))
                .map(Binding::recordedAt)
                .min(Comparator.naturalOrder());
        if (persons.size() > 1 || proven.isEmpty()) {
            Optional<Instant> cure =
                    persons(declared, people).size() == 1 && persons.containsAll(persons(declared, people))
                            ? earliest(declared)
                            : Optional.empty();
            return new Attribution(Outcome.AMBIGUOUS, at, persons, recorded, cure, false);
        }
        if (persons.stream().anyMatch(person -> people.hadLeft(person, at))) {
            return new Attribution(Outcome.ATTRIBUTED_TO_LEAVER, at, persons, recorded, Optional.empty(), true);
        }
        return proven.get().isAfter(deadline)
                ? new Attribution(
                        Outcome.NO_ATTRIBUTION, at, persons, recorded, sooner(proven.get(), earliest(declared)), false)
                : new Attribution(Outcome.ATTRIBUTED, at, persons, recorded, Optional.empty(), true);
    }

    /** A binding for the session tells apart what those for the account as a whole leave open. */
    private static List<Binding> ofTheSessionWhereOneProves(SharedUse use, List<Binding> recorded) {
        List<Binding> ofSession =
                recorded.stream().filter(binding -> binding.isForSessionOf(use)).toList();
        return ofSession.stream().anyMatch(binding -> binding.provesFor(use)) ? ofSession : recorded;
    }

    private static Attribution declaredOnly(Instant at, List<Binding> declared, People people) {
        Set<String> persons = persons(declared, people);
        if (persons.isEmpty()) {
            return new Attribution(Outcome.NO_ATTRIBUTION, at, persons, declared, Optional.empty(), false);
        } else if (persons.size() > 1) {
            return new Attribution(Outcome.AMBIGUOUS, at, persons, declared, Optional.empty(), false);
        }
        boolean left = persons.stream().anyMatch(person -> people.hadLeft(person, at));
        return left
                ? new Attribution(Outcome.ATTRIBUTED_TO_LEAVER, at, persons, declared, Optional.empty(), false)
                : new Attribution(Outcome.SELF_DECLARED_ONLY, at, persons, declared, earliest(declared), false);
    }

    private static Set<String> persons(List<Binding> bindings, People people) {
        return bindings.stream().map(Binding::person).map(people::same).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Instant> earliest(List<Binding> bindings) {
        return bindings.stream().map(Binding::recordedAt).min(Comparator.naturalOrder());
    }

    private static Optional<Instant> sooner(Instant a, Optional<Instant> b) {
        return Optional.of(b.filter(a::isAfter).orElse(a));
    }
}
