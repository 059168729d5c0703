package io.plumbline.event;

import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemRisk;
import io.plumbline.event.ReviewEvent.ReviewAuthority;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events of access reviews for tests; what is not said is absent. */
public final class ReviewEvents {

    private ReviewEvents() {}

    /** A decision to keep access, taken as the owner of the business. */
    public static Decided decided(
            Header header,
            String campaignId,
            String itemId,
            Principal holder,
            String systemId,
            String entitlement,
            String reviewerId) {
        return new Decided(header, campaignId, itemId, holder, systemId, entitlement, reviewerId);
    }

    /** A decision in the making. */
    public static final class Decided {

        private final Header header;
        private final String campaignId;
        private final String itemId;
        private final Principal holder;
        private final String systemId;
        private final String entitlement;
        private final String reviewerId;
        private ReviewDecision decision = ReviewDecision.KEEP;
        private ReviewAuthority authority = ReviewAuthority.BUSINESS_OWNER;
        private Optional<String> rationale = Optional.empty();
        private Optional<String> mitigationRef = Optional.empty();
        private Optional<String> bulkId = Optional.empty();
        private Optional<Duration> displayed = Optional.empty();
        private Optional<Instant> sodResultAt = Optional.empty();
        private List<ItemRisk> risks = List.of();
        private List<String> regimes = List.of();

        private Decided(
                Header header,
                String campaignId,
                String itemId,
                Principal holder,
                String systemId,
                String entitlement,
                String reviewerId) {
            this.header = header;
            this.campaignId = campaignId;
            this.itemId = itemId;
            this.holder = holder;
            this.systemId = systemId;
            this.entitlement = entitlement;
            this.reviewerId = reviewerId;
        }

        public Decided as(ReviewDecision what, ReviewAuthority duty) {
            decision = what;
            authority = duty;
            return this;
        }

        public Decided because(Optional<String> why, Optional<String> mitigation) {
            rationale = why;
            mitigationRef = mitigation;
            return this;
        }

        public Decided inBulk(Optional<String> id, Optional<Duration> lookedAt) {
            bulkId = id;
            displayed = lookedAt;
            return this;
        }

        public Decided shown(Optional<Instant> resultAt, List<ItemRisk> what) {
            sodResultAt = resultAt;
            risks = what;
            return this;
        }

        public Decided answering(List<String> which) {
            regimes = which;
            return this;
        }

        public ItemDecided build() {
            return new ItemDecided(
                    header,
                    campaignId,
                    itemId,
                    holder,
                    systemId,
                    entitlement,
                    decision,
                    reviewerId,
                    authority,
                    rationale,
                    mitigationRef,
                    bulkId,
                    displayed,
                    false,
                    sodResultAt,
                    risks,
                    regimes);
        }
    }
}
