package io.plumbline.control.change;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.control.EffectiveAccess.Unknown;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Access that stands by which somebody could bring something to production of a system themselves: what is privileged, and what
 * gives a function of deployment. What was given for a short time is not of it, nor is what a leaver kept.
 *
 * @param ways every way to it
 * @param unknown spans in which nobody knows what standing access of theirs gives
 */
record ProductionAccess(List<Way> ways, List<Unknown> unknown) {

    /** One way, and when it was open. */
    record Way(Path path, Timeline during) {}

    static ProductionAccess of(IdentityFacts identity, EffectiveAccess access, String systemId, Reference reference) {
        List<Unknown> unknown = access.unknown().stream()
                .filter(span -> span.systemId().equals(systemId) && isStanding(span.grant(), reference))
                .toList();
        List<Path> paths = new ArrayList<>(access.paths().stream()
                .filter(path -> path.systemId().equals(systemId) && isStanding(path.grant(), reference))
                .toList());
        unknown.forEach(span -> paths.add(
                new Path(systemId, span.entitlement(), open(span.span()), span.grant(), List.of(), Map.of())));
        Timeline never = left(identity).or(notProduction(systemId, reference.catalogue()));
        List<Way> ways = paths.stream()
                .map(path -> new Way(
                        path,
                        Timeline.of(path.usable()).and(deploys(path, reference)).minus(never)))
                .filter(way -> !way.during().isEmpty())
                .toList();
        return new ProductionAccess(ways, unknown);
    }

    private static Timeline left(IdentityFacts identity) {
        return Timeline.of(identity.departures().stream()
                .map(departure -> new Interval(departure.effectiveAt(), departure.returnedAt()))
                .toList());
    }

    private static Timeline notProduction(String systemId, Catalogue catalogue) {
        return Timeline.of(catalogue.registrations(systemId).stream()
                .filter(version -> !version.value().production())
                .map(Dated::inForce)
                .toList());
    }

    /** When one could deploy by it: everything of a privileged system, else what its mapping says. */
    private static Timeline deploys(Path path, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        Set<String> functions = new TreeSet<>();
        Stream.of(reference
                        .parameters(path.usable().from())
                        .text("deploy_functions")
                        .split(","))
                .map(String::strip)
                .forEach(functions::add);
        return Timeline.of(Stream.concat(
                        catalogue.registrations(path.systemId()).stream()
                                .filter(version -> version.value().privileged())
                                .map(Dated::inForce),
                        catalogue.mapping(path.systemId(), path.entitlement()).stream()
                                .filter(version -> deploys(version.value(), functions))
                                .map(Dated::inForce))
                .toList());
    }

    private static boolean deploys(EntitlementMapped mapping, Set<String> functions) {
        return Privilege.isPrivileged(mapping)
                || mapping.performable().stream().map(FunctionUse::functionId).anyMatch(functions::contains);
    }

    /** A temporary grant with a planned end does not stand, nor does any other that is planned to end soon. */
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
    private static Interval open(Interval unknown) {
        return unknown.until().filter(Instant.MAX::equals).isPresent() ? Interval.since(unknown.from()) : unknown;
    }

    /** When at least one way was open. */
    Timeline during() {
        return Timeline.of(
                ways.stream().flatMap(way -> way.during().intervals().stream()).toList());
    }

    /** The ways that were open in the span. */
    List<Way> openIn(Interval span) {
        return ways.stream().filter(way -> !way.during().and(span).isEmpty()).toList();
    }

    /** The ways that were open in the span, in words. */
    List<String> words(Interval span) {
        return openIn(span).stream()
                .map(Way::path)
                .map(path -> path.entitlement() + ", by which one can deploy, was given at "
                        + path.grant().given().header().occurredAt() + " ("
                        + path.grant().path() + ")"
                        + (path.chain().isEmpty() ? "" : " by " + path.roles()) + ".")
                .distinct()
                .toList();
    }

    List<Event> events(Interval span) {
        Set<Event> events = new LinkedHashSet<>();
        openIn(span).stream().map(way -> way.path().grant()).forEach(grant -> {
            events.add(grant.given());
            grant.ended().ifPresent(events::add);
        });
        return List.copyOf(events);
    }

    /** Whether all of it that was open at {@code at} was there before monitoring began. */
    boolean baselineAt(Instant at) {
        return ways.stream()
                .filter(way -> way.during().contains(at))
                .allMatch(way -> way.path().grant().baseline());
    }
}
