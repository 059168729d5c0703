package io.plumbline.control.privileged;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A privileged entitlement that one identity held, by every way it had to it.
 *
 * <p>What a re-created role gives is the same privilege as before: where a mapping names the id it replaces among its other names,
 * both are one, and a short time in which neither was held does not part them.
 *
 * @param standing when it was held for good
 */
record HeldPrivilege(String systemId, String entitlement, List<Way> paths, Timeline standing, Duration tolerance) {

    /**
     * One way to it.
     *
     * @param privileged when it was usable this way and counted as privileged
     * @param standing whether this way was meant to last
     * @param names what an entry of the register may call it: the entitlement, and the roles that give it
     */
    record Way(Path path, Timeline privileged, boolean standing, Set<String> names) {}

    String object() {
        return object(systemId, entitlement);
    }

    static String object(String systemId, String entitlement) {
        return "privilege:" + systemId + "/" + entitlement;
    }

    /** Everything privileged, by system and entitlement; what a leaver kept is judged with the departure. */
    static List<HeldPrivilege> of(IdentityFacts identity, EffectiveAccess access, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        List<Path> paths = new ArrayList<>(access.paths());
        access.unknown().stream()
                .filter(unknown -> catalogue
                        .roleTimes(unknown.systemId(), unknown.entitlement())
                        .isEmpty())
                .forEach(unknown -> paths.add(new Path(
                        unknown.systemId(),
                        unknown.entitlement(),
                        open(unknown.span()),
                        unknown.grant(),
                        List.of(),
                        Map.of())));
        Timeline left = Timeline.of(identity.departures().stream()
                .map(departure -> new Interval(departure.effectiveAt(), departure.returnedAt()))
                .toList());
        Set<String> all = new TreeSet<>();
        paths.forEach(path -> all.add(path.systemId() + "|" + path.entitlement()));
        Map<String, List<Way>> byPrivilege = new TreeMap<>();
        for (Path path : paths) {
            Timeline privileged = Timeline.of(path.usable())
                    .and(whenPrivileged(catalogue, path))
                    .minus(left);
            if (!privileged.isEmpty()) {
                String name = firstName(path, all, catalogue);
                Set<String> names = new TreeSet<>(
                        List.of(path.entitlement(), name, path.grant().entitlement()));
                path.chain().forEach(role -> names.add(role.roleId()));
                byPrivilege
                        .computeIfAbsent(path.systemId() + "|" + name, key -> new ArrayList<>())
                        .add(new Way(path, privileged, isStanding(path.grant(), reference), names));
            }
        }
        return byPrivilege.entrySet().stream()
                .map(entry -> privilege(entry.getKey(), entry.getValue(), reference))
                .toList();
    }

    private static HeldPrivilege privilege(String key, List<Way> ways, Reference reference) {
        Timeline held = Timeline.of(ways.stream()
                .filter(Way::standing)
                .flatMap(way -> way.privileged().intervals().stream())
                .toList());
        Instant first = ways.get(0).privileged().intervals().get(0).from();
        Duration tolerance = reference.parameters(first).duration("recreated_within");
        int bar = key.indexOf('|');
        return new HeldPrivilege(
                key.substring(0, bar), key.substring(bar + 1), ways, held.bridging(tolerance), tolerance);
    }

    private static Timeline whenPrivileged(Catalogue catalogue, Path path) {
        List<Interval> spans = new ArrayList<>(
                StandingPrivilege.privilegedSystem(catalogue, path.systemId()).intervals());
        catalogue.mapping(path.systemId(), path.entitlement()).stream()
                .filter(version -> Privilege.isPrivileged(version.value()))
                .map(Dated::inForce)
                .forEach(spans::add);
        return Timeline.of(spans);
    }

