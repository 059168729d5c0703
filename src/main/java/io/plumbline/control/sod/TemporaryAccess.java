package io.plumbline.control.sod;

import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody holds for a time only, beside what stands: grants given for a time, lent or kept through a migration, and elevations
 * to a role.
 */
record TemporaryAccess(List<Grant> temporary, List<Grant> standing) {

    static TemporaryAccess of(IdentityFacts identity) {
        List<Grant> temporary = new ArrayList<>();
        List<Grant> standing = new ArrayList<>();
        for (Grant grant : identity.grants()) {
            (isTemporary(grant) ? temporary : standing).add(grant);
        }
        temporary.addAll(Elevations.of(identity));
        return new TemporaryAccess(List.copyOf(temporary), List.copyOf(standing));
    }

    /**
     * Whether it was given for a time, and not as the access somebody has. What is called temporary and has no planned end
     * stands, and emergency access is judged as standing access is.
     */
    static boolean isTemporary(Grant grant) {
        return switch (grant.path()) {
            case DELEGATED, MIGRATION -> true;
            case TEMPORARY ->
                !(grant.given() instanceof Granted given) || given.validTo().isPresent();
            case DIRECT, ROLE, GROUP, EMERGENCY, BIRTHRIGHT, UNKNOWN -> false;
        };
    }

    /** Everything held in a system, in whatever way. */
    List<Grant> all() {
        return Stream.concat(standing.stream(), temporary.stream()).toList();
    }
}
