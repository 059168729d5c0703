package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people resolved about exceptions, and what they conclude of controls; inbound topic {@code decisions}. */
public sealed interface DecisionEvent extends Event {

    /** A statement about one exception. */
    sealed interface AboutException extends DecisionEvent {
        String exceptionId();

        default Subject exception() {
            return new Subject(SubjectKind.EXCEPTION, exceptionId());
        }
    }

    /** The subject that keeps what people conclude of one control over one period. */
    static Subject conclusion(String controlId, String periodId) {
        return new Subject(SubjectKind.CONCLUSION, controlId + "/" + periodId);
    }

    /**
     * A person decided about an exception; {@code header.occurredAt} is when.
     *
     * @param decidedBy the person who decided
     * @param secondPerson who confirmed it; closing and dismissing need one who is someone else
     * @param reason in the words of the person
     * @param until when an acceptance or mitigation ends, exclusive; both need one
     * @param mitigationRef the mitigating control, for mitigations
     * @param impactRef where it is kept what the exception did to financial reporting
     */
    record Decided(
            Header header,
            String exceptionId,
            Action action,
            String decidedBy,
            Optional<String> secondPerson,
            String reason,
            Optional<Instant> until,
            Optional<String> mitigationRef,
            Optional<String> impactRef)
            implements AboutException {}

    /** An exception was opened about a subject: how a decision, which names only the exception, finds its way. */
    record Registered(Header header, String exceptionId, String subjectKey) implements AboutException {}

    /**
     * A person concluded for one regime how a control operated over a period; {@code header.occurredAt} is when.
     *
     * @param regime {@code SOC} or {@code SOX}
     * @param concludedBy the person who answers for the conclusion
     * @param businessOwnerDecisionRef the decision of the business owner it rests on
     * @param testResultRef the test it rests on
     * @param conclusion in the person's words
     * @param evidenceRefs the events and records it rests on
     */
    record Concluded(
            Header header,
            String conclusionId,
            String controlId,
            String periodId,
            String regime,
            String concludedBy,
            Optional<String> businessOwnerDecisionRef,
            Optional<String> testResultRef,
            String conclusion,
            List<String> evidenceRefs)
            implements DecisionEvent {
        public Concluded {
            evidenceRefs = Texts.sorted(evidenceRefs);
        }
    }

    /**
     * Evidence on a control over a period was put together for one regime.
     *
     * @param regime {@code SOC} or {@code SOX}
     * @param conclusionIds the conclusions it holds
     * @param socOnly ids of what it holds that was gathered for SOC alone
     * @param soxOnly ids of what it holds that was gathered for SOX alone
     * @param released whether an auditor was given it
     */
    record PackBuilt(
            Header header,
            String packId,
            String controlId,
            String periodId,
            String regime,
            List<String> conclusionIds,
            List<String> socOnly,
            List<String> soxOnly,
            boolean released)
            implements DecisionEvent {
        public PackBuilt {
            conclusionIds = Texts.sorted(conclusionIds);
            socOnly = Texts.sorted(socOnly);
            soxOnly = Texts.sorted(soxOnly);
        }
    }

    /**
     * A person states what became of the records of a source that were not taken in on one day; {@code header.occurredAt} is when.
     *
     * @param sourceId the source, or what stands in for it, as in the exception about the records
     * @param topic full name of the topic they came on
     * @param reason code on the rejected topic
     * @param day UTC day on which they were received, as {@code 2026-01-31}
     * @param settledBy the person who answers for it
     * @param explanation in the words of the person
     */
    record RejectionsSettled(
            Header header,
            String sourceId,
            String topic,
            String reason,
            String day,
            Settlement outcome,
            String settledBy,
            String explanation)
            implements DecisionEvent {}

    /** What can become of records that were not taken in. */
    enum Settlement {
        /** Repaired and sent again, and taken in. */
        RESENT,
        /** Looked at and not needed. */
        DISCARDED,
        /** Not stated, or a value newer than this build; settles nothing. */
        UNKNOWN
    }

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
