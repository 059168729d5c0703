package io.plumbline.control.sod;

import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.ElevationDenied;
import io.plumbline.event.PrivilegedAccessEvent.ElevationEnded;
import io.plumbline.event.PrivilegedAccessEvent.ElevationStarted;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that is known of one elevation: what was approved, when it was taken up, and when it was given back or taken away.
 *
 * <p>It counts from each time it was taken up, approved or not, and where no taking up is on record over its whole approved
 * window. It counts until its end; where none is on record until its planned end; where none is planned it goes on. An approval
 * that was taken back ends it.
 *
 * @param elevationId its id in the system
 * @param stops ends and refusals, in order of time
 */
record Elevations(
        String systemId,
        String elevationId,
        List<ElevationApproved> approvals,
        List<ElevationStarted> starts,
        List<Event> stops,
        IdentityFacts identity) {

    /** What all elevations of an identity gave, each as a grant of the role for a time. */
    static List<Grant> of(IdentityFacts identity) {
        Map<String, Elevations> byId = new LinkedHashMap<>();
        identity.elevations().forEach(approved -> one(approved.systemId(), approved.elevationId(), identity, byId)
                .approvals()
                .add(approved));
        identity.elevationUses().forEach(use -> {
            if (use instanceof ElevationStarted started) {
                one(use.systemId(), started.elevationId(), identity, byId)
                        .starts()
                        .add(started);
            } else if (use instanceof ElevationEnded ended) {
                one(use.systemId(), ended.elevationId(), identity, byId).stops().add(ended);
            }
        });
        identity.denials().forEach(denied -> one(denied.systemId(), denied.elevationId(), identity, byId)
                .stops()
                .add(denied));
        return byId.values().stream().flatMap(Elevations::grants).toList();
    }

    private static Elevations one(String systemId, String id, IdentityFacts identity, Map<String, Elevations> byId) {
        return byId.computeIfAbsent(
                systemId + "|" + id,
                key -> new Elevations(systemId, id, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), identity));
    }

    private Stream<Grant> grants() {
        stops.sort(Comparator.comparing(Elevations::at).thenComparing(Event::id));
        return starts.isEmpty()
                ? approvals.stream().flatMap(approved -> approved(approved).stream())
                : IntStream.range(0, starts.size()).boxed().flatMap(i -> started(i).stream());
    }

    /** Never seen to be taken up: the window that was approved. */
    private Optional<Grant> approved(ElevationApproved approval) {
        Optional<Event> stop = stops.stream()
                .filter(event -> !at(event).isBefore(at(approval))
                        || event instanceof ElevationEnded && !at(event).isBefore(approval.windowFrom()))
                .findFirst();
        Interval held = new Interval(approval.windowFrom(), end(stop, Optional.of(approval.windowTo())));
        return approval.role().flatMap(role -> grant(role, held, approval.holder(), approval, stop));
    }

    private Optional<Grant> started(int i) {
        ElevationStarted start = starts.get(i);
        Instant from = at(start);
        Optional<Instant> next = i + 1 < starts.size() ? Optional.of(at(starts.get(i + 1))) : Optional.empty();
        Optional<Event> stop = stops.stream()
                .filter(event -> at(event).isAfter(from) || i == 0 && at(event).equals(from))
                .filter(event -> next.filter(at(event)::isAfter).isEmpty())
                .findFirst();
        Optional<Instant> planned = start.plannedEnd()
                .or(() -> approvals.stream().map(ElevationApproved::windowTo).max(Instant::compareTo))
                .filter(from::isBefore)
                .or(() -> next);
        Optional<String> role = start.role().or(() -> approvals.stream()
                .flatMap(approval -> approval.role().stream())
                .findFirst());
        Event given = approvals.isEmpty() ? start : approvals.get(0);
        Interval held = new Interval(from, end(stop, planned));
        return role.flatMap(name -> grant(name, held, start.holder(), given, stop));
    }

    /** The end on record; an approval that is taken back after it ran out ends nothing. */
    private static Optional<Instant> end(Optional<Event> stop, Optional<Instant> planned) {
        return stop.isEmpty()
                ? planned
                : stop.map(Elevations::at)
                        .filter(end -> !(stop.get() instanceof ElevationDenied)
                                || planned.filter(end::isAfter).isEmpty())
                        .or(() -> planned);
    }

    private Optional<Grant> grant(String role, Interval held, Principal holder, Event given, Optional<Event> stop) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Optional<AccountRef> account = holder.account();
        return Optional.of(new Grant(
                elevationId,
                systemId,
                role,
                account,
                GrantPath.TEMPORARY,
                List.of(),
                Optional.empty(),
                held,
                usable(held, account),
                given,
                stop.filter(event -> held.until().equals(Optional.of(at(event)))),
                false));
    }

    private List<Interval> usable(Interval held, Optional<AccountRef> account) {
        return account.flatMap(ref -> identity.accounts().stream()
                        .filter(known -> known.ref().equals(ref))
                        .findFirst())
                .map(known -> known.usable(held))
                .orElse(List.of(held));
    }

    private static Instant at(Event event) {
        return event.header().occurredAt();
    }
}
