package io.plumbline.control.review;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** When a system was one whose access has to be reviewed. */
final class InScope {

    private InScope() {}

    /** While it was registered so, until it was retired for good. */
    static Timeline of(String systemId, Catalogue catalogue, Predicate<SystemRegistered> asked) {
        List<Dated<SystemRegistered>> versions = catalogue.registrations(systemId);
        Timeline registered = Timeline.of(versions.stream()
                .filter(version -> asked.test(version.value()))
                .map(Dated::inForce)
                .toList());
        return catalogue
                .retired(systemId, Instant.MAX)
                .filter(end -> versions.stream()
                        .noneMatch(version -> version.inForce().from().isAfter(end)))
                .map(end -> registered.minus(Timeline.of(Interval.since(end))))
                .orElse(registered);
    }
}
