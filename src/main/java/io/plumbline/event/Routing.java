package io.plumbline.event;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where events go: to which subjects an event of a source is delivered. Which subjects pass on what they hold, and to whom,
 * stands in {@link Relations}.
 */
public final class Routing {

    /**
     * Longest chain of subjects in which one passes on because another did; the settle protocol waits this many rounds. The
     * longest of twenty-four thousand runs over identities, accounts and credentials linked at random; most are far shorter.
     */
    public static final int MAX_HOPS = 6;

    private Routing() {}

    /** The subjects an event from a source is delivered to; empty for heartbeats and most reference data. */
    public static Set<Subject> subjectsOf(Event event) {
        Set<Subject> to = new LinkedHashSet<>();
        if (event instanceof IdentityEvent identity) {
            to.add(subjectOf(identity));
            if (identity instanceof IdentityEvent.OwnerChanged changed) {
                changed.owners().forEach(owner -> to.add(Subject.identity(owner)));
            } else if (identity instanceof IdentityEvent.Merged merged) {
                to.add(Subject.identity(merged.intoId()));
            } else if (identity instanceof IdentityEvent.MandateGranted mandate) {
                to.add(Subject.identity(mandate.sponsorId()));
            } else if (identity instanceof IdentityEvent.Profiled profiled) {
                profiled.sponsorId().map(Subject::identity).ifPresent(to::add);
            }
        } else if (event instanceof AccessEvent access) {
            to.add(access.holder().subject());
            if (access instanceof AccessEvent.Approved approved) {
                to.add(approver(approved, approved.approverId()));
            }
            roleOf(access).ifPresent(to::add);
        } else if (event instanceof CredentialEvent credential) {
            to.add(credential.credential());
            credential.statedOwner().map(Principal::subject).ifPresent(to::add);
        } else if (event instanceof PrivilegedAccessEvent privileged) {
            addPrivileged(privileged, to);
        } else if (event instanceof ChangeEvent change) {
            addChange(change, to);
        } else if (event instanceof ReviewEvent review) {
            addReview(review, to);
        } else if (event instanceof BusinessActivityEvent.StepPerformed step) {
            to.add(step.performer().subject());
            step.initiatedBy().map(Principal::subject).ifPresent(to::add);
            to.addAll(step.objects());
        } else if (event instanceof DecisionEvent decision) {
            addDecision(decision, to);
        } else if (event instanceof ReferenceEvent reference) {
            addReference(reference, to);
        } else if (event instanceof SourceHealthEvent health && !(event instanceof SourceHealthEvent.Heartbeat)) {
            to.add(health.subject());
        }
        agentBehind(event).ifPresent(to::add);
        return to;
    }

    /** Who acted under the name of another, where the source says for whom; for approvals what keeps those of the agent. */
    private static Optional<Subject> agentBehind(Event event) {
        Optional<Principal> agent = event.header()
                .actor()
                .filter(who -> !event.header().onBehalfOf().isEmpty());
        if (event instanceof BusinessActivityEvent.StepPerformed) {
            return agent.map(Principal::subject);
        }
        boolean approval = event instanceof AccessEvent.Approved
                || event instanceof ChangeEvent.Approved
                || event instanceof PrivilegedAccessEvent.ElevationApproved;
        return agent.filter(who -> approval).flatMap(Principal::identityId).map(agentId -> approver(event, agentId));
    }

    /** The role or entitlement that an event says is held, or no more. */
    private static Optional<Subject> roleOf(AccessEvent event) {
        if (event instanceof AccessEvent.Granted granted) {
            return Optional.of(role(granted.systemId(), granted.entitlement()));
        } else if (event instanceof AccessEvent.Revoked revoked) {
            return Optional.of(role(revoked.systemId(), revoked.entitlement()));
        }
        return event instanceof AccessEvent.Observed seen
                ? Optional.of(role(seen.systemId(), seen.entitlement()))
                : Optional.empty();
    }

    /** Subject of a role or entitlement of a system. */
    public static Subject role(String systemId, String roleId) {
        return new Subject(SubjectKind.ROLE, systemId + "/" + roleId);
    }

