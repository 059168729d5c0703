package io.plumbline.control.change;

import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.IcfrImpact;
import io.plumbline.event.ChangeEvent.ImpactAssessed;
import io.plumbline.event.ChangeEvent.PostReviewed;
import io.plumbline.event.ChangeEvent.TestResult;
import io.plumbline.event.ChangeEvent.Tested;
import io.plumbline.event.Event;
import io.plumbline.facts.ChangeRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three parts of a review of an emergency change once it was live; none by whoever wrote it or carried it out.
 *
 * @param approvedAt when a reviewer first approved of it
 * @param assessedAt when it was first said what it does, by the review or by an assessment
 * @param testedAt when it was first tested, by the review or with a result on record
 */
record EmergencyReview(Optional<Instant> approvedAt, Optional<Instant> assessedAt, Optional<Instant> testedAt) {

    static EmergencyReview of(ChangeRecord change, Implementation implementation) {
        List<PostReviewed> reviews = change.postReviews().stream()
                .filter(review -> review.systemId().equals(implementation.done().systemId()))
                .filter(review -> !review.header().occurredAt().isBefore(implementation.at()))
                .filter(review -> !made(review.reviewerId(), implementation))
                .toList();
        return new EmergencyReview(
                first(reviews.stream().filter(PostReviewed::approved)),
                first(Stream.concat(
                        reviews.stream().filter(PostReviewed::impactAssessed),
                        change.assessments().stream().filter(assessment -> counts(assessment, implementation)))),
                first(Stream.concat(
                        reviews.stream().filter(PostReviewed::tested),
                        change.tests().stream().filter(test -> counts(test, implementation)))));
    }

    private static boolean counts(ImpactAssessed assessment, Implementation implementation) {
        return assessment.systemId().equals(implementation.done().systemId())
                && assessment.icfrImpact() != IcfrImpact.UNKNOWN
                && !made(assessment.assessorId(), implementation);
    }

    /** A test that a pipeline ran by itself counts for what it tested only. */
    private static boolean counts(Tested test, Implementation implementation) {
        boolean byOther = test.testerId()
                .map(tester -> !made(tester, implementation))
                .orElseGet(() -> implementation.done() instanceof Deployed deployed
                        && test.artefactDigest().equals(Optional.of(deployed.artefactDigest())));
        return test.systemId().equals(implementation.done().systemId()) && test.result() == TestResult.PASS && byOther;
    }

    private static boolean made(String person, Implementation implementation) {
        return implementation.makers().contains(implementation.person(person));
    }

    private static Optional<Instant> first(Stream<? extends Event> events) {
        return events.map(event -> event.header().occurredAt()).min(Comparator.naturalOrder());
    }

    /** When the last of the three parts was there; empty while one is missing. */
    Optional<Instant> completeAt() {
        return approvedAt.isPresent() && assessedAt.isPresent() && testedAt.isPresent()
                ? Stream.of(approvedAt, assessedAt, testedAt)
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    /** What is there, and what is missing. */
    String words() {
        List<String> parts = new ArrayList<>();
        parts.add("approval by somebody else " + when(approvedAt));
        parts.add("impact " + when(assessedAt));
        parts.add("test " + when(testedAt));
        return String.join(", ", parts);
    }

    private static String when(Optional<Instant> at) {
        return at.map(instant -> "at " + instant).orElse("missing");
    }
}
