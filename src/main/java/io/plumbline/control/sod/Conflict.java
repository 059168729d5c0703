package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.Names;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.Event;
import io.plumbline.event.EventId;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Severity;
import io.plumbline.event.Stage;
import io.plumbline.facts.Grant;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A span in which all sides of a rule were held together while the rule was in force; as long as there is any such span.
 *
 * @param rule the version in force when it began
 * @param sides everything that took part
 * @param newRule true where the sides were held together before the rule asked for it
 * @param outlived true where they were held together on after the rule no longer asked for it
 */
record Conflict(SodRulePublished rule, Interval span, Sides sides, boolean newRule, boolean outlived) {

    private static final int MOST_NAMED = 50;

    /**
     * The conflicts with every rule that is asked about, by rule; rules that what is held cannot break cost nothing.
     *
     * @param held functions by id, as {@link HeldFunction#byFunction} gives them
     * @param isAsked which versions of rules count
     */
    static List<Conflict> among(
            Map<String, List<HeldFunction>> held, Catalogue catalogue, Predicate<SodRulePublished> isAsked) {
        return catalogue.rulesFilledBy(held.keySet()).values().stream()
                .flatMap(versions ->
                        with(
                                versions.stream()
                                        .filter(version -> isAsked.test(version.value()))
                                        .toList(),
                                held)
                                .stream())
                .toList();
    }

    /**
     * The conflicts with one rule: never before it was in force, and across its versions where they leave no hole. What is
     * found on trial and what is found in force are two things.
     */
    static List<Conflict> with(List<Dated<SodRulePublished>> versions, Map<String, List<HeldFunction>> held) {
        return Stream.of(true, false)
                .flatMap(
                        trial -> ofStage(
                                versions.stream()
                                        .filter(version -> isOnTrial(version.value()) == trial)
                                        .toList(),
                                held)
                                .stream())
                .toList();
    }

    private static boolean isOnTrial(SodRulePublished rule) {
        return rule.stage().equals(Optional.of(Stage.SHADOW));
    }

    private static List<Conflict> ofStage(
            List<Dated<SodRulePublished>> versions, Map<String, List<HeldFunction>> held) {
        Map<Dated<SodRulePublished>, Timeline> together = new LinkedHashMap<>();
        List<Interval> inForce = new ArrayList<>();
        for (Dated<SodRulePublished> version : versions) {
            Timeline times = Sides.of(version.value(), held).together();
            together.put(version, times);
            inForce.addAll(times.and(version.inForce()).intervals());
        }
        return Timeline.of(inForce).intervals().stream()
                .map(span -> during(span, together, held))
                .toList();
    }

    private static Conflict during(
            Interval span, Map<Dated<SodRulePublished>, Timeline> together, Map<String, List<HeldFunction>> held) {
        Dated<SodRulePublished> first = together.keySet().stream()
                .filter(version -> version.inForce().contains(span.from()))
                .findFirst()
                .orElseThrow();
        boolean before = together.get(first).contains(span.from().minusNanos(1));
        boolean after = span.until()
                .filter(end -> together.entrySet().stream()
                        .filter(entry -> entry.getKey().inForce().contains(end.minusNanos(1)))
                        .anyMatch(entry -> entry.getValue().contains(end)))
                .isPresent();
        Sides sides = Sides.of(first.value(), held).during(span);
        return new Conflict(first.value(), span, sides, before, after);
    }

    /** The parts of conflicts in which none of the known ones with the same rule, and of the same stage, is there. */
    static List<Conflict> beyond(List<Conflict> conflicts, List<Conflict> known) {
        Map<String, List<Interval>> spans = new LinkedHashMap<>();
        known.forEach(conflict -> spans.computeIfAbsent(conflict.ruleAndStage(), key -> new ArrayList<>())
                .add(conflict.span()));
        return conflicts.stream()
                .flatMap(conflict -> Timeline.of(conflict.span())
                        .minus(Timeline.of(spans.getOrDefault(conflict.ruleAndStage(), List.of())))
                        .intervals()
                        .stream()
                        .map(conflict::during))
                .toList();
    }

    private String ruleAndStage() {
        return rule.ruleId() + (isOnTrial() ? "@trial" : "");
    }

    /** The part of it in a span that lies within its own. */
    Conflict during(Interval part) {
        return new Conflict(
                rule,
                part,
                sides.during(part),
                newRule && part.from().equals(span.from()),
                outlived && part.until().equals(span.until()));
    }

    /** Whether one ticket gave what began it and took what ended it; while it lasts, whether one may still do so. */
    boolean ofOneTicket() {
        Set<String> began = tickets(beginning()
                .filter(held -> held.path().grant().held().from().equals(span.from()))
                .map(held -> held.path().grant().given()));
        Set<String> ended = tickets(sides.all().stream()
                .filter(held -> held.during().until().equals(span.until()))
                .filter(held -> held.path().grant().held().until().equals(span.until()))
                .flatMap(held -> held.path().grant().ended().stream()));
        return span.until().isEmpty() ? !began.isEmpty() : began.stream().anyMatch(ended::contains);
    }

    /** What came to be held in the instant it began. */
    private Stream<HeldFunction> beginning() {
        return sides.all().stream().filter(held -> held.during().from().equals(span.from()));
    }

