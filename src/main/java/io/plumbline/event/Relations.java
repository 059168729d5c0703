package io.plumbline.event;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which subjects a subject passes events on to, given the events it holds, and which events.
 *
 * <p>What carries no owner goes to a collecting subject first (a revoked credential to the credential, a decision to the
 * exception), which learns the owner from another event it holds and passes on source events, never conclusions:
 *
 * <pre>
 *   CREDENTIAL ─► ACCOUNT ─► IDENTITY ─► IMPLEMENTATION
 *   CREDENTIAL ─► who owns it, issued it or took it out of a vault
 *   CREDENTIAL, ACCOUNT of a machine ─► its owners
 *                 ACCOUNT ─► IMPLEMENTATION (whose account it is)
 *   SESSION    ─► ACCOUNT, IDENTITY, IMPLEMENTATION
 *   CHANGE     ─► ARTEFACT ─► IMPLEMENTATION
 *   ARTEFACT   ─► IMPLEMENTATION (of a setting: other edits that left it or came back to it)
 *   CHANGE     ─► CHANGE (under its other ids; of a release, to what is part of it): see {@link ChangeRelations}
 *   CHANGE     ─► ACCOUNT, IDENTITY (of elevations that name it), IMPLEMENTATION
 *   IDENTITY   ─► APPROVER (what it approved in one month: who it is, and who approved for it about then)
 *   APPROVER   ─► CHANGE ─► IMPLEMENTATION (who wrote, reviewed or approved it: what they are)
 *   APPROVER   ─► IMPLEMENTATION (who wrote it or opened its gate: what they are)
 *   CHANGE     ─► APPROVER of who wrote it ─► IDENTITY ─► IDENTITY under another name: see {@link AuthorRelations}
 *   IDENTITY, ACCOUNT ─► APPROVER of who approved for it (whose it is, what was taken back)
 *   IDENTITY   ─► REVIEWER (what it decided in one access review: who it is, what it holds, what was decided about it)
 *   IDENTITY, ACCOUNT ─► REVIEWER of who decided about its access (whose it is, for whom it works, who gave it, what others
 *                 decided about it in the same review and to whom it was handed)
 *   IDENTITY   ─► SYSTEM it answers for, wholly or for a control or an exemption (its employment)
 *   EXCEPTION  ─► the subject it is about
 *   IDENTITY   ─► its owners; the machines it owns, and those that these own; its accounts and credentials (who owns it)
 *   IDENTITY   ─► the records it is one person's with; what is its own, that stays when it is given up (merges)
 *   IDENTITY   ─► its managers; whoever's break-glass use it reviewed; the shared account it used (who it is)
 *   IDENTITY, ACCOUNT of a machine ─► who may know its secrets (what it can do)
 *   IDENTITY   ─► the machines it sponsors (its employment); APPROVER (what it is and may do); for whom it acted (what it did)
 * </pre>
 *
 * <p>Owners may own one another, in circles too. The chains stay within {@link Routing#MAX_HOPS} all the same, whatever the
 * order of arrival, because an identity passes on to identities only what was delivered to itself in the first place (its own
 * employment, and statements of ownership it is named in), never to one that is named in it as well; and because a machine's
 * accounts and credentials tell its owners directly. What is passed depends on what is held, never on the way it came. Records
 * given up in favour of others are held to the same: see {@link PersonRelations}.
 *
 * @param from the subject that passes on
 * @param to how others are related to it
 * @param controlled the accounts that can be used by those who know a secret of it
 * @param acts what it has to do with business objects
 * @param changes the other ids of a change
 */
public record Relations(
        Subject from,
        Map<Subject, Set<Relation>> to,
        Set<Subject> controlled,
        ObjectRelations acts,
        ChangeRelations changes) {

    /** How one subject is related to another that it passes events on to. */
    public enum Relation {
        /** What it collected concerns the other: the holder of a session, the artefact of a change. */
        COLLECTED,
        /** An identity the account belongs to. */
        LINKED,
        /** What was carried out or approved by the account or identity, in the session or under the change. */
        CARRIED_OUT,
        /** Who owns the credential, may know its secret, or answers for the machine it belongs to. */
        SECRET,
        /** Who answers for the machine identity, or for the one the account belongs to. */
        OWNER,
        /** A machine identity that the identity owns or owned. */
        OWNED,
        /** A machine identity that an owned one owns or owned. */
        OWNED_AT_SECOND_HAND,
        /** What is the identity's own, or came to it by what it did, and has to know who else answers for it. */
        BELONGING,
        /** A record that stays in place of this one. */
        SURVIVOR,
        /** A record that this one was merged with, one way or the other. */
        SAME_PERSON,
        /** Who has to know who this person is: a manager, or whose use of access it reviewed or carried out. */
        NAMED,
        /** A credential that the identity issued or took out of a vault. */
        KNOWN_SECRET,
        /** Who may know a secret of the machine, and so can do what it can do. */
        KNOWS_SECRET,
        /** A machine identity that acts under a mandate the identity answers for. */
        SPONSORED,
        /** What keeps the approvals or decisions of somebody who decided about access of this identity or account. */
        APPROVED_BY,
        /** A system that the identity answers for, or in which it answers for a control or an exemption. */
        ANSWERS_FOR,
        /** The person of whom the id is another name, or the record that stays of the person. */
        NAME_OF,
        /** Another name of the person. */
        OTHER_NAME,
        /** What keeps the month of whoever wrote code of the change. */
        WRITTEN_BY,
        /** Another id of the change. */
        ALIAS,
        /** A change that is part of this one. */
        PART,
        /** A change that this one is part of. */
        WHOLE,
        /** An identity for which this one acted, as the nearest of those the source names. */
        ACTED_FOR,
        /** A business object acted on or followed from, or who acted on it. */
        ACTED
    }

    /** The relations that the events held say of; more events never take one away. */
    public static Relations of(Subject from, List<Event> held) {
        Found found = new Found(from, new LinkedHashMap<>());
        if (from.kind() == SubjectKind.IDENTITY) {
            found.ofIdentity(held);
        } else {
            held.forEach(found::by);
        }
        PersonRelations persons = new PersonRelations(from, held, found::add);
        persons.add();
        ObjectRelations acts = ObjectRelations.of(from, held);
        acts.to().forEach(found::addActed);
        ChangeRelations changes = ChangeRelations.of(from, held);
        changes.aliases().forEach(other -> found.add(other, Relation.ALIAS));
        changes.parts().forEach(other -> found.add(other, Relation.PART));
        changes.wholes().forEach(other -> found.add(other, Relation.WHOLE));
        return new Relations(from, Collections.unmodifiableMap(found.to()), persons.controlled(), acts, changes);
    }

    /** Whether the event is passed on to the other. */
    public boolean passes(Subject other, Event event) {
        return to.getOrDefault(other, Set.of()).stream().anyMatch(relation -> passes(relation, other, event));
    }

    /** Whether the other is related in the same ways as it was before. */
    public boolean sameAs(Relations before, Subject other) {
        Set<Relation> now = to.getOrDefault(other, Set.of());
        return now.equals(before.to.getOrDefault(other, Set.of()))
                && (!now.contains(Relation.KNOWS_SECRET) || controlled.equals(before.controlled))
                && changes.equals(before.changes)
                && acts.sameAs(before.acts, other);
    }

    /**
     * Those who were told a statement of whose an account is, or of merged records, and would not be told what it is corrected
     * to: they have to hear that it is not so.
     */
    public Set<Subject> toldOf(Event statement, Relations now, Event correction) {
        Set<Subject> told = named(statement, correction);
        if (saysWhose(statement)) {
            to.keySet().stream().filter(other -> passes(other, statement)).forEach(told::add);
            told.removeAll(Routing.subjectsOf(correction));
            told.removeIf(other -> now.passes(other, correction));
        }
        return told;
    }

    /**
     * Those to whom ingest delivers a statement of whose an account is, or of merged records, and not what it is corrected to.
     * They hear of it from whoever hears both, whichever comes first.
     */
    public static Set<Subject> named(Event statement, Event correction) {
        Set<Subject> named = new LinkedHashSet<>();
        if (saysWhose(statement)) {
            named.addAll(Routing.subjectsOf(statement));
            named.removeAll(Routing.subjectsOf(correction));
        }
        return named;
    }

    private static boolean saysWhose(Event statement) {
        return statement instanceof IdentityEvent.Merged || isLink(statement);
    }

    private boolean passes(Relation relation, Subject other, Event event) {
        return switch (relation) {
            case COLLECTED -> isCollected(event);
            case LINKED -> PersonRelations.passesToHolder(from, other, event);
            case CARRIED_OUT ->
                switch (from.kind()) {
                    case ACCOUNT -> isLink(event);
                    case IDENTITY ->
                        other.kind() == SubjectKind.APPROVER || other.kind() == SubjectKind.REVIEWER
                                ? isOwnEmployment(event)
                                        || isOwnMandate(event)
                                        || PersonRelations.isMergeOf(from, event)
                                        || ChangeRelations.passesToKeeper(from, other, event)
                                        || ApproverRelations.ofApprover(from, other, event)
                                : isOwnEmployment(event) && !(event instanceof IdentityEvent.Created);
                    case SESSION -> isCollected(event);
                    case CHANGE -> isCollected(event) || ChangeRelations.saysWhoSomebodyIs(event);
                    case ARTEFACT -> isCollected(event) || isOtherEdit(other, event);
                    case APPROVER -> ChangeRelations.saysWhoItKeeps(from, event);
                    default -> false;
                };
            case SECRET -> event instanceof CredentialEvent;
            case OWNER ->
                from.kind() == SubjectKind.ACCOUNT
                        ? isOfAccount(event)
                                || PersonRelations.isHolding(event)
                                || event instanceof CredentialEvent && !PersonRelations.hearsAnyway(from, other, event)
                        : isOwnEmployment(event)
                                || isOwnAttestation(event)
                                || isOwnershipNewTo(other, event, false)
                                || PersonRelations.isOfMachine(from, other, event);
            case OWNED ->
                isOwnEmployment(event)
                        || isOwnershipNewTo(other, event, true)
                        || PersonRelations.isMergeOf(from, event) && !PersonRelations.hearsAnyway(from, other, event);
            case OWNED_AT_SECOND_HAND -> isOwnEmployment(event);
            case BELONGING, SURVIVOR, SAME_PERSON, NAMED, KNOWN_SECRET, KNOWS_SECRET ->
                PersonRelations.passes(relation, from, other, event, controlled);
            case SPONSORED ->
                isOwnEmployment(event)
                        || PersonRelations.isMergeOf(from, event) && !PersonRelations.hearsAnyway(from, other, event);
            case APPROVED_BY -> ApproverRelations.ofBeneficiary(from, other, event);
            case ANSWERS_FOR -> isOwnEmployment(event) || PersonRelations.isMergeOf(from, event);
            case NAME_OF -> AuthorRelations.passesToPerson(from, event);
            case OTHER_NAME -> AuthorRelations.passesToName(from, other, event);
            case WRITTEN_BY -> AuthorRelations.passesToKeeper(from, other, event);
            case ALIAS -> changes.passesToAlias(other, event);
            case PART -> changes.passesToPart(event);
            case WHOLE -> changes.passesToWhole(other, event);
            case ACTED_FOR ->
                event instanceof IdentityEvent.Created && isOwnEmployment(event)
                        || actedFor(from, event).equals(Optional.of(other));
            case ACTED -> acts.passes(other, event);
        };
    }

    /** An edit that left or came back to the same setting. */
    private static boolean isOtherEdit(Subject other, Event event) {
        return event instanceof ChangeEvent.ConfigEdited edited
                && !edited.implementation().equals(other);
    }

    private boolean isCollected(Event event) {
        return switch (from.kind()) {
            case SESSION ->
                event instanceof PrivilegedAccessEvent.SessionStarted
                        || event instanceof PrivilegedAccessEvent.SessionAction
                        || event instanceof PrivilegedAccessEvent.SessionEnded;
            case CHANGE -> event instanceof ChangeEvent.RecordEvent && !changes.isRequestOfPart(event);
            case ARTEFACT -> event instanceof ChangeEvent.RecordEvent;
            case EXCEPTION -> event instanceof DecisionEvent.Decided;
            default -> false;
        };
    }

    /** A statement of ownership that concerns this identity and was not delivered to the other. */
    private boolean isOwnershipNewTo(Subject other, Event event, boolean ownOnly) {
        return event instanceof IdentityEvent.OwnerChanged changed
                && (ownOnly ? changed.identityId().equals(from.id()) : changed.concerns(from.id()))
                && !changed.concerns(other.id());
    }

    private boolean isOwnEmployment(Event event) {
        return isEmploymentOf(from, event);
    }

    static boolean isEmploymentOf(Subject from, Event event) {
        if (event instanceof IdentityEvent.Created created) {
            return created.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.Updated updated) {
            return updated.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.Terminated terminated) {
            return terminated.identityId().equals(from.id());
        }
        return event instanceof IdentityEvent.Rehired rehired
                && rehired.identityId().equals(from.id());
    }

    /** What kind of identity it is, and within which mandates it may act. */
    private boolean isOwnMandate(Event event) {
        if (event instanceof IdentityEvent.Created created) {
            return created.identityId().equals(from.id());
        } else if (event instanceof IdentityEvent.MandateGranted granted) {
            return granted.identityId().equals(from.id());
        }
        return event instanceof IdentityEvent.MandateRevoked revoked
                && revoked.identityId().equals(from.id());
    }

    /** For whom a step was carried out that the source says this identity performed. */
    static Optional<Subject> actedFor(Subject performer, Event event) {
        return event instanceof BusinessActivityEvent.StepPerformed step
                        && step.performer().identityId().equals(Optional.of(performer.id()))
                ? step.header().onBehalfOf().stream().findFirst().map(Subject::identity)
                : Optional.empty();
    }

    private boolean isOwnAttestation(Event event) {
        return event instanceof IdentityEvent.OwnerAttested attested
                && attested.identityId().equals(from.id());
    }

    static boolean isOfAccount(Event event) {
        return isLink(event)
                || event instanceof IdentityEvent.AccountExtended
                || event instanceof IdentityEvent.AccountEnabled
                || event instanceof IdentityEvent.AccountDisabled
                || event instanceof IdentityEvent.AccountDeleted;
    }

    static boolean isLink(Event event) {
        return event instanceof IdentityEvent.AccountLinked
                || event instanceof IdentityEvent.AccountCreated
                || event instanceof IdentityEvent.AccountUnlinked;
    }

    /** Collects relations; the order is that of the events. */
    private record Found(Subject from, Map<Subject, Set<Relation>> to) {

        private static final Set<Relation> ACTED_ONLY = Set.of(Relation.ACTED);

        private void add(Subject other, Relation relation) {
            if (!other.equals(from)) {
                to.computeIfAbsent(other, key -> EnumSet.noneOf(Relation.class)).add(relation);
            }
        }

        /** Of business objects there are many, which are related in this way only. */
        private void addActed(Subject other) {
            if (to.putIfAbsent(other, ACTED_ONLY) != null) {
                add(other, Relation.ACTED);
            }
        }

        private void by(Event event) {
            switch (from.kind()) {
                case ACCOUNT -> byEventOfAccount(event);
                case CREDENTIAL -> byEventOfCredential(event);
                case SESSION -> {
                    if (event instanceof PrivilegedAccessEvent.SessionStarted started) {
                        add(started.holder().subject(), Relation.COLLECTED);
                    }
                    carriedOut(event);
                }
                case CHANGE -> {
                    if (event instanceof PrivilegedAccessEvent.ElevationApproved elevation) {
                        add(elevation.holder().subject(), Relation.COLLECTED);
                    } else if (event instanceof ChangeEvent.Approved approved) {
                        approved.artefactDigests()
                                .forEach(digest ->
                                        add(ChangeEvent.artefact(approved.systemId(), digest), Relation.COLLECTED));
                    }
                    AuthorRelations.keepersOfAuthors(from, event).forEach(keeper -> add(keeper, Relation.WRITTEN_BY));
                    carriedOut(event);
                }
                case ARTEFACT, IDENTITY -> carriedOut(event);
                case EXCEPTION -> {
                    if (event instanceof DecisionEvent.Registered registered) {
                        add(Subject.parse(registered.subjectKey()), Relation.COLLECTED);
                    }
                }
                case APPROVER ->
                    ChangeRelations.workedOn(from, event).ifPresent(other -> add(other, Relation.CARRIED_OUT));
                default -> {}
            }
        }

        private void carriedOut(Event event) {
            if (event instanceof ChangeEvent.ImplementationEvent done) {
                add(done.implementation(), Relation.CARRIED_OUT);
            } else if (event instanceof IdentityEvent.ApprovalsKept kept) {
                add(kept.keeper(), Relation.CARRIED_OUT);
            }
        }

        private void byEventOfAccount(Event event) {
            Routing.linkOf(from, event).ifPresent(identity -> add(identity, Relation.LINKED));
            ownersIn(event).forEach(owner -> add(owner, Relation.OWNER));
            carriedOut(event);
        }

        private void byEventOfCredential(Event event) {
            ownersIn(event).forEach(owner -> add(owner, Relation.SECRET));
            if (event instanceof CredentialEvent credential) {
                credential.statedOwner().ifPresent(owner -> add(owner.subject(), Relation.SECRET));
            }
            if (event instanceof CredentialEvent.Issued issued) {
                issued.header().actor().ifPresent(issuer -> add(issuer.subject(), Relation.SECRET));
            } else if (event instanceof CredentialEvent.Retrieved retrieved) {
                add(retrieved.retrievedBy().subject(), Relation.SECRET);
            }
        }

        private static List<Subject> ownersIn(Event event) {
            return event instanceof IdentityEvent.OwnerChanged changed
                    ? changed.owners().stream().map(Subject::identity).toList()
                    : List.of();
        }

        private void ofIdentity(List<Event> held) {
            Set<Subject> linked = PersonRelations.accountsLinkedTo(from, held);
            held.stream()
                    .filter(event -> !(event instanceof ChangeEvent.ImplementationEvent done)
                            || done.implementer().subject().equals(from)
                            || linked.contains(done.implementer().subject()))
                    .forEach(this::by);
            SortedSet<String> names = Merges.of(held).idsOf(from.id());
            held.forEach(event -> sponsored(event, names));
            held.forEach(event -> actedFor(from, event).ifPresent(other -> add(other, Relation.ACTED_FOR)));
            List<IdentityEvent.OwnerChanged> statements = held.stream()
                    .filter(IdentityEvent.OwnerChanged.class::isInstance)
                    .map(IdentityEvent.OwnerChanged.class::cast)
                    .toList();
            held.forEach(event -> answersFor(event, names));
            Set<String> owned = new TreeSet<>();
            for (IdentityEvent.OwnerChanged statement : statements) {
                if (statement.identityId().equals(from.id())) {
                    ownersIn(statement).forEach(owner -> add(owner, Relation.OWNER));
                } else if (statement.owners().contains(from.id())) {
                    add(Subject.identity(statement.identityId()), Relation.OWNED);
                    owned.add(statement.identityId());
                }
            }
            for (IdentityEvent.OwnerChanged statement : statements) {
                if (statement.owners().stream().anyMatch(owned::contains)) {
                    add(Subject.identity(statement.identityId()), Relation.OWNED_AT_SECOND_HAND);
                }
            }
        }

        private void answersFor(Event event, SortedSet<String> names) {
            if (event instanceof ReferenceEvent.SystemRegistered system
                    && system.owners().persons().stream().anyMatch(names::contains)) {
                add(Routing.system(system.systemId()), Relation.ANSWERS_FOR);
            } else if (event instanceof ReferenceEvent.ExemptionGranted exemption
                    && names.contains(exemption.riskOwner())) {
                add(exemption.home(), Relation.ANSWERS_FOR);
            } else if (event instanceof ReferenceEvent.BoundaryItemRegistered item
                    && item.controlOwnerId().filter(names::contains).isPresent()) {
                add(item.home(), Relation.ANSWERS_FOR);
            } else if (event instanceof ReferenceEvent.DelegationRecorded delegation
                    && names.contains(delegation.toId())) {
                delegation.systems().forEach(systemId -> add(Routing.system(systemId), Relation.ANSWERS_FOR));
            }
        }

        private void sponsored(Event event, Set<String> names) {
            if (event instanceof IdentityEvent.MandateGranted mandate && names.contains(mandate.sponsorId())) {
                add(Subject.identity(mandate.identityId()), Relation.SPONSORED);
            }
        }
    }
}
