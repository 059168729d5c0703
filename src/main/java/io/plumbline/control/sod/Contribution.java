package io.plumbline.control.sod;

import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.facts.Grant;
import io.plumbline.facts.Timeline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The parts of a conflict to which more contributes than what one holder has. */
final class Contribution {

    private Contribution() {}

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
