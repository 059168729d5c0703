package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.RoleTimes;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.facts.Grant;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conflicts that a role contains by itself: those that anyone would have who was given this role and nothing else, always.
 *
 * <p>They follow from the catalogue alone, and are worked out once for each version of it.
 *
 * @param all each with the change that it began with, by rule and time
 */
public record RoleConflicts(String systemId, String roleId, List<One> all) {

    /** A conflict, and the change of a role or mapping that it began with; none where it began with its rule. */
    record One(Conflict conflict, Optional<RoleChange> began) {

        private boolean isTheSame(String rule, boolean onTrial, RoleChange change) {
            return began.equals(Optional.of(change))
                    && conflict.rule().ruleId().equals(rule)
                    && conflict.isOnTrial() == onTrial;
        }
    }

    private record Question(String systemId, String roleId) {}

    /** Before anything is stated of any role. */
    private static final Instant ALWAYS = Instant.EPOCH.minusSeconds(100L * 366 * 24 * 3600);

    public RoleConflicts {
        all = List.copyOf(all);
    }

    /** The conflicts of a role, by the catalogue; none where it is no role. */
    public static RoleConflicts of(String systemId, String roleId, Catalogue catalogue) {
        return catalogue.derived(
                new Question(systemId, roleId),
                reference -> new RoleConflicts(
                        systemId,
                        roleId,
                        reference
                                .roleTimes(systemId, roleId)
                                .map(times -> conflicts(systemId, roleId, times, reference))
                                .orElse(List.of())));
    }

    private static List<One> conflicts(String systemId, String roleId, RoleTimes times, Catalogue catalogue) {
        Map<String, List<HeldFunction>> held = HeldFunction.byFunction(
                EffectiveAccess.of(List.of(givenAlways(systemId, roleId, times.knownFrom())), catalogue)
                        .paths(),
                catalogue);
        return Conflict.among(held, catalogue, RolesFreeOfConflict::isAsked).stream()
                .map(conflict -> new One(conflict, RoleChange.of(conflict, held, catalogue)))
                .toList();
    }

    private static Grant givenAlways(String systemId, String roleId, Instant knownFrom) {
        Instant from = knownFrom.isAfter(ALWAYS) ? ALWAYS : knownFrom.minusSeconds(1);
        return new Grant(
                "always",
                systemId,
                roleId,
                Optional.empty(),
                GrantPath.ROLE,
                List.of(),
                Optional.empty(),
                Interval.since(from),
                List.of(Interval.since(from)),
                new Granted(
                        Header.of("plumbline", "always/" + systemId + "/" + roleId, from),
                        Optional.empty(),
                        Principal.identity("anyone"),
                        systemId,
                        roleId,
                        GrantPath.ROLE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                Optional.empty(),
                false);
    }

    /** Whether the role conflicts by itself with the rule, from this change on. */
    private boolean has(String rule, boolean onTrial, RoleChange change) {
        return all.stream().anyMatch(one -> one.isTheSame(rule, onTrial, change));
    }

    /** The change with which the role came to conflict with the rule at an instant; empty where it did not then. */
    Optional<RoleChange> beganAt(Instant at, String rule, boolean onTrial) {
        return all.stream()
                .filter(one -> one.conflict().span().from().equals(at)
                        && one.conflict().rule().ruleId().equals(rule)
                        && one.conflict().isOnTrial() == onTrial)
                .flatMap(one -> one.began().stream())
                .findFirst();
    }

    /**
     * Whether this role is the one that is reported to people, of all that came to conflict with the rule by the same change: the
     * role that changed, or else the first by id of those that contain what changed.
     */
    boolean reports(String rule, boolean onTrial, RoleChange change, Catalogue catalogue) {
        return Stream.concat(Stream.of(change.partId()), catalogue.ancestorsOf(systemId, change.partId()).stream())
                .filter(role -> of(systemId, role, catalogue).has(rule, onTrial, change))
                .findFirst()
                .filter(roleId::equals)
                .isPresent();
    }

    /** The roles of which one is reported to people in place of others, this one among them, when any of them changes. */
    public static Set<String> related(String systemId, String roleId, Catalogue catalogue) {
        Set<RoleChange> changes = of(systemId, roleId, catalogue).all().stream()
                .flatMap(one -> one.began().stream())
                .collect(Collectors.toSet());
        Set<String> related = new TreeSet<>();
        for (RoleChange change : changes) {
            related.add(change.partId());
            related.addAll(catalogue.ancestorsOf(systemId, change.partId()));
        }
        return related;
    }
}
