package io.plumbline.control.ownership;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Regime;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A time in which regimes ask who answers for something.
 *
 * @param regimes never empty
 * @param systemId the system it is asked about
 * @param calendarId whose working days count; the default calendar where absent
 */
record Claim(Interval span, Set<Regime> regimes, String systemId, Optional<String> calendarId) {

    Claim {
        regimes = Collections.unmodifiableSet(new TreeSet<>(regimes));
    }

    /** The times in which a system was in some scope, version by version. */
    static List<Claim> of(List<Dated<SystemRegistered>> versions) {
        return versions.stream()
                .filter(version -> !version.inForce().isEmpty()
                        && !OwnersCase.scope(version.value()).isEmpty())
                .map(version -> new Claim(
                        version.inForce(),
                        OwnersCase.scope(version.value()),
                        version.value().systemId(),
                        version.value().calendarId()))
                .toList();
    }

    /**
     * The times in which any system was in scope: what concerns the monitoring of all of them is filed under the one that most is
     * claimed about, and stays there until more is claimed about another.
     */
    static List<Claim> ofAll(Catalogue catalogue) {
        return catalogue.derived(Claim.class, Claim::filed);
    }

    private static List<Claim> filed(Catalogue catalogue) {
        List<Claim> all = new ArrayList<>();
        SortedSet<Instant> changes = new TreeSet<>();
        catalogue.entries().stream()
                .filter(SystemRegistered.class::isInstance)
                .map(entry -> ((SystemRegistered) entry).systemId())
                .distinct()
                .sorted()
                .forEach(id -> all.addAll(of(OwnersCase.versions(id, catalogue))));
        all.forEach(claim -> {
            changes.add(claim.span().from());
            claim.span().until().ifPresent(changes::add);
        });
        List<Claim> filed = new ArrayList<>();
        Optional<String> under = Optional.empty();
        for (Instant at : changes) {
            Optional<Instant> next = changes.tailSet(at).stream().skip(1).findFirst();
            Optional<Claim> gravest = gravest(all, at, under);
            under = gravest.map(Claim::systemId);
            gravest.ifPresent(claim ->
                    filed.add(new Claim(new Interval(at, next), claim.regimes(), claim.systemId(), Optional.empty())));
        }
        return List.copyOf(filed);
    }

    /** The one that weighs most; of equals that of the system it is filed under, else of the first. */
    private static Optional<Claim> gravest(List<Claim> all, Instant at, Optional<String> under) {
        return all.stream()
                .filter(claim -> claim.span().contains(at))
                .min(Comparator.comparing(Claim::weight)
                        .reversed()
                        .thenComparing(claim -> !under.equals(Optional.of(claim.systemId())))
                        .thenComparing(Claim::systemId));
    }

    /** SOX weighs more than SOC, and both more than one of them. */
    private int weight() {
        return (regimes.contains(Regime.SOX) ? 2 : 0) + (regimes.contains(Regime.SOC) ? 1 : 0);
    }
}
