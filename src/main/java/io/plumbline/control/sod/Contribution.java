package io.plumbline.control.sod;

import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.facts.Grant;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parts of a conflict to which more than what one holder has in one application contributes. */
final class Contribution {

    private Contribution() {}

    /** The parts in which at least two applications give something. */
    static List<Conflict> ofApplications(Conflict conflict) {
        Map<String, List<Interval>> bySystem = new TreeMap<>();
        conflict.sides().all().forEach(held -> bySystem.computeIfAbsent(
                        held.path().systemId(), system -> new ArrayList<>())
                .add(held.during()));
        List<Timeline> systems = bySystem.values().stream().map(Timeline::of).toList();
        List<Interval> meeting = new ArrayList<>();
        Timeline before = Timeline.of(List.<Interval>of());
        for (Timeline system : systems) {
            meeting.addAll(before.and(system).intervals());
            List<Interval> united = new ArrayList<>(before.intervals());
            united.addAll(system.intervals());
            before = Timeline.of(united);
        }
        return during(conflict, Timeline.of(meeting));
    }

    /** The parts in which something is held that {@code own} does not give. */
    static List<Conflict> ofOthers(Conflict conflict, EffectiveAccess own) {
        Set<Grant> grants = new HashSet<>();
        own.paths().stream().map(Path::grant).forEach(grants::add);
        return during(
                conflict,
                Timeline.of(conflict.sides().all().stream()
                        .filter(held -> !grants.contains(held.path().grant()))
                        .map(HeldFunction::during)
                        .toList()));
    }

    private static List<Conflict> during(Conflict conflict, Timeline parts) {
        return parts.and(conflict.span()).intervals().stream()
                .map(part -> part.equals(conflict.span()) ? conflict : conflict.during(part))
                .toList();
    }
}
