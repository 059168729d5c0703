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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        return in(events, event -> Routing.subjectsOf(event).contains(subject))
                .filter(approval -> approval.approverId().equals(approver))
                .map(approval -> approval.of(whose(approval, accounts)))
                .toList();
    }

    /** Those of the approver's own access that it was told of; of an account, while it was the approver's. */
    static List<Approval> received(Subject subject, String approver, List<Event> events) {
        Accounts accounts = new Accounts(events);
        Merges merges = Merges.of(events);
        return in(events, event -> !Routing.subjectsOf(event).contains(subject))
                .filter(approval -> approval.holder()
                        .account()
                        .filter(account -> approval.holder().identityId().isEmpty())
                        .filter(account -> isKnownToBeOfOthers(account, approval.at(), approver, accounts, merges))
                        .isEmpty())
                .map(approval -> approval.of(Set.of(approver)))
                .toList();
    }

    /** The chosen ones among the events; whose access it is, is not said yet. */
    private static Stream<Approval> in(List<Event> events, Predicate<Event> chosen) {
        Map<Request, NavigableSet<Instant>> refusals = new HashMap<>();
        events.forEach(event -> Request.refused(event)
                .ifPresent(request -> refusals.computeIfAbsent(request, any -> new TreeSet<>())
                        .add(event.header().occurredAt())));
        return events.stream().filter(chosen).flatMap(event -> of(event, refusals).stream());
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

    private static Optional<Approval> of(Event event, Map<Request, NavigableSet<Instant>> refusals) {
        if (event instanceof Approved approved) {
            return Optional.of(new Approval(
                    event,
                    approved.approverId(),
                    approved.systemId(),
                    approved.holder(),
                    Set.of(),
                    approved.authority() == AccessEvent.Authority.WORKFLOW_RULE,
                    takenBack(event, Request.ofAccess(approved.systemId(), approved.requestId()), refusals)));
        }
        return event instanceof ElevationApproved approved
                ? Optional.of(new Approval(
                        event,
                        approved.approverId(),
                        approved.systemId(),
                        approved.holder(),
                        Set.of(),
                        false,
                        takenBack(event, Request.ofElevation(approved.systemId(), approved.elevationId()), refusals)))
                : Optional.empty();
    }

    private static Optional<Instant> takenBack(
            Event approval, Request request, Map<Request, NavigableSet<Instant>> refusals) {
        return Optional.ofNullable(refusals.get(request))
                .map(instants -> instants.ceiling(approval.header().occurredAt()));
    }

    /** What is asked for, in the system that it is asked for in. */
    private record Request(boolean elevation, String systemId, String id) {

        static Request ofAccess(String systemId, String requestId) {
            return new Request(false, systemId, requestId);
        }

        static Request ofElevation(String systemId, String elevationId) {
            return new Request(true, systemId, elevationId);
        }

        /** What the event refuses or takes back. */
        static Optional<Request> refused(Event event) {
            if (event instanceof AccessEvent.Rejected rejected) {
                return Optional.of(ofAccess(rejected.systemId(), rejected.requestId()));
            } else if (event instanceof AccessEvent.Withdrawn withdrawn) {
                return Optional.of(ofAccess(withdrawn.systemId(), withdrawn.requestId()));
            }
            return event instanceof ElevationDenied denied
                    ? Optional.of(ofElevation(denied.systemId(), denied.elevationId()))
                    : Optional.empty();
        }
    }
}
