package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.SodRules;
import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.AccessEvent.Approved;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.Severity;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** SOD-01: nobody can perform functions in one application that a rule keeps apart. */
public final class ConflictingFunctionsSeparated implements Control<IdentityFacts> {

    @Override
    public String id() {
        return "SOD-01";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every system the identity has had access to, and holds what it could do there against every rule. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        EffectiveAccess access = EffectiveAccess.of(TemporaryAccess.of(identity).standing(), reference.catalogue());
        return identity.grants().stream()
                .map(Grant::systemId)
                .distinct()
                .sorted()
                .map(systemId -> judge(systemId, identity, access, reference))
                .toList();
    }

    private static Judgement judge(
            String systemId, IdentityFacts identity, EffectiveAccess access, Reference reference) {
        Catalogue catalogue = reference.catalogue();
        List<Event> grants = grantsOf(systemId, identity);
        Instant at = grants.get(grants.size() - 1).header().occurredAt();
        boolean noRules = catalogue.sodRules().values().stream()
                .flatMap(List::stream)
                .noneMatch(version -> isAsked(version.value()));
        if (!catalogue.mapsFunctionsOf(systemId) || noRules) {
            String reason = noRules ? "NO_RULES" : "NO_FUNCTIONS_MAPPED";
            return Judgement.of(object(systemId), systemId, at, Verdict.NOT_APPLICABLE, reason, grants);
        }
        Map<String, List<HeldFunction>> held = HeldFunction.byFunction(
                access.paths().stream()
                        .filter(path -> path.systemId().equals(systemId))
                        .toList(),
                catalogue);
        return Judgement.together(Stream.concat(
                        Stream.of(withoutConflict(systemId, grants, at, access, catalogue)),
                        Conflict.among(held, catalogue, ConflictingFunctionsSeparated::isAsked).stream()
                                .map(conflict -> withCause(
                                        test(conflict, systemId, at, identity, reference), conflict, held, catalogue)))
                .toList());
    }

    /** A conflict that a change of a role brought is one of many. */
    private static Judgement withCause(
            Judgement tested, Conflict conflict, Map<String, List<HeldFunction>> held, Catalogue catalogue) {
        Optional<Deviation.Cause> cause =
                tested.deviations().isEmpty() ? Optional.empty() : RoleChange.behind(conflict, held, catalogue);
        return cause.map(common -> tested.withDeviations(
                        tested.deviations().stream()
                                .map(deviation -> deviation.causedBy(common))
                                .toList(),
                        tested.reason()))
                .orElse(tested);
    }

    /** Whether a version of a rule is about functions one person holds in one application, and no other control's. */
    static boolean isAsked(SodRulePublished rule) {
        return switch (rule.type()) {
            case PAIR, MULTI, UNKNOWN ->
                !rule.slots().isEmpty()
                        && !rule.nhiOnly()
                        && rule.evaluatedBy().filter(id -> !id.equals("SOD-01")).isEmpty();
            case CROSS_APP, NHI, SAME_OBJECT, SELF_RECORD, SEQUENCE -> false;
        };
    }

    /** The verdict where no rule is broken: only what is known can be clean. */
    private static Judgement withoutConflict(
            String systemId, List<Event> grants, Instant at, EffectiveAccess access, Catalogue catalogue) {
        Optional<EffectiveAccess.Unknown> unknown = access.unknown().stream()
                .filter(gap -> gap.systemId().equals(systemId))
                .findFirst();
        if (unknown.isPresent()) {
            return Judgement.of(
                            object(systemId),
                            systemId,
                            at,
                            Verdict.INDETERMINATE,
                            unknown.get().reason(),
                            grants)
                    .restingOn(new Absence(
                            Absence.State.UNDECIDABLE,
                            unknown.get().reason(),
                            Optional.empty(),
                            List.of(unknown.get().why())));
        }
        if (catalogue.sources(Feed.GRANTS, systemId).isEmpty()) {
            return Judgement.of(object(systemId), systemId, at, Verdict.INDETERMINATE, "NO_SOURCE_DECLARED", grants);
        }
        return Judgement.of(object(systemId), systemId, at, Verdict.OPERATED, "FUNCTIONS_SEPARATED", grants);
    }

    /** A conflict counts once it has begun and has lasted longer than grants and revocations may cross. */
    private static Judgement test(
            Conflict conflict, String systemId, Instant at, IdentityFacts identity, Reference reference) {
        Instant from = conflict.span().from();
        List<Event> events = conflict.events();
        if (!begun(from, identity, reference)) {
            return nothingYet(systemId, at, "NOT_YET_IN_EFFECT", events).againAt(from);
        }
        Duration tolerance = tolerance(conflict, reference.parameters(from));
        Instant tolerated = from.plus(tolerance);
        if (conflict.span().until().filter(end -> !end.isAfter(tolerated)).isPresent() && !tolerance.isZero()) {
            return Judgement.of(object(systemId), systemId, at, Verdict.OPERATED, "WITHIN_TOLERANCE", events);
        }
        Judgement counted = Judgement.deviated(
                object(systemId), systemId, at, List.of(deviation(conflict, systemId, identity, reference)));
        Judgement named = named(counted, conflict, identity);
        Judgement asked = conflict.span()
                .until()
                .filter(end -> !reference.completeness().reached(end))
                .map(named::againAt)
                .orElse(named);
        if (tolerance.isZero() || endedByEvent(conflict, identity)) {
            return asked;
        }
        Absence lasts = reference.completeness().absence(Feed.GRANTS, systemId, Interval.of(from, tolerated));
        return switch (lasts.state()) {
            case PROVEN -> asked.restingOn(lasts);
            case NOT_YET -> Judgement.undecided(object(systemId), systemId, at, lasts, events);
            case UNDECIDABLE ->
                reference.completeness().reached(tolerated.plusMillis(1))
                        ? asked.restingOn(lasts)
                        : nothingYet(systemId, at, "WITHIN_TOLERANCE", events).againAt(tolerated.plusMillis(1));
        };
    }

