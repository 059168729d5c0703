package io.plumbline.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Access reviews: items, decisions, what came of them, and what was signed; inbound topic {@code access-review}. */
public sealed interface ReviewEvent extends Event {

    /** A statement about one item: the access of one holder that a review asks about. It goes to the holder. */
    sealed interface ItemEvent extends ReviewEvent {
        String campaignId();

        /** Unique within the review. */
        String itemId();

        /** Whose access it is. */
        Principal holder();
    }

    /** The subject that keeps what one reviewer decides in one review. */
    static Subject reviewer(String campaignId, String reviewerId) {
        return new Subject(SubjectKind.REVIEWER, campaignId + "/" + reviewerId);
    }

    /**
     * An item was put up for review.
     *
     * @param entitlement the role or entitlement under review
     * @param reviewerId who is to decide
     * @param risks why it asks for care, as the reviewer is shown
     * @param sodResultAt when the result on segregation of duties was computed that the reviewer is shown; absent where none is
     */
    record ItemAdded(
            Header header,
            String campaignId,
            String itemId,
            Principal holder,
            String systemId,
            String entitlement,
            Optional<String> reviewerId,
            List<ItemRisk> risks,
            Optional<Instant> sodResultAt)
            implements ItemEvent {
        public ItemAdded {
            risks = risks.stream().sorted().distinct().toList();
        }
    }

    /**
     * An item was decided; {@code header.occurredAt} is when.
     *
     * @param reviewerId the person who decided
     * @param authority in which duty
     * @param rationale why, in the reviewer's words
     * @param mitigationRef the mitigating control, where access is kept in spite of a conflict
     * @param bulkId the same on items decided with one click
     * @param displayed how long the item was looked at
     * @param offline decided on paper or in a file and loaded later, so that {@code displayed} says nothing
     * @param sodResultAt when the result on segregation of duties was computed that was shown; absent where none was
     * @param risks why it asked for care, as the reviewer was shown
     * @param regimes the regimes whose question it answers, {@code SOC} or {@code SOX}; those of the review where empty
     */
    record ItemDecided(
            Header header,
            String campaignId,
            String itemId,
            Principal holder,
            String systemId,
            String entitlement,
            ReviewDecision decision,
            String reviewerId,
            ReviewAuthority authority,
            Optional<String> rationale,
            Optional<String> mitigationRef,
            Optional<String> bulkId,
            Optional<Duration> displayed,
            boolean offline,
            Optional<Instant> sodResultAt,
            List<ItemRisk> risks,
            List<String> regimes)
            implements ItemEvent {
        public ItemDecided {
            risks = risks.stream().sorted().distinct().toList();
            regimes = Texts.sorted(regimes);
        }

        /** What keeps the decisions of this reviewer in this review. */
        public Subject reviewer() {
            return ReviewEvent.reviewer(campaignId, reviewerId);
        }
    }

    /** Somebody else is to decide an item. */
    record ItemReassigned(
            Header header,
            String campaignId,
            String itemId,
            Principal holder,
            String fromId,
            String toId,
            String reason)
            implements ItemEvent {}

    /**
     * What a revocation asked for is said to be done; {@code header.occurredAt} is when that was said.
     *
     * @param verificationRef how it was verified in the system itself; absent where only the ticket was closed
     * @param lookbackRef where it is kept what the access was used for since the last review
     */
    record ItemRemediated(
            Header header,
            String campaignId,
            String itemId,
            Principal holder,
            String systemId,
            String entitlement,
            Optional<String> verificationRef,
            Optional<String> lookbackRef)
            implements ItemEvent {}

    /**
     * Somebody signed that controls operated over a period.
     *
     * @param signerId the person who signed
     * @param regime {@code SOC} or {@code SOX}
     * @param periodId the period
     * @param controlIds the controls
     * @param statement what was signed
     */
    record AttestationSigned(
            Header header,
            String attestationId,
            String signerId,
            String regime,
            String periodId,
            List<String> controlIds,
            String statement)
            implements ReviewEvent {
        public AttestationSigned {
            controlIds = Texts.sorted(controlIds);
        }
    }

    /** What a reviewer can decide. */
    enum ReviewDecision {
        /** The access stays. */
        KEEP,
        /** The access goes. */
        REVOKE,
        /** The access is to be cut down; what is reviewed goes. */
        MODIFY,
        /** The access was gone already. */
        NOT_APPLICABLE,
        /** Not stated, or a value newer than this build; decides nothing. */
        UNKNOWN
    }

    /** In which duty a reviewer decides. */
    enum ReviewAuthority {
        BUSINESS_OWNER,
        SYSTEM_OWNER,
        MANAGER,
        /** In place of one of them, as a delegation says. */
        DELEGATE,
        /** For the technology only. */
        IT,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** Why an item asks for care. */
    enum ItemRisk {
        /** The system or the entitlement can affect financial reporting. */
        FINANCE,
        PRIVILEGED,
        /** It completes a conflict of segregated duties. */
        CONFLICT,
        /** Nobody used it for long. */
        UNUSED,
        /** It was kept from an earlier position. */
        RETAINED,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