    /** The id it had first, among those the holder has or had. */
    private static String firstName(Path path, Set<String> all, Catalogue catalogue) {
        return catalogue.mapping(path.systemId(), path.entitlement()).stream()
                .map(Dated::value)
                .map(EntitlementMapped::usedAs)
                .flatMap(List::stream)
                .filter(name -> all.contains(path.systemId() + "|" + name))
                .min(String::compareTo)
                .orElse(path.entitlement());
    }

    /** A temporary grant with a planned end is just in time, and so is any other that is planned to end soon. */
    private static boolean isStanding(Grant grant, Reference reference) {
        Optional<Instant> plannedEnd = grant.given() instanceof Granted granted ? granted.validTo() : Optional.empty();
        boolean temporary = grant.path() == GrantPath.TEMPORARY || grant.path() == GrantPath.EMERGENCY;
        Instant from = grant.held().from();
        return plannedEnd
                .filter(end -> temporary
                        || !end.isAfter(from.plus(reference.parameters(from).duration("max_temporary"))))
                .isEmpty();
    }

    /** What nobody ever came to know has no end. */
    static Interval open(Interval unknown) {
        return unknown.until().filter(Instant.MAX::equals).isPresent() ? Interval.since(unknown.from()) : unknown;
    }

    /** When it was held for good and no way to it that was open then was covered by the register. */
    Timeline outside(Register register) {
        Timeline raw = Timeline.of(paths.stream()
                .filter(Way::standing)
                .flatMap(way -> way.privileged().minus(register.covers(way)).intervals().stream())
                .toList());
        Timeline heldAndCovered = Timeline.of(paths.stream()
                        .filter(Way::standing)
                        .flatMap(way -> way.privileged().intervals().stream())
                        .toList())
                .minus(raw);
        return raw.bridging(tolerance).minus(heldAndCovered);
    }

    Instant since() {
        return paths.stream()
                .map(way -> way.privileged().intervals().get(0).from())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** The time for which it was held without a break, that was on at {@code at}. */
    Interval episode(Instant at) {
        return standing.intervals().stream()
                .filter(span -> span.contains(at))
                .findFirst()
                .orElseThrow();
    }

    /** Whether it was reached only through roles or groups inside others. */
    boolean nestedOnly(Interval span) {
        return openIn(span).stream().allMatch(way -> way.path().chain().size() > 1);
    }

    List<Grant> grants(Interval span) {
        return openIn(span).stream().map(way -> way.path().grant()).distinct().toList();
    }

    /** Every way to it in the span, in words. */
    List<String> ways(Interval span) {
        return openIn(span).stream()
                .map(way -> way.path().grant().entitlement() + " was granted at "
                        + way.path().grant().given().header().occurredAt() + " ("
                        + way.path().grant().path() + ")"
                        + (way.path().chain().isEmpty()
                                ? ""
                                : " and gives it by " + way.path().roles()))
                .distinct()
                .toList();
    }

    boolean baselineAt(Instant at) {
        return paths.stream()
                .filter(way -> way.standing() && way.privileged().contains(at))
                .allMatch(way -> way.path().grant().baseline());
    }

    /** The lowest tier it had in the span; 1 where only the system says that it is privileged. */
    int tier(Interval span, Catalogue catalogue) {
        return openIn(span).stream()
                .flatMap(way -> catalogue.mapping(systemId, way.path().entitlement()).stream())
                .filter(version -> version.inForce().intersect(span).isPresent())
                .flatMap(version -> Privilege.tier(version.value()).stream())
                .min(Integer::compareTo)
                .orElse(1);
    }

    List<Event> events(Interval span) {
        Set<Event> events = new LinkedHashSet<>();
        grants(span).forEach(grant -> {
            events.add(grant.given());
            grant.ended().ifPresent(events::add);
        });
        return List.copyOf(events);
    }

    private List<Way> openIn(Interval span) {
        return paths.stream()
                .filter(Way::standing)
                .filter(way -> !way.privileged().and(span).isEmpty())
                .toList();
    }
}
