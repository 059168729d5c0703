package io.plumbline.event;

import java.time.Instant;
import java.util.Optional;

/** What people resolved about exceptions; inbound topic {@code decisions}. */
public sealed interface DecisionEvent extends Event {

    String exceptionId();

    default Subject exception() {
        return new Subject(SubjectKind.EXCEPTION, exceptionId());
    }

    /**
     * A person decided about an exception; {@code header.occurredAt} is when.
     *
     * @param decidedBy the person who decided
     * @param secondPerson who confirmed it; closing and dismissing need one who is someone else
     * @param reason in the words of the person
     * @param until when an acceptance or mitigation ends, exclusive; both need one
     * @param mitigationRef the mitigating control, for mitigations
     */
    record Decided(
            Header header,
            String exceptionId,
            Action action,
            String decidedBy,
            Optional<String> secondPerson,
            String reason,
            Optional<Instant> until,
            Optional<String> mitigationRef)
            implements DecisionEvent {}

    /** An exception was opened about a subject: how a decision, which names only the exception, finds its way. */
    record Registered(Header header, String exceptionId, String subjectKey) implements DecisionEvent {}

    /** What can be decided. */
    enum Action {
        /** Someone takes the exception. */
        ACKNOWLEDGE,
        /** A mitigating control covers it until a date. */
        MITIGATE,
        /** The mitigating control was performed, which carries the mitigation on until a date. */
        MITIGATION_PERFORMED,
        /** The risk owner accepts it until a date. */
        ACCEPT,
        /** An act was reviewed and documented. Acts only, and only with a second person. */
        CLOSE,
        /** Judged not to be an exception. Only with a second person. */
        DISMISS,
        /** An earlier decision no longer holds. */
        REOPEN,
        /** Not stated, or a value newer than this build; never applied. */
        UNKNOWN
    }
}