    /** Reference data goes to every partition through the catalogue; to these subjects it says that they exist. */
    private static void addReference(ReferenceEvent event, Set<Subject> to) {
        if (event instanceof ReferenceEvent.RoleDefined role) {
            to.add(role(role.systemId(), role.roleId()));
        } else if (event instanceof ReferenceEvent.RoleRetired role) {
            to.add(role(role.systemId(), role.roleId()));
        } else if (event instanceof ReferenceEvent.ExemptionGranted exemption) {
            exemption.subjectKey().flatMap(Routing::holder).ifPresent(to::add);
            to.add(approver(exemption, exemption.riskOwner()));
            to.add(exemption.home());
            person(exemption.riskOwner()).ifPresent(to::add);
        } else if (event instanceof ReferenceEvent.BoundaryItemRegistered item) {
            to.add(item.home());
            item.controlOwnerId().flatMap(Routing::person).ifPresent(to::add);
        } else if (event instanceof ReferenceEvent.DelegationRecorded delegation) {
            delegation.systems().forEach(systemId -> to.add(system(systemId)));
            person(delegation.toId()).ifPresent(to::add);
        } else if (event instanceof ReferenceEvent.SystemRegistered system) {
            to.add(system(system.systemId()));
            system.owners().persons().forEach(id -> person(id).ifPresent(to::add));
        } else if (event instanceof ReferenceEvent.SystemRetired system) {
            to.add(system(system.systemId()));
        } else if (event instanceof ReferenceEvent.PersonAliased alias) {
            to.add(Subject.identity(alias.aliasId()));
            to.add(Subject.identity(alias.personId()));
        } else {
            ownPart(event).ifPresent(to::add);
        }
    }

    private static Optional<Subject> person(String id) {
        return Optional.of(id).filter(name -> !name.isBlank()).map(Subject::identity);
    }

    /** The rule or control of Plumbline itself that an entry is about: a subject of its own, since its changes are judged too. */
    public static Optional<Subject> ownPart(ReferenceEvent event) {
        if (event instanceof ReferenceEvent.SodRulePublished rule) {
            return Optional.of(ownRule(rule.ruleId()));
        } else if (event instanceof ReferenceEvent.SodRuleDisabled rule) {
            return Optional.of(ownRule(rule.ruleId()));
        } else if (event instanceof ReferenceEvent.ParameterChanged changed) {
            return Optional.of(ownControl(changed.controlId()));
        }
        return event instanceof ReferenceEvent.ControlStaged staged
                ? Optional.of(ownControl(staged.controlId()))
                : Optional.empty();
    }

    private static Subject ownRule(String ruleId) {
        return system(OWN + "rule/" + ruleId);
    }

    static Subject ownControl(String controlId) {
        return system(OWN + "control/" + controlId);
    }

    /** What ids of subjects that stand for parts of Plumbline itself begin with. */
    public static final String OWN = "plumbline/";

    /** Subject of a system. */
    public static Subject system(String systemId) {
        return new Subject(SubjectKind.SYSTEM, systemId);
    }

    private static void addReview(ReviewEvent event, Set<Subject> to) {
        if (event instanceof ReviewEvent.ItemEvent item) {
            to.add(item.holder().subject());
        }
        if (event instanceof ReviewEvent.ItemDecided decided) {
            to.add(decided.reviewer());
        } else if (event instanceof ReviewEvent.ItemReassigned reassigned) {
            to.add(ReviewEvent.reviewer(reassigned.campaignId(), reassigned.toId()));
        } else if (event instanceof ReviewEvent.AttestationSigned signed) {
            to.add(approver(signed, signed.signerId()));
            signed.controlIds().forEach(control -> to.add(DecisionEvent.conclusion(control, signed.periodId())));
        }
    }

    private static void addDecision(DecisionEvent event, Set<Subject> to) {
        if (event instanceof DecisionEvent.AboutException decision) {
            to.add(decision.exception());
        }
        if (event instanceof DecisionEvent.Decided decided) {
            to.add(approver(decided, decided.decidedBy()));
        } else if (event instanceof DecisionEvent.Concluded concluded) {
            to.add(DecisionEvent.conclusion(concluded.controlId(), concluded.periodId()));
        } else if (event instanceof DecisionEvent.PackBuilt pack) {
            to.add(DecisionEvent.conclusion(pack.controlId(), pack.periodId()));
        } else if (event instanceof DecisionEvent.RejectionsSettled settled) {
            to.add(new Subject(SubjectKind.SOURCE, settled.sourceId()));
        }
    }

    /** The identity or account of a subject key; empty for whatever else it names. */
    private static Optional<Subject> holder(String subjectKey) {
        return Stream.of(SubjectKind.IDENTITY, SubjectKind.ACCOUNT)
                .filter(kind -> subjectKey.startsWith(kind.prefix() + ":")
                        && subjectKey.length() > kind.prefix().length() + 1)
                .map(kind ->
                        new Subject(kind, subjectKey.substring(kind.prefix().length() + 1)))
                .findFirst();
    }

    /**
     * Whether another subject answers for it: an identity for its account, a record for one given up in its favour. An account
     * that was unlinked, and not linked again, answers for itself from then on.
     */
    public static boolean isSpokenFor(Subject subject, List<Event> held) {
        return switch (subject.kind()) {
            case ACCOUNT -> isLinked(subject, held);
            case IDENTITY -> Merges.of(held).isSpokenFor(subject.id());
            default -> false;
        };
    }

