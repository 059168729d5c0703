package io.plumbline.control.access;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.control.EffectiveAccess.Unknown;
import io.plumbline.control.Privilege;
import io.plumbline.control.Reference;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An entitlement that an identity can use for good, by whatever grants and roles: temporary and emergency grants give nothing that
 * stands. Access given again soon after it was taken away counts as held throughout.
 *
 * @param held when, holes that a refresh of the provisioning leaves closed
 * @param names under which its use is on record: its own, its other names, and the roles that give it
 * @param spans what kind it was over {@code held}, in order of time
 */
record StandingEntitlement(
        String systemId, String entitlement, Timeline held, Set<String> names, List<Grant> grants, List<Span> spans) {

    private static final Set<String> BY_DESIGN = Set.of("BREAK_GLASS", "DISASTER_RECOVERY", "DR");
    private static final Set<String> SEASONAL = Set.of("SEASONAL", "QUARTER_END", "YEAR_END");

    /** How much harm it can do, which decides how long it may go unused. */
    enum Rank {
        PRIVILEGED,
        FINANCE_SENSITIVE,
        GENERAL,
        /** Kept for an emergency; seldom used by design. */
        BY_DESIGN
    }

    /** A stretch of time over which the mapping says the same. */
    record Span(Interval during, Rank rank, boolean seasonal, Optional<EntitlementMapped> mapping) {}

    boolean everSensitive() {
        return spans.stream().anyMatch(span -> span.rank() != Rank.GENERAL);
    }

    boolean everOrdinary() {
        return spans.stream().anyMatch(span -> span.rank() == Rank.GENERAL);
    }

    /** Whether a use went through an account that gives it, as far as the source says. */
    boolean isHeldThrough(Optional<AccountRef> account) {
        return account.isEmpty()
                || grants.stream()
                        .anyMatch(grant ->
                                grant.account().isEmpty() || grant.account().equals(account));
    }

    /** Everything an identity can use for good, by system and entitlement; what it kept after leaving is judged elsewhere. */
    static List<StandingEntitlement> of(IdentityFacts identity, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        EffectiveAccess access = EffectiveAccess.of(identity, catalogue);
        Map<String, Found> found = new TreeMap<>();
        for (Path path : access.paths()) {
            found.computeIfAbsent(path.systemId() + "|" + path.entitlement(), key -> new Found())
                    .add(path.systemId(), path.entitlement(), path.usable(), path.grant(), path.chain());
        }
        for (Unknown unknown : access.unknown()) {
            if (catalogue.roleTimes(unknown.systemId(), unknown.entitlement()).isEmpty()) {
                found.computeIfAbsent(unknown.systemId() + "|" + unknown.entitlement(), key -> new Found())
                        .add(
                                unknown.systemId(),
                                unknown.entitlement(),
                                open(unknown.span()),
                                unknown.grant(),
                                List.of());
            }
        }
        Timeline left = Timeline.of(identity.departures().stream()
                .map(departure -> new Interval(departure.effectiveAt(), departure.returnedAt()))
                .toList());
        return found.values().stream()
                .filter(each -> !each.held.isEmpty())
                .flatMap(each -> each.entitlement(identity, left, reference).stream())
                .toList();
    }

    /** What nobody ever came to know has no end. */
    private static Interval open(Interval unknown) {
        return unknown.until().filter(Instant.MAX::equals).isPresent() ? Interval.since(unknown.from()) : unknown;
    }

    private static final class Found {
        private String systemId;
        private String entitlement;
        private final List<Interval> held = new ArrayList<>();
        private final List<Grant> grants = new ArrayList<>();
        private final Set<String> roles = new TreeSet<>();

        void add(String system, String name, Interval usable, Grant grant, List<RoleDefined> chain) {
            systemId = system;
            entitlement = name;
            if (grant.path() != GrantPath.TEMPORARY && grant.path() != GrantPath.EMERGENCY) {
                held.add(usable);
                grants.add(grant);
                chain.forEach(role -> roles.add(role.roleId()));
            }
        }

        Optional<StandingEntitlement> entitlement(IdentityFacts identity, Timeline left, Reference reference) {
            Timeline usable = Timeline.of(held).minus(left);
            if (usable.isEmpty()) {
                return Optional.empty();
            }
            Instant first = usable.intervals().get(0).from();
            Timeline bridged = usable.bridging(reference.parameters(first).duration("regrant_tolerance"));
            Catalogue catalogue = reference.catalogue();
            Set<String> names = new TreeSet<>(Set.of(entitlement));
            catalogue
                    .mapping(systemId, entitlement)
                    .forEach(version -> names.addAll(version.value().usedAs()));
            grants.forEach(grant -> names.add(grant.entitlement()));
            names.addAll(roles);
            List<Span> spans = spans(bridged, identity, catalogue);
            return spans.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new StandingEntitlement(systemId, entitlement, bridged, names, List.copyOf(grants), spans));
        }

        private List<Span> spans(Timeline bridged, IdentityFacts identity, Catalogue catalogue) {
            List<Dated<EntitlementMapped>> versions = catalogue.mapping(systemId, entitlement);
            Instant mapped =
                    versions.isEmpty() ? Instant.MAX : versions.get(0).inForce().from();
            List<Span> spans = new ArrayList<>();
            bridged.and(Interval.of(Instant.MIN, mapped))
                    .intervals()
                    .forEach(during -> spans.add(span(during, Optional.empty(), identity, catalogue)));
            for (Dated<EntitlementMapped> version : versions) {
                bridged.and(version.inForce())
                        .intervals()
                        .forEach(during -> spans.add(span(during, Optional.of(version.value()), identity, catalogue)));
            }
            spans.removeIf(span ->
                    span.rank() == Rank.GENERAL && isBirthright(span.during().from(), catalogue));
            return List.copyOf(spans);
        }

        /** Given to everyone of a kind by policy, whether they need it or not. */
        private boolean isBirthright(Instant at, Catalogue catalogue) {
            return grants.stream()
                    .allMatch(grant -> grant.path() == GrantPath.BIRTHRIGHT
                            || catalogue.isBirthright(systemId, grant.entitlement(), at));
        }

        private Span span(
                Interval during, Optional<EntitlementMapped> mapping, IdentityFacts identity, Catalogue catalogue) {
            Set<String> tags = new TreeSet<>();
            mapping.ifPresent(as -> as.tags().forEach(tag -> tags.add(plain(tag))));
            identity.created()
                    .filter(created -> created.identityType() == IdentityType.BREAK_GLASS)
                    .ifPresent(created -> tags.add("BREAK_GLASS"));
            identity.profiles().stream().reduce((earlier, later) -> later).ifPresent(profile -> profile.tags()
                    .forEach(tag -> tags.add(plain(tag))));
            boolean privileged = Privilege.ofSystem(catalogue, systemId, during.from())
                    || mapping.filter(Privilege::isPrivileged).isPresent();
            Rank rank = tags.stream().anyMatch(BY_DESIGN::contains)
                    ? Rank.BY_DESIGN
                    : privileged
                            ? Rank.PRIVILEGED
                            : mapping.filter(EntitlementMapped::financeSensitive)
                                            .isPresent()
                                    ? Rank.FINANCE_SENSITIVE
                                    : Rank.GENERAL;
            return new Span(during, rank, tags.stream().anyMatch(SEASONAL::contains), mapping);
        }

        private static String plain(String tag) {
            return tag.toUpperCase(Locale.ROOT).replace('-', '_');
        }
    }
}
