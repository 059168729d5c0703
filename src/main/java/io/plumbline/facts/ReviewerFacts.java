package io.plumbline.facts;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Merges;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemReassigned;
import io.plumbline.event.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What one reviewer decided in one access review, each list in order of time.
 *
 * @param campaignId the review
 * @param reviewerId the identity that decided
 * @param decisions what the reviewer decided
 * @param about what others decided in the review about access of the reviewer
 * @param reassigned items handed to the reviewer
 * @param created records of the reviewer and of those decided about, where they are known
 * @param positions positions of those decided about, as the personnel system states them
 * @param merges statements that records are one person's
 */
public record ReviewerFacts(
        Subject subject,
        String campaignId,
        String reviewerId,
        List<ItemDecided> decisions,
        List<ItemDecided> about,
        List<ItemReassigned> reassigned,
        List<IdentityEvent.Created> created,
        List<IdentityEvent.PositionChanged> positions,
        List<IdentityEvent.Merged> merges)
        implements DecisionsMade {

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ReviewerFacts of(Subject subject, List<Event> events) {
        int slash = subject.id().lastIndexOf('/');
        String reviewerId = subject.id().substring(slash + 1);
        List<ItemDecided> decided = only(ItemDecided.class, events);
        return new ReviewerFacts(
                subject,
                subject.id().substring(0, slash),
                reviewerId,
                decided.stream().filter(item -> item.reviewer().equals(subject)).toList(),
                decided.stream()
                        .filter(item -> !item.reviewer().equals(subject))
                        .toList(),
                only(ItemReassigned.class, events),
                only(IdentityEvent.Created.class, events),
                only(IdentityEvent.PositionChanged.class, events),
                only(IdentityEvent.Merged.class, events));
    }

    /** Whether two identity records are one person's, as far as it is known here. */
    public boolean isSamePerson(String one, String other) {
        return Merges.of(merges).isSame(one, other);
    }

    @Override
    public List<DecisionMade> decisionsMade() {
        return decisions.stream()
                .flatMap(decision -> DecisionMade.of(decision).stream())
                .toList();
    }

    @Override
    public boolean isMachine() {
        return record(reviewerId)
                .filter(record -> record.identityType().isMachine())
                .isPresent();
    }

    /** The record of an identity, where it is known. */
    public Optional<IdentityEvent.Created> record(String identityId) {
        return created.stream()
                .filter(record -> record.identityId().equals(identityId))
                .findFirst();
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
