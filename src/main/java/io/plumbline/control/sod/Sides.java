package io.plumbline.control.sod;

import io.plumbline.event.ReferenceEvent.Slot;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sides of a rule in one system: for every slot, everything held that fills it.
 *
 * <p>All sides are held together where, for one and the same value of every data dimension, each has something that is usable
 * and allows those values. So the values are tried in turn and, for each, the times of a side are united and the sides
 * intersected: work grows with paths times values, not with the combinations of paths.
 */
record Sides(List<List<HeldFunction>> slots) {

    static Sides of(List<Slot> slots, Map<String, List<HeldFunction>> held) {
        return new Sides(slots.stream()
                .map(slot -> slot.anyOf().stream()
                        .flatMap(function -> held.getOrDefault(function, List.of()).stream())
                        .sorted(HeldFunction.IN_ORDER)
                        .toList())
                .toList());
    }

    /** When all sides are held together. */
    Timeline together() {
        if (slots.isEmpty() || slots.stream().anyMatch(List::isEmpty)) {
            return Timeline.of(List.<Interval>of());
        }
        return Timeline.of(scopes().stream()
                .flatMap(values -> together(values).intervals().stream())
                .toList());
    }

    private Timeline together(Map<String, String> values) {
        return slots.stream()
                .map(side -> Timeline.of(side.stream()
                        .filter(held -> held.allows(values))
                        .map(HeldFunction::during)
                        .toList()))
                .reduce(Timeline::and)
                .orElseThrow();
    }

    /** The parts of the sides that take part in a conflict during the span. */
    Sides during(Interval span) {
        Set<HeldFunction> taking = new HashSet<>();
        for (Map<String, String> values : scopes()) {
            if (!together(values).and(span).isEmpty()) {
                slots.forEach(side ->
                        side.stream().filter(held -> held.allows(values)).forEach(taking::add));
            }
        }
        return new Sides(slots.stream()
                .map(side -> side.stream()
                        .filter(taking::contains)
                        .filter(held -> held.during().intersect(span).isPresent())
                        .toList())
                .toList());
    }

    /** What filled the sides at one instant. */
    Sides at(Instant instant) {
        return new Sides(slots.stream()
                .map(side -> side.stream()
                        .filter(held -> held.during().contains(instant))
                        .toList())
                .toList());
    }

    List<HeldFunction> all() {
        return slots.stream().flatMap(List::stream).toList();
    }

    /** Whether one side is limited in a dimension in which another is not known to be. */
    boolean scopeUnknown() {
        Set<String> dimensions = new TreeSet<>();
        all().forEach(held -> dimensions.addAll(held.scope().keySet()));
        return dimensions.stream().anyMatch(dimension -> slots.stream()
                .anyMatch(side -> side.stream().noneMatch(held -> held.scope().containsKey(dimension))));
    }

    /** Every choice of one value for each dimension that limits more than one side; others cannot keep sides apart. */
    private List<Map<String, String>> scopes() {
        Map<String, Set<String>> dimensions = new TreeMap<>();
        all().forEach(held -> held.scope().keySet().forEach(dimension -> dimensions.put(dimension, new TreeSet<>())));
        dimensions.keySet().removeIf(dimension -> sidesLimitedIn(dimension) < 2);
        all().forEach(held -> held.scope().forEach((dimension, values) -> {
            if (dimensions.containsKey(dimension)) {
                dimensions.get(dimension).addAll(values);
            }
        }));
        List<Map<String, String>> choices = List.of(Map.of());
        for (Map.Entry<String, Set<String>> dimension : dimensions.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> choice : choices) {
                for (String value : dimension.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(choice);
                    next.put(dimension.getKey(), value);
                    more.add(next);
                }
            }
            choices = more;
        }
        return choices;
    }

    private long sidesLimitedIn(String dimension) {
        return slots.stream()
                .filter(side -> side.stream().anyMatch(held -> held.scope().containsKey(dimension)))
                .count();
    }
}
