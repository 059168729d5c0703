package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Deviation;
import io.plumbline.control.Names;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.AccessEvent.Predicted;
import io.plumbline.event.Event;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A conflict of which somebody was told before it came about: it was asked what the grant that completed it would bring, the answer
 * named the rule, and the grant was approved or given all the same.
 *
 * <p>An answer counts where it was given before the approval that let the grant be, or before the grant where nobody approved it.
 *
 * @param answer the newest that counts
 * @param approvals those decided with the answer on record, oldest first; empty where nobody approved
 */
record PredictedConflict(Predicted answer, List<Decision> approvals) {

    /** Flag: it was predicted, and done nevertheless. */
    static final String FLAG = "PREDICTED";

    /** The controls whose findings are conflicts; others of the family judge what is left of them. */
    private static final Set<String> CONTROLS = Set.of("SOD-01", "SOD-02", "SOD-05");

    private static final Comparator<Event> IN_ORDER =
            Comparator.comparing(PredictedConflict::at).thenComparing(Event::id);

    /** Who approved a grant, and when. */
    private record Decision(Event event, String approverId) {}

    /** The deviation found for the conflict, which says so where it had been predicted. */
    static Deviation marked(Deviation found, Conflict conflict, IdentityFacts identity, Catalogue catalogue) {
        if (identity.predictions().isEmpty()) {
            return found;
        }
        Set<String> rule = catalogue.sodRules().getOrDefault(conflict.rule().ruleId(), List.of()).stream()
                .map(version -> version.value().ruleId() + " " + version.value().version())
                .collect(Collectors.toSet());
        return conflict.completing().stream()
                .filter(grant -> isOwn(grant, identity))
                .flatMap(grant -> of(grant, rule, identity).stream())
                .max(Comparator.comparing(PredictedConflict::answer, IN_ORDER))
                .map(predicted -> predicted.mark(found))
                .orElse(found);
    }

    /** What a machine identity holds was asked about under its own name. */
    private static boolean isOwn(Grant grant, IdentityFacts identity) {
        return Stream.concat(
                        identity.grants().stream().map(Grant::given),
                        identity.elevations().stream().map(Event.class::cast))
                .anyMatch(given -> given.id().equals(grant.given().id()));
    }

    private static Optional<PredictedConflict> of(Grant grant, Set<String> rule, IdentityFacts identity) {
        Instant given = at(grant.given());
        List<Decision> all = decisions(grant, identity);
        List<Decision> before =
                all.stream().filter(made -> !at(made.event()).isAfter(given)).toList();
        List<Decision> decisions = before.isEmpty() ? all : before;
        return identity.predictions().stream()
                .filter(answer -> isAbout(answer, grant) && names(answer, rule))
                .filter(answer -> !at(answer).isAfter(given))
                .map(answer -> new PredictedConflict(
                        answer,
                        decisions.stream()
                                .filter(made -> !at(made.event()).isBefore(at(answer)))
                                .toList()))
                .filter(predicted ->
                        decisions.isEmpty() || !predicted.approvals().isEmpty())
                .max(Comparator.comparing(PredictedConflict::answer, IN_ORDER));
    }

    private static boolean isAbout(Predicted answer, Grant grant) {
        return answer.systemId().equals(grant.systemId())
                && answer.entitlement().equals(grant.entitlement())
                && mayBeSame(answer.requestId(), grant.requestId())
                && mayBeSame(answer.holder().account(), grant.account());
    }

    private static <T> boolean mayBeSame(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /** Whether the answer names a version of the rule, whichever of the controls would find it: access may be given in another way. */
    private static boolean names(Predicted answer, Set<String> rule) {
        return answer.conflicts().stream().anyMatch(conflict -> CONTROLS.stream()
                .filter(control -> conflict.startsWith(control + " "))
                .anyMatch(control -> rule.contains(conflict.substring(control.length() + 1))));
    }

    /**
     * The approvals of the request it fulfils; where it names none, those of its entitlement since the same was last given. An
     * elevation is its own approval.
     */
    private static List<Decision> decisions(Grant grant, IdentityFacts identity) {
        if (grant.given() instanceof ElevationApproved elevation) {
            return List.of(new Decision(elevation, elevation.approverId()));
        }
        Instant given = at(grant.given());
        Optional<Instant> last = identity.grants().stream()
                .filter(other -> other.systemId().equals(grant.systemId())
                        && other.entitlement().equals(grant.entitlement()))
                .map(other -> at(other.given()))
                .filter(given::isAfter)
                .max(Instant::compareTo);
        return identity.approvals().stream()
                .filter(approval -> approval.systemId().equals(grant.systemId()))
                .filter(approval -> grant.requestId()
                        .map(request -> request.equals(approval.requestId()))
                        .orElseGet(() -> isForEntitlement(approval, grant, last)))
                .sorted(IN_ORDER)
                .map(approval -> new Decision(approval, approval.approverId()))
                .toList();
    }

    private static boolean isForEntitlement(Approved approval, Grant grant, Optional<Instant> last) {
        return approval.entitlements().contains(grant.entitlement())
                && !at(approval).isAfter(at(grant.given()))
                && last.filter(before -> !at(approval).isAfter(before)).isEmpty();
    }

    private Deviation mark(Deviation found) {
        List<String> why = new ArrayList<>(found.explanation());
        why.add("Predicted: at " + at(answer)
                + answer.header().actor().map(who -> " " + who + " was").orElse(" somebody was") + " told that "
                + answer.entitlement() + " of " + answer.systemId() + " would break the rule (" + answer.id() + ")");
        approvals.forEach(made -> why.add("Approved all the same by " + made.approverId() + " at " + at(made.event())
                + " (" + made.event().id() + ")"));
        Map<String, String> details = new TreeMap<>();
        details.put("predicted_at", at(answer).toString());
        answer.header().actor().map(Principal::toString).ifPresent(who -> details.put("predicted_to", who));
        if (!approvals.isEmpty()) {
            details.put(
                    "approved_despite_prediction", Names.of(approvals.stream().map(Decision::approverId)));
        }
        List<Event> evidence = new ArrayList<>(found.evidence());
        evidence.add(answer);
        approvals.forEach(made -> evidence.add(made.event()));
        return found.flagged(FLAG)
                .because(why, evidence.stream().distinct().toList())
                .with(details);
    }

    private static Instant at(Event event) {
        return event.header().occurredAt();
    }
}
