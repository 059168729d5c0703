package io.plumbline.event;

import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.IdentityEvent.ApprovalsKept;
import io.plumbline.event.IdentityEvent.Merged;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * What the subject that keeps the approvals somebody gave in one month has to know, beside who that is, to find approvals given
 * crosswise: who approved for the approver about then, whose the accounts are that were approved for, and what was taken back.
 *
 * <p>Of an approver's own access it is told what was decided in its month and the one before, and what was taken back up to the
 * month after; so a pair is found, by the later of the two approvals, where they lie no more than {@value #LONGEST_SPAN_DAYS} days
 * apart.
 */
final class ApproverRelations {

    /** The days of the shortest month. */
    static final int LONGEST_SPAN_DAYS = 28;

    private ApproverRelations() {}

    /**
     * What keeps the approvals or decisions of whoever decided about access of the identity or account by the event.
     *
     * @param linked the accounts of the identity; what a review decides about one of them is about its access
     */
    static Optional<Subject> approverOf(Subject from, Set<Subject> linked, Event event) {
        if (event instanceof Approved approved && approved.holder().subject().equals(from)) {
            return Optional.of(
                    ApprovalsKept.approver(approved.approverId(), event.header().occurredAt()));
        }
        if (event instanceof ReviewEvent.ItemDecided decided
                && (decided.holder().subject().equals(from)
                        || linked.contains(decided.holder().subject()))) {
            return Optional.of(decided.reviewer());
        }
        return event instanceof ElevationApproved approved
                        && approved.holder().subject().equals(from)
                ? Optional.of(ApprovalsKept.approver(
                        approved.approverId(), event.header().occurredAt()))
                : Optional.empty();
    }

    /** What an identity passes on of its own access to what keeps its approvals or decisions. */
    static boolean ofApprover(Subject from, Subject approver, Event event) {
        if (Relations.isLink(event)) {
            return PersonRelations.accountLinkedTo(from, event).isPresent();
        } else if (approver.kind() == SubjectKind.REVIEWER) {
            return isHoldingOf(event)
                    || isDecisionOn(approver, event)
                    || event instanceof IdentityEvent.PositionChanged position
                            && position.identityId().equals(from.id());
        } else if (event instanceof Approved || event instanceof ElevationApproved) {
            long months = monthsAfter(approver, event);
            return months >= -1 && months <= 0 && !Routing.subjectsOf(event).contains(approver);
        }
        return isTakenBack(event) && Math.abs(monthsAfter(approver, event)) <= 1;
    }

    /** What the beneficiary passes on to what keeps the approvals of whoever approved for it. */
    static boolean ofBeneficiary(Subject from, Subject approver, Event event) {
        if (approver.kind() == SubjectKind.REVIEWER) {
            return event instanceof Merged
                    || Relations.isLink(event)
                    || event instanceof IdentityEvent.Created
                    || event instanceof IdentityEvent.PositionChanged
                    || event instanceof AccessEvent.Granted
                    || isDecisionOn(approver, event)
                    || isHandedOn(approver, event);
        }
        if (isTakenBack(event)) {
            long months = monthsAfter(approver, event);
            return months >= 0 && months <= 1;
        }
        return event instanceof Merged || from.kind() == SubjectKind.ACCOUNT && Relations.isLink(event);
    }

    private static boolean isHoldingOf(Event event) {
        return event instanceof AccessEvent.Granted || event instanceof AccessEvent.Revoked;
    }

    /** A decision of the same review that was not delivered to what keeps the decisions. */
    private static boolean isDecisionOn(Subject reviewer, Event event) {
        return event instanceof ReviewEvent.ItemDecided decided
                && !decided.reviewer().equals(reviewer)
                && reviewer.id().startsWith(decided.campaignId() + "/");
    }

    /** An item of the same review that was handed to somebody else: who had it before counts for who has it now. */
    private static boolean isHandedOn(Subject reviewer, Event event) {
        return event instanceof ReviewEvent.ItemReassigned handed
                && !Routing.subjectsOf(handed).contains(reviewer)
                && reviewer.id().startsWith(handed.campaignId() + "/");
    }

    private static boolean isTakenBack(Event event) {
        return event instanceof AccessEvent.Rejected
                || event instanceof AccessEvent.Withdrawn
                || event instanceof ElevationDenied;
    }

    private static long monthsAfter(Subject approver, Event event) {
        YearMonth kept = YearMonth.parse(approver.id().substring(approver.id().lastIndexOf('/') + 1));
        return ChronoUnit.MONTHS.between(
                kept, YearMonth.from(event.header().occurredAt().atZone(ZoneOffset.UTC)));
    }
}