    /** The same, with the approval of the grant that completed the conflict, and the ticket it was given by. */
    private static Judgement named(Judgement counted, Conflict conflict, IdentityFacts identity) {
        Optional<Grant> grant = conflict.completedBy();
        Optional<Approved> approval =
                grant.flatMap(given -> approvals(given, identity).stream().reduce((older, newer) -> newer));
        return counted.approvedBy(
                approval.map(Approved::approverId),
                approval.flatMap(Approved::justification),
                grant.flatMap(given ->
                        given.requestId().or(() -> given.given().header().ticket())));
    }

    /** How long an overlap is put down to the order of grant and revocation; critical rules allow it within one ticket only. */
    private static Duration tolerance(Conflict conflict, Parameters parameters) {
        return conflict.rule().severity() == Severity.CRITICAL && !conflict.ofOneTicket()
                ? Duration.ZERO
                : parameters.duration("min_overlap");
    }

    /** Whether the start has come, by what the facts show or by how far the world is known. */
    private static boolean begun(Instant from, IdentityFacts identity, Reference reference) {
        return reference.completeness().reached(from) || heard(identity).anyMatch(at -> !at.isBefore(from));
    }

    private static boolean endedByEvent(Conflict conflict, IdentityFacts identity) {
        return conflict.span()
                .until()
                .filter(end -> heard(identity).anyMatch(end::equals))
                .isPresent();
    }

    /** When the events that decide access happened. */
    private static Stream<Instant> heard(IdentityFacts identity) {
        return Stream.concat(
                        identity.grants().stream()
                                .flatMap(grant -> Stream.concat(Stream.of(grant.given()), grant.ended().stream())),
                        identity.accounts().stream().flatMap(account -> account.events().stream()))
                .map(event -> event.header().occurredAt());
    }

    private static Deviation deviation(
            Conflict conflict, String systemId, IdentityFacts identity, Reference reference) {
        SodRulePublished rule = conflict.rule();
        Instant from = conflict.span().from();
        Duration lookback = reference.parameters(from).duration("exercised_lookback");
        List<StepPerformed> uses = Uses.ofAccess(
                rule.slots().stream().flatMap(slot -> slot.anyOf().stream()).toList(),
                systemId,
                new Interval(from.minus(lookback), conflict.span().until()),
                identity.activity(),
                reference.catalogue());
        boolean pair = rule.slots().size() == 2 && SodRules.needed(rule) == 2;
        String variant = uses.isEmpty() ? "LATENT" : "EXERCISED";
        Deviation deviation = conflict.deviation(
                pair ? "PAIR" : "MULTI_FUNCTION",
                pair ? variant : "MULTI_" + variant,
                uses.isEmpty() ? rule.severity() : rule.severity().raised());
        List<String> why = new ArrayList<>(conflict.explanation());
        uses.forEach(step -> why.add("Used: " + step.entitlement() + " at "
                + step.header().occurredAt()
                + step.objectId().map(object -> " on " + object).orElse("") + " (" + step.id() + ")"));
        List<Event> events = new ArrayList<>(conflict.events());
        for (Grant grant : conflict.grants()) {
            for (Approved approval : approvals(grant, identity)) {
                why.add("Approved: grant " + grant.key() + " by " + approval.approverId() + " at "
                        + approval.header().occurredAt() + " (" + approval.id() + ")");
                events.add(approval);
            }
        }
        events.addAll(uses);
        events.addAll(conflict.definitions());
        return PredictedConflict.marked(
                deviation.because(why, events).with(conflict.details()), conflict, identity, reference.catalogue());
    }

    /** The approvals of the request that a grant fulfils. */
    private static List<Approved> approvals(Grant grant, IdentityFacts identity) {
        return identity.approvals().stream()
                .filter(approval -> grant.requestId().equals(Optional.of(approval.requestId()))
                        && grant.systemId().equals(approval.systemId()))
                .toList();
    }

    private static Judgement nothingYet(String systemId, Instant at, String reason, List<Event> events) {
        return Judgement.of(object(systemId), systemId, at, Verdict.PENDING, reason, events);
    }

    private static String object(String systemId) {
        return "system:" + systemId;
    }

    private static List<Event> grantsOf(String systemId, IdentityFacts identity) {
        return identity.grants().stream()
                .filter(grant -> grant.systemId().equals(systemId))
                .map(Grant::given)
                .sorted(Comparator.comparing((Event event) -> event.header().occurredAt())
                        .thenComparing(Event::id))
                .toList();
    }
}
