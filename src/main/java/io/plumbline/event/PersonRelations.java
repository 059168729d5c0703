package io.plumbline.event;

import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.Relations.Relation;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The relations of {@link Relations} that have to do with persons: records that are one person's, who has to know who somebody
 * is, and who can use a machine identity.
 *
 * <p>Chains stay within {@link Routing#MAX_HOPS}:
 *
 * <ul>
 *   <li>No one is told what ingest delivers to it, nor what the credential itself tells it.
 *   <li>An identity passes on statements of merges about itself alone to other identities, so that each holds them after two
 *       hops; its accounts, credentials, sessions and changes are told all it holds, and tell the survivors directly.
 *   <li>To survivors it passes what ingest delivered to it, never what its accounts and credentials told it.
 *   <li>What a machine can do it tells those who know its secrets itself, and of accounts only where the link names it. Where
 *       the source names only the account of who knows, the chain would be too long: that identity knows the secret, and not
 *       what it opens.
 * </ul>
 */
final class PersonRelations {

    private final Subject from;
    private final List<Event> held;
    private final BiConsumer<Subject, Relation> add;
    private final Merges merges;
    private final Set<Subject> controlled = new TreeSet<>();

    PersonRelations(Subject from, List<Event> held, BiConsumer<Subject, Relation> add) {
        this.from = from;
        this.held = held;
        this.add = add;
        this.merges = Merges.of(held);
    }

    /** The accounts, or the identity, whose access those who know its secrets can use. */
    Set<Subject> controlled() {
        return Collections.unmodifiableSet(controlled);
    }

    void add() {
        switch (from.kind()) {
            case IDENTITY -> ofIdentity();
            case ACCOUNT -> {
                ofHeld(Relation.LINKED, event -> Routing.everLinkedTo(from, event));
                ofAnswering();
                ofKnowing();
                ofApproved();
            }
            case CREDENTIAL -> {
                ofAnswering();
                held.forEach(event -> {
                    if (event instanceof CredentialEvent credential) {
                        credential.statedOwner().map(Principal::subject).ifPresent(this::survivorsKnow);
                        knowerBy(credential).ifPresent(this::survivorsKnow);
                    }
                });
            }
            case SESSION ->
                ofHeld(
                        Relation.COLLECTED,
                        event -> event instanceof PrivilegedAccessEvent.SessionStarted started
                                ? Optional.of(started.holder().subject())
                                : Optional.empty());
            case CHANGE ->
                ofHeld(
                        Relation.COLLECTED,
                        event -> event instanceof PrivilegedAccessEvent.ElevationApproved elevation
                                ? Optional.of(elevation.holder().subject())
                                : Optional.empty());
            default -> {}
        }
    }

    private interface Named {
        Optional<Subject> in(Event event);
    }

    private void ofHeld(Relation relation, Named named) {
        held.forEach(event -> named.in(event).ifPresent(one -> withSurvivors(one, relation)));
    }

    private void withSurvivors(Subject one, Relation relation) {
        add.accept(one, relation);
        survivors(one).forEach(other -> add.accept(other, relation));
    }

    private Set<Subject> survivors(Subject one) {
        Set<Subject> survivors = new LinkedHashSet<>();
        if (one.kind() == SubjectKind.IDENTITY) {
            merges.survivorsOf(one.id()).forEach(id -> survivors.add(Subject.identity(id)));
        }
        return survivors;
    }

    private void survivorsKnow(Subject one) {
        survivors(one).forEach(other -> add.accept(other, Relation.SECRET));
    }

    /** Who answers for a machine identity is told of it, its accounts and its credentials: owners and sponsors. */
    private void ofAnswering() {
        Relation relation = from.kind() == SubjectKind.CREDENTIAL ? Relation.SECRET : Relation.OWNER;
        for (Event event : held) {
            if (event instanceof IdentityEvent.OwnerChanged changed
                    && (from.kind() != SubjectKind.IDENTITY
                            || changed.identityId().equals(from.id()))) {
                changed.owners().forEach(owner -> withSurvivors(Subject.identity(owner), relation));
            } else if (event instanceof IdentityEvent.MandateGranted mandate
                    && (from.kind() != SubjectKind.IDENTITY
                            || mandate.identityId().equals(from.id()))) {
                withSurvivors(Subject.identity(mandate.sponsorId()), relation);
            } else if (event instanceof IdentityEvent.Profiled profiled
                    && (from.kind() != SubjectKind.IDENTITY
                            || profiled.identityId().equals(from.id()))) {
                profiled.sponsorId().ifPresent(sponsor -> withSurvivors(Subject.identity(sponsor), relation));
            }
        }
    }

    private void ofIdentity() {
        for (Event event : held) {
            if (isMergeOf(from, event)) {
                IdentityEvent.Merged merged = (IdentityEvent.Merged) event;
                if (Merges.isProof(merged)) {
                    add.accept(Subject.identity(merged.identityId()), Relation.SAME_PERSON);
                    add.accept(Subject.identity(merged.intoId()), Relation.SAME_PERSON);
                }
            }
            namedBy(event).ifPresent(other -> add.accept(other, Relation.NAMED));
            belongingBy(event).ifPresent(other -> add.accept(other, Relation.BELONGING));
            AuthorRelations.personBy(from, event).ifPresent(person -> withSurvivors(person, Relation.NAME_OF));
            AuthorRelations.nameBy(from, event).ifPresent(name -> add.accept(name, Relation.OTHER_NAME));
            if (event instanceof CredentialEvent credential
                    && knowerBy(credential).equals(Optional.of(from))) {
                add.accept(credential.credential(), Relation.KNOWN_SECRET);
            }
        }
        survivors(from).forEach(other -> add.accept(other, Relation.SURVIVOR));
        ofAnswering();
        ofKnowing();
        ofApproved();
    }

    private void ofApproved() {
        Set<Subject> linked = from.kind() == SubjectKind.IDENTITY ? accountsLinkedTo(from, held) : Set.of();
        held.forEach(event -> ApproverRelations.approverOf(from, linked, event)
                .ifPresent(approver -> add.accept(approver, Relation.APPROVED_BY)));
    }

    /** Where it is a machine: whoever issued a credential of it, or took one out of a vault, can do what it can do. */
    private void ofKnowing() {
        if (held.stream().noneMatch(this::saysMachine)) {
            return;
        }
        Set<Subject> own = new TreeSet<>();
        held.forEach(event -> {
            if (event instanceof CredentialEvent credential
                    && credential.statedOwner().map(Principal::subject).equals(Optional.of(from))) {
                own.add(credential.credential());
            }
        });
        for (Event event : held) {
            if (event instanceof CredentialEvent credential && own.contains(credential.credential())) {
                knowerBy(credential)
                        .filter(knower -> knower.kind() == SubjectKind.IDENTITY)
                        .ifPresent(knower -> add.accept(knower, Relation.KNOWS_SECRET));
            }
        }
        controlled.add(from);
        controlled.addAll(accountsLinkedTo(from, held));
    }

    private boolean saysMachine(Event event) {
        if (event instanceof IdentityEvent.Created created) {
            return isOwn(created.identityId()) && created.identityType().isMachine();
        } else if (event instanceof IdentityEvent.OwnerChanged changed) {
            return isOwn(changed.identityId());
        } else if (event instanceof IdentityEvent.MandateGranted mandate) {
            return isOwn(mandate.identityId());
        }
        return event instanceof IdentityEvent.AccountCreated created
                && created.account().subject().equals(from)
                && created.accountType().filter(IdentityType::isMachine).isPresent();
    }

    /** An account is told such things by the identity it belongs to only. */
    private boolean isOwn(String identityId) {
        return from.kind() == SubjectKind.ACCOUNT || identityId.equals(from.id());
    }

    /** Who may know the secret by the event. */
    private static Optional<Subject> knowerBy(CredentialEvent event) {
        if (event instanceof CredentialEvent.Retrieved retrieved) {
            return Optional.of(retrieved.retrievedBy().subject());
        }
        return event instanceof CredentialEvent.Issued issued
                ? issued.header().actor().map(Principal::subject)
                : Optional.empty();
    }

    private Optional<Subject> namedBy(Event event) {
        if (event instanceof PrivilegedAccessEvent.BreakglassReviewed review
                && review.reviewerId().equals(from.id())) {
            return Optional.of(review.holder().subject());
        } else if (event instanceof PrivilegedAccessEvent.AttributionRecorded attribution
                && (attribution.personId().equals(from.id())
                        || attribution.header().onBehalfOf().contains(from.id()))) {
            return Optional.of(attribution.account().subject());
        } else if (event instanceof IdentityEvent.PositionChanged position
                && position.identityId().equals(from.id())) {
            return position.managerId().map(Subject::identity);
        }
        return event instanceof IdentityEvent.Created created
                        && created.identityId().equals(from.id())
                ? created.managerId().map(Subject::identity)
                : Optional.empty();
    }

    private Optional<Subject> belongingBy(Event event) {
        if (event instanceof CredentialEvent credential) {
            boolean own = credential.statedOwner().map(Principal::subject).equals(Optional.of(from));
            return own ? Optional.of(credential.credential()) : Optional.empty();
        } else if (event instanceof PrivilegedAccessEvent.SessionStarted started
                && started.holder().subject().equals(from)) {
            return Optional.of(PrivilegedAccessEvent.session(started.systemId(), started.sessionId()));
        } else if (event instanceof PrivilegedAccessEvent.ElevationApproved elevation
                && elevation.holder().subject().equals(from)) {
            return elevation.header().ticket().map(ChangeEvent::change);
        }
        return accountLinkedTo(from, event);
    }

    static Set<Subject> accountsLinkedTo(Subject identity, List<Event> held) {
        Set<Subject> accounts = new TreeSet<>();
        held.forEach(event -> accountLinkedTo(identity, event).ifPresent(accounts::add));
        return accounts;
    }

    static Optional<Subject> accountLinkedTo(Subject identity, Event event) {
        Optional<AccountRef> account = Optional.empty();
        if (event instanceof IdentityEvent.AccountLinked linked) {
            account = Optional.of(linked.account());
        } else if (event instanceof IdentityEvent.AccountCreated created) {
            account = Optional.of(created.account());
        } else if (event instanceof IdentityEvent.AccountUnlinked unlinked) {
            account = Optional.of(unlinked.account());
        }
        return account.map(AccountRef::subject)
                .filter(subject -> Routing.everLinkedTo(subject, event).equals(Optional.of(identity)));
    }

    static boolean passes(Relation relation, Subject from, Subject other, Event event, Set<Subject> controlled) {
        if (hearsAnyway(from, other, event)) {
            return false;
        }
        return switch (relation) {
            case SURVIVOR ->
                !(event instanceof IdentityEvent.Merged)
                        && Routing.subjectsOf(event).contains(from);
            case SAME_PERSON -> isMergeOf(from, event);
            case NAMED -> isRecordOf(from, event) || isMergeOf(from, event);
            case KNOWN_SECRET -> event instanceof IdentityEvent.Merged;
            case KNOWS_SECRET -> isRecordOf(from, event) || isHeldThrough(controlled, event);
            case BELONGING ->
                switch (other.kind()) {
                    case ACCOUNT -> isOfOwners(from, event) || isMachineRecordOf(from, event);
                    case CREDENTIAL -> isOfOwners(from, event);
                    case SESSION, CHANGE -> event instanceof IdentityEvent.Merged;
                    default -> false;
                };
            case COLLECTED,
                    LINKED,
                    CARRIED_OUT,
                    SECRET,
                    OWNER,
                    OWNED,
                    OWNED_AT_SECOND_HAND,
                    SPONSORED,
                    APPROVED_BY,
                    ANSWERS_FOR,
                    NAME_OF,
                    OTHER_NAME,
                    WRITTEN_BY,
                    ALIAS,
                    PART,
                    WHOLE,
                    ACTED_FOR,
                    ACTED -> false;
        };
    }

    private static boolean isOfOwners(Subject from, Event event) {
        return event instanceof IdentityEvent.Merged
                || event instanceof IdentityEvent.OwnerChanged changed
                        && changed.identityId().equals(from.id())
                || event instanceof IdentityEvent.MandateGranted mandate
                        && mandate.identityId().equals(from.id())
                || event instanceof IdentityEvent.Profiled profiled
                        && profiled.identityId().equals(from.id())
                        && profiled.sponsorId().isPresent();
    }

    private static boolean isMachineRecordOf(Subject from, Event event) {
        return event instanceof IdentityEvent.Created created
                && created.identityId().equals(from.id())
                && created.identityType().isMachine();
    }

    /** An identity is told what its account did and what was done to it, but for whose it and others are. */
    static boolean passesToHolder(Subject from, Subject other, Event event) {
        return !(event instanceof IdentityEvent.OwnerChanged)
                && !(event instanceof IdentityEvent.Merged)
                && !hearsAnyway(from, other, event);
    }

    /**
     * Ingest delivers the event to the other, or the credential tells it of what it did itself, or the account that it belongs
     * to it.
     */
    static boolean hearsAnyway(Subject from, Subject other, Event event) {
        return Routing.subjectsOf(event).contains(other)
                || event instanceof CredentialEvent credential
                        && knowerBy(credential).equals(Optional.of(other))
                || accountLinkedTo(other, event)
                        .filter(account -> !account.equals(from))
                        .isPresent();
    }

    /** What owners and sponsors of a machine are told of it beside its employment. */
    static boolean isOfMachine(Subject from, Subject other, Event event) {
        return (isRecordOf(from, event) || isHolding(event) && isHeldBy(from, event))
                && !hearsAnyway(from, other, event);
    }

    static boolean isMergeOf(Subject from, Event event) {
        return event instanceof IdentityEvent.Merged merged
                && (merged.identityId().equals(from.id()) || merged.intoId().equals(from.id()));
    }

    /** Who it is: employment, what else is on record, positions, mandates. */
    private static boolean isRecordOf(Subject from, Event event) {
        if (from.kind() != SubjectKind.IDENTITY) {
            return event instanceof IdentityEvent.Created;
        } else if (event instanceof IdentityEvent.Profiled profiled) {
            return profiled.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.PositionChanged position) {
            return position.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.MandateGranted mandate) {
            return mandate.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.MandateRevoked mandate) {
            return mandate.identityId().equals(from.id());
        }
        return Relations.isEmploymentOf(from, event);
    }

    /** Whether it says that access is held, or no more. */
    static boolean isHolding(Event event) {
        return event instanceof AccessEvent.Granted
                || event instanceof AccessEvent.Revoked
                || event instanceof AccessEvent.Observed;
    }

    private static boolean isHeldBy(Subject from, Event event) {
        return ((AccessEvent) event).holder().subject().equals(from);
    }

    private static boolean isHeldThrough(Set<Subject> controlled, Event event) {
        if (isHolding(event)) {
            return controlled.contains(((AccessEvent) event).holder().subject());
        }
        return Relations.isOfAccount(event)
                && accountOf((IdentityEvent) event).filter(controlled::contains).isPresent();
    }

    private static Optional<Subject> accountOf(IdentityEvent event) {
        return Routing.subjectsOf(event).stream()
                .filter(subject -> subject.kind() == SubjectKind.ACCOUNT)
                .findFirst();
    }
}
