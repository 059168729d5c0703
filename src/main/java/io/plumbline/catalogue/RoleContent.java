package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.RoleDefined;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a role gives to whoever holds it, while neither it nor any role inside it changes: the roles in it unfolded.
 *
 * @param role its own version in force
 * @param given what it gives, by entitlement, the shortest way first; without what the role itself denies altogether
 * @param denials what it denies its holders, whatever else gives it to them
 * @param depth levels of roles below it: none for a role that contains no role
 * @param cyclicWith ids of the roles it contains that contain it in turn, itself among them; empty where there are none. What
 *     such roles give is still well defined: everything any of them gives
 * @param gaps what it contains of which nobody knows what it gives
 */
public record RoleContent(
        RoleDefined role, List<Given> given, List<Given> denials, int depth, Set<String> cyclicWith, List<Gap> gaps) {

    /**
     * One way in which a role gives, or denies, one entitlement.
     *
     * @param chain the versions of the roles from the role itself down to the one that names the entitlement
     * @param scope the part of the data that every role of the chain allows
     */
    public record Given(String entitlement, List<RoleDefined> chain, Map<String, Set<String>> scope) {
        public Given {
            chain = List.copyOf(chain);
        }

        /** The same statement: the same versions of the same roles, with the same scope. */
        boolean isSame(Given other) {
            if (chain.size() != other.chain.size() || !entitlement.equals(other.entitlement)) {
                return false;
            }
            for (int i = 0; i < chain.size(); i++) {
                if (chain.get(i) != other.chain.get(i)) {
                    return false;
                }
            }
            return scope.equals(other.scope);
        }
    }

    /**
     * Something a role contains of which nobody knows what it gives.
     *
     * @param roleId the role or entitlement that is not known
     * @param reason {@code ENTITLEMENT_UNKNOWN} for what was neither a known role nor a mapped entitlement,
     *     {@code ROLE_REJECTED} for a role whose definition was rejected
     * @param why in words
     */
    public record Gap(String roleId, String reason, String why) {}

    public RoleContent {
        given = List.copyOf(given);
        denials = List.copyOf(denials);
        cyclicWith = Collections.unmodifiableSet(new TreeSet<>(cyclicWith));
        gaps = List.copyOf(gaps);
    }

    /** The entitlements it denies somewhere. */
    public Set<String> denied() {
        return denials.stream().map(Given::entitlement).collect(Collectors.toCollection(TreeSet::new));
    }
}
