package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.PositionChangeReason;
import io.plumbline.event.IdentityEvent.PositionChanged;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who used a shared account of a subject, or reviewed its use of break-glass access.
 *
 * @param employment what is known of it; its type only where its own record is known
 * @param positions positions taken, oldest effect first
 */
public record Person(String identityId, Employment employment, List<PositionChanged> positions) {

    static Person of(String identityId, List<Event> events) {
        return new Person(
                identityId,
                Employment.of(identityId, events),
                events.stream()
                        .filter(PositionChanged.class::isInstance)
                        .map(PositionChanged.class::cast)
                        .filter(position -> position.identityId().equals(identityId))
                        .sorted(Comparator.comparing(PositionChanged::effectiveAt)
                                .thenComparing(position -> position.header().occurredAt())
                                .thenComparing(PositionChanged::id))
                        .toList());
    }

    /**
     * To whom they reported at {@code at}: by the position last taken that names a manager, and by acting positions held then; where
     * there is no such position, by their own record.
     */
    public Set<String> managersAt(Instant at) {
        List<PositionChanged> stated = positions.stream()
                .filter(position -> position.managerId().isPresent()
                        && !position.effectiveAt().isAfter(at)
                        && position.until().filter(end -> !end.isAfter(at)).isEmpty())
                .toList();
        Optional<String> regular = stated.stream()
                .filter(position -> position.reason() != PositionChangeReason.ACTING)
                .reduce((earlier, later) -> later)
                .flatMap(PositionChanged::managerId)
                .or(() -> employment.created().flatMap(IdentityEvent.Created::managerId));
        Set<String> managers = new TreeSet<>();
        regular.ifPresent(managers::add);
        stated.stream()
                .filter(position -> position.reason() == PositionChangeReason.ACTING)
                .forEach(position -> position.managerId().ifPresent(managers::add));
        return managers;
    }
}
