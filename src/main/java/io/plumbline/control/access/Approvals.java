package io.plumbline.control.access;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.RoleContent.Given;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The approvals that bear on one episode of a grant.
 *
 * <p>One decided not later than the act covers it if it was decided for this employment, names the request of the grant (or,
 * where the grant names none, was decided within the match window), was neither refused nor withdrawn by then, and was still
 * valid. One decided after the act never covers it, and covers what is held from the decision on.
 *
 * @param covering those that include what was granted, oldest first
 * @param lacking those of the grant's own request, decided in time, that do not include what was granted
 * @param skew how far the clocks of two sources may differ
 */
record Approvals(List<Approved> covering, List<Approved> lacking, Duration skew) {

    static Approvals of(
            IdentityFacts identity,
            Grant grant,
            Episode episode,
            Catalogue catalogue,
            Duration matchWindow,
            Duration skew) {
        Instant act = episode.act();
        List<Approved> forHolder = identity.approvals().stream()
                .filter(approval -> approval.systemId().equals(grant.systemId()) && sameHolder(approval, grant))
                .filter(approval -> !decidedAt(approval).isBefore(episode.approvalsFrom()))
                .toList();
        List<Approved> inTime = forHolder.stream()
                .filter(approval -> !decidedAt(approval).isAfter(act.plus(skew)))
                .filter(approval -> !episode.first() || matches(approval, grant, act.minus(matchWindow)))
                .filter(approval -> standsAt(act, approval, identity.refusals()))
                .toList();
        List<Approved> later = forHolder.stream()
                .filter(approval -> decidedAt(approval).isAfter(act.plus(skew)))
                .filter(approval -> !takenBack(approval, identity.refusals(), decidedAt(approval)))
                .toList();
        return new Approvals(
                Stream.concat(inTime.stream(), later.stream())
                        .filter(approval -> includes(approval, grant, catalogue, act))
                        .toList(),
                inTime.stream()
                        .filter(approval -> episode.first() && grant.requestId().isPresent())
                        .filter(approval -> !includes(approval, grant, catalogue, act))
                        .toList(),
                skew);
    }

    static Instant decidedAt(Approved approval) {
        return approval.header().occurredAt();
    }

    /** The time for which access is approved. */
    Timeline covered() {
        return Timeline.of(covering.stream().map(this::span).toList());
    }

    /** The newest approval that covers {@code at}. */
    Optional<Approved> at(Instant at) {
        return covering.stream().filter(approval -> span(approval).contains(at)).reduce((older, newer) -> newer);
    }

    private Interval span(Approved approval) {
        return new Interval(decidedAt(approval).minus(skew), approval.validTo());
    }

    private static boolean sameHolder(Approved approval, Grant grant) {
        Optional<AccountRef> approved = approval.holder().account();
        return approved.isEmpty() || grant.account().isEmpty() || approved.equals(grant.account());
    }

    private static boolean matches(Approved approval, Grant grant, Instant oldest) {
        return grant.requestId()
                .map(request -> request.equals(approval.requestId()))
                .orElseGet(() -> !decidedAt(approval).isBefore(oldest));
    }

    private static boolean standsAt(Instant act, Approved approval, List<AccessEvent> refusals) {
        return approval.validTo().filter(end -> !end.isAfter(act)).isEmpty() && !takenBack(approval, refusals, act);
    }

    /** Whether the request was refused or withdrawn after the approval, and not later than {@code by}. */
    private static boolean takenBack(Approved approval, List<AccessEvent> refusals, Instant by) {
        return refusals.stream()
                .filter(refusal -> requestOf(refusal).equals(approval.requestId()))
                .map(Event::header)
                .anyMatch(header -> !header.occurredAt().isBefore(decidedAt(approval))
                        && !header.occurredAt().isAfter(by));
    }

    private static String requestOf(AccessEvent refusal) {
        return refusal instanceof AccessEvent.Rejected rejected
                ? rejected.requestId()
                : ((AccessEvent.Withdrawn) refusal).requestId();
    }

    /** An approval of a role includes what the role gives, and approvals of all that a role gives include the role. */
    private static boolean includes(Approved approval, Grant grant, Catalogue catalogue, Instant at) {
        TreeSet<String> approved = new TreeSet<>(approval.entitlements());
        approval.entitlements().forEach(role -> {
            approved.addAll(rolesIn(grant.systemId(), role, catalogue, at));
            approved.addAll(contentOf(grant.systemId(), role, catalogue, at));
        });
        Set<String> granted = contentOf(grant.systemId(), grant.entitlement(), catalogue, at);
        return approved.contains(grant.entitlement()) || !granted.isEmpty() && approved.containsAll(granted);
    }

    /** The entitlements a role gives, itself or through roles in it. */
    private static Set<String> contentOf(String systemId, String role, Catalogue catalogue, Instant at) {
        return given(systemId, role, catalogue, at).map(Given::entitlement).collect(Collectors.toSet());
    }

    /** The roles through which a role gives anything. */
    private static Set<String> rolesIn(String systemId, String role, Catalogue catalogue, Instant at) {
        return given(systemId, role, catalogue, at)
                .flatMap(given -> given.chain().stream())
                .map(RoleDefined::roleId)
                .collect(Collectors.toSet());
    }

    private static Stream<Given> given(String systemId, String role, Catalogue catalogue, Instant at) {
        return catalogue.roleTimes(systemId, role).stream()
                .flatMap(times -> times.given().stream())
                .filter(given -> given.inForce().contains(at))
                .map(Dated::value);
    }
}