    /** Within one instant an account is unlinked, then linked: it moves. */
    private static boolean isLinked(Subject account, List<Event> held) {
        Merges merges = Merges.of(held);
        return held.stream().filter(event -> linkOf(account, event).isPresent()).anyMatch(link -> held.stream()
                .noneMatch(event -> event instanceof IdentityEvent.AccountUnlinked end
                        && end.account().subject().equals(account)
                        && event.header().occurredAt().isAfter(link.header().occurredAt())
                        && takesBack(end, link, held, merges)));
    }

    /**
     * Whether an unlinking takes back a link: both name one record or, where no link names that of the unlinking, two of one
     * person.
     */
    public static boolean takesBack(
            IdentityEvent.AccountUnlinked end, Event link, List<? extends Event> held, Merges merges) {
        Subject account = end.account().subject();
        Optional<Subject> named = Optional.of(Subject.identity(end.identityId()));
        Optional<Subject> linked = linkOf(account, link);
        return linked.equals(named)
                || linked.filter(identity -> merges.isSame(identity.id(), end.identityId()))
                                .isPresent()
                        && held.stream()
                                .noneMatch(event -> linkOf(account, event).equals(named));
    }

    private static Subject subjectOf(IdentityEvent event) {
        if (event instanceof IdentityEvent.Created created) {
            return Subject.identity(created.identityId());
        } else if (event instanceof IdentityEvent.ApprovalsKept kept) {
            return Subject.identity(kept.identityId());
        } else if (event instanceof IdentityEvent.Authored authored) {
            return Subject.identity(authored.identityId());
        } else if (event instanceof IdentityEvent.Updated updated) {
            return Subject.identity(updated.identityId());
        } else if (event instanceof IdentityEvent.Profiled profiled) {
            return Subject.identity(profiled.identityId());
        } else if (event instanceof IdentityEvent.PositionChanged changed) {
            return Subject.identity(changed.identityId());
        } else if (event instanceof IdentityEvent.Merged merged) {
            return Subject.identity(merged.identityId());
        } else if (event instanceof IdentityEvent.MandateGranted mandate) {
            return Subject.identity(mandate.identityId());
        } else if (event instanceof IdentityEvent.MandateRevoked mandate) {
            return Subject.identity(mandate.identityId());
        } else if (event instanceof IdentityEvent.AccountUnlinked unlinked) {
            return unlinked.account().subject();
        } else if (event instanceof IdentityEvent.AccountExtended extended) {
            return extended.account().subject();
        } else if (event instanceof IdentityEvent.Terminated terminated) {
            return Subject.identity(terminated.identityId());
        } else if (event instanceof IdentityEvent.Rehired rehired) {
            return Subject.identity(rehired.identityId());
        } else if (event instanceof IdentityEvent.OwnerChanged changed) {
            return Subject.identity(changed.identityId());
        } else if (event instanceof IdentityEvent.OwnerAttested attested) {
            return Subject.identity(attested.identityId());
        } else if (event instanceof IdentityEvent.AccountCreated created) {
            return created.account().subject();
        } else if (event instanceof IdentityEvent.AccountLinked linked) {
            return linked.account().subject();
        } else if (event instanceof IdentityEvent.AccountEnabled enabled) {
            return enabled.account().subject();
        } else if (event instanceof IdentityEvent.AccountDisabled disabled) {
            return disabled.account().subject();
        }
        return ((IdentityEvent.AccountDeleted) event).account().subject();
    }

    private static void addPrivileged(PrivilegedAccessEvent event, Set<Subject> to) {
        if (event instanceof PrivilegedAccessEvent.ElevationApproved approved) {
            to.add(approved.holder().subject());
            approved.header().ticket().map(ChangeEvent::change).ifPresent(to::add);
            to.add(approver(approved, approved.approverId()));
        } else if (event instanceof PrivilegedAccessEvent.ElevationDenied denied) {
            to.add(denied.holder().subject());
        } else if (event instanceof PrivilegedAccessEvent.SessionStarted started) {
            to.add(PrivilegedAccessEvent.session(started.systemId(), started.sessionId()));
            to.add(started.holder().subject());
        } else if (event instanceof PrivilegedAccessEvent.SessionAction action) {
            to.add(PrivilegedAccessEvent.session(action.systemId(), action.sessionId()));
        } else if (event instanceof PrivilegedAccessEvent.SessionEnded ended) {
            to.add(PrivilegedAccessEvent.session(ended.systemId(), ended.sessionId()));
        } else if (event instanceof PrivilegedAccessEvent.BreakglassInvoked invoked) {
            to.add(invoked.holder().subject());
            invoked.holder().account().map(AccountRef::subject).ifPresent(to::add);
        } else if (event instanceof PrivilegedAccessEvent.BreakglassReviewed reviewed) {
            to.add(reviewed.holder().subject());
            to.add(Subject.identity(reviewed.reviewerId()));
            to.add(approver(reviewed, reviewed.reviewerId()));
        } else if (event instanceof PrivilegedAccessEvent.ElevationStarted started) {
            to.add(started.holder().subject());
        } else if (event instanceof PrivilegedAccessEvent.ElevationEnded ended) {
            to.add(ended.holder().subject());
        } else if (event instanceof PrivilegedAccessEvent.AttributionRecorded attribution) {
            to.add(attribution.account().subject());
            to.add(Subject.identity(attribution.personId()));
            attribution.header().onBehalfOf().forEach(person -> to.add(Subject.identity(person)));
        }
    }

