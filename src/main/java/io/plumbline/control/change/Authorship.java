package io.plumbline.control.change;

import io.plumbline.catalogue.Persons;
import io.plumbline.control.Absence;
import io.plumbline.control.Completeness;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.Authored;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When a person counts as an author of a system: from a deployment to production of what they wrote to the end of so many calendar
 * months (UTC) after its month, and for as long as nobody can tell that nothing more of theirs was deployed.
 *
 * @param deployments the first of each month and environment of production, in order of time; never empty
 * @param during when they counted
 * @param lapses the instants at which it will end unless more is deployed, where they have not come
 * @param absences what was asked of the sources at the ends that have come
 */
record Authorship(
        String systemId, List<Authored> deployments, Timeline during, List<Instant> lapses, List<Absence> absences) {

    /** By system, what somebody wrote under any of their names that went to production. */
    static SortedMap<String, Authorship> of(IdentityFacts identity, Reference reference) {
        SortedMap<String, List<Authored>> bySystem = new TreeMap<>();
        identity.authored().stream()
                .filter(authored -> isOwn(authored, identity, reference))
                .filter(authored -> isProduction(authored, reference))
                .forEach(authored -> bySystem.computeIfAbsent(authored.systemId(), system -> new ArrayList<>())
                        .add(authored));
        SortedMap<String, Authorship> authorships = new TreeMap<>();
        bySystem.forEach((system, deployments) -> authorships.put(system, of(system, deployments, reference)));
        return authorships;
    }

    private static boolean isOwn(Authored authored, IdentityFacts identity, Reference reference) {
        Persons persons = Persons.of(reference.catalogue());
        return identity.ids().stream().anyMatch(id -> persons.isSame(id, authored.identityId()));
    }

    private static boolean isProduction(Authored authored, Reference reference) {
        Instant at = authored.header().occurredAt();
        return reference
                        .catalogue()
                        .system(authored.systemId(), at)
                        .filter(system -> !system.production())
                        .isEmpty()
                && Stream.of(reference
                                .parameters(at)
                                .text("production_environments")
                                .split(","))
                        .anyMatch(name -> name.strip().equalsIgnoreCase(authored.environment()));
    }

    private static Authorship of(String systemId, List<Authored> deployments, Reference reference) {
        Timeline nominal = Timeline.of(deployments.stream()
                .map(authored -> Interval.of(authored.header().occurredAt(), lapse(authored, reference)))
                .toList());
        List<Interval> during = new ArrayList<>();
        List<Instant> lapses = new ArrayList<>();
        List<Absence> absences = new ArrayList<>();
        for (Interval span : nominal.intervals()) {
            Instant lapse = span.until().orElseThrow();
            if (!reference.completeness().reached(lapse)) {
                lapses.add(lapse);
                during.add(Interval.since(span.from()));
                continue;
            }
            Absence nothingMore = nothingDeployed(systemId, last(deployments, lapse), lapse, reference.completeness());
            absences.add(nothingMore);
            during.add(nothingMore.proven() ? span : Interval.since(span.from()));
        }
        return new Authorship(systemId, List.copyOf(deployments), Timeline.of(during), lapses, absences);
    }

    /** The end of the last month for which a deployment counts. */
    private static Instant lapse(Authored authored, Reference reference) {
        Parameters parameters = reference.parameters(authored.header().occurredAt());
        return authored.month()
                .plusMonths(1 + parameters.integer("authorship_months"))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Instant last(List<Authored> deployments, Instant before) {
        return deployments.stream()
                .map(authored -> authored.header().occurredAt())
                .filter(before::isAfter)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Deployments name authors, and so do merges of the changes they name. */
    private static Absence nothingDeployed(String systemId, Instant from, Instant to, Completeness completeness) {
        Interval span = Interval.of(from, to);
        return Absence.all(List.of(
                completeness.absence(Feed.IMPLEMENTATIONS, systemId, span),
                completeness.absence(Feed.CHANGES, systemId, span)));
    }

    Instant first() {
        return deployments.get(0).header().occurredAt();
    }

    Instant last() {
        return deployments.get(deployments.size() - 1).header().occurredAt();
    }

    /** The newest deployment by {@code at}, by which the person counts as an author then. */
    Authored by(Instant at) {
        return deployments.stream()
                .filter(authored -> !authored.header().occurredAt().isAfter(at))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** Whether the system was in scope of reporting at {@code at}. */
    boolean soxInScope(Instant at, Reference reference) {
        return reference
                .catalogue()
                .system(systemId, at)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }
}
