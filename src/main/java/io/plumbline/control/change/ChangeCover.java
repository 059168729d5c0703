package io.plumbline.control.change;

import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.Event;
import io.plumbline.facts.ChangeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far one change record goes towards covering one implementation.
 *
 * @param fit that of its best approval
 * @param approvals the approvals that fit that well, in order of decision; none where nothing approves it for the system
 */
record ChangeCover(String changeId, Fit fit, List<Approved> approvals) {

    /** From not at all to entirely; the later, the better. */
    enum Fit {
        /** No such change record is known. */
        NOT_ON_RECORD,
        /** The record has no approval for the system. */
        NOT_APPROVED,
        /** It was rejected, taken back, closed or cancelled before the implementation. */
        ENDED_BEFORE,
        /** An approval that would cover it was decided, but only after the implementation. */
        DECIDED_AFTER,
        /** Approved in time, but for another window or under a standard approval that had lapsed. */
        OUTSIDE_WINDOW,
        /** Approved in time and for that time, but for other artefacts or items. */
        OTHER_CONTENT,
        /** Approved before, for that time and content. */
        COVERS
    }

    /** What each change record contributes, by the order of {@link Implementation#changeIds()}. */
    static List<ChangeCover> of(Implementation implementation) {
        return implementation.changeIds().stream()
                .map(changeId -> of(changeId, implementation))
                .toList();
    }

    private static ChangeCover of(String changeId, Implementation implementation) {
        ChangeRecord change = implementation.facts().changes().get(changeId);
        if (change == null) {
            return new ChangeCover(changeId, Fit.NOT_ON_RECORD, List.of());
        }
        Fit best = change.approvals().stream()
                .map(approval -> fit(approval, change, implementation))
                .reduce(withoutApproval(change, implementation), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        return new ChangeCover(
                changeId,
                best,
                change.approvals().stream()
                        .filter(approval -> best != Fit.NOT_APPROVED && fit(approval, change, implementation) == best)
                        .toList());
    }

    /** Approvals of the change for the system that were decided by the time of the implementation and stood then. */
    static List<Approved> standing(ChangeRecord change, Implementation implementation) {
        return change.approvals().stream()
                .filter(implementation::ofSystem)
                .filter(approval -> !approval.header().occurredAt().isAfter(implementation.at()))
                .filter(approval ->
                        !ended(change, implementation, approval.header().occurredAt(), implementation.at()))
                .toList();
    }

    private static Fit withoutApproval(ChangeRecord change, Implementation implementation) {
        return ended(change, implementation, Instant.MIN, implementation.at()) ? Fit.ENDED_BEFORE : Fit.NOT_APPROVED;
    }

    private static Fit fit(Approved approval, ChangeRecord change, Implementation implementation) {
        Instant decided = approval.header().occurredAt();
        if (!implementation.ofSystem(approval)) {
            return Fit.NOT_APPROVED;
        } else if (decided.isAfter(implementation.at())) {
            return contains(approval, implementation)
                            && inWindow(approval, change, implementation)
                            && !rejected(change, implementation, decided, Instant.MAX)
                    ? Fit.DECIDED_AFTER
                    : Fit.NOT_APPROVED;
        } else if (ended(change, implementation, decided, implementation.at())) {
            return Fit.ENDED_BEFORE;
        } else if (!inWindow(approval, change, implementation)) {
            return Fit.OUTSIDE_WINDOW;
        }
        return contains(approval, implementation) ? Fit.COVERS : Fit.OTHER_CONTENT;
    }

    private static boolean ended(ChangeRecord change, Implementation implementation, Instant from, Instant to) {
        return rejected(change, implementation, from, to) || happened(change.closures().stream(), from, to);
    }

    private static boolean rejected(ChangeRecord change, Implementation implementation, Instant from, Instant to) {
        String systemId = implementation.done().systemId();
        return happened(
                change.rejections().stream()
                        .filter(rejection -> rejection.systemId().equals(systemId)),
                from,
                to);
    }

    private static boolean happened(Stream<? extends Event> events, Instant from, Instant to) {
        return events.map(event -> event.header().occurredAt()).anyMatch(at -> !at.isBefore(from) && !at.isAfter(to));
    }

    /** Within the window, give or take the tolerance at either end; a standard change lapses after its validity. */
    static boolean inWindow(Approved approval, ChangeRecord change, Implementation implementation) {
        Duration tolerance = implementation.parameters().duration("window_tolerance");
        Instant at = implementation.at();
        boolean begun = approval.windowFrom()
                .filter(from -> at.isBefore(from.minus(tolerance)))
                .isEmpty();
        boolean over = windowEnd(approval, change, implementation)
                .filter(to -> at.isAfter(to.plus(tolerance)))
                .isPresent();
        return begun && !over;
    }

    private static Optional<Instant> windowEnd(Approved approval, ChangeRecord change, Implementation implementation) {
        if (type(change, implementation.at()) != ChangeType.STANDARD) {
            return approval.windowTo();
        }
        Instant lapses =
                approval.header().occurredAt().plus(implementation.parameters().duration("standard_change_validity"));
        return approval.windowTo().filter(to -> to.isBefore(lapses)).or(() -> Optional.of(lapses));
    }

    /** Whether the change was flagged as an emergency of the system by the time of the implementation, and not ended since. */
    static boolean emergency(ChangeRecord change, Implementation implementation) {
        return change.requests().stream()
                .filter(request ->
                        request.systemId().equals(implementation.done().systemId()))
                .filter(request -> !request.header().occurredAt().isAfter(implementation.at()))
                .reduce((earlier, later) -> later)
                .filter(request -> request.changeType() == ChangeType.EMERGENCY)
                .filter(request ->
                        !ended(change, implementation, request.header().occurredAt(), implementation.at()))
                .isPresent();
    }

    /** How the change was governed at {@code at}; what it was reclassified to later does not count. */
    static ChangeType type(ChangeRecord change, Instant at) {
        return change.requests().stream()
                .filter(request -> !request.header().occurredAt().isAfter(at))
                .reduce((earlier, later) -> later)
                .map(request -> request.changeType())
                .orElse(ChangeType.UNKNOWN);
    }

    /** Whether the approval is for what was implemented. */
    static boolean contains(Approved approval, Implementation implementation) {
        List<String> approved = approvedContent(approval, implementation);
        return approved.isEmpty() || approved.contains(implementation.content());
    }

    /** Whether an approval that covers the implementation names its very artefact or item. */
    boolean namesContent(Implementation implementation) {
        return fit == Fit.COVERS
                && approvals.stream().anyMatch(approval -> approvedContent(approval, implementation)
                        .contains(implementation.content()));
    }

    /** What the approval is limited to: artefacts for a deployment, items for an edit or patch; anything where empty. */
    static List<String> approvedContent(Approved approval, Implementation implementation) {
        return implementation.done() instanceof Deployed ? approval.artefactDigests() : approval.items();
    }
}
