package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.DataScope;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.Stage;
import io.plumbline.facts.Grant;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what one grant gives takes part in a conflict of functions that its holder has, by rules in force about functions held.
 *
 * <p>It says that there is a conflict and since when, for controls that weigh access by it; what to do about the conflict is said
 * by the control over it. Rules about acts, and rules on trial, do not count.
 */
public final class FunctionConflicts {

    /** A function of a system that could be performed, and where in the data. */
    private record Held(
            String systemId, String functionId, Interval during, Map<String, Set<String>> scope, Grant grant) {}

    private final Catalogue catalogue;
    private final List<Held> functions = new ArrayList<>();

    public FunctionConflicts(EffectiveAccess access, Catalogue catalogue) {
        this.catalogue = catalogue;
        access.paths().forEach(this::add);
    }

    private void add(Path path) {
        for (Dated<EntitlementMapped> mapping : catalogue.mapping(path.systemId(), path.entitlement())) {
            path.usable().intersect(mapping.inForce()).ifPresent(during -> mapping.value()
                    .performable()
                    .forEach(use -> functions.add(
                            new Held(path.systemId(), use.functionId(), during, path.scope(), path.grant()))));
        }
    }

    /** When the grant took part in a conflict. */
    public Timeline of(Grant grant) {
        List<Held> own = functions.stream()
                .filter(held -> held.grant().object().equals(grant.object()))
                .toList();
        List<Interval> conflicts = new ArrayList<>();
        if (!own.isEmpty()) {
            catalogue.sodRules().values().forEach(versions -> versions.stream()
                    .filter(version -> isAboutFunctions(version.value()))
                    .forEach(version -> own.forEach(held -> conflicts.addAll(with(held, version)))));
        }
        return Timeline.of(conflicts);
    }

    private static boolean isAboutFunctions(SodRulePublished rule) {
        boolean ofFunctions =
                switch (rule.type()) {
                    case PAIR, MULTI, CROSS_APP, UNKNOWN -> true;
                    case NHI, SAME_OBJECT, SELF_RECORD, SEQUENCE -> false;
                };
        return ofFunctions
                && !rule.nhiOnly()
                && rule.steps().isEmpty()
                && rule.slots().size() > 1
                && rule.stage().filter(stage -> stage == Stage.SHADOW).isEmpty();
    }

    /** Where one function fills a slot: the times in which enough of the others are filled as well. */
    private List<Interval> with(Held own, Dated<SodRulePublished> rule) {
        List<Slot> slots = rule.value().slots();
        int needed = rule.value().minimumFilled().orElse(slots.size());
        boolean fits = slots.stream().anyMatch(slot -> slot.anyOf().contains(own.functionId()));
        Interval span = own.during().intersect(rule.inForce()).orElse(Interval.of(Instant.MIN, Instant.MIN));
        if (!fits || span.isEmpty()) {
            return List.of();
        }
        List<Held> others = functions.stream()
                .filter(held -> rule.value().type() == SodRuleType.CROSS_APP
                        || held.systemId().equals(own.systemId()))
                .filter(held -> slots.stream().anyMatch(slot -> slot.anyOf().contains(held.functionId())))
                .filter(held -> held.during().intersect(span).isPresent())
                .filter(held -> !DataScope.isNothing(DataScope.both(own.scope(), held.scope())))
                .toList();
        Set<Instant> changes = new TreeSet<>(Set.of(span.from()));
        others.forEach(held -> {
            changes.add(held.during().from());
            held.during().until().ifPresent(changes::add);
        });
        List<Instant> at = changes.stream().filter(span::contains).toList();
        List<Interval> conflicts = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            Instant from = at.get(i);
            long filled = slots.stream()
                    .filter(slot -> others.stream()
                            .anyMatch(held ->
                                    held.during().contains(from) && slot.anyOf().contains(held.functionId())))
                    .count();
            if (filled >= needed) {
                conflicts.add(i + 1 < at.size() ? Interval.of(from, at.get(i + 1)) : new Interval(from, span.until()));
            }
        }
        return conflicts;
    }
}
