package io.plumbline.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests, approvals, grants and revocations of entitlements; inbound topic {@code access}. */
public sealed interface AccessEvent extends Event {

    /** Whose access the event is about. */
    Principal holder();

    String systemId();

    /** Access was asked for. */
    record Requested(
            Header header,
            String requestId,
            Principal holder,
            String systemId,
            List<String> entitlements,
            Optional<String> requesterId,
            Optional<String> justification)
            implements AccessEvent {
        public Requested {
            entitlements = Texts.sorted(entitlements);
        }
    }

    /**
     * Access was approved; {@code header.occurredAt} is when it was decided.
     *
     * @param approverId the person who decided
     * @param validTo the approval covers access up to here, exclusive; for good where absent
     * @param stage stage of a workflow of several stages
     * @param authority on what ground, as the workflow states it
     */
    record Approved(
            Header header,
            String requestId,
            Principal holder,
            String systemId,
            List<String> entitlements,
            String approverId,
            Optional<Instant> validTo,
            Optional<String> justification,
            Optional<String> stage,
            Authority authority)
            implements AccessEvent {
        public Approved {
            entitlements = Texts.sorted(entitlements);
        }
    }

    /** Access was refused. */
    record Rejected(Header header, String requestId, Principal holder, String systemId, String approverId)
            implements AccessEvent {}

    /** A request or its approval was taken back; it covers nothing from then on. */
    record Withdrawn(Header header, String requestId, Principal holder, String systemId) implements AccessEvent {}

    /**
     * A permission was given.
     *
     * @param grantId the source's own key of the grant; absent where the source has none
     * @param entitlement a role or entitlement id of the system
     * @param validFrom when it takes effect, where later than {@code occurredAt}
     * @param validTo planned end, exclusive
     * @param requestId the request it fulfils
     * @param scope data scope as {@code dimension=value}; empty where not limited or not known
     */
    record Granted(
            Header header,
            Optional<String> grantId,
            Principal holder,
            String systemId,
            String entitlement,
            GrantPath path,
            Optional<Instant> validFrom,
            Optional<Instant> validTo,
            Optional<String> requestId,
            List<String> scope)
            implements AccessEvent {
        public Granted {
            scope = Texts.sorted(scope);
        }
    }

    /**
     * A permission was taken away.
     *
     * @param grantId the grant that ends; where absent, every grant of the entitlement to the holder ends
     */
    record Revoked(Header header, Optional<String> grantId, Principal holder, String systemId, String entitlement)
            implements AccessEvent {}

    /** A reconciliation found the permission in the system itself. */
    record Observed(Header header, String snapshotId, Principal holder, String systemId, String entitlement)
            implements AccessEvent {}

    /**
     * Before access was given it was asked what would deviate if it were, and this was the answer; {@code header.actor} asked.
     *
     * @param entitlement role or entitlement id that was asked about
     * @param conflicts what would deviate, each as control, rule and version: {@code SOD-01 P2P-01 1.0}
     * @param catalogueVersion version of the reference data it was judged by
     * @param catalogueDigest SHA-256 over that reference data, in hexadecimal
     */
    record Predicted(
            Header header,
            String predictionId,
            Principal holder,
            String systemId,
            String entitlement,
            Optional<String> requestId,
            List<String> conflicts,
            long catalogueVersion,
            String catalogueDigest)
            implements AccessEvent {
        public Predicted {
            conflicts = Texts.sorted(conflicts);
        }
    }

    /** On what ground someone approved. */
    enum Authority {
        /** Owner of the entitlement, the system or the process. */
        OWNER,
        /** Manager of the beneficiary. */
        MANAGER,
        /** In place of one of these. */
        DELEGATE,
        /** No person approved, a rule of the workflow did. */
        WORKFLOW_RULE,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** How a permission reaches its holder. */
    enum GrantPath {
        DIRECT,
        ROLE,
        GROUP,
        TEMPORARY,
        EMERGENCY,
        /** Given to everyone of a kind by policy; the policy is the approval. */
        BIRTHRIGHT,
        /** Lent by another person for a time. */
        DELEGATED,
        /** Held twice while a system is replaced. */
        MIGRATION,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}
