package io.plumbline.control.sod;

import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationEnded;
import io.plumbline.event.PrivilegedAccessEvent.ElevationStarted;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody holds for a time only, beside what stands: grants given for a time, lent or kept through a migration, and elevations
 * to a role.
 *
 * <p>An elevation counts from when it was taken up, and where no taking up is on record over its whole approved window. Where no
 * end is on record its planned end counts.
 */
record TemporaryAccess(List<Grant> temporary, List<Grant> standing) {

    static TemporaryAccess of(IdentityFacts identity) {
        List<Grant> temporary = new ArrayList<>();
        List<Grant> standing = new ArrayList<>();
        for (Grant grant : identity.grants()) {
            (isTemporary(grant) ? temporary : standing).add(grant);
        }
        for (ElevationApproved elevation : identity.elevations()) {
            elevation.role().ifPresent(role -> elevated(elevation, role, identity)
                    .filter(grant -> !grant.held().isEmpty())
                    .ifPresent(temporary::add));
        }
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

    private static Optional<Grant> elevated(ElevationApproved elevation, String role, IdentityFacts identity) {
        Optional<Event> started = uses(elevation, identity)
                .filter(ElevationStarted.class::isInstance)
                .map(Event.class::cast)
                .findFirst();
        Optional<Event> ended = uses(elevation, identity)
                .filter(ElevationEnded.class::isInstance)
                .map(Event.class::cast)
                .findFirst();
        Instant from = started.map(event -> event.header().occurredAt()).orElse(elevation.windowFrom());
        Instant to = ended.map(event -> event.header().occurredAt())
                .filter(end -> end.isBefore(elevation.windowTo()))
                .orElse(elevation.windowTo());
        if (!from.isBefore(to)) {
            return Optional.empty();
        }
        Interval held = Interval.of(from, to);
        Optional<AccountRef> account = elevation.holder().account();
        return Optional.of(new Grant(
                elevation.elevationId(),
                elevation.systemId(),
                role,
                account,
                GrantPath.TEMPORARY,
                List.of(),
                Optional.empty(),
                held,
                usable(held, account, identity),
                elevation,
                ended.filter(event -> event.header().occurredAt().equals(to)),
                false));
    }

    private static Stream<PrivilegedAccessEvent> uses(ElevationApproved elevation, IdentityFacts identity) {
        return identity.elevationUses().stream()
                .filter(use -> use.systemId().equals(elevation.systemId()))
                .filter(use -> use instanceof ElevationStarted started
                                && started.elevationId().equals(elevation.elevationId())
                        || use instanceof ElevationEnded ended
                                && ended.elevationId().equals(elevation.elevationId()));
    }

    private static List<Interval> usable(Interval held, Optional<AccountRef> account, IdentityFacts identity) {
        return account.flatMap(ref -> identity.accounts().stream()
                        .filter(known -> known.ref().equals(ref))
                        .findFirst())
                .map(known -> known.enabled().stream()
                        .flatMap(enabled -> held.intersect(enabled).stream())
                        .toList())
                .orElse(List.of(held));
    }
}