    /** The newest of the grants without which it would not have begun; empty where it began by a rule. */
    Optional<Grant> completedBy() {
        return beginning()
                .map(held -> held.path().grant())
                .max(Comparator.comparing(Grant::held).thenComparing(Grant::object));
    }

    /** The grants that came into effect in the instant it began and without which it would not have; none where it began otherwise. */
    List<Grant> completing() {
        return beginning()
                .map(held -> held.path().grant())
                .filter(grant ->
                        grant.usable().stream().anyMatch(usable -> usable.from().equals(span.from())))
                .distinct()
                .toList();
    }

    private static Set<String> tickets(Stream<Event> events) {
        return events.flatMap(event -> event.header().ticket().stream()).collect(Collectors.toSet());
    }

    /** Whether it is found by a rule on trial. */
    boolean isOnTrial() {
        return isOnTrial(rule);
    }

    /** The deviation that it is, from its beginning to its end, with what qualifies it. */
    Deviation deviation(String kind, String variant, Severity severity) {
        Deviation deviation = Deviation.lasting(kind, variant, span.from().toString(), span.from(), severity)
                .ofRule(rule.ruleId(), rule.version());
        if (span.until().isPresent()) {
            deviation = deviation.ended(span.until().get(), outlived ? Ending.RULE_RETIRED : Ending.ENDED);
        }
        for (String flag : flags()) {
            deviation = deviation.flagged(flag);
        }
        return isOnTrial() ? deviation.onTrial() : deviation;
    }

    /** What qualifies it, but for its rule being on trial. */
    Set<String> flags() {
        Set<String> flags = new TreeSet<>();
        if (newRule) {
            flags.add(Deviation.NEW_RULE);
        }
        if (stoodBeforeMonitoring()) {
            flags.add(Deviation.PRE_EXISTING);
        }
        if (sides.scopeUnknown()) {
            flags.add("SCOPE_UNKNOWN");
        }
        if (sides.all().stream().anyMatch(held -> held.path().grant().path() == GrantPath.EMERGENCY)) {
            flags.add("BREAK_GLASS");
        }
        return flags;
    }

    /** Whether all of it was there when monitoring began, and nothing that a role or account came to give later completed it. */
    private boolean stoodBeforeMonitoring() {
        return sides.at(span.from()).all().stream()
                        .allMatch(held -> held.path().grant().baseline())
                && (newRule
                        || beginning()
                                .allMatch(held ->
                                        held.path().grant().held().from().equals(span.from())));
    }

    /** The grants that gave the sides, in order of the sides. */
    List<Grant> grants() {
        return sides.all().stream().map(held -> held.path().grant()).distinct().toList();
    }

    /** The grants that gave the sides and what ended them. */
    List<Event> events() {
        return once(
                grants().stream().flatMap(grant -> Stream.concat(Stream.of(grant.given()), grant.ended().stream())));
    }

    /** The definitions of roles and of what entitlements give that took part. */
    List<Event> definitions() {
        return once(sides.all().stream().flatMap(HeldFunction::definitions));
    }

    /** Each once, by id: definitions of large roles are long to compare. */
    private static List<Event> once(Stream<Event> events) {
        Map<EventId, Event> once = new LinkedHashMap<>();
        events.forEach(event -> once.putIfAbsent(event.id(), event));
        return List.copyOf(once.values());
    }

    List<String> explanation() {
        List<String> lines = new ArrayList<>();
        lines.add("Rule " + rule.ruleId() + " (" + rule.title() + ") keeps these functions apart: "
                + rule.slots().stream()
                        .map(slot -> String.join(" or ", slot.anyOf()))
                        .collect(Collectors.joining(" / "))
                + (sides.needed() < rule.slots().size() ? ", any " + sides.needed() + " of them" : ""));
        for (int i = 0; i < sides.slots().size(); i++) {
            for (HeldFunction held : sides.slots().get(i)) {
                lines.add("Side " + (i + 1) + ": " + held.words());
            }
        }
        lines.add((sides.needed() < rule.slots().size() ? "Enough" : "All") + " sides were held together from "
                + span.from() + span.until().map(end -> " until " + end).orElse(" on"));
        if (newRule) {
            lines.add("They were so before the rule came into force at " + span.from());
        }
        return lines;
    }

    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>();
        details.put("overlap_from", span.from().toString());
        span.until().ifPresent(end -> details.put("overlap_to", end.toString()));
        for (int i = 0; i < sides.slots().size(); i++) {
            List<HeldFunction> side = sides.slots().get(i);
            details.put(
                    "side_" + (i + 1) + "_functions",
                    Names.atMost(
                            MOST_NAMED, side.stream().map(held -> held.use().functionId())));
            details.put(
                    "side_" + (i + 1) + "_entitlements",
                    Names.atMost(
                            MOST_NAMED, side.stream().map(held -> held.path().entitlement())));
            details.put(
                    "side_" + (i + 1) + "_grants",
                    Names.atMost(
                            MOST_NAMED,
                            side.stream().map(held -> held.path().grant()).map(Grant::key)));
        }
        String scope = Names.atMost(
                MOST_NAMED, sides.sharedScope(span).entrySet().stream().flatMap(limit -> limit.getValue().stream()
                        .map(value -> limit.getKey() + "=" + value)));
        if (!scope.isEmpty()) {
            details.put("data_scope", scope);
        }
        return details;
    }
}