    private static Subject approver(Event approval, String approverId) {
        return IdentityEvent.ApprovalsKept.approver(
                approverId, approval.header().occurredAt());
    }

    /**
     * What a subject says to others when an event reaches it; most say nothing. What keeps a month or a review of somebody makes
     * itself known, so that it hears from there, when ingest delivers the first event to it: what related subjects told it before
     * does not introduce it, or chains would be too long. And it says of what system the author whose month it keeps wrote code.
     *
     * @param before what the subject held before the event
     */
    public static List<Event> statedBy(Subject subject, List<Event> before, Event news) {
        List<Event> stated = new ArrayList<>(AuthorRelations.newlyStated(subject, before, news));
        if ((subject.kind() == SubjectKind.APPROVER || subject.kind() == SubjectKind.REVIEWER)
                && subjectsOf(news).contains(subject)
                && before.stream().noneMatch(event -> subjectsOf(event).contains(subject))) {
            stated.add(IdentityEvent.ApprovalsKept.of(subject));
        }
        return stated;
    }

    private static void addChange(ChangeEvent event, Set<Subject> to) {
        if (event instanceof ChangeEvent.RecordEvent statement) {
            to.add(statement.change());
            if (statement instanceof ChangeEvent.Approved approved) {
                to.add(approver(approved, approved.approverId()));
            } else if (statement instanceof ChangeEvent.Merged merged) {
                merged.authorIds().forEach(author -> to.add(approver(merged, author)));
                merged.reviewerIds().forEach(reviewer -> to.add(approver(merged, reviewer)));
            } else if (statement instanceof ChangeEvent.Requested requested) {
                to.add(ChangeEvent.quarter(
                        requested.systemId(), requested.header().occurredAt()));
                requested.parentChangeId().map(ChangeEvent::change).ifPresent(to::add);
            } else if (statement instanceof ChangeEvent.Linked linked) {
                to.add(linked.other());
            }
        } else if (event instanceof ChangeEvent.RolledBack rolledBack) {
            to.add(rolledBack.implementation());
        } else if (event instanceof ChangeEvent.ImplementationEvent done) {
            to.add(done.implementation());
            to.add(done.implementer().subject());
            done.changeIds().forEach(changeId -> to.add(ChangeEvent.change(changeId)));
            if (done.changeIds().isEmpty() && done instanceof ChangeEvent.Deployed deployed) {
                to.add(ChangeEvent.artefact(deployed.systemId(), deployed.artefactDigest()));
            }
            if (done instanceof ChangeEvent.ConfigEdited edited) {
                to.addAll(edited.settings());
            } else if (done instanceof ChangeEvent.Deployed deployed) {
                deployed.authorIds().forEach(author -> to.add(approver(deployed, author)));
                deployed.gateApproverId().ifPresent(id -> to.add(approver(deployed, id)));
            }
            done.sessionId().ifPresent(id -> to.add(PrivilegedAccessEvent.session(done.systemId(), id)));
        }
    }

    /** The identity that an account is said to belong to by the event. */
    public static Optional<Subject> linkOf(Subject account, Event event) {
        if (event instanceof IdentityEvent.AccountLinked linked
                && linked.account().subject().equals(account)) {
            return Optional.of(Subject.identity(linked.identityId()));
        } else if (event instanceof IdentityEvent.AccountCreated created
                && created.account().subject().equals(account)) {
            return created.identityId().map(Subject::identity);
        }
        return Optional.empty();
    }

    /** The identity that an account is said to belong to, or to have belonged to until then, by the event. */
    static Optional<Subject> everLinkedTo(Subject account, Event event) {
        return event instanceof IdentityEvent.AccountUnlinked unlinked
                        && unlinked.account().subject().equals(account)
                ? Optional.of(Subject.identity(unlinked.identityId()))
                : linkOf(account, event);
    }
}
