package io.plumbline.event;

import io.plumbline.event.CredentialEvent.ClientClass;
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
     * @param startedFrom address, host or workload it was opened from
     */
    record SessionStarted(
            Header header,
            String sessionId,
            Principal holder,
            String systemId,
            Optional<String> role,
            Optional<String> parentSessionId,
            boolean automation,
            ClientClass client,
            Optional<String> startedFrom)
            implements PrivilegedAccessEvent {}

    /** Something was done in a session. */
    record SessionAction(
            Header header, String sessionId, String systemId, String actionClass, Optional<String> actionRef)
            implements PrivilegedAccessEvent {}

    /** A session ended. */
    record SessionEnded(Header header, String sessionId, String systemId) implements PrivilegedAccessEvent {}

    /**
     * Break-glass access was invoked; it covers sessions until {@code windowTo} and is judged by its own control.
     *
     * @param reason in the words of who invoked it
     * @param drill true for a test of the procedure
     */
    record BreakglassInvoked(
            Header header,
            String invocationId,
            Principal holder,
            String systemId,
            Instant windowTo,
            Optional<String> incidentRef,
            Optional<String> reason,
            boolean drill)
            implements PrivilegedAccessEvent {}

    /**
     * A use of break-glass access was reviewed; {@code header.occurredAt} is when.
     *
     * @param holder who used it
     * @param actionsDigest SHA-256, in lower-case hexadecimal, over the source event ids of the session actions reviewed,
     *     sorted, each followed by a line feed, in UTF-8; absent where a summary was reviewed and not the log
     */
    record BreakglassReviewed(
            Header header,
            String invocationId,
            Principal holder,
            String systemId,
            String reviewerId,
            Optional<String> actionsDigest)
            implements PrivilegedAccessEvent {}

    /**
     * Temporary privilege took effect.
     *
     * @param plannedEnd when it ends at the latest, exclusive
     */
    record ElevationStarted(
            Header header,
            String elevationId,
            Principal holder,
            String systemId,
            Optional<String> role,
            Optional<Instant> plannedEnd)
            implements PrivilegedAccessEvent {}

    /** Temporary privilege was given back or taken away. */
    record ElevationEnded(Header header, String elevationId, Principal holder, String systemId)
            implements PrivilegedAccessEvent {}

    /**
     * A person is bound to the use of a shared account.
     *
     * @param attributionId id of the binding, such as a checkout
     * @param personId identity id of the person
     * @param exclusive true where nobody else could use the account meanwhile
     * @param from start of the use, inclusive
     * @param to end of the use, exclusive; absent where it has not ended or the source does not know
     * @param sessionId the one session it is for; whatever was done meanwhile where absent
     */
    record AttributionRecorded(
            Header header,
            String attributionId,
            String systemId,
            AccountRef account,
            String personId,
            AttributionMethod method,
            boolean exclusive,
            Instant from,
            Optional<Instant> to,
            Optional<String> sessionId)
            implements PrivilegedAccessEvent {}

    /** How a person was bound to the use of a shared account. */
    enum AttributionMethod {
        /** Taken out of a vault. */
        CHECKOUT,
        /** Signed in again as themselves. */
        SECOND_FACTOR,
        /** The proxy knows who came. */
        SESSION_PROXY,
        /** Somebody said so afterwards. */
        SELF_DECLARED,
        /** Not stated, or a value newer than this build; proves nothing. */
        UNKNOWN
    }

    /** What an elevation is for; for {@code CHANGE} the ticket must be an open change record of the system. */
    enum Purpose {
        CHANGE,
        INCIDENT,
        OPERATIONS,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
