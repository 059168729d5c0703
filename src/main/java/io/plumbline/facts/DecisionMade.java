package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.DecisionEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassReviewed;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReviewEvent.AttestationSigned;
import io.plumbline.event.ReviewEvent.ItemDecided;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A decision of a person, whatever it was about.
 *
 * @param event the decision itself, with how the person had signed in
 * @param personId who decided
 * @param about what was decided, in the source's own keys; the same where the person decides the same thing again
 * @param systemId the system it concerns; empty for what concerns a control or an exception
 * @param entitlements roles and entitlements it is about; empty where it is about none
 * @param reason why, in the person's words, where the decision has room for it
 * @param byRule true where a rule of the workflow decided and no person
 */
public record DecisionMade(
        Event event,
        Kind kind,
        String personId,
        String about,
        Optional<String> systemId,
        List<String> entitlements,
        Optional<String> reason,
        boolean byRule) {

    /** What kinds of decisions there are. */
    public enum Kind {
        ACCESS_APPROVAL(Optional.of(Feed.ACCESS_APPROVALS)),
        ELEVATION_APPROVAL(Optional.of(Feed.ELEVATIONS)),
        CHANGE_APPROVAL(Optional.of(Feed.CHANGES)),
        BREAKGLASS_REVIEW(Optional.of(Feed.BREAKGLASS_REVIEWS)),
        REVIEW_DECISION(Optional.of(Feed.ACCESS_REVIEWS)),
        EXEMPTION_GRANT(Optional.empty()),
        EXCEPTION_DECISION(Optional.empty()),
        ATTESTATION(Optional.empty());

        private final Optional<Feed> feed;

        Kind(Optional<Feed> feed) {
            this.feed = feed;
        }

        /** The feed that carries such decisions; empty where no feed is declared for them. */
        public Optional<Feed> feed() {
            return feed;
        }
    }

    public DecisionMade {
        entitlements = List.copyOf(entitlements);
    }

    public Instant at() {
        return event.header().occurredAt();
    }

    /** Item of a population: unique by the source's own key. */
    public String object() {
        return "decision:" + event.id();
    }

    /** Whether it decides the same thing, by the same person. */
    public boolean isAgain(DecisionMade other) {
        return kind == other.kind && about.equals(other.about) && personId.equals(other.personId);
    }

    /** The decision an event is; empty for events that are none. */
    static Optional<DecisionMade> of(Event event) {
        if (event instanceof AccessEvent.Approved access) {
            return Optional.of(new DecisionMade(
                    event,
                    Kind.ACCESS_APPROVAL,
                    access.approverId(),
                    access.systemId() + "/" + access.requestId()
                            + access.stage().map(stage -> "/" + stage).orElse(""),
                    Optional.of(access.systemId()),
                    access.entitlements(),
                    access.justification(),
                    access.authority() == AccessEvent.Authority.WORKFLOW_RULE));
        } else if (event instanceof ElevationApproved elevation) {
            return made(
                    event,
                    Kind.ELEVATION_APPROVAL,
                    elevation.approverId(),
                    elevation.systemId() + "/" + elevation.elevationId(),
                    Optional.of(elevation.systemId()),
                    elevation.role().stream().toList(),
                    Optional.empty());
        } else if (event instanceof ChangeEvent.Approved change) {
            return made(
                    event,
                    Kind.CHANGE_APPROVAL,
                    change.approverId(),
                    change.changeId() + "/" + change.stage(),
                    Optional.of(change.systemId()),
                    List.of(),
                    Optional.empty());
        } else if (event instanceof BreakglassReviewed reviewed) {
            return made(
                    event,
                    Kind.BREAKGLASS_REVIEW,
                    reviewed.reviewerId(),
                    reviewed.systemId() + "/" + reviewed.invocationId(),
                    Optional.of(reviewed.systemId()),
                    List.of(),
                    Optional.empty());
        } else if (event instanceof ItemDecided item) {
            return made(
                    event,
                    Kind.REVIEW_DECISION,
                    item.reviewerId(),
                    item.campaignId() + "/" + item.itemId(),
                    Optional.of(item.systemId()),
                    List.of(item.entitlement()),
                    item.rationale());
        }
        return ofRisk(event);
    }

    private static Optional<DecisionMade> ofRisk(Event event) {
        if (event instanceof ExemptionGranted exemption) {
            return made(
                    event,
                    Kind.EXEMPTION_GRANT,
                    exemption.riskOwner(),
                    exemption.exemptionId(),
                    exemption.systemId(),
                    List.of(),
                    Optional.of(exemption.rationale()));
        } else if (event instanceof DecisionEvent.Decided decided) {
            return made(
                    event,
                    Kind.EXCEPTION_DECISION,
                    decided.decidedBy(),
                    decided.exceptionId() + "/" + decided.action(),
                    Optional.empty(),
                    List.of(),
                    Optional.of(decided.reason()));
        }
        return event instanceof AttestationSigned signed
                ? made(
                        event,
                        Kind.ATTESTATION,
                        signed.signerId(),
                        signed.regime() + "/" + signed.periodId() + "/" + String.join(",", signed.controlIds()),
                        Optional.empty(),
                        List.of(),
                        Optional.empty())
                : Optional.empty();
    }

    private static Optional<DecisionMade> made(
            Event event,
            Kind kind,
            String personId,
            String about,
            Optional<String> systemId,
            List<String> entitlements,
            Optional<String> reason) {
        return Optional.of(new DecisionMade(event, kind, personId, about, systemId, entitlements, reason, false));
    }
}
