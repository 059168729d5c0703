package io.plumbline.facts;

import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.PrivilegedAccessEvent.SessionEnded;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A privileged session.
 *
 * @param ended its end, where on record; a session without one is not taken to have gone on
 */
public record Session(SessionStarted started, List<SessionAction> actions, Optional<SessionEnded> ended) {

    public Session {
        actions = List.copyOf(actions);
    }

    public String sessionId() {
        return started.sessionId();
    }

    public String systemId() {
        return started.systemId();
    }

    public Instant startedAt() {
        return started.header().occurredAt();
    }

    /** The last instant at which the session is known to have been in use: its end or, where that is later, its last action. */
    public Instant lastSeenAt() {
        Instant used = actions.isEmpty()
                ? startedAt()
                : actions.get(actions.size() - 1).header().occurredAt();
        return ended.map(end -> end.header().occurredAt())
                .filter(end -> actions.isEmpty() || end.isAfter(used))
                .orElse(used);
    }
}
