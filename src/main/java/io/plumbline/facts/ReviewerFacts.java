package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.Granted;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Merges;
import io.plumbline.event.Principal;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemReassigned;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one reviewer decided in one access review, each list in order of time.
 *
 * @param campaignId the review
 * @param reviewerId the identity that decided
 * @param decisions what the reviewer decided
 * @param others what others decided in the review about the same holders, and about the reviewer
 * @param handed items of the review handed from one to another, to the reviewer or of the same holders
 * @param persons who the reviewer and those decided about are, as far as it is known, by id
 * @param accounts statements of whose the accounts are through which access is held, and of what kind they are
 * @param given access given to those decided about
 * @param own access of the reviewer, as given and taken back
 * @param merges statements that records are one person's
 */
public record ReviewerFacts(
        Subject subject,
        String campaignId,
        String reviewerId,
        List<ItemDecided> decisions,
        List<ItemDecided> others,
        List<ItemReassigned> handed,
        SortedMap<String, Person> persons,
        List<IdentityEvent> accounts,
        List<Granted> given,
        List<Grant> own,
        List<IdentityEvent.Merged> merges)
        implements DecisionsMade {

    public ReviewerFacts {
        decisions = List.copyOf(decisions);
        others = List.copyOf(others);
        handed = List.copyOf(handed);
        persons = Collections.unmodifiableSortedMap(new TreeMap<>(persons));
        accounts = List.copyOf(accounts);
        given = List.copyOf(given);
        own = List.copyOf(own);
        merges = List.copyOf(merges);
    }

    /** The fold of everything the subject holds; {@code events} in the order of {@link Held}. */
    public static ReviewerFacts of(Subject subject, List<Event> events) {
        int slash = subject.id().lastIndexOf('/');
        Subject reviewer = Subject.identity(subject.id().substring(slash + 1));
        List<ItemDecided> decided = only(ItemDecided.class, events);
        Accounts accounts = new Accounts(events);
        return new ReviewerFacts(
                subject,
                subject.id().substring(0, slash),
                reviewer.id(),
                decided.stream().filter(item -> item.reviewer().equals(subject)).toList(),
                decided.stream()
                        .filter(item -> !item.reviewer().equals(subject))
                        .toList(),
                only(ItemReassigned.class, events),
                Person.all(events),
                only(IdentityEvent.class, events).stream()
                        .filter(ReviewerFacts::isOfAccount)
                        .toList(),
                only(Granted.class, events),
                new Grants(
                                reviewer,
                                events.stream()
                                        .filter(event -> !(event instanceof AccessEvent access)
                                                || accounts.isOf(reviewer, access.holder()))
                                        .toList(),
                                accounts)
                        .grants(),
                only(IdentityEvent.Merged.class, events));
    }

    private static boolean isOfAccount(IdentityEvent event) {
        return event instanceof IdentityEvent.AccountCreated
                || event instanceof IdentityEvent.AccountLinked
                || event instanceof IdentityEvent.AccountUnlinked;
    }

    /** An identity record with all that are the same person's, as far as it is known here. */
    public Set<String> recordsOf(String identityId) {
        return Merges.of(merges).person(identityId);
    }

    @Override
    public List<DecisionMade> decisionsMade() {
        return decisions.stream()
                .flatMap(decision -> DecisionMade.of(decision).stream())
                .toList();
    }

    @Override
    public boolean isMachine() {
        return person(reviewerId)
                .flatMap(Person::type)
                .filter(IdentityType::isMachine)
                .isPresent();
    }

    /** Whether two identity records may be one person's by name alone, which proves nothing. */
    public boolean isPerhapsSame(String one, String other) {
        return Merges.of(merges).perhaps(one).contains(other);
    }

    /** What is known of an identity; empty where nothing is. */
    public Optional<Person> person(String identityId) {
        return Optional.ofNullable(persons.get(identityId));
    }

    /** The identities behind whoever holds access: the one named, or those the account was linked to then. */
    public Set<String> identitiesOf(Principal holder, Instant at) {
        return holder.identityId()
                .<Set<String>>map(Set::of)
                .orElseGet(() -> new TreeSet<>(new Accounts(List.copyOf(accounts))
                        .identitiesAt(holder.account().orElseThrow(), at)));
    }

    /** Whether a system says that the account through which access is held is a machine's. */
    public boolean isMachineAccount(Principal holder) {
        return accounts.stream()
                .filter(IdentityEvent.AccountCreated.class::isInstance)
                .map(IdentityEvent.AccountCreated.class::cast)
                .filter(created -> holder.account().equals(Optional.of(created.account())))
                .flatMap(created -> created.accountType().stream())
                .anyMatch(IdentityType::isMachine);
    }

    private static <T> List<T> only(Class<T> kind, List<Event> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
