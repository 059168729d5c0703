package io.plumbline.control.privileged;

import io.plumbline.event.PrivilegedAccessEvent.AttributionRecorded;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who was bound to the accounts of a subject, and when.
 *
 * @param inOrder by their start
 * @param latestEnds of each binding and all before it, the latest end; a busy account has many bindings, and few at a time
 */
record Bindings(List<Binding> inOrder, List<Instant> latestEnds) {

    /** The bindings on record; those by a method that is not accepted are left out. */
    static Bindings of(IdentityFacts identity, List<String> acceptedMethods, People people) {
        Map<List<Object>, List<AttributionRecorded>> byBinding = new LinkedHashMap<>();
        for (AttributionRecorded stated : identity.attributions()) {
            Optional<String> person = people.behind(stated);
            Optional<Binding.Strength> strength = Binding.strength(stated, acceptedMethods);
            if (person.isPresent() && strength.isPresent()) {
                byBinding
                        .computeIfAbsent(
                                List.of(stated.account(), stated.attributionId(), person.get(), strength.get()),
                                key -> new ArrayList<>())
                        .add(stated);
            }
        }
        List<Binding> bindings = new ArrayList<>();
        byBinding.forEach((key, statements) ->
                bindings.add(Binding.of(statements, (String) key.get(2), (Binding.Strength) key.get(3))));
        bindings.sort(Comparator.comparing((Binding binding) -> binding.span().from())
                .thenComparing(Binding::id)
                .thenComparing(Binding::person));
        return indexed(withEnds(bindings));
    }

    /** Nobody else can have taken an account out exclusively while somebody still had it, so it had been given back by then. */
    private static List<Binding> withEnds(List<Binding> bindings) {
        Map<List<Object>, Binding> next = new HashMap<>();
        List<Binding> ended = new ArrayList<>(bindings);
        for (int i = bindings.size() - 1; i >= 0; i--) {
            Binding binding = bindings.get(i);
            if (binding.exclusive()) {
                List<Object> place = List.of(binding.account(), binding.sessionId());
                Optional<Instant> begun = Optional.ofNullable(next.get(place))
                        .map(other -> other.span().from())
                        .filter(binding.span().from()::isBefore);
                ended.set(i, binding.span().until().isPresent() ? binding : binding.until(begun));
                boolean later = begun.isPresent() || !next.containsKey(place);
                if (later) {
                    next.put(place, binding);
                }
            }
        }
        return ended;
    }

    private static Bindings indexed(List<Binding> inOrder) {
        List<Instant> latestEnds = new ArrayList<>();
        Instant latest = Instant.MIN;
        for (Binding binding : inOrder) {
            Instant end = binding.span().until().orElse(Instant.MAX);
            latest = end.isAfter(latest) ? end : latest;
            latestEnds.add(latest);
        }
        return new Bindings(List.copyOf(inOrder), List.copyOf(latestEnds));
    }

    /** Those that hold at {@code at}, by their start. */
    List<Binding> at(Instant at) {
        return during(Interval.of(at, at.plusNanos(1)));
    }

    /** Those that hold at some time in the span, by their start. */
    List<Binding> during(Interval span) {
        List<Binding> found = new ArrayList<>();
        for (int i = begunBefore(span.until().orElse(Instant.MAX)) - 1;
                i >= 0 && latestEnds.get(i).isAfter(span.from());
                i--) {
            if (inOrder.get(i).span().intersect(span).isPresent()) {
                found.add(0, inOrder.get(i));
            }
        }
        return found;
    }

    /** How many begin before the instant. */
    private int begunBefore(Instant at) {
        int low = 0;
        int high = inOrder.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inOrder.get(middle).span().from().isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
