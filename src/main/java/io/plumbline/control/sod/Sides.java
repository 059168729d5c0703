package io.plumbline.control.sod;

import io.plumbline.catalogue.SodRules;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The sides of a rule: for every slot, everything held that fills it, and how many must be filled.
 *
 * <p>Enough sides are held together where, for one and the same value of every data dimension, each of them has something that is
 * usable and allows those values. So the values are tried in turn and, for each, the times of a side are united and the sides
 * intersected: work grows with paths times values, not with the combinations of paths. Values that the same things allow are tried
 * once. Where more than {@value #MOST_CHOICES} combinations would be left, the dimensions with most values are taken as shared.
 */
record Sides(List<List<HeldFunction>> slots, int needed) {

    private static final int MOST_CHOICES = 4_096;

    static Sides of(SodRulePublished rule, Map<String, List<HeldFunction>> held) {
        return new Sides(
                rule.slots().stream()
                        .map(slot -> slot.anyOf().stream()
                                .flatMap(function -> held.getOrDefault(function, List.of()).stream())
                                .sorted(HeldFunction.IN_ORDER)
                                .toList())
                        .toList(),
                SodRules.needed(rule));
    }

    /** When enough sides are held together. */
    Timeline together() {
        if (filled() < needed) {
            return Timeline.of(List.<Interval>of());
        }
        return Timeline.of(choices().stream()
                .flatMap(choice -> together(choice).intervals().stream())
                .toList());
    }

    private long filled() {
        return slots.stream().filter(side -> !side.isEmpty()).count();
    }

    private Timeline together(Map<String, SortedSet<String>> choice) {
        List<Timeline> sides = slots.stream()
                .map(side -> Timeline.of(side.stream()
                        .filter(held -> allows(held, choice))
                        .map(HeldFunction::during)
                        .toList()))
                .toList();
        return needed == sides.size() ? sides.stream().reduce(Timeline::and).orElseThrow() : enough(sides);
    }

    /** When at least as many sides as are needed hold. */
    private Timeline enough(List<Timeline> sides) {
        SortedMap<Instant, Integer> steps = new TreeMap<>();
        for (Timeline side : sides) {
            for (Interval interval : side.intervals()) {
                steps.merge(interval.from(), 1, Integer::sum);
                interval.until().ifPresent(end -> steps.merge(end, -1, Integer::sum));
            }
        }
        List<Interval> enough = new ArrayList<>();
        int holding = 0;
        Instant since = Instant.MIN;
        for (Map.Entry<Instant, Integer> step : steps.entrySet()) {
            boolean before = holding >= needed;
            holding += step.getValue();
            if (!before && holding >= needed) {
                since = step.getKey();
            } else if (before && holding < needed) {
                enough.add(Interval.of(since, step.getKey()));
            }
        }
        if (holding >= needed) {
            enough.add(Interval.since(since));
        }
        return Timeline.of(enough);
    }

    private static boolean allows(HeldFunction held, Map<String, SortedSet<String>> choice) {
        return choice.entrySet().stream().allMatch(values -> {
            Set<String> limit = held.scope().get(values.getKey());
            return limit == null || limit.contains(values.getValue().first());
        });
    }

    /** The parts of the sides that take part in a conflict during the span. */
    Sides during(Interval span) {
        Set<HeldFunction> taking = new HashSet<>();
        for (Map<String, SortedSet<String>> choice : choices()) {
            if (!together(choice).and(span).isEmpty()) {
                slots.forEach(side ->
                        side.stream().filter(held -> allows(held, choice)).forEach(taking::add));
            }
        }
        return only(
                held -> taking.contains(held) && held.during().intersect(span).isPresent());
    }

    /** What filled the sides at one instant. */
    Sides at(Instant instant) {
        return only(held -> held.during().contains(instant));
    }

    Sides only(Predicate<HeldFunction> kept) {
        return new Sides(
                slots.stream().map(side -> side.stream().filter(kept).toList()).toList(), needed);
    }

    List<HeldFunction> all() {
        return slots.stream().flatMap(List::stream).toList();
    }

    /** Whether one side is limited in a dimension in which another is not known to be, or in too many ways to tell. */
    boolean scopeUnknown() {
        return dimensions().stream().anyMatch(dimension -> slots.stream()
                        .filter(side -> !side.isEmpty())
                        .anyMatch(side ->
                                side.stream().noneMatch(held -> held.scope().containsKey(dimension))))
                || considered().size() < dividing().size();
    }

    /** The part of the data in which enough sides meet during the span, as far as any of them is limited. */
    SortedMap<String, SortedSet<String>> sharedScope(Interval span) {
        SortedMap<String, SortedSet<String>> shared = new TreeMap<>();
        for (Map<String, SortedSet<String>> choice : choices()) {
            if (!together(choice).and(span).isEmpty()) {
                choice.forEach((dimension, values) ->
                        shared.computeIfAbsent(dimension, id -> new TreeSet<>()).addAll(values));
            }
        }
        for (String dimension : dimensions()) {
            if (!shared.containsKey(dimension)) {
                SortedSet<String> values = new TreeSet<>();
                all().forEach(held -> values.addAll(held.scope().getOrDefault(dimension, Set.of())));
                shared.put(dimension, values);
            }
        }
        return shared;
    }

    private SortedSet<String> dimensions() {
        SortedSet<String> dimensions = new TreeSet<>();
        all().forEach(held -> dimensions.addAll(held.scope().keySet()));
        return dimensions;
    }

    /** The dimensions that limit more than one side, others cannot keep sides apart; each with its values, those alike together. */
    private Map<String, List<SortedSet<String>>> dividing() {
        List<HeldFunction> all = all();
        Map<String, List<SortedSet<String>>> dividing = new LinkedHashMap<>();
        for (String dimension : dimensions()) {
            if (sidesLimitedIn(dimension) >= 2) {
                dividing.put(dimension, alike(dimension, all));
            }
        }
        return dividing;
    }

    private long sidesLimitedIn(String dimension) {
        return slots.stream()
                .filter(side -> side.stream().anyMatch(held -> held.scope().containsKey(dimension)))
                .count();
    }

    private static List<SortedSet<String>> alike(String dimension, List<HeldFunction> all) {
        SortedMap<String, BitSet> allowedBy = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            for (String value : all.get(i).scope().getOrDefault(dimension, Set.of())) {
                allowedBy.computeIfAbsent(value, id -> new BitSet()).set(i);
            }
        }
        Map<BitSet, SortedSet<String>> alike = new LinkedHashMap<>();
        allowedBy.forEach(
                (value, by) -> alike.computeIfAbsent(by, id -> new TreeSet<>()).add(value));
        return List.copyOf(alike.values());
    }

    /** The dividing dimensions of which all combinations can be tried, those with fewest values first. */
    private Map<String, List<SortedSet<String>>> considered() {
        Map<String, List<SortedSet<String>>> considered = new LinkedHashMap<>();
        long choices = 1;
        for (Map.Entry<String, List<SortedSet<String>>> dimension : dividing().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getValue().size()))
                .toList()) {
            choices *= dimension.getValue().size();
            if (choices > MOST_CHOICES) {
                break;
            }
            considered.put(dimension.getKey(), dimension.getValue());
        }
        return considered;
    }

    /** Every choice of one group of values for each dimension considered. */
    private List<Map<String, SortedSet<String>>> choices() {
        List<Map<String, SortedSet<String>>> choices = List.of(Collections.emptyMap());
        for (Map.Entry<String, List<SortedSet<String>>> dimension : considered().entrySet()) {
            List<Map<String, SortedSet<String>>> more = new ArrayList<>();
            for (Map<String, SortedSet<String>> choice : choices) {
                for (SortedSet<String> values : dimension.getValue()) {
                    Map<String, SortedSet<String>> next = new LinkedHashMap<>(choice);
                    next.put(dimension.getKey(), values);
                    more.add(next);
                }
            }
            choices = more;
        }
        return choices;
    }
}
