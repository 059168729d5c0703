package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.privileged.BreakglassCase.Finding;
import io.plumbline.event.Feed;
import io.plumbline.event.PrivilegedAccessEvent.BreakglassReviewed;
import io.plumbline.event.Severity;
import io.plumbline.event.SubjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether a use of break-glass access was reviewed in time, by somebody independent, and on the list of what was done. */
final class BreakglassReviews {

    private final BreakglassCase test;
    private final BreakglassUse use;
    private final String logDigest;

    BreakglassReviews(BreakglassCase test) {
        this.test = test;
        this.use = test.use();
        this.logDigest = ActionsDigest.of(use.actions());
    }

    /** In time, by whomever and on whatever; the other tests say what a review is worth. */
    Finding inTime() {
        Instant deadline = test.reviewDeadline();
        Optional<Instant> reviewed = first(review -> true).map(BreakglassReviews::at);
        List<Absence> rests = new ArrayList<>(BreakglassCase.unlessUndecidable(test.allSessions()));
        if (reviewed.filter(at -> !at.isAfter(deadline)).isPresent()) {
            return Finding.certain(Optional.empty());
        }
        rests.add(test.noFurtherReview(deadline));
        Deviation deviation = reviewed.map(at -> notReviewed("LATE_REVIEW", deadline, unreviewedPast(at))
                        .ended(at, Deviation.Ending.PERFORMED_LATE))
                .orElseGet(() ->
                        notReviewed("NOT_REVIEWED", deadline, stillUnreviewed().proven()));
        return new Finding(Optional.of(deviation), Absence.all(rests));
    }

    /** What has to be heard before a use that nobody reviewed becomes graver; it is asked again when that has come. */
    Optional<Absence> untilGraver() {
        return use.reviews().isEmpty() && test.soxProduction()
                ? Optional.of(stillUnreviewed()).filter(absence -> !absence.proven())
                : Optional.empty();
    }

    private Absence stillUnreviewed() {
        return test.noFurtherReview(graverFrom());
    }

    private boolean unreviewedPast(Instant reviewedAt) {
        return reviewedAt.isAfter(graverFrom());
    }

    private Instant graverFrom() {
        return test.end().plus(test.parameters().duration("escalate_after"));
    }

    private Deviation notReviewed(String variant, Instant deadline, boolean pastEscalation) {
        return test.deviation(
                "NOT_REVIEWED",
                variant,
                deadline,
                test.soxProduction() && pastEscalation ? Severity.HIGH : Severity.MEDIUM,
                "It had to be reviewed by " + deadline + ".",
                use.reviews());
    }

    /** Not by who used it, nor by somebody who reported to them at the time of the review. */
    Finding independent() {
        Optional<BreakglassReviewed> wrong = first(review -> objection(review).isPresent());
        Optional<BreakglassReviewed> right = first(review -> objection(review).isEmpty());
        if (wrong.isEmpty()
                || right.filter(review -> !at(review).isAfter(at(wrong.get()))).isPresent()) {
            return new Finding(Optional.empty(), independenceOf(right));
        }
        Deviation deviation = test.deviation(
                "NOT_INDEPENDENT",
                "NOT_INDEPENDENT",
                at(wrong.get()),
                Severity.HIGH,
                objection(wrong.get()).orElseThrow(),
                use.reviews());
        return Finding.certain(Optional.of(until(deviation, right)));
    }

    /** Whether it can be told that the reviewer was independent: who used it, and to whom the reviewer reported. */
    private Absence independenceOf(Optional<BreakglassReviewed> review) {
        if (review.isEmpty()) {
            return Finding.certain(Optional.empty()).rests();
        }
        Absence bindings = test.absence(Feed.ATTRIBUTIONS, use.systemId(), use.end());
        boolean waiting = bindings.state() == Absence.State.NOT_YET;
        if (use.users().isEmpty() && !waiting) {
            return new Absence(
                    Absence.State.UNDECIDABLE,
                    "USER_UNKNOWN",
                    Optional.empty(),
                    List.of("no record says which person used the account"));
        }
        boolean account = test.identity().subject().kind() == SubjectKind.ACCOUNT;
        return waiting && account ? bindings : test.absence(Feed.IDENTITY, use.systemId(), at(review.get()));
    }

    private Optional<String> objection(BreakglassReviewed review) {
        String reviewer = test.people().same(review.reviewerId());
        if (use.users().contains(reviewer)) {
            return Optional.of(review.reviewerId() + " reviewed what they had used themselves.");
        }
        return test.people().managersOf(review.reviewerId(), at(review)).stream()
                .filter(manager -> use.users().contains(test.people().same(manager)))
                .findFirst()
                .map(manager -> review.reviewerId() + " reported to " + manager + ", who had used it.");
    }

    /** On the list of the actions recorded; on less, or on a summary, is not enough. */
    Finding onWholeLog() {
        Optional<BreakglassReviewed> wrong = first(review -> !onWholeLog(review));
        Optional<BreakglassReviewed> right =
                first(review -> onWholeLog(review) && objection(review).isEmpty());
        if (use.reviews().isEmpty()) {
            return Finding.certain(Optional.empty());
        }
        if (wrong.isEmpty()
                || right.filter(review -> !at(review).isAfter(at(wrong.get()))).isPresent()) {
            return new Finding(Optional.empty(), test.allActions());
        }
        boolean summary = wrong.get().actionsDigest().isEmpty();
        Deviation deviation = test.deviation(
                        "INCOMPLETE_LOG",
                        "INCOMPLETE_LOG",
                        at(wrong.get()),
                        Severity.MEDIUM,
                        summary
                                ? "The review names no list of actions, so it was not performed on the log."
                                : "The list of actions reviewed is not that of the actions recorded.",
                        use.reviews())
                .with(Map.of("reviewedDigest", wrong.get().actionsDigest().orElse("")));
        Optional<Deviation> found = Optional.of(until(deviation, right));
        return summary ? Finding.certain(found) : new Finding(found, test.allActions());
    }

    private boolean onWholeLog(BreakglassReviewed review) {
        return review.actionsDigest().filter(logDigest::equals).isPresent();
    }

    private static Deviation until(Deviation deviation, Optional<BreakglassReviewed> right) {
        return right.map(review -> deviation.ended(at(review), Deviation.Ending.PERFORMED_LATE))
                .orElse(deviation);
    }

    private Optional<BreakglassReviewed> first(Predicate<BreakglassReviewed> which) {
        return use.reviews().stream().filter(which).findFirst();
    }

    private static Instant at(BreakglassReviewed review) {
        return review.header().occurredAt();
    }
}
