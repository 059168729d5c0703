package io.plumbline.event;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where events go: to which subjects an event is delivered, and which subjects pass on what they hold.
 *
 * <p>What carries no owner goes to a collecting subject first (a revoked credential to the credential, a decision to the
 * exception), which learns the owner from another event it holds and passes on source events, never conclusions. The
 * relations form no cycle and reach at most {@link #MAX_HOPS} subjects in a row, whatever the order of arrival:
 *
 * <pre>
 *   CREDENTIAL ─► ACCOUNT ─► IDENTITY ─► IMPLEMENTATION
 *                 ACCOUNT ─► IMPLEMENTATION (whose account it is)
 *   SESSION    ─► ACCOUNT, IDENTITY, IMPLEMENTATION
 *   CHANGE     ─► ARTEFACT ─► IMPLEMENTATION
 *   CHANGE     ─► ACCOUNT, IDENTITY (of elevations that name it), IMPLEMENTATION
 *   IDENTITY   ─► APPROVER (when it began and ended employment)
 *   EXCEPTION  ─► the subject it is about
 * </pre>
 */
public final class Routing {

    /** Longest chain of subjects that pass one event on; the settle protocol waits this many rounds. */
    public static final int MAX_HOPS = 3;

    private Routing() {}

    /** The subjects an event from a source is delivered to; empty for reference data and source health. */
    public static Set<Subject> subjectsOf(Event event) {
        Set<Subject> to = new LinkedHashSet<>();
        if (event instanceof IdentityEvent identity) {
            to.add(subjectOf(identity));
        } else if (event instanceof AccessEvent access) {
            to.add(access.holder().subject());
            if (access instanceof AccessEvent.Approved approved) {
                to.add(approver(approved, approved.approverId()));
            }
        } else if (event instanceof CredentialEvent credential) {
            to.add(credential.credential());
            ownerOf(credential).ifPresent(to::add);
        } else if (event instanceof PrivilegedAccessEvent privileged) {
            addPrivileged(privileged, to);
        } else if (event instanceof ChangeEvent change) {
            addChange(change, to);
        } else if (event instanceof BusinessActivityEvent.StepPerformed step) {
            to.add(step.performer().subject());
        } else if (event instanceof DecisionEvent decision) {
            to.add(decision.exception());
        } else if (event instanceof SourceHealthEvent health && !(event instanceof SourceHealthEvent.Heartbeat)) {
            to.add(health.subject());
        }
        return to;
    }

    /** The subjects that {@code subject} passes events on to, given the events it holds. */
    public static Set<Subject> relatedTo(Subject subject, List<Event> held) {
        Set<Subject> related = new LinkedHashSet<>();
        for (Event event : held) {
            addRelated(subject, event, related);
        }
        related.remove(subject);
        return related;
    }

    /** Whether {@code from} passes {@code event} on to {@code to}, once they are related. */
    public static boolean passesOn(Subject from, Subject to, Event event) {
        return switch (from.kind()) {
            case ACCOUNT -> to.kind() == SubjectKind.IDENTITY || isLink(event);
            case CREDENTIAL -> event instanceof CredentialEvent;
            case SESSION -> isSessionEvent(event);
            case CHANGE, ARTEFACT -> event instanceof ChangeEvent.RecordEvent;
            case IDENTITY ->
                (to.kind() == SubjectKind.IMPLEMENTATION || to.kind() == SubjectKind.APPROVER) && isLifecycle(event);
            case EXCEPTION -> event instanceof DecisionEvent.Decided;
            case IMPLEMENTATION, SOURCE, APPROVER -> false;
        };
    }

    /** Whether an account belongs to an identity, which then answers for it. */
    public static boolean isSpokenFor(Subject subject, List<Event> held) {
        return subject.kind() == SubjectKind.ACCOUNT
                && relatedTo(subject, held).stream().anyMatch(to -> to.kind() == SubjectKind.IDENTITY);
    }

    private static Subject subjectOf(IdentityEvent event) {
        if (event instanceof IdentityEvent.Created created) {
            return Subject.identity(created.identityId());
        } else if (event instanceof IdentityEvent.ApprovalsKept kept) {
            return Subject.identity(kept.identityId());
        } else if (event instanceof IdentityEvent.Updated updated) {
            return Subject.identity(updated.identityId());
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

    private static Optional<Subject> ownerOf(CredentialEvent event) {
        return event.statedOwner().map(Principal::subject);
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
        }
    }

    private static Subject approver(Event approval, String approverId) {
        return IdentityEvent.ApprovalsKept.approver(
                approverId, approval.header().occurredAt());
    }

    /** What a subject that holds its first event says to a related one, so that it hears from there; most say nothing. */
    public static Optional<Event> introductionOf(Subject subject) {
        return subject.kind() == SubjectKind.APPROVER
                ? Optional.of(IdentityEvent.ApprovalsKept.of(subject))
                : Optional.empty();
    }

    private static void addChange(ChangeEvent event, Set<Subject> to) {
        if (event instanceof ChangeEvent.RecordEvent statement) {
            to.add(statement.change());
            if (statement instanceof ChangeEvent.Approved approved) {
                to.add(approver(approved, approved.approverId()));
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
            done.sessionId().ifPresent(id -> to.add(PrivilegedAccessEvent.session(done.systemId(), id)));
        }
    }

    private static void addRelated(Subject subject, Event event, Set<Subject> related) {
        switch (subject.kind()) {
            case ACCOUNT -> {
                if (event instanceof IdentityEvent.AccountLinked linked
                        && linked.account().subject().equals(subject)) {
                    related.add(Subject.identity(linked.identityId()));
                } else if (event instanceof IdentityEvent.AccountCreated created
                        && created.account().subject().equals(subject)) {
                    created.identityId().map(Subject::identity).ifPresent(related::add);
                } else if (event instanceof ChangeEvent.ImplementationEvent done) {
                    related.add(done.implementation());
                }
            }
            case CREDENTIAL -> {
                if (event instanceof CredentialEvent.Issued issued) {
                    related.add(issued.owner().subject());
                }
            }
            case SESSION -> {
                if (event instanceof PrivilegedAccessEvent.SessionStarted started) {
                    related.add(started.holder().subject());
                } else if (event instanceof ChangeEvent.ImplementationEvent done) {
                    related.add(done.implementation());
                }
            }
            case CHANGE -> {
                if (event instanceof ChangeEvent.ImplementationEvent done) {
                    related.add(done.implementation());
                } else if (event instanceof PrivilegedAccessEvent.ElevationApproved elevation) {
                    related.add(elevation.holder().subject());
                } else if (event instanceof ChangeEvent.Approved approved) {
                    approved.artefactDigests()
                            .forEach(digest -> related.add(ChangeEvent.artefact(approved.systemId(), digest)));
                }
            }
            case ARTEFACT, IDENTITY -> {
                if (event instanceof ChangeEvent.ImplementationEvent done) {
                    related.add(done.implementation());
                } else if (event instanceof IdentityEvent.ApprovalsKept kept) {
                    related.add(kept.approver());
                }
            }
            case EXCEPTION -> {
                if (event instanceof DecisionEvent.Registered registered) {
                    related.add(Subject.parse(registered.subjectKey()));
                }
            }
            case IMPLEMENTATION, SOURCE, APPROVER -> {}
        }
    }

    private static boolean isSessionEvent(Event event) {
        return event instanceof PrivilegedAccessEvent.SessionStarted
                || event instanceof PrivilegedAccessEvent.SessionAction
                || event instanceof PrivilegedAccessEvent.SessionEnded;
    }

    private static boolean isLink(Event event) {
        return event instanceof IdentityEvent.AccountLinked || event instanceof IdentityEvent.AccountCreated;
    }

    private static boolean isLifecycle(Event event) {
        return event instanceof IdentityEvent.Updated
                || event instanceof IdentityEvent.Terminated
                || event instanceof IdentityEvent.Rehired;
    }
}
