package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Principal;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.SessionAction;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.Subject;
import io.plumbline.facts.Deed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing done, or approved, by an automated actor.
 *
 * @param object the item it is judged under
 * @param systemId where it was done
 * @param words what was done, in words
 * @param functions for steps: what the permission used gave at the time, or the one function the source states
 */
record AgentAct(Event event, String object, String systemId, String words, List<FunctionUse> functions) {

    /** What a mandate names is looked for in these; approvals and sessions name no function. */
    static AgentAct of(Event event, Deed deed, Catalogue catalogue) {
        return of(event, deed.object(), deed.systemId(), deed.words(), catalogue);
    }

    static AgentAct of(Event event, String object, String systemId, String words, Catalogue catalogue) {
        List<FunctionUse> functions = event instanceof StepPerformed step ? functions(step, catalogue) : List.of();
        return new AgentAct(event, object, systemId, words, functions);
    }

    private static List<FunctionUse> functions(StepPerformed step, Catalogue catalogue) {
        List<FunctionUse> mapped = catalogue.mapping(step.systemId(), step.entitlement()).stream()
                .filter(version -> version.inForce().contains(step.header().occurredAt()))
                .map(Dated::value)
                .map(EntitlementMapped::functions)
                .findFirst()
                .orElse(List.of());
        if (step.functionId().isEmpty()) {
            return mapped;
        }
        String stated = step.functionId().get();
        List<FunctionUse> named =
                mapped.stream().filter(use -> use.functionId().equals(stated)).toList();
        return named.isEmpty() ? List.of(new FunctionUse(stated, ActivityLevel.UNKNOWN)) : named;
    }

    Instant at() {
        return event.header().occurredAt();
    }

    Optional<StepPerformed> step() {
        return event instanceof StepPerformed step ? Optional.of(step) : Optional.empty();
    }

    Optional<BigDecimal> amount() {
        return step().flatMap(StepPerformed::amount).map(BigDecimal::abs);
    }

    List<String> chain() {
        return event.header().onBehalfOf();
    }

    /** An approval given, or a step that can only be one. */
    boolean isApproval() {
        return isApprovalGiven()
                || !functions.isEmpty() && functions.stream().allMatch(use -> use.level() == ActivityLevel.APPROVE);
    }

    /** A step that may be an approval and may be something else, as far as is known. */
    boolean mayBeApproval() {
        return !isApproval()
                && step().isPresent()
                && (functions.isEmpty()
                        || functions.stream()
                                .anyMatch(use ->
                                        use.level() == ActivityLevel.APPROVE || use.level() == ActivityLevel.UNKNOWN));
    }

    private boolean isApprovalGiven() {
        return event instanceof AccessEvent.Approved
                || event instanceof ChangeEvent.Approved
                || event instanceof ElevationApproved;
    }

    /** A rule decided that was configured and approved beforehand: a control of the application, and no approval by the actor. */
    boolean isByRule() {
        return event instanceof AccessEvent.Approved approved
                        && approved.authority() == AccessEvent.Authority.WORKFLOW_RULE
                || isApproval() && step().filter(StepPerformed::automatic).isPresent();
    }

    /** Whether it moves figures: by the level of any function it may have been. */
    boolean isPosting() {
        return functions.stream()
                .anyMatch(use -> use.level() == ActivityLevel.POST
                        || use.level() == ActivityLevel.APPROVE
                        || use.level() == ActivityLevel.UNKNOWN);
    }

    /** Whether somebody else is on record as having set off this very act. */
    boolean isConfirmed(Subject actor) {
        return Stream.of(
                        step().flatMap(StepPerformed::initiatedBy).stream(),
                        event.header().actor().stream(),
                        event instanceof ChangeEvent.Deployed deployed
                                ? deployed.triggeredBy().map(Principal::identity).stream()
                                : Stream.<Principal>empty())
                .flatMap(who -> who)
                .anyMatch(who -> who.identityId().isPresent() && !who.subject().equals(actor));
    }

    /** What kind of act it is, for evidence. */
    String actionClass() {
        if (event instanceof SessionAction action) {
            return action.actionClass();
        }
        return functions.isEmpty()
                ? event.kind().wireName()
                : functions.stream()
                        .map(use -> use.functionId() + ":" + use.level())
                        .sorted()
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow();
    }
}
