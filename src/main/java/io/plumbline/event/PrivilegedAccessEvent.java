package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Elevations, privileged sessions and break-glass; inbound topic {@code privileged-access}. */
public sealed interface PrivilegedAccessEvent extends Event {

    String systemId();

    /** Subject of a session of a system. */
    static Subject session(String systemId, String sessionId) {
        return new Subject(SubjectKind.SESSION, systemId + "/" + sessionId);
    }

    /**
     * Temporary privilege was approved; {@code header.occurredAt} is when it was decided, {@code header.ticket} the change or
     * incident it is for.
     *
     * @param role the role that may be assumed; any role of the system where absent
     * @param windowFrom start of the approved window
     * @param windowTo end of the approved window, exclusive
     * @param actionClasses what may be done; anything where empty
     */
    record ElevationApproved(
            Header header,
            String elevationId,
            Principal holder,
            String systemId,
            Optional<String> role,
            Instant windowFrom,
            Instant windowTo,
            String approverId,
            List<String> actionClasses,
            Purpose purpose)
            implements PrivilegedAccessEvent {
        public ElevationApproved {
            actionClasses = Texts.sorted(actionClasses);
        }
    }

    /** Temporary privilege was refused or an approval taken back; it covers nothing from then on. */
    record ElevationDenied(Header header, String elevationId, Principal holder, String systemId, String approverId)
            implements PrivilegedAccessEvent {}

    /**
     * A privileged session began.
     *
     * @param role the role assumed, where the system has roles
     * @param parentSessionId the session it was opened from (jump host), of the same holder
     * @param automation true for pipelines and orchestration, which run under a change and not under an elevation
     */
    record SessionStarted(
            Header header,
            String sessionId,
            Principal holder,
            String systemId,
            Optional<String> role,
            Optional<String> parentSessionId,
            boolean automation)
            implements PrivilegedAccessEvent {}

    /** Something was done in a session. */
    record SessionAction(
            Header header, String sessionId, String systemId, String actionClass, Optional<String> actionRef)
            implements PrivilegedAccessEvent {}

    /** A session ended. */
    record SessionEnded(Header header, String sessionId, String systemId) implements PrivilegedAccessEvent {}

    /**
     * Break-glass access was invoked; it covers sessions until {@code windowTo} and is judged by its own control.
     */
    record BreakglassInvoked(
            Header header,
            String invocationId,
            Principal holder,
            String systemId,
            Instant windowTo,
            Optional<String> incidentRef)
            implements PrivilegedAccessEvent {}

    /** What an elevation is for; for {@code CHANGE} the ticket must be an open change record of the system. */
    enum Purpose {
        CHANGE,
        INCIDENT,
        OPERATIONS,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
