package io.plumbline.control.privileged;

import io.plumbline.event.Event;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.Purpose;
import io.plumbline.facts.ChangeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the ticket of an elevation for a change was an approved, open change record of the system when it was used.
 *
 * @param problem what is wrong with it; none where the purpose of the elevation is not a change
 */
record ElevationTicket(ElevationApproved elevation, Optional<Problem> problem) {

    /** What is wrong with a ticket. */
    enum Problem {
        MISSING("names no ticket, although its purpose is a change"),
        NOT_ON_RECORD("names a change that is not on record"),
        OTHER_SYSTEM("names a change of another system"),
        NOT_APPROVED("names a change that was not approved by then"),
        CLOSED("names a change that was already closed");

        private final String words;

        Problem(String words) {
            this.words = words;
        }
    }

    /** The ticket of the elevation as it stood at {@code used}. */
    static ElevationTicket of(ElevationApproved elevation, Map<String, ChangeRecord> changes, Instant used) {
        return new ElevationTicket(elevation, problem(elevation, changes, used));
    }

    /** What is wrong with it, as a sentence. */
    String words() {
        return "Elevation " + elevation.elevationId() + " "
                + problem.map(found -> found.words).orElse("has a valid ticket")
                + elevation.header().ticket().map(ticket -> ": " + ticket).orElse("") + ".";
    }

    private static Optional<Problem> problem(
            ElevationApproved elevation, Map<String, ChangeRecord> changes, Instant used) {
        if (elevation.purpose() != Purpose.CHANGE) {
            return Optional.empty();
        }
        if (elevation.header().ticket().isEmpty()) {
            return Optional.of(Problem.MISSING);
        }
        Optional<ChangeRecord> change = elevation.header().ticket().map(changes::get);
        if (change.isEmpty()) {
            return Optional.of(Problem.NOT_ON_RECORD);
        }
        return problem(change.get(), elevation.systemId(), used);
    }

    private static Optional<Problem> problem(ChangeRecord change, String systemId, Instant used) {
        boolean ofSystem = change.requests().stream()
                        .anyMatch(request -> request.systemId().equals(systemId))
                || change.approvals().stream()
                        .anyMatch(approval -> approval.systemId().equals(systemId));
        if (!ofSystem) {
            return Optional.of(Problem.OTHER_SYSTEM);
        }
        boolean open = change.approvals().stream()
                .filter(approval -> approval.systemId().equals(systemId))
                .map(approval -> approval.header().occurredAt())
                .filter(decided -> !decided.isAfter(used))
                .anyMatch(decided ->
                        !closedBetween(change, decided, used) && !rejectedBetween(change, systemId, decided, used));
        if (open) {
            return Optional.empty();
        }
        boolean closed = happenedBetween(change.closures(), Instant.MIN, used);
        return Optional.of(closed ? Problem.CLOSED : Problem.NOT_APPROVED);
    }

    private static boolean closedBetween(ChangeRecord change, Instant from, Instant to) {
        return happenedBetween(change.closures(), from, to);
    }

    private static boolean rejectedBetween(ChangeRecord change, String systemId, Instant from, Instant to) {
        return happenedBetween(
                change.rejections().stream()
                        .filter(rejection -> rejection.systemId().equals(systemId))
                        .toList(),
                from,
                to);
    }

    private static boolean happenedBetween(List<? extends Event> events, Instant from, Instant to) {
        return events.stream()
                .map(event -> event.header().occurredAt())
                .anyMatch(at -> !at.isBefore(from) && !at.isAfter(to));
    }
}
