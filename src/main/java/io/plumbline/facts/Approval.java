package io.plumbline.facts;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Merges;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An approval of access or of an elevation, between persons.
 *
 * @param event the approval itself
 * @param beneficiaries ids of whose access it is; empty where it is that of an account of which nobody knows whose it is
 * @param byRule true where a rule of the workflow decided and no person
 * @param takenBack when it was first refused in another stage or taken back, afterwards; empty where it was not
 */
public record Approval(
        Event event,
        String approverId,
        String systemId,
        Principal holder,
        Set<String> beneficiaries,
        boolean byRule,
        Optional<Instant> takenBack) {

    public Approval {
        beneficiaries = Collections.unmodifiableSortedSet(new TreeSet<>(beneficiaries));
    }

    public Instant at() {
        return event.header().occurredAt();
    }

    /** Those that the approver gave under its own name, in order of time. */
    static List<Approval> given(Subject subject, String approver, List<Event> events) {
        Accounts accounts = new Accounts(events);
        return events.stream()
                .filter(event -> Routing.subjectsOf(event).contains(subject))
                .flatMap(event -> of(event, events).stream())
                .filter(approval -> approval.approverId().equals(approver))
                .map(approval -> approval.of(whose(approval, accounts)))
                .toList();
    }

    /** Those of the approver's own access that it was told of; of an account, while it was the approver's. */
    static List<Approval> received(Subject subject, String approver, List<Event> events) {
        Accounts accounts = new Accounts(events);
        Merges merges = Merges.of(events);
        return events.stream()
                .filter(event -> !Routing.subjectsOf(event).contains(subject))
                .flatMap(event -> of(event, events).stream())
                .filter(approval -> approval.holder()
                        .account()
                        .filter(account -> approval.holder().identityId().isEmpty())
                        .filter(account -> isKnownToBeOfOthers(account, approval.at(), approver, accounts, merges))
                        .isEmpty())
                .map(approval -> approval.of(Set.of(approver)))
                .toList();
    }

    /** An account that other records of the person are linked to names none of it here. */
    private static boolean isKnownToBeOfOthers(
            AccountRef account, Instant at, String approver, Accounts accounts, Merges merges) {
        return accounts.everLinked(account).stream().anyMatch(id -> merges.isSame(id, approver))
                && accounts.identitiesAt(account, at).stream().noneMatch(id -> merges.isSame(id, approver));
    }

    private static SortedSet<String> whose(Approval approval, Accounts accounts) {
        return approval.holder()
                .identityId()
                .<SortedSet<String>>map(id -> new TreeSet<>(Set.of(id)))
                .or(() -> approval.holder().account().map(account -> accounts.identitiesAt(account, approval.at())))
                .orElseGet(TreeSet::new);
    }

    private Approval of(Set<String> whose) {
        return new Approval(event, approverId, systemId, holder, whose, byRule, takenBack);
    }

    private static Optional<Approval> of(Event event, List<Event> events) {
        if (event instanceof Approved approved) {
            return Optional.of(new Approval(
                    event,
                    approved.approverId(),
                    approved.systemId(),
                    approved.holder(),
                    Set.of(),
                    approved.authority() == AccessEvent.Authority.WORKFLOW_RULE,
                    takenBack(event, events)));
        }
        return event instanceof ElevationApproved approved
                ? Optional.of(new Approval(
                        event,
                        approved.approverId(),
                        approved.systemId(),
                        approved.holder(),
                        Set.of(),
                        false,
                        takenBack(event, events)))
                : Optional.empty();
    }

    private static Optional<Instant> takenBack(Event approval, List<Event> events) {
        return events.stream()
                .filter(event -> takesBack(event, approval))
                .map(event -> event.header().occurredAt())
                .filter(at -> !at.isBefore(approval.header().occurredAt()))
                .min(Instant::compareTo);
    }

    private static boolean takesBack(Event event, Event approval) {
        if (approval instanceof Approved approved) {
            return event instanceof AccessEvent.Rejected rejected
                            && rejected.systemId().equals(approved.systemId())
                            && rejected.requestId().equals(approved.requestId())
                    || event instanceof AccessEvent.Withdrawn withdrawn
                            && withdrawn.systemId().equals(approved.systemId())
                            && withdrawn.requestId().equals(approved.requestId());
        }
        return event instanceof ElevationDenied denied
                && approval instanceof ElevationApproved approved
                && denied.systemId().equals(approved.systemId())
                && denied.elevationId().equals(approved.elevationId());
    }
}
